"""The emulator in a thread beside a test or a script.

    with running_emulator(webhook=url) as meta:
        meta.deliver(inbound.text(ANNA, "why does my shoulder twitch"))
        reply = meta.wait_for_sent(1)[0]
        assert reply.choices == [...]

The product is given `meta.graph_url` and the secrets of `meta.account`.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeVar

from emulator.account import Account
from emulator.desk import Desk
from emulator.faults import Faults
from emulator.ledger import (
    WAIT_SECONDS,
    Attempt,
    Ledger,
    Mark,
    Message,
    Refused,
)
from emulator.line import Line, Shape
from emulator.readers import Reader
from emulator.server import GRAPH_VERSION, serving
from emulator.updates import Update

Result = TypeVar("Result")
HOST = "127.0.0.1"
RETRY_SECONDS = (0.05, 0.1, 0.2, 0.4, 0.8)


class RunningEmulator:
    """A running desk, usable from any thread.

    `faults` spoils what the product sends, `line` what it is sent; `desk` has the
    rest (rates, window, readers).
    """

    def __init__(self, desk: Desk, url: str, loop: asyncio.AbstractEventLoop) -> None:
        self.desk = desk
        self.url = url
        self._loop = loop

    @property
    def graph_url(self) -> str:
        """The Graph API with its version, as the product is to be given it."""
        return f"{self.url}/{GRAPH_VERSION}"

    @property
    def account(self) -> Account:
        """The ids and secrets the product needs."""
        return self.desk.account

    @property
    def faults(self) -> Faults:
        """What is to go wrong with what the product sends."""
        return self.desk.faults

    @property
    def line(self) -> Line:
        """How the product is sent what happens; `line.webhook` is where to."""
        return self.desk.line

    @property
    def ledger(self) -> Ledger:
        """Everything that was said and done."""
        return self.desk.ledger

    @property
    def sent(self) -> list[Message]:
        """What was accepted from the product, in order."""
        return self.ledger.sent

    @property
    def refused(self) -> list[Refused]:
        """What was refused, with the error it got."""
        return list(self.ledger.refused)

    @property
    def marks(self) -> list[Mark]:
        """The read marks and typing indicators that were taken."""
        return list(self.ledger.marks)

    def sent_to(self, reader: Reader) -> list[Message]:
        """What was accepted from the product for this reader, in order."""
        return [message for message in self.sent if message.reader_id == reader.id]

    def deliver(
        self,
        *updates: Update,
        per_change: int = 1,
        per_entry: int = 1000,
        plain_utf8: bool = False,
        phone_number_id: str = "",
    ) -> list[Attempt]:
        """Post the updates together, again and again until 200; every attempt.

        `phone_number_id` says they are for another number than the account's.

        Raises:
            ValueError: more updates than Meta puts in one POST.
        """
        shape = Shape(per_change, per_entry, plain_utf8, phone_number_id)
        return self.submit(*updates, shape=shape).result()

    def submit(
        self, *updates: Update, shape: Shape | None = None
    ) -> "Future[list[Attempt]]":
        """The same without waiting for the product's answer."""
        return self._start(self.desk.deliver(updates, shape))

    def post(self, raw: bytes, headers: dict[str, str] | None = None) -> Attempt:
        """Post bytes once, with these headers or else rightly signed."""
        return self._start(self.line.post(raw, headers)).result()

    def verify(self) -> bool:
        """Whether the webhook proves that it knows the verify token."""
        return self._start(self.line.verify()).result()

    def read(self, message: Message) -> None:
        """Have the reader read a message of the product's."""
        self._start(self.desk.report(message.id, "read")).result()

    def wait_for(
        self, condition: Callable[[], Result], seconds: float = WAIT_SECONDS
    ) -> Result:
        """Wait until the condition holds; what it gave.

        Raises:
            NothingCame: it did not within `seconds`.
        """
        return self.ledger.wait_for(condition, seconds)

    def wait_for_sent(
        self, count: int, reader: Reader | None = None, seconds: float = WAIT_SECONDS
    ) -> list[Message]:
        """Wait until so many messages were accepted, for this reader or in all.

        Raises:
            NothingCame: there are fewer after `seconds`.
        """

        def enough() -> list[Message] | None:
            found = self.sent if reader is None else self.sent_to(reader)
            return found if len(found) >= count else None

        return self.wait_for(enough, seconds) or []

    def _start(self, work: Coroutine[Any, Any, Result]) -> "Future[Result]":
        return asyncio.run_coroutine_threadsafe(work, self._loop)


@contextmanager
def running_emulator(
    webhook: str = "",
    account: Account | None = None,
    retry_seconds: Sequence[float] = RETRY_SECONDS,
    port: int = 0,
) -> Iterator[RunningEmulator]:
    """Run the emulator in a thread until the block ends; port 0 takes a free one.

    Raises:
        OSError: the port is in use.
    """
    desk = Desk(account or Account(), webhook, retry_seconds)
    started: Future[tuple[str, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        stop = asyncio.Event()
        async with serving(desk, HOST, port) as url:
            started.set_result((url, asyncio.get_running_loop(), stop))
            await stop.wait()

    def run() -> None:
        try:
            asyncio.run(serve())
        except OSError as error:
            started.set_exception(error)

    thread = threading.Thread(target=run, name="emulator", daemon=True)
    thread.start()
    url, loop, stop = started.result()
    try:
        yield RunningEmulator(desk, url, loop)
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
