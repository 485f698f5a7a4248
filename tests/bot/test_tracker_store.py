"""The store of conversations: what is found in it, and who waits for whom."""

import asyncio
import sqlite3
import threading
import time
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered

from bot.tracker_store import RecentEventsTrackerStore

WAIT_SECONDS = 10
ENDS = 60
PAUSE_SECONDS = 0.003  # in which the lock is free


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "conversations.db"


@pytest.fixture
def store(path: Path) -> RecentEventsTrackerStore:
    return RecentEventsTrackerStore(Domain.empty(), host=f"sqlite:///{path}")


def said(*titles: str) -> BotUttered:
    buttons = [{"title": title, "payload": f"/{title.lower()}"} for title in titles]
    return BotUttered("Pick one.", {"buttons": buttons})


def test_button_sent_is_the_last_that_fits(store: RecentEventsTrackerStore) -> None:
    """However long ago, but of this conversation; the latest title counts."""
    events: list[Event] = [said("Tea", "Milk"), *[said("Milk")] * 50, said("MILK")]

    async def found(sender: str, payload: str) -> dict[str, str] | None:
        return await store.button_sent(sender, lambda sent: sent == payload)

    async def check() -> None:
        await store.append("reader", events)
        await store.append("other", [said("Salt")])
        assert await found("reader", "/milk") == {"title": "MILK", "payload": "/milk"}
        assert await found("reader", "/tea") == {"title": "Tea", "payload": "/tea"}
        assert await found("reader", "/salt") is None

    asyncio.run(check())


def test_wiping_waits_for_others_who_write(
    store: RecentEventsTrackerStore, path: Path
) -> None:
    """A self-check that ends is wiped while another process keeps writing."""
    stop = threading.Event()

    def write() -> None:
        connection = sqlite3.connect(path, timeout=WAIT_SECONDS)
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("CREATE TABLE IF NOT EXISTS inbox (number INTEGER)")
        while not stop.is_set():
            connection.execute("INSERT INTO inbox VALUES (1)")
            connection.commit()
            time.sleep(PAUSE_SECONDS)
        connection.close()

    def end_one() -> list[Event]:
        begun = {"started": time.time(), "answers": []}
        return [UserUttered("no"), SlotSet("self_check", begun), SlotSet("self_check")]

    async def end_many() -> None:
        for number in range(ENDS):
            await store.append(f"reader {number}", end_one())
            assert await store.messages(f"reader {number}", 9) == []

    asyncio.run(store.append("first", [UserUttered("hello")]))  # as at a server's start
    writer = threading.Thread(target=write)
    writer.start()
    try:
        asyncio.run(end_many())
    finally:
        stop.set()
        writer.join()
