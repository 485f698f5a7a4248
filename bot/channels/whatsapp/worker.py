"""Answers what is in the inbox: readers side by side, each one's messages in order."""

import asyncio
import logging
import time
import traceback
import uuid
from collections.abc import Callable
from functools import partial

from rasa.core.agent import Agent
from sqlalchemy.exc import SQLAlchemyError

from article.content import Publisher
from article.store import ContentStore, StoreError
from bot.channels.whatsapp import choices
from bot.channels.whatsapp.answering import DELETE, Answerer, RunBlocking, Said
from bot.channels.whatsapp.halting import Halt
from bot.channels.whatsapp.identity import logged
from bot.channels.whatsapp.inbox import Claimed, Inbox
from bot.channels.whatsapp.outbound import parts_of
from bot.channels.whatsapp.outbox import LeaseLost, Outbox, Withdrawn
from bot.channels.whatsapp.read_marks import ReadMarks
from bot.channels.whatsapp.sending import Dispatcher, Postponed

logger = logging.getLogger(__name__)

MOST_READERS = 48  # at a time, in one process; most of it is waiting for Meta
CLAIMED_AT_ONCE = 12  # when busy: one query for several readers
POLL_SECONDS = 0.5  # for what other processes left, and for what had to wait
AFTER_FAILURE_SECONDS = 5.0
MOST_FAILURES = 6
STOP_SECONDS = 6.0
SWEEP_SECONDS = 3600.0


class Worker:
    """One process's share of the work."""

    def __init__(
        self,
        inbox: Inbox,
        outbox: Outbox,
        answerer: Answerer,
        dispatcher: Dispatcher,
        marks: ReadMarks,
        halt: Halt,
        content: ContentStore,
        find_agent: Callable[[], Agent | None],
        lease_seconds: float,
        run: RunBlocking,
    ) -> None:
        self._inbox = inbox
        self._outbox = outbox
        self._answerer = answerer
        self._dispatcher = dispatcher
        self._marks = marks
        self._halt = halt
        self._content = content
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
            await self._run(self._inbox.release, self._owner, time.time())

    async def _run_loops(self) -> None:
        await self._make_tables()
        await asyncio.gather(self._take_readers(), self._keep_house())

    async def _take_readers(self) -> None:
        while True:
            self._wake.clear()
            try:
                await self._claim()
            except SQLAlchemyError as error:
                logger.error("whatsapp.claim.failed error=%s", type(error).__name__)
                await asyncio.sleep(AFTER_FAILURE_SECONDS)
            try:
                await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
            except asyncio.TimeoutError:
                continue  # time to look at what others left

    async def _make_tables(self) -> None:
        while True:
            try:
                await self._run(self._inbox.create_tables)
            except SQLAlchemyError as error:
                logger.error("whatsapp.tables.failed error=%s", type(error).__name__)
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
            self._inbox.claim_readers, self._owner, now, self._lease_seconds, most
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
                message = await self._run(self._inbox.next_message, reader, self._owner)
                if message is None:
                    break
                await self._work(message)
        except LeaseLost:
            logger.warning("whatsapp.lease.lost reader=%s", logged(reader))
            return
        except Withdrawn:
            pass  # nothing left to do for it; others are claimed anew
        except Postponed as postponed:
            wait_seconds = postponed.seconds
        except Exception as error:  # noqa: BLE001 - one reader's trouble, not all's
            # Without its message, which may hold what the reader wrote.
            logger.error(
                "whatsapp.work.failed reader=%s error=%s\n%s",
                logged(reader),
                type(error).__name__,
                "".join(traceback.format_tb(error.__traceback__)),
            )
            wait_seconds = AFTER_FAILURE_SECONDS
        wake_at = time.time() + wait_seconds
        try:
            await self._run(self._inbox.release, self._owner, wake_at, reader)
        except SQLAlchemyError as error:  # the lease runs out by itself
            logger.error("whatsapp.release.failed error=%s", type(error).__name__)

    async def _work(self, message: Claimed) -> None:
        started = time.time()
        if message.window_until <= started or not message.address:
            forget = message.reason == DELETE
            await self._finish(message, started, "expired", forget=forget)
            return
        if message.attempts >= MOST_FAILURES and not message.answering:
            await self._finish(message, started, "failed", "gave_up")
            return
        if message.answering:
            reason = message.reason
        else:
            said = await self._say(message)
            reason = said.reason
            if not said.replies:
                await self._finish(message, started, "ignored", reason)
                return
        await self._dispatcher.send(message, self._owner)
        await self._finish(message, started, forget=reason == DELETE)

    async def _say(self, message: Claimed) -> Said:
        """Find the answer and store it, the reader seeing that it is written."""
        agent = self._find_agent()
        if agent is None:
            raise Postponed(POLL_SECONDS)
        typing = not message.stopped and message.content.kind != "wordless"
        async with self._marks.shown(message, typing):
            said = await self._answerer.answer(agent, message)
        if said.replies:
            parts = parts_of(said.replies, await self._publisher(said))
            await self._run(
                self._outbox.store,
                message.id,
                message.reader,
                self._owner,
                parts,
                choices.offered(said.replies),
                said.reason,
            )
        return said

    async def _publisher(self, said: Said) -> Publisher | None:
        if all(reply["kind"] != "contact" for reply in said.replies):
            return None
        try:
            content = await self._run(self._content.content)
        except StoreError as error:
            logger.error("whatsapp.contact.missing reason=%s", error)
            return None
        publisher: Publisher = content.publisher
        return publisher

    async def _finish(
        self,
        message: Claimed,
        started: float,
        state: str | None = None,
        reason: str = "",
        forget: bool = False,
    ) -> None:
        now = time.time()
        state = await self._run(self._inbox.finish, message, now, state, reason, forget)
        logger.info(
            "whatsapp.message.%s message=%s reader=%s ms=%d",
            state,
            logged(message.key),
            logged(message.reader),
            (now - started) * 1000,
        )

    async def _keep_house(self) -> None:
        """Keep the leases, and now and then drop what has no more use."""
        swept = 0.0
        while True:
            try:
                now = time.time()
                if self._serving:
                    await self._run(
                        self._inbox.renew, self._owner, now, self._lease_seconds
                    )
                if now - swept > SWEEP_SECONDS:
                    swept = now
                    dropped = await self._run(self._inbox.sweep, now)
                    logger.info("whatsapp.swept addresses=%d", dropped)
            except SQLAlchemyError as error:
                logger.error("whatsapp.house.failed error=%s", type(error).__name__)
            await asyncio.sleep(self._lease_seconds / 3)
