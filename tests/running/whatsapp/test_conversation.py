"""Conversations on WhatsApp, with the assistant running."""

import base64
import time
from typing import Any

import pytest
import yaml
from sqlalchemy import create_engine, text

from ops.evaluate import Client
from ops.stand import Stand
from settings import ROOT

SCRIPTS = yaml.safe_load((ROOT / "tests/data/whatsapp/scripts.yml").read_text("utf-8"))


def words_of(sent: dict[str, Any]) -> str:
    if sent["type"] == "text":
        return str(sent["text"]["body"])
    if sent["type"] == "interactive":
        return str(sent["interactive"]["body"]["text"])
    return ""


def choices_of(sent: dict[str, Any]) -> list[dict[str, str]]:
    action = sent["interactive"]["action"] if sent["type"] == "interactive" else {}
    rows = [row for section in action.get("sections", []) for row in section["rows"]]
    return rows + [button["reply"] for button in action.get("buttons", [])]


def tap(choice: dict[str, str], kind: str = "button_reply") -> dict[str, Any]:
    reply = {"id": choice["id"], "title": choice["title"]}
    return {"type": "interactive", "interactive": {"type": kind, kind: reply}}


def stored(stand: Stand, query: str) -> list[Any]:
    engine = create_engine(stand.settings.database_url, future=True)
    with engine.connect() as connection:
        rows = connection.execute(text(query)).all()
    engine.dispose()
    return rows


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script[0])
def test_same_words_as_on_the_web(
    assistant: Stand, line: Any, reader: str, script: list[str]
) -> None:
    """A conversation gets the same texts, sections and choices on both channels."""
    client = Client(assistant.url)
    token = client.session()
    for said in script:
        expected = client.say(token, said)
        cards = sum(1 for reply in expected if reply["kind"] == "contact")
        sent = line.say(reader, said, replies=len(expected) + cards)
        spoken = [each for each in sent if each["type"] != "contacts"]
        assert [words_of(each) for each in spoken] == [r["text"] for r in expected]
        for each, reply in zip(spoken, expected):
            titles = [choice["title"] for choice in choices_of(each)]
            assert titles == [button["title"] for button in reply["buttons"]]
            assert all(section in words_of(each) for section in reply["sections"])
        assert len(sent) - len(spoken) == cards


def test_tap_and_number_and_label_lead_to_the_same(line: Any, reader: str) -> None:
    """A button may be tapped, named by its number, or typed."""
    (menu,) = line.say(reader, "show me the menu")
    first = choices_of(menu)[0]
    (tapped,) = line.say(reader, tap(first, "list_reply"))
    line.say(reader, "show me the menu")
    (typed,) = line.say(reader, first["title"].upper())
    line.say(reader, "show me the menu")
    (numbered,) = line.say(reader, "1.")
    assert words_of(tapped) == words_of(typed) == words_of(numbered)
    (greeting,) = line.say(reader, "hello")
    (answer,) = line.say(reader, "2")  # no slot knows the greeting's buttons
    (serious,) = line.say(reader, tap(choices_of(greeting)[1]))
    assert words_of(answer) == words_of(serious)


@pytest.mark.parametrize("payload", ["/restart", "/ask_contact", '/slot{"history": 1}'])
def test_tap_that_was_never_sent_is_only_words(
    line: Any, reader: str, payload: str
) -> None:
    """A forged tap executes nothing; its title counts as typed."""
    (answer,) = line.say(reader, tap({"id": payload, "title": "what is bfs?"}))
    assert "9.3" in words_of(answer) or "BFS" in words_of(answer)


def test_burst_is_answered_in_order(line: Any, reader: str) -> None:
    """Messages of one body are each answered, one after the other."""
    sent = line.say(reader, "hello", "what is bfs?", "goodbye", replies=3)
    assert words_of(sent[0]).startswith("Hello")
    assert "Goodbye" in words_of(sent[2])


def test_message_is_shown_as_read_first(
    line: Any, shared_meta: Any, reader: str
) -> None:
    """The reader sees that it is read and an answer is coming."""
    line.say(reader, {"id": f"wamid.{reader}", "type": "text", "text": {"body": "hi"}})
    shown = {each["message_id"]: each for each in shared_meta.shown}
    assert shown[f"wamid.{reader}"]["typing_indicator"] == {"type": "text"}


def test_caption_is_answered_and_the_picture_owned_up_to(
    line: Any, reader: str
) -> None:
    """Words beside a picture are answered, and that it was not seen is said."""
    image = {"type": "image", "image": {"id": "1", "caption": "what is bfs?"}}
    answer, note = line.say(reader, image, replies=2)
    assert "Source" in words_of(answer)
    assert "only read your words" in words_of(note)


def test_album_is_owned_up_to_once(line: Any, shared_meta: Any, reader: str) -> None:
    """Five pictures without words get one sentence."""
    pictures = [{"type": "image", "image": {"id": str(n)}} for n in range(5)]
    line.say(reader, *pictures, "hello", replies=2)
    first, second = shared_meta.to(reader)
    assert "only read text" in words_of(first)
    assert words_of(second).startswith("Hello")


def test_first_opening_is_greeted(line: Any, reader: str) -> None:
    """Who opens the chat for the first time is told what this is."""
    (greeting,) = line.say(reader, {"type": "request_welcome"})
    assert words_of(greeting).startswith("Hello")


@pytest.mark.parametrize(
    "content",
    [
        {"type": "reaction", "reaction": {"message_id": "wamid.a", "emoji": "👍"}},
        {"type": "text", "group_id": "Y2", "text": {"body": "hello all"}},
        {"type": "text", "timestamp": "1700000000", "text": {"body": "hello"}},
        {"type": "hologram", "hologram": {}},
        {"type": "unsupported", "errors": [{"code": 131060}]},
    ],
    ids=lambda content: content["type"],
)
def test_fitting_silence(
    line: Any, shared_meta: Any, reader: str, content: dict[str, Any]
) -> None:
    """Reactions, groups, stale and unavailable messages get no answer."""
    line.say(reader, content, "goodbye")
    assert len(shared_meta.to(reader)) == 1


def test_unavailable_message_that_comes_after_all_is_answered(
    line: Any, reader: str
) -> None:
    """After 131060 the real message under the same id is a message like any other."""
    same = {"id": f"wamid.{reader}"}
    line.deliver(
        {**same, "from": reader, "type": "unsupported", "errors": [{"code": 131060}]}
    )
    (answer,) = line.say(reader, {**same, "type": "text", "text": {"body": "hello"}})
    assert words_of(answer).startswith("Hello")


def test_reader_without_a_number_is_answered(
    line: Any, shared_meta: Any, reader: str
) -> None:
    """A reader known by user id only gets the answer under `recipient`."""
    user_id = f"US.{reader}"
    line.deliver(
        {
            "from_user_id": user_id,
            "id": f"wamid.{reader}",
            "timestamp": str(int(time.time())),
            "type": "text",
            "text": {"body": "hello"},
        }
    )
    shared_meta.wait(
        lambda: any(s.get("recipient") == user_id for s in shared_meta.accepted)
    )
    assert not any("US." in sent.get("to", "") for sent in shared_meta.accepted)


def test_stop_and_start(line: Any, shared_meta: Any, reader: str) -> None:
    """After STOP nothing comes but its confirmation, until START."""
    (stopped,) = line.say(reader, "STOP")
    assert "START" in words_of(stopped)
    line.say(reader, "what is bfs?", {"type": "sticker", "sticker": {}}, "start")
    assert len(shared_meta.to(reader)) == 2
    assert "Welcome back" in words_of(shared_meta.to(reader)[1])
    (answer,) = line.say(reader, "what is bfs?")
    assert "Source" in words_of(answer)


def test_delete_my_data(assistant: Stand, line: Any, reader: str) -> None:
    """What the reader wrote is gone from the conversation and the inbox."""
    before = {row[0] for row in stored(assistant, "SELECT sender_id FROM events")}
    line.say(reader, "what is bfs?")
    rows = stored(assistant, "SELECT DISTINCT sender_id FROM events")
    (conversation,) = {row[0] for row in rows} - before
    (confirmed,) = line.say(reader, "Delete my data")
    assert "deleted" in words_of(confirmed)
    where = f"= '{conversation}'"
    assert stored(assistant, f"SELECT 1 FROM events WHERE sender_id {where}") == []
    deadline = time.monotonic() + 10
    query = f"SELECT address FROM whatsapp_reader WHERE id {where}"
    while stored(assistant, query) != [(None,)]:
        assert time.monotonic() < deadline
    (more,) = line.say(reader, "tell me more")
    assert "BFS" not in words_of(more)


def test_no_number_in_tracker_logs_or_tables(
    assistant: Stand, line: Any, reader: str
) -> None:
    """Neither number nor words are logged, and the number stands nowhere open."""
    carrying = "wamid." + base64.b64encode(f"x{reader}x".encode()).decode()
    words = {"type": "text", "text": {"body": "zanzibar twitch"}, "id": carrying}
    line.say(reader, words)
    log = assistant.log()
    assert reader not in log
    assert "zanzibar" not in log
    assert carrying not in log
    tables = ["events", "whatsapp_reader", "whatsapp_message", "whatsapp_part"]
    held = repr([stored(assistant, f"SELECT * FROM {table}") for table in tables])
    assert reader not in held
    assert carrying not in held
