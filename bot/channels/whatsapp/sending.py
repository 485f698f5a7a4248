"""Sends the stored parts of an answer and records what came of each."""

import logging
import time
from typing import Any

from bot.channels.whatsapp import retry
from bot.channels.whatsapp.alarms import Alarms
from bot.channels.whatsapp.claims import Claimed
from bot.channels.whatsapp.errors import SPAM_LIMIT, OutcomeUnknown, SendError
from bot.channels.whatsapp.graph import GraphClient
from bot.channels.whatsapp.halting import Halt
from bot.channels.whatsapp.identity import logged
from bot.channels.whatsapp.outbox import Outbox, StoredPart
from bot.channels.whatsapp.pacing import PairPace
from bot.channels.whatsapp.payloads import Sender
from bot.channels.whatsapp.threads import RunBlocking

logger = logging.getLogger(__name__)


class Postponed(RuntimeError):
    """The reader's turn comes again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Dispatcher:
    """Sends through `client`; `run` and `run_http` run what blocks, in threads."""

    def __init__(
        self,
        outbox: Outbox,
        client: GraphClient,
        halt: Halt,
        alarms: Alarms,
        run: RunBlocking,
        run_http: RunBlocking,
    ) -> None:
        self._outbox = outbox
        self._client = client
        self._halt = halt
        self._alarms = alarms
        self._run = run
        self._run_http = run_http
        self._pace = PairPace()

    async def send(self, message: Claimed, owner: str) -> None:
        """Send what is still to be sent of the message's answer, in order.

        Raises:
            LeaseLost: another process took the reader over.
            Postponed: the rest has to wait.
        """
        while parts := await self._run(self._outbox.parts, message.id):
            for part in parts:
                if part.state == "sending":
                    ended = OutcomeUnknown("the process ended while sending")
                    await self._failed(message, part, part.attempts, ended)
                    break  # what is left may have changed
                if not await self._attempt(message, owner, part):
                    break
            else:
                return

    async def _attempt(self, message: Claimed, owner: str, part: StoredPart) -> bool:
        """Send a part; whether Meta accepted it now."""
        now = time.time()
        wait_seconds = self._pace.wait_seconds(message.reader, now)
        if wait_seconds:
            raise Postponed(wait_seconds)
        if not await self._run(self._outbox.start, part, message.reader, owner, now):
            return False
        self._pace.sent(message.reader, now)
        payload = {
            **_addressed(message.address),
            **part.payload,
            "biz_opaque_callback_data": part.token,
        }
        try:
            message_id = await self._run_http(self._client.send, payload)
        except SendError as error:
            await self._failed(message, part, part.attempts + 1, error)
            return False
        await self._run(self._outbox.sent, part, message_id)
        if self._halt.end(now):
            await self._run(self._alarms.resumed)
        return True

    async def _failed(
        self, message: Claimed, part: StoredPart, attempts: int, error: SendError
    ) -> None:
        step = retry.after(error, attempts, part.safety, part.plain)
        logger.warning(
            "whatsapp.send.failed message=%s attempt=%d code=%s trace=%s reason=%s"
            " next=%s",
            logged(message.key),
            attempts,
            error.code,
            error.trace_id,
            error.reason,
            type(step).__name__,
        )
        match step:
            case retry.Again(seconds):
                await self._run(self._outbox.again, part, error)
                raise Postponed(seconds)
            case retry.HaltAll():
                await self._run(self._outbox.again, part, error, False)
                now = time.time()
                seconds = self._halt.begin(now)
                await self._run(self._alarms.halted, error, now)
                raise Postponed(seconds)
            case retry.AsText():
                await self._run(self._outbox.as_text, part, error)
            case retry.Unknown():
                await self._run(self._outbox.ended, part, "unknown", error)
            case retry.GiveUp(reader_lost):
                ended = [part]
                if reader_lost:
                    ended = await self._run(self._outbox.parts, message.id)
                for each in ended:
                    await self._run(self._outbox.ended, each, "failed", error)
                if error.code == SPAM_LIMIT:
                    await self._run(self._alarms.spam_limited, error, time.time())


def _addressed(address: Sender) -> dict[str, Any]:
    """Where it goes. Without "+" Meta may put the business's country code first."""
    base = {"recipient_type": "individual"}
    if address.phone:
        return {**base, "to": f"+{address.phone}"}
    return {**base, "recipient": address.user_id}
