"""What "stop" means while a self-check is open; what is said of an attachment."""

import time
from types import SimpleNamespace
from typing import Any

import pytest

from bot.channels.reply import Reply, reply_from
from bot.channels.whatsapp import answering
from bot.channels.whatsapp.answering import Answerer, with_note
from bot.channels.whatsapp.claims import Claimed
from bot.channels.whatsapp.contents import Content
from bot.channels.whatsapp.payloads import Sender
from bot.self_check_events import is_open

EXPIRES_SECONDS = 1800


class Store:
    """A conversation whose self-check began so many seconds ago."""

    def __init__(self, seconds: float | None) -> None:
        self._seconds = seconds

    async def self_check_is_open(self, conversation: str) -> bool:
        if self._seconds is None:
            return False
        now = time.time()
        return is_open({"started": now - self._seconds}, now, EXPIRES_SECONDS)


class Records:
    """Records who stopped."""

    def __init__(self) -> None:
        self.stopped: list[str] = []

    def stop(self, reader: str, stopped: bool) -> None:
        self.stopped.append(reader)

    def begin_turn(self, message: int) -> int:
        return 1


async def at_once(function: Any, *arguments: Any) -> Any:
    return function(*arguments)


@pytest.mark.parametrize(
    ("words", "kind", "seconds", "opts_out"),
    [
        ("stop", "self_check", 60, False),
        ("Stop it!", "self_check", 60, False),
        ("please stop", "self_check", 60, False),
        ("stop please", "self_check", 60, False),
        ("Stop now", "self_check", 60, False),
        ("can you quit please", "self_check", 60, False),
        ("please unsubscribe me", "self_check", 60, True),
        ("unsubscribe", "self_check", 60, True),
        ("stop", "self_check", 1801, True),
        ("stop", "self_check", None, True),
        ("stop", "alert", 60, True),
        ("stop", "", 60, True),
    ],
)
async def test_stop_in_a_self_check(
    monkeypatch: pytest.MonkeyPatch,
    words: str,
    kind: str,
    seconds: float | None,
    opts_out: bool,
) -> None:
    """Right after a question of the self-check "stop" ends that; else all messages."""
    monkeypatch.setattr(answering, "fixed_reply", lambda agent, name: name)
    turns: list[str] = []

    async def turn(agent: Any, on_new_message: Any, message: Any, _: float) -> Any:
        turns.append(message.text)
        return []

    monkeypatch.setattr(answering, "take_turn", turn)
    content = Content("words", words)
    message = Claimed(
        1, "k", "r", 0, False, "w", content, "", Sender("1"), 0, False, ([], kind)
    )
    agent: Any = SimpleNamespace(tracker_store=Store(seconds))
    records: Any = Records()
    answerer = Answerer(records, records, at_once, None, 1)  # type: ignore[arg-type]
    await answerer.answer(agent, message)
    assert records.stopped == (["r"] if opts_out else [])
    assert turns == ([] if opts_out else [words])


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["long answer"], ["long answer", "note"]),
        (["alert", "long answer"], ["alert", "long answer", "note"]),
        (["answer", "brief", "answer"], ["answer", "brief\n\nnote", "answer"]),
    ],
)
def test_note_makes_no_fourth_reply(texts: list[str], expected: list[str]) -> None:
    """That an attachment was not seen is said, in three messages at most."""

    def said(text: str) -> Reply:
        return reply_from(text, [], {"kind": "answer"})

    replies = with_note([said(text) for text in texts], said("note"))
    assert [reply["text"] for reply in replies] == expected
