"""The read mark, which nothing depends on."""

import asyncio
import time
from typing import Any

import pytest

from bot.channels.whatsapp import read_marks
from bot.channels.whatsapp.claims import Claimed
from bot.channels.whatsapp.contents import WORDLESS
from bot.channels.whatsapp.errors import NotSent
from bot.channels.whatsapp.payloads import Sender
from bot.channels.whatsapp.read_marks import ReadMarks

MESSAGE = Claimed(
    1, "k" * 64, "r", 0, False, "wamid.1", WORDLESS, "", Sender("1"), 0, False, ([], "")
)


class Client:
    """Marks nothing."""

    def mark_read(self, message_id: str, typing: bool) -> None:
        """Never called: `run` decides."""


@pytest.mark.parametrize("error", [NotSent("down"), ValueError("odd"), KeyError()])
async def test_failure_harms_nothing(error: Exception) -> None:
    """However a mark fails, the answer goes out."""

    async def fail(*_: Any) -> None:
        raise error

    async with ReadMarks(Client(), fail).shown(MESSAGE, True):  # type: ignore[arg-type]
        await asyncio.sleep(0)


async def test_answer_waits_a_moment_for_the_mark(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A mark that hangs delays the answer by a bounded time, and ends by itself."""
    monkeypatch.setattr(read_marks, "WAIT_SECONDS", 0.05)
    release, ended = asyncio.Event(), asyncio.Event()

    async def hang(*_: Any) -> None:
        await release.wait()
        ended.set()

    started = time.monotonic()
    async with ReadMarks(Client(), hang).shown(MESSAGE, True):  # type: ignore[arg-type]
        pass
    assert time.monotonic() - started < 1
    assert not ended.is_set()
    release.set()
    await asyncio.wait_for(ended.wait(), 1)


async def test_mark_comes_before_the_answer() -> None:
    """A mark that is quick enough is never overtaken by the answer."""
    ended = asyncio.Event()

    async def mark(*_: Any) -> None:
        await asyncio.sleep(0.02)
        ended.set()

    async with ReadMarks(Client(), mark).shown(MESSAGE, True):  # type: ignore[arg-type]
        pass
    assert ended.is_set()
