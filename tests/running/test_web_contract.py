"""The web channel's contract, asked of the running server."""

import json
import re
from contextlib import closing
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urljoin

import pytest
import requests

from ops.evaluate import Client
from ops.stand import Stand
from tests.running.web import SECONDS, post


def test_page_says_what_this_is(stand: Stand) -> None:
    """The printed address shows the page, its script and the WhatsApp number."""
    page = requests.get(stand.url, timeout=SECONDS)
    assert page.status_code == 200
    assert "+1 (213) 555-0101" in page.text
    assert "shoulder" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    (address,) = re.findall(r'<script[^>]* src="([^"]+)"', page.text)
    script = requests.get(urljoin(stand.url, address), timeout=SECONDS)
    assert script.headers["Content-Type"].startswith("text/javascript")


def test_health_says_ready(stand: Stand) -> None:
    """An operator's probe and `make run` learn that a model is loaded."""
    answer = requests.get(f"{stand.url}/webhooks/web/health", timeout=10)
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


def test_session_gives_a_token_and_its_lifetime(stand: Stand) -> None:
    """A session is a token and the seconds it lasts."""
    answer = post(stand, "session", {}).json()
    assert set(answer) == {"token", "expires_in"}
    assert answer["expires_in"] == stand.settings.web_token_seconds


def test_reply_has_every_field_of_the_contract(client: Client) -> None:
    """An answer has text, kind, sections, level and buttons."""
    _, reply = client.say(client.session(), "which foods contain magnesium?")
    assert set(reply) == {"text", "kind", "sections", "level", "buttons"}
    assert reply["kind"] == "answer"
    assert reply["sections"] == ["7.4"]
    assert reply["level"] is None
    assert "Source: section 7.4 Dietary Sources of Electrolytes" in reply["text"]
    assert all(len(button["title"]) <= 20 for button in reply["buttons"])


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"not json", 400, "not_json"),
        (b'{"text": "\xff\xfe"}', 400, "not_json"),
        (b"[" * 5000, 400, "not_json"),
        ([], 400, "malformed"),
        ({}, 400, "malformed"),
        ({"text": 5}, 400, "malformed"),
        ({"text": None}, 400, "malformed"),
        ({"message": "hello"}, 400, "malformed"),
        ({"text": "hello", "sender": "someone else"}, 400, "malformed"),
        ({"text": ""}, 400, "empty"),
        ({"text": " \n\t "}, 400, "empty"),
        ({"text": "\x00\x07"}, 400, "empty"),
        ({"text": "a" * 10_000}, 413, "too_long"),
        (b'{"text": "' + b"a" * 500_000 + b'"}', 413, "too_long"),
        ({"button": "/restart"}, 400, "unknown_button"),
        ({"button": "/ask_contact"}, 400, "unknown_button"),
    ],
)
def test_bad_request_is_a_contract_error(
    stand: Stand, client: Client, body: Any, status: int, code: str
) -> None:
    """What the channel cannot take is refused with a code, and nothing runs."""
    answer = post(stand, "messages", body, client.session())
    assert answer.status_code == status
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize("path", ["session", "messages"])
def test_huge_request_is_refused_unread(stand: Stand, path: str) -> None:
    """A body of more than 4 MiB is a contract error before it is sent."""
    connection = HTTPConnection("127.0.0.1", stand.settings.port, timeout=SECONDS)
    with closing(connection):
        connection.putrequest("POST", f"/webhooks/web/{path}")
        connection.putheader("Content-Length", str(4 * 1024 * 1024 + 1))
        connection.endheaders()
        answer = connection.getresponse()
        assert answer.status == 413
        assert json.loads(answer.read())["error"]["code"] == "too_long"


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c"])
def test_bad_token_is_401(stand: Stand, token: str) -> None:
    """Without a valid token nothing is answered."""
    answer = post(stand, "messages", {"text": "hello"}, token)
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        "//restart",
        " /session_start",
        '/ask_contact{"term":"x"}',
        '/ask_x{"y":1}',
        '/slot{"history": null}',
        "/show_topic{",
        "<script>alert(1)</script>",
        "'; DROP TABLE answer; --",
        "😬",
        "...",
        "?",
        "\u202eabc\u2066",
        "a" * 4096,
        "why " * 1000,
        "\ud83d broken pair",
        "null",
        '{"text": "x"}',
    ],
)
def test_odd_text_gets_a_reply_and_is_never_executed(
    stand: Stand, client: Client, text: str
) -> None:
    """Commands, markup, code and noise are text: answered, not carried out."""
    token = client.session()
    client.say(token, "what is bfs?")
    answer = post(stand, "messages", {"text": text}, token)
    assert answer.status_code == 200
    replies = answer.json()["messages"]
    assert 1 <= len(replies) <= 3
    assert not any(reply["kind"] == "contact" for reply in replies)
    (source,) = client.say(token, "where does it say that?")
    assert source["kind"] == "answer"  # the conversation was not restarted


def test_button_sent_in_this_conversation_is_executed(client: Client) -> None:
    """A payload works in the conversation that was offered it, in no other."""
    token, other = client.session(), client.session()
    *_, menu = client.say(token, "show me the menu")
    assert menu["kind"] == "menu"
    assert len(menu["buttons"]) == 10
    payload = menu["buttons"][0]["payload"]
    (topic,) = client.say(token, payload, field="button")
    assert topic["kind"] == "menu"
    *_, answer = client.say(token, topic["buttons"][0]["payload"], field="button")
    assert answer["kind"] == "answer"
    with pytest.raises(requests.HTTPError, match="400"):
        client.say(other, payload, field="button")


def test_conversations_do_not_see_each_other(client: Client) -> None:
    """What one reader was told is nothing to another."""
    one, two = client.session(), client.session()
    client.say(one, "what is bfs?")
    *_, reply = client.say(two, "tell me more")
    assert reply["kind"] == "menu"


def test_nothing_a_reader_wrote_is_logged(stand: Stand, client: Client) -> None:
    """The servers' logs hold no word of a message."""
    token = client.session()
    for text in ["zanzibar coffee", "/zanzibar{", "zanzibar 😬", "a zanzibar\x00"]:
        client.say(token, text)
    assert "zanzibar" not in stand.log()


def test_turn_sixty_costs_what_turn_ten_costs_in_events(client: Client) -> None:
    """A long conversation still follows on from its latest answer."""
    token = client.session()
    for _ in range(30):
        client.say(token, "what is an emg?")
        client.say(token, "thanks")
    client.say(token, "which foods have magnesium?")
    *_, reply = client.say(token, "where does it say that?")
    assert reply["sections"] == ["7.4"]


def test_replies_come_a_line_each(stand: Stand, client: Client) -> None:
    """With `Accept: application/x-ndjson` a line is a reply of the contract."""
    headers = {
        "Authorization": f"Bearer {client.session()}",
        "Accept": "application/x-ndjson",
    }
    url = f"{stand.url}/webhooks/web/messages"
    body = {"text": "which foods contain magnesium?"}
    answer = requests.post(url, json=body, headers=headers, timeout=SECONDS)
    assert answer.headers["Content-Type"].startswith("application/x-ndjson")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.text.endswith("\n")
    replies = [json.loads(line) for line in answer.text.splitlines()]
    assert replies == client.say(client.session(), body["text"])
