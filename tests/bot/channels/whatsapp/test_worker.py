"""The worker's loops: they go on whatever fails, and serve a reader once."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from bot.channels.whatsapp import worker as workers
from bot.channels.whatsapp.halting import Halt
from bot.channels.whatsapp.worker import Worker

READER = "f00d" * 16
LEASE_SECONDS = 0.03
WAIT_SECONDS = 5
WORDS = "what the reader wrote"


class Inbox:
    """One reader with a message, in a database that fails at first."""

    def __init__(self, failures: int = 0) -> None:
        self._left = dict.fromkeys(("create_tables", "claim", "sweep"), failures)
        self.serving: list[Sequence[str]] = []
        self.renewed: list[Sequence[str]] = []
        self.released: list[str | None] = []
        self.answering = asyncio.Event()  # let it end

    def create_tables(self) -> None:
        self._may_fail("create_tables")

    def claim(self, owner: str, serving: Sequence[str], *_: Any) -> list[str]:
        self._may_fail("claim")
        self.serving.append(serving)
        return [] if serving or self.released else [READER]

    def renew(self, owner: str, serving: Sequence[str], *_: Any) -> None:
        self.renewed.append(serving)

    def release(self, owner: str, wake_at: float, reader: str | None = None) -> None:
        self.released.append(reader)

    def sweep(self, now: float) -> int:
        self._may_fail("sweep")
        return 0

    def next(self, reader: str, owner: str) -> str | None:
        return None if self.answering.is_set() else "message"

    async def work(self, message: str, owner: str) -> None:
        await self.answering.wait()

    def failed(self) -> bool:
        """Whether everything has failed as often as it should."""
        return not any(self._left.values())

    def _may_fail(self, name: str) -> None:
        if self._left[name]:
            self._left[name] -= 1
            raise RuntimeError(WORDS)


async def at_once(function: Callable[..., Any], *arguments: Any) -> Any:
    return function(*arguments)


async def run(inbox: Any, until: Callable[[], Any]) -> None:
    """Run a worker until something has come about."""
    worker = Worker(inbox, inbox, inbox, inbox, Halt(), object, LEASE_SECONDS, at_once)
    worker.start()

    async def wait() -> None:
        while not until():
            await asyncio.sleep(0.01)

    try:
        await asyncio.wait_for(wait(), WAIT_SECONDS)
    finally:
        inbox.answering.set()
        await worker.stop()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AFTER_FAILURE_SECONDS", "POLL_SECONDS", "SWEEP_SECONDS"):
        monkeypatch.setattr(workers, name, 0.01)


async def test_no_error_ends_the_work(caplog: pytest.LogCaptureFixture) -> None:
    """Whatever fails is logged without the reader's words, and tried again."""
    inbox = Inbox(failures=2)
    inbox.answering.set()
    await run(inbox, lambda: inbox.released and inbox.failed())
    assert inbox.released[0] == READER
    for name in ("tables", "claim", "house"):
        assert f"whatsapp.{name}.failed error=RuntimeError\n  File" in caplog.text
    assert WORDS not in caplog.text


async def test_reader_being_served_is_renewed_not_claimed() -> None:
    """While a reader's turn is taken, each claim leaves them out and each renewal
    keeps them."""
    inbox = Inbox()
    await run(inbox, lambda: len(inbox.serving) > 3 and len(inbox.renewed) > 3)
    first, *others = inbox.serving
    assert first == []
    assert {READER} == {reader for served in others[:3] for reader in served}
    assert inbox.renewed[:3] == [[READER]] * 3
