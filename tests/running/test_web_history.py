"""The web channel's history: shown, kept apart, deleted."""

import jwt
import pytest
import requests

from bot.channels.tokens import split_keys
from ops.evaluate import Client
from ops.stand import Stand
from tests.running.web import HISTORY, SECONDS, ask, post


def test_history_is_the_conversation_as_it_was_shown(
    stand: Stand, client: Client
) -> None:
    """Text as typed, a tapped button by its title, and each reply in full."""
    token = client.session()
    menu = client.say(token, "show me the menu")
    button = menu[-1]["buttons"][0]
    topic = client.say(token, button["payload"], field="button")
    answer = ask(stand, "GET", HISTORY, token)
    said = answer.json()["messages"]
    readers = [entry["text"] for entry in said if entry["from"] == "reader"]
    assert readers == ["show me the menu", button["title"]]
    replies = [entry for entry in said if entry["from"] == "assistant"]
    assert replies == [{"from": "assistant", **reply} for reply in [*menu, *topic]]
    assert answer.headers["Cache-Control"] == "no-store"


def test_message_keeps_the_id_it_was_sent_with(stand: Stand, client: Client) -> None:
    """A client recognises its own message in the history by its `Message-Id`."""
    token = client.session()
    url = f"{stand.url}/webhooks/web/messages"
    headers = {"Authorization": f"Bearer {token}", "Message-Id": "id-of-the-test"}
    requests.post(url, json={"text": "hello"}, headers=headers, timeout=SECONDS)
    first = ask(stand, "GET", HISTORY, token).json()["messages"][0]
    assert first == {"from": "reader", "id": "id-of-the-test", "text": "hello"}


def test_history_of_a_fresh_session_is_empty(stand: Stand, client: Client) -> None:
    """Nothing was said in a session that was just opened."""
    answer = ask(stand, "GET", HISTORY, client.session())
    assert answer.json() == {"messages": []}


@pytest.mark.parametrize("method", ["GET", "DELETE"])
@pytest.mark.parametrize(
    ("token", "code"), [("", "token_missing"), ("a.b.c", "token_invalid")]
)
def test_history_needs_the_token(
    stand: Stand, method: str, token: str, code: str
) -> None:
    """Without a genuine token nothing is shown and nothing deleted."""
    answer = ask(stand, method, HISTORY, token)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == code


def test_deleted_conversation_is_gone_and_no_other(
    stand: Stand, client: Client
) -> None:
    """DELETE leaves nothing of its own conversation and all of another."""
    token, other = client.session(), client.session()
    client.say(token, "what is bfs?")
    client.say(other, "what is bfs?")
    answer = ask(stand, "DELETE", HISTORY, token)
    assert (answer.status_code, answer.content) == (204, b"")
    assert ask(stand, "GET", HISTORY, token).json() == {"messages": []}
    assert ask(stand, "GET", HISTORY, other).json()["messages"]
    assert ask(stand, "DELETE", HISTORY, token).status_code == 204


def test_expired_token_deletes_and_does_nothing_else(
    stand: Stand, client: Client
) -> None:
    """After its time a genuine token still deletes its conversation."""
    token = client.session()
    client.say(token, "what is bfs?")
    claims = jwt.decode(token, options={"verify_signature": False})
    key = split_keys(stand.settings.web_token_secret)[0]
    past = jwt.encode({**claims, "exp": 1}, key)
    assert ask(stand, "GET", HISTORY, past).status_code == 401
    assert post(stand, "messages", {"text": "hello"}, past).status_code == 401
    assert ask(stand, "DELETE", HISTORY, past).status_code == 204
    assert ask(stand, "GET", HISTORY, token).json() == {"messages": []}
