"""Who writes on WhatsApp: ids and numbers, who stopped, who is to be forgotten."""

import base64
from collections.abc import Callable
from typing import Any

from bot.channels.whatsapp.tables import Base
from emulator import inbound, notices
from emulator.readers import Reader
from ops.stand import Stand
from tests.running.whatsapp.chat import Chat


def test_reader_without_a_number_is_answered(stranger: Any) -> None:
    """A reader known by user id only gets the answer under `recipient`."""
    stranger.reader = Reader(stranger.reader.phone, hidden=True, username="a.reader")
    (answer,) = stranger.say("hello")
    assert answer.body["recipient"] == stranger.reader.user_id
    assert "to" not in answer.body
    assert not answer.lost


def test_changed_number_keeps_the_conversation(
    stranger: Any, new_reader: Callable[[], Reader]
) -> None:
    """After a change of number the reader goes on where they were."""
    _, first = stranger.say("what is bfs?", replies=2)
    other = new_reader()
    stranger.meta.deliver(inbound.number_changed(stranger.reader, other))
    stranger.reader = other
    (source,) = stranger.say("where does it say that?")
    assert source.text.splitlines()[-1].split()[-1] in first.text


def test_changed_user_id_keeps_the_conversation(
    stranger: Any, new_reader: Callable[[], Reader]
) -> None:
    """A reader without a number goes on where they were under a new user id."""
    stranger.reader = Reader(new_reader().phone, hidden=True)
    _, first = stranger.say("what is bfs?", replies=2)
    other = Reader(new_reader().phone, hidden=True)
    stranger.meta.deliver(notices.user_id_update(stranger.reader, other))
    (source,) = Chat(stranger.meta, other).say("where does it say that?")
    assert source.text.splitlines()[-1].split()[-1] in first.text


def test_who_stopped_still_gets_an_emergency_alert(chat: Any) -> None:
    """After STOP nothing comes but a warning that must not be held back."""
    chat.say("STOP")
    (alert,) = chat.say("what is bfs?", "my chest hurts and i cant breathe")
    assert "emergency" in alert.text
    chat.say("start")
    assert len(chat.replies) == 3


def test_stop_and_start(chat: Any) -> None:
    """After STOP nothing comes but its confirmation, until START."""
    (stopped,) = chat.say("STOP")
    assert "START" in stopped.text
    chat.say("what is bfs?", inbound.sticker(chat.reader), "start")
    assert len(chat.replies) == 2
    assert "Welcome back" in chat.replies[1].text
    (answer,) = chat.say("what is bfs?")
    assert "Source" in answer.text


def test_unsubscribe_button_stops(chat: Any) -> None:
    """A template's Unsubscribe counts as STOP."""
    tap = inbound.template_button(chat.reader, "Unsubscribe", "Unsubscribe")
    (stopped,) = chat.say(tap)
    assert "START" in stopped.text


def test_delete_my_data(
    assistant: Stand,
    stranger: Any,
    rows: Callable[[Stand, str], Any],
    eventually: Callable[..., None],
) -> None:
    """What the reader wrote is gone from the conversation and the inbox."""
    query = "SELECT DISTINCT sender_id FROM events"
    before = set(rows(assistant, query))
    stranger.say("what is bfs?", replies=2)
    ((conversation,),) = set(rows(assistant, query)) - before
    (confirmed,) = stranger.say("Delete my data")
    assert "deleted" in confirmed.text
    own = f"= '{conversation}'"
    assert rows(assistant, f"SELECT 1 FROM events WHERE sender_id {own}") == []
    address = f"SELECT address FROM whatsapp_reader WHERE id {own}"
    eventually(lambda: rows(assistant, address) == [(None,)])
    (more,) = stranger.say("tell me more")
    assert "BFS" not in more.text


def test_no_number_in_tracker_logs_or_tables(
    assistant: Stand, chat: Any, rows: Callable[[Stand, str], Any]
) -> None:
    """Neither number nor words are logged, and the number stands nowhere open."""
    number = chat.reader.phone
    carrying = "wamid." + base64.b64encode(f"x{number}x".encode()).decode()
    chat.say(inbound.text(chat.reader, "zanzibar twitch").with_id(carrying))
    log = assistant.log()
    for secret in (number, carrying, chat.reader.user_id, "zanzibar"):
        assert secret not in log
    tables = ["events", *(table.name for table in Base.metadata.sorted_tables)]
    assert "whatsapp_identity" in tables
    held = repr([rows(assistant, f"SELECT * FROM {table}") for table in tables])
    for secret in (number, carrying, chat.reader.user_id):
        assert secret not in held
