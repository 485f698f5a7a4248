"""Self-checks that no one finished are forgotten, whatever failed before."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from bot.self_check_sweep import sweep

WORDS = "what the reader wrote"


class Store:
    """Fails the first time it is asked to wipe."""

    def __init__(self) -> None:
        self.asked = 0
        self.wiped = asyncio.Event()

    async def wipe_expired_self_checks(self) -> int:
        self.asked += 1
        if self.asked == 1:
            raise RuntimeError(WORDS)
        self.wiped.set()
        return 1


async def test_sweep_goes_on_after_any_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """An error is logged without the reader's words, and the next sweep is made."""
    store = Store()
    agent = SimpleNamespace(tracker_store=store, is_ready=lambda: True)
    app: Any = SimpleNamespace(ctx=SimpleNamespace(agent=agent))
    sweeping = asyncio.create_task(sweep(app, 0.01))
    try:
        await asyncio.wait_for(store.wiped.wait(), 5)
    finally:
        sweeping.cancel()
    assert "self_check.sweep.failed error=RuntimeError\n  File" in caplog.text
    assert WORDS not in caplog.text
