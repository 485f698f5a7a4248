"""The channel's parts in one process, put together, started and stopped."""

import asyncio
import logging
import time
from collections.abc import Callable

from rasa.core.agent import Agent
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from article.database import make_folder, open_engine
from article.store import ContentStore
from bot.channels.tokens import read_or_make_secret
from bot.channels.turn import OnNewMessage
from bot.channels.whatsapp.answering import Answerer
from bot.channels.whatsapp.graph import GraphClient
from bot.channels.whatsapp.halting import Halt
from bot.channels.whatsapp.identity import Seal, logged
from bot.channels.whatsapp.inbox import Inbox
from bot.channels.whatsapp.outbox import Outbox
from bot.channels.whatsapp.payloads import Delivery
from bot.channels.whatsapp.sending import Dispatcher
from bot.channels.whatsapp.threads import Threads
from bot.channels.whatsapp.worker import MOST_READERS, Worker
from settings import ROOT, Settings

logger = logging.getLogger(__name__)

SECRET_FILE = ROOT / "var" / "whatsapp_id_secret"
DATABASE_THREADS = 4
STORE_SECONDS = 5.0


class NotStored(RuntimeError):
    """A delivery could not be stored."""


class Connector:
    """Takes deliveries in and answers them."""

    def __init__(
        self,
        settings: Settings,
        on_new_message: OnNewMessage,
        find_agent: Callable[[], Agent | None],
    ) -> None:
        """Put the parts together, inside the running event loop.

        Raises:
            ArgumentError: DATABASE_URL is not a database URL.
        """
        seconds = settings.database_timeout_seconds
        seal = Seal(settings.whatsapp_id_secret or read_or_make_secret(SECRET_FILE))
        self._engine = inbox_engine(settings)
        self._inbox, outbox = Inbox(self._engine, seal), Outbox(self._engine, seal)
        self._database = Threads("whatsapp-database", DATABASE_THREADS)
        self._http = Threads("whatsapp-graph", MOST_READERS)
        self._client = GraphClient(
            settings.whatsapp_graph_url,
            settings.whatsapp_phone_number_id,
            settings.whatsapp_access_token,
            MOST_READERS,
        )
        halt, run = Halt(), self._database.run
        self._worker = Worker(
            self._inbox,
            outbox,
            Answerer(self._inbox, run, on_new_message, settings.turn_timeout_seconds),
            Dispatcher(outbox, self._client, halt, run, self._http.run),
            halt,
            ContentStore(settings.database_url, seconds),
            find_agent,
            settings.whatsapp_lease_seconds,
            run,
        )

    def start(self) -> None:
        """Begin to work, as soon as the database lets the tables be made."""
        self._worker.start()

    async def stop(self) -> None:
        """Finish what has begun, and close."""
        await self._worker.stop()
        self._client.close()
        self._http.close()
        self._database.close()

    async def take(self, delivery: Delivery) -> None:
        """Store a delivery; when this returns, it is ours.

        Raises:
            NotStored: the database failed, or took too long.
        """
        try:
            storing = self._database.run(self._inbox.receive, delivery, time.time())
            # One that is stored after all is known when Meta delivers it again.
            keys = await asyncio.wait_for(storing, STORE_SECONDS)
        except (SQLAlchemyError, asyncio.TimeoutError) as error:
            logger.error("whatsapp.store.failed error=%s", type(error).__name__)
            raise NotStored from error
        for key in keys:
            logger.info("whatsapp.message.claimed message=%s", logged(key))
        for reason in delivery.ignored:
            logger.info("whatsapp.part.ignored reason=%s", reason)
        if keys or delivery.statuses:
            self._worker.wake()


def inbox_engine(settings: Settings) -> Engine:
    """The engine for the channel's tables.

    On SQLite a transaction begins as a writer, which makes claims atomic.
    """
    engine = open_engine(
        settings.database_url, settings.database_timeout_seconds, "BEGIN IMMEDIATE"
    )
    make_folder(engine)
    return engine
