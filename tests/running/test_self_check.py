"""The self-check in a running assistant, and what is left of it."""

import sqlite3
import time
from itertools import count

import pytest

from ops.evaluate import Client
from ops.stand import Stand

WAIT_SECONDS = 20
NUMBERS = count(100)
BETWEEN = "which foods contain magnesium, please?"


def stored(stand: Stand) -> str:
    with sqlite3.connect(stand.database) as connection:
        return "\n".join(str(row) for row in connection.execute("select * from events"))


def test_whole_self_check_keeps_nothing(stand: Stand) -> None:
    """Answers by tap and in words lead to a cited summary, and are wiped."""
    client = Client(stand.url)
    token = client.session()
    *_, offer = client.say(token, "should i be worried about the twitch?")
    assert "/self_check" in [button["payload"] for button in offer["buttons"]]
    (first,) = client.say(token, "/self_check", field="button")
    assert "1 of 5" in first["text"]
    assert [button["title"] for button in first["buttons"]] == ["Yes", "No", "Not sure"]
    assert "2 of 5" in client.say(token, "yes, since quetzalcoatl week")[-1]["text"]
    answered, again = client.say(token, BETWEEN)
    assert answered["sections"] == ["7.4"]
    assert "2 of 5" in again["text"]
    assert "3 of 5" in client.say(token, "not really")[-1]["text"]
    assert "2 of 5" in client.say(token, "go back")[-1]["text"]
    assert "3 of 5" in client.say(token, "nope")[-1]["text"]
    assert "4 of 5" in client.say(token, "no idea")[-1]["text"]
    assert "quetzalcoatl" in stored(stand)
    while True:
        *_, last = client.say(token, "/deny", field="button")
        if "Questions to take" in last["text"]:
            break
    for button in last["buttons"]:
        assert client.say(token, button["payload"], field="button")
    assert BETWEEN in stored(stand)
    assert "quetzalcoatl" not in stored(stand)
    assert "You said yes to" not in stored(stand)
    assert '"name": "self_check", "value": {' not in stored(stand)


def begin(client: Client) -> tuple[str, str]:
    """The token of a conversation in a self-check, and a word of an answer in it."""
    token, word = client.session(), f"quetzal{next(NUMBERS)}"
    client.say(token, "start the self check")
    assert "2 of 5" in client.say(token, f"yes, since {word}")[-1]["text"]
    return token, word


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("thanks", "small_talk"),
        ("hello", "small_talk"),
        ("how much does it cost?", "not_covered"),
        ("what dose should i take?", "not_covered"),
        ("asdfgh", "clarify"),
        ("what do you mean?", "self_check"),
    ],
)
def test_question_is_asked_again(client: Client, text: str, kind: str) -> None:
    """Whatever is said in between, the self-check goes on behind it."""
    token, _ = begin(client)
    replies = client.say(token, text)
    assert replies[0]["kind"] == kind
    assert "2 of 5" in replies[-1]["text"]


@pytest.mark.parametrize(
    "text", ["stop", "quit", "exit", "cancel", "i'm done", "never mind", "bye"]
)
def test_reader_can_leave(stand: Stand, client: Client, text: str) -> None:
    """Words of leaving end it, and what was said goes at once."""
    token, word = begin(client)
    assert client.say(token, text)[-1]["text"].startswith("Stopped")
    assert word not in stored(stand)
    assert "of 5" not in client.say(token, "no")[-1]["text"]


@pytest.mark.parametrize("text", ["😀", "i have a question", "only at night"])
def test_no_answer_is_made_up(client: Client, text: str) -> None:
    """What is neither yes nor no nor unsure is not counted as one of them."""
    token, _ = begin(client)
    assert "2 of 5" in client.say(token, text)[-1]["text"]


def test_emergency_ends_it(stand: Stand, client: Client) -> None:
    """An emergency is the only reply, and nothing of the self-check goes on."""
    token, word = begin(client)
    (alert,) = client.say(token, "my chest hurts and i cant breathe")
    assert alert["level"] == "emergency"
    assert word not in stored(stand)
    assert "of 5" not in client.say(token, "yes")[-1]["text"]


def test_abandoned_self_check_is_forgotten(breakable: Stand) -> None:
    """Its answers are swept soon after it expired; other turns stay."""
    client = Client(breakable.url)
    token, word = begin(client)
    client.say(token, "what is an emg?")
    deadline = time.monotonic() + WAIT_SECONDS
    while word in stored(breakable):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    client.say(token, "is xylophone music any good?")
    assert "what is an emg?" in stored(breakable)
    assert "xylophone" in stored(breakable)
    assert "of 5" not in client.say(token, "no")[-1]["text"]
