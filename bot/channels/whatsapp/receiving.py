"""Stores what Meta delivers before it is acknowledged.

Deliveries that arrive while one is being stored are stored together next, in one
transaction: the busier it is, the less each costs.
"""

import asyncio
import logging
import time
from itertools import islice

from bot.channels.whatsapp.identity import logged
from bot.channels.whatsapp.inbox import Inbox
from bot.channels.whatsapp.payloads import Delivery
from bot.channels.whatsapp.threads import RunBlocking

logger = logging.getLogger(__name__)

STORE_SECONDS = 5.0
MOST_TOGETHER = 100
Stored = asyncio.Future[list[str]]


class NotStored(RuntimeError):
    """A delivery could not be stored."""


class Receiver:
    """Stores deliveries in `inbox`; `run` runs what blocks, in a thread."""

    def __init__(self, inbox: Inbox, run: RunBlocking) -> None:
        self._inbox = inbox
        self._run = run
        self._waiting: dict[Stored, Delivery] = {}
        self._storing: asyncio.Task[None] | None = None

    async def take(self, delivery: Delivery) -> bool:
        """Store a delivery: when this returns, it is ours; whether it held anything.

        Raises:
            NotStored: the database failed or took too long, or anything else.
        """
        stored: Stored = asyncio.get_running_loop().create_future()
        self._waiting[stored] = delivery
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store_waiting())
        try:
            # One that is stored after all is known when Meta delivers it again.
            keys = await asyncio.wait_for(stored, STORE_SECONDS)
        except Exception as error:  # whatever it is, Meta is to deliver it again
            logger.error("whatsapp.store.failed error=%s", type(error).__name__)
            raise NotStored from error
        for key in keys:
            logger.info("whatsapp.message.claimed message=%s", logged(key))
        for reason in delivery.ignored:
            logger.info("whatsapp.part.ignored reason=%s", reason)
        return bool(keys or delivery.statuses)

    async def _store_waiting(self) -> None:
        while self._waiting:
            batch = dict(islice(self._waiting.items(), MOST_TOGETHER))
            for stored in batch:
                del self._waiting[stored]
            if len(batch) > 1 and await self._store(batch, together=True):
                continue
            for stored, delivery in batch.items():
                await self._store({stored: delivery}, together=False)

    async def _store(self, batch: dict[Stored, Delivery], together: bool) -> bool:
        """Store a batch; whether it was. One that fails together is tried singly."""
        merged = Delivery()
        for delivery in batch.values():
            merged.events += delivery.events
            merged.statuses += delivery.statuses
        try:
            keys = await self._run(self._inbox.receive, merged, time.time())
        except Exception as error:  # noqa: BLE001 - each delivery gets its own error
            if not together:
                for stored in batch:
                    if not stored.done():
                        stored.set_exception(error)
            return False
        for number, stored in enumerate(batch):
            if not stored.done():
                stored.set_result([] if number else keys)
        return True
