"""Sees one message through: answered, stored, sent, finished."""

import logging
import time
from collections.abc import Callable

from rasa.core.agent import Agent

from article.content import Publisher
from article.store import ContentStore, StoreError
from bot.channels.whatsapp import choices
from bot.channels.whatsapp.answering import DELETE, Answerer, Said
from bot.channels.whatsapp.claims import Claimed, Claims
from bot.channels.whatsapp.identity import logged
from bot.channels.whatsapp.outbound import parts_of
from bot.channels.whatsapp.outbox import Outbox
from bot.channels.whatsapp.read_marks import ReadMarks
from bot.channels.whatsapp.sending import Dispatcher, Postponed
from bot.channels.whatsapp.threads import RunBlocking

logger = logging.getLogger(__name__)

MOST_FAILURES = 6
NOT_READY_SECONDS = 0.5


class Clerk:
    """Works on messages whose reader is leased; `run` runs what blocks, in a thread."""

    def __init__(
        self,
        claims: Claims,
        outbox: Outbox,
        answerer: Answerer,
        dispatcher: Dispatcher,
        marks: ReadMarks,
        content: ContentStore,
        find_agent: Callable[[], Agent | None],
        run: RunBlocking,
    ) -> None:
        self._claims = claims
        self._outbox = outbox
        self._answerer = answerer
        self._dispatcher = dispatcher
        self._marks = marks
        self._content = content
        self._find_agent = find_agent
        self._run = run

    async def work(self, message: Claimed, owner: str) -> None:
        """Answer, send and finish a message, from where it was left.

        Raises:
            LeaseLost: another process took its reader over.
            Withdrawn: the reader deleted it meanwhile.
            Postponed: the rest has to wait.
        """
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
            said = await self._say(message, owner)
            reason = said.reason
            if not said.replies:
                await self._finish(message, started, "ignored", reason)
                return
        await self._dispatcher.send(message, owner)
        await self._finish(message, started, forget=reason == DELETE)

    async def _say(self, message: Claimed, owner: str) -> Said:
        """Find the answer and store it, the reader seeing that it is written."""
        agent = self._find_agent()
        if agent is None:
            raise Postponed(NOT_READY_SECONDS)
        typing = not message.stopped and message.content.kind != "wordless"
        async with self._marks.shown(message, typing):
            said = await self._answerer.answer(agent, message)
        if said.replies:
            parts = parts_of(said.replies, await self._publisher(said))
            await self._run(
                self._outbox.store,
                message.id,
                message.reader,
                owner,
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
        state = await self._run(
            self._claims.finish, message, now, state, reason, forget
        )
        logger.info(
            "whatsapp.message.%s message=%s reader=%s ms=%d",
            state,
            logged(message.key),
            logged(message.reader),
            (now - started) * 1000,
        )
