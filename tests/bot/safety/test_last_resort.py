"""When a turn or the screen fails, the reader still gets what an emergency needs."""

import asyncio
import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.domain import Domain

from bot.channels.turn import CollectingOutput, take_turn
from bot.nlu.red_flag_screen import RedFlagScreen
from bot.safety import last_resort as module
from bot.safety.last_resort import last_resort

EMERGENCY = "my chest hurts and i cant breathe"
CAUTION = "I could not check your message"


@pytest.fixture(scope="module")
def domain() -> Any:
    return SimpleNamespace(domain=Domain.load("domain.yml"))


@pytest.mark.parametrize(
    ("text", "level", "says"),
    [
        (EMERGENCY, "emergency", "call 999"),
        ("i want to kill myself", "emergency", "crisis line"),
        ("my arm tingles", "see_doctor", "looked at by a doctor"),
        ("what is bfs?", None, "I cannot look that up right now"),
    ],
)
def test_reply_by_the_patterns_alone(
    domain: Any, text: str, level: str | None, says: str
) -> None:
    """Model, action server and database are not needed."""
    reply = last_resort(domain, UserMessage(text, metadata={"emergency_number": "999"}))
    assert reply["level"] == level
    assert says in reply["text"]


def test_failing_last_resort_is_cautious(
    domain: Any, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    """Without its patterns it says that the message could not be checked."""

    def broken(_: str) -> None:
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr(module, "_find", broken)
    with caplog.at_level(logging.ERROR):
        reply = last_resort(domain, UserMessage("hello"))
    assert CAUTION in reply["text"]
    assert "112, 911 or 999" in reply["text"]
    assert "safety.last_resort.failed error=ZeroDivisionError" in caplog.text
    assert "secret" not in caplog.text


def test_broken_screen_through_a_whole_turn(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is said, the reader gets the cautious reply and nothing else."""

    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(RedFlagScreen, "find", broken)
    agent = Agent.load(model)

    def turn(text: str) -> list[Any]:
        message = UserMessage(text, CollectingOutput(), sender_id="a reader")
        return asyncio.run(take_turn(agent, agent.handle_message, message, 20))

    for text in (EMERGENCY, "which foods contain magnesium?"):
        (reply,) = turn(text)
        assert CAUTION in reply["text"]
        assert (reply["kind"], reply["level"]) == ("alert", "emergency")
