"""Storing before the 200, and what happens when it cannot be done."""

from typing import Any

import pytest

from bot.channels.whatsapp.payloads import Delivery
from bot.channels.whatsapp.receiving import NotStored, Receiver


class BrokenInbox:
    """Cannot store."""

    def receive(self, delivery: Delivery, now: float) -> list[str]:
        raise ValueError("a text no database takes")


async def at_once(function: Any, *arguments: Any) -> Any:
    return function(*arguments)


async def test_any_failure_to_store_is_told_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Whatever keeps a delivery from being stored is a 503 and a line in the log."""
    receiver = Receiver(BrokenInbox(), at_once)  # type: ignore[arg-type]
    with pytest.raises(NotStored):
        await receiver.take(Delivery())
    assert "whatsapp.store.failed error=ValueError" in caplog.text
    assert "a text no database takes" not in caplog.text
