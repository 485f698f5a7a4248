"""Works on what is in the inbox: readers side by side, each one's messages in order."""

import asyncio
import logging
import time
import uuid
from collections.abc import Callable
from functools import partial

from rasa.core.agent import Agent
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.whatsapp.claims import Claims
from bot.channels.whatsapp.clerk import Clerk
from bot.channels.whatsapp.halting import Halt
from bot.channels.whatsapp.house import House
from bot.channels.whatsapp.identity import logged
from bot.channels.whatsapp.leases import LeaseLost, Leases
from bot.channels.whatsapp.outbox import Withdrawn
from bot.channels.whatsapp.sending import Postponed
from bot.channels.whatsapp.threads import RunBlocking
from bot.failures import trace

logger = logging.getLogger(__name__)

MOST_READERS = 48  # at a time, in one process; most of it is waiting for Meta
CLAIMED_AT_ONCE = 12  # when busy: one query for several readers
POLL_SECONDS = 0.5  # for what other processes left, and for what had to wait
AFTER_FAILURE_SECONDS = 5.0
STOP_SECONDS = 6.0
SWEEP_SECONDS = 3600.0


class Worker:
    """One process's share of the work; an error ends none of it."""

    def __init__(
        self,
        leases: Leases,
        claims: Claims,
        clerk: Clerk,
        house: House,
        halt: Halt,
        find_agent: Callable[[], Agent | None],
        lease_seconds: float,
        run: RunBlocking,
    ) -> None:
        self._leases = leases
        self._claims = claims
        self._clerk = clerk
        self._house = house
        self._halt = halt
        self._find_agent = find_agent
        self._lease_seconds = lease_seconds
        self._run = run
        self._owner = uuid.uuid4().hex
        self._wake = asyncio.Event()
        self._serving: dict[str, asyncio.Task[None]] = {}
        self._loop: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self) -> None:
        """Begin to work."""
        self._loop = asyncio.create_task(self._run_loops())

    def wake(self) -> None:
        """There is something new in the inbox."""
        self._wake.set()

    async def stop(self) -> None:
        """Finish what has begun, as far as time allows, and give the rest back."""
        self._stopping = True
        if self._loop is not None:
            self._loop.cancel()
        if self._serving:
            await asyncio.wait(self._serving.values(), timeout=STOP_SECONDS)
        if not self._serving:
            await self._run(self._leases.release, self._owner, time.time())

    async def _run_loops(self) -> None:
        await self._make_tables()
        await asyncio.gather(self._take_readers(), self._keep_house())

    async def _take_readers(self) -> None:
        while True:
            self._wake.clear()
            try:
                await self._claim()
            except Exception as error:  # noqa: BLE001 - it is tried again
                logger.error("whatsapp.claim.failed error=%s", trace(error))
                await asyncio.sleep(AFTER_FAILURE_SECONDS)
            try:
                await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
            except asyncio.TimeoutError:
                continue  # time to look at what others left

    async def _make_tables(self) -> None:
        while True:
            try:
                await self._run(self._house.create_tables)
            except Exception as error:  # noqa: BLE001 - it is tried again
                logger.error("whatsapp.tables.failed error=%s", trace(error))
                await asyncio.sleep(AFTER_FAILURE_SECONDS)
            else:
                return

    async def _claim(self) -> None:
        now = time.time()
        most = self._halt.readers_allowed(MOST_READERS, len(self._serving), now)
        full = len(self._serving) > MOST_READERS - CLAIMED_AT_ONCE
        if full or most <= 0 or self._find_agent() is None:
            return
        found = await self._run(
            self._leases.claim,
            self._owner,
            list(self._serving),
            now,
            self._lease_seconds,
            most,
        )
        for reader in found:
            task = asyncio.create_task(self._serve(reader))
            self._serving[reader] = task
            task.add_done_callback(partial(self._served, reader))

    def _served(self, reader: str, _: object) -> None:
        self._serving.pop(reader, None)
        self.wake()

    async def _serve(self, reader: str) -> None:
        """Answer a reader's messages until none is left or one has to wait."""
        wait_seconds = 0.0
        try:
            while not self._stopping:
                message = await self._run(self._claims.next, reader, self._owner)
                if message is None:
                    break
                await self._clerk.work(message, self._owner)
        except LeaseLost:
            logger.warning("whatsapp.lease.lost reader=%s", logged(reader))
            return
        except Withdrawn:
            pass  # nothing left to do for it; others are claimed anew
        except Postponed as postponed:
            wait_seconds = postponed.seconds
        except Exception as error:  # noqa: BLE001 - one reader's trouble, not all's
            logger.error(
                "whatsapp.work.failed reader=%s error=%s", logged(reader), trace(error)
            )
            wait_seconds = AFTER_FAILURE_SECONDS
        wake_at = time.time() + wait_seconds
        try:
            await self._run(self._leases.release, self._owner, wake_at, reader)
        except SQLAlchemyError as error:  # the lease runs out by itself
            logger.error("whatsapp.release.failed error=%s", type(error).__name__)

    async def _keep_house(self) -> None:
        """Keep the leases, and now and then drop what has no more use."""
        swept = 0.0
        while True:
            try:
                now = time.time()
                if self._serving:
                    await self._run(
                        self._leases.renew,
                        self._owner,
                        list(self._serving),
                        now,
                        self._lease_seconds,
                    )
                if now - swept > SWEEP_SECONDS:
                    swept = now
                    dropped = await self._run(self._house.sweep, now)
                    logger.info("whatsapp.swept addresses=%d", dropped)
            except Exception as error:  # noqa: BLE001 - it is tried again
                logger.error("whatsapp.house.failed error=%s", trace(error))
            await asyncio.sleep(self._lease_seconds / 3)
