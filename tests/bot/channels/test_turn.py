"""Every turn stands in the stored conversation, also one that failed."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered

from bot.channels.history import entries
from bot.channels.stream import StreamedOutput
from bot.channels.turn import take_turn
from bot.tracker_store import RecentEventsTrackerStore
from settings import ROOT


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(ROOT / "domain.yml"))


async def hang(message: UserMessage) -> None:
    await message.output_channel.send_text_message("r", "First.", kind="answer")
    await asyncio.sleep(60)


async def fail(_: UserMessage) -> None:
    raise RuntimeError


async def say_nothing(_: UserMessage) -> None:
    """Rasa has stored the turn, but its action failed."""


@pytest.mark.parametrize("handler", [hang, fail, say_nothing])
async def test_failed_turn_is_in_the_history(
    tmp_path: Path, domain: Domain, handler: Any
) -> None:
    """The reader's words and what was shown of the reply are there after a reload."""
    store = RecentEventsTrackerStore(domain, f"sqlite:///{tmp_path / 'a.db'}")
    if handler is say_nothing:
        said = UserUttered("my question", message_id="id", input_channel="web")
        await store.append("r", [BotUttered("Before."), said])
    agent: Any = SimpleNamespace(
        tracker_store=store, lock_store=InMemoryLockStore(), domain=domain
    )
    message = UserMessage(
        "my question", StreamedOutput(), "r", input_channel="web", message_id="id"
    )
    (reply,) = await take_turn(agent, handler, message, 0.1)
    assert reply["kind"] == ("answer" if handler is hang else "notice")
    history = entries(await store.messages("r", 10))
    assert history[-2:] == [
        {"from": "reader", "id": "id", "text": "my question"},
        {"from": "assistant", **reply},
    ]
