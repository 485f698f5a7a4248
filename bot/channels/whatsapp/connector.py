"""The channel's parts in one process, put together, started and stopped."""

from collections.abc import Callable
from typing import Any

from rasa.core.agent import Agent
from sqlalchemy import event
from sqlalchemy.engine import Engine

from article.database import make_folder, open_engine
from article.store import ContentStore
from bot.channels.tokens import read_or_make_secret
from bot.channels.turn import OnNewMessage
from bot.channels.whatsapp.alarms import Alarms
from bot.channels.whatsapp.answering import Answerer
from bot.channels.whatsapp.claims import Claims
from bot.channels.whatsapp.clerk import Clerk
from bot.channels.whatsapp.graph import GraphClient
from bot.channels.whatsapp.halting import Halt
from bot.channels.whatsapp.house import House
from bot.channels.whatsapp.identity import Seal
from bot.channels.whatsapp.inbox import Inbox
from bot.channels.whatsapp.leases import Leases
from bot.channels.whatsapp.outbox import Outbox
from bot.channels.whatsapp.payloads import Delivery
from bot.channels.whatsapp.read_marks import ReadMarks
from bot.channels.whatsapp.receiving import Receiver
from bot.channels.whatsapp.sending import Dispatcher
from bot.channels.whatsapp.threads import Threads
from bot.channels.whatsapp.wishes import Wishes
from bot.channels.whatsapp.worker import MOST_READERS, Worker
from settings import ROOT, Settings

SECRET_FILE = ROOT / "var" / "whatsapp_id_secret"
DATABASE_THREADS = 4
INBOX_THREADS = 1
MARK_THREADS = 8  # so that marks that hang take no thread from what is sent
CONNECTIONS = DATABASE_THREADS + INBOX_THREADS


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
            SettingsError: the file kept for WHATSAPP_ID_SECRET holds nothing.
        """
        seconds = settings.database_timeout_seconds
        seal = Seal(settings.whatsapp_id_secret or read_or_make_secret(SECRET_FILE))
        self._engine = inbox_engine(settings)
        # SQLite has one writer at a time: several threads would only sleep in turns.
        # Elsewhere what Meta delivers does not queue behind what is worked on.
        one_writer = self._engine.dialect.name == "sqlite"
        threads = 1 if one_writer else DATABASE_THREADS
        self._database = Threads("whatsapp-database", threads)
        self._receiving = (
            self._database if one_writer else Threads("whatsapp-inbox", INBOX_THREADS)
        )
        self._receiver = Receiver(Inbox(self._engine, seal), self._receiving.run)
        self._http = Threads("whatsapp-graph", MOST_READERS)
        self._marks = Threads("whatsapp-marks", MARK_THREADS)
        self._client = GraphClient(
            settings.whatsapp_graph_url,
            settings.whatsapp_phone_number_id,
            settings.whatsapp_access_token,
            MOST_READERS + MARK_THREADS,
        )
        run, halt = self._database.run, Halt()
        claims, outbox = Claims(self._engine, seal), Outbox(self._engine, seal)
        clerk = Clerk(
            claims,
            outbox,
            Answerer(
                claims,
                Wishes(self._engine),
                run,
                on_new_message,
                settings.turn_timeout_seconds,
            ),
            Dispatcher(
                outbox,
                self._client,
                halt,
                Alarms(self._engine, seal, settings.whatsapp_access_token),
                run,
                self._http.run,
            ),
            ReadMarks(self._client, self._marks.run),
            ContentStore(settings.database_url, seconds),
            find_agent,
            run,
        )
        self._worker = Worker(
            Leases(self._engine),
            claims,
            clerk,
            House(self._engine),
            halt,
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
        self._marks.close()
        self._database.close()
        self._receiving.close()

    async def take(self, delivery: Delivery) -> None:
        """Store a delivery; when this returns, it is ours.

        Raises:
            NotStored: the database failed, or took too long.
        """
        if await self._receiver.take(delivery):
            self._worker.wake()


def inbox_engine(settings: Settings) -> Engine:
    """The engine for the channel's tables, whose connections stay open.

    On SQLite a transaction begins as a writer, which makes claims atomic; a write
    outlives a crash of the process, and with the write-ahead log costs no wait for
    the disk.
    """
    url, seconds = settings.database_url, settings.database_timeout_seconds
    engine = open_engine(url, seconds, "BEGIN IMMEDIATE", CONNECTIONS)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _write_ahead)
    make_folder(engine)
    return engine


def _write_ahead(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
