"""The webhook's contract, asked of the running assistant."""

import json
from typing import Any

import pytest
import requests

from emulator import inbound
from emulator.line import Shape, signature
from emulator.running import RunningEmulator
from ops.evaluate import Client
from ops.stand import Stand

SECONDS = 30


@pytest.fixture
def address(assistant: Stand, meta: RunningEmulator) -> str:
    """The webhook of the assistant whose channel is on."""
    return meta.line.webhook


def verify(
    address: str, meta: RunningEmulator, **changes: str | None
) -> requests.Response:
    query = {
        "mode": "subscribe",
        "verify_token": meta.account.verify_token,
        "challenge": "007<b>",
        **changes,
    }
    parameters = {f"hub.{name}": value for name, value in query.items()}
    return requests.get(address, params=parameters, timeout=SECONDS)


def test_verification_echoes_the_challenge(address: str, meta: RunningEmulator) -> None:
    """The right token gets the challenge back as plain text."""
    answer = verify(address, meta)
    assert answer.status_code == 200
    assert answer.text == "007<b>"
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert meta.verify()


@pytest.mark.parametrize(
    "changes",
    [
        {"verify_token": "another"},
        {"verify_token": ""},
        {"verify_token": None},
        {"verify_token": "tökén"},
        {"mode": "unsubscribe"},
        {"mode": None},
    ],
)
def test_wrong_verification_is_refused(
    address: str, meta: RunningEmulator, changes: dict[str, str | None]
) -> None:
    """Without the token and the mode nothing is echoed."""
    answer = verify(address, meta, **changes)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "wrong_token"


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (b"", 401),
        (b"sha256=", 403),
        (b"sha256=" + b"0" * 64, 403),
        (b"sha1=" + b"0" * 40, 403),
        (b"sha256=" + "é".encode() * 32, 403),
        (b"sha256=\xff\xfe", 403),
        (b"nonsense", 403),
    ],
)
def test_unsigned_body_is_refused(address: str, header: bytes, status: int) -> None:
    """No signature is 401, a wrong one 403, whatever its shape."""
    headers = {"X-Hub-Signature-256": header} if header else {}
    answer = requests.post(address, data=b"{}", headers=headers, timeout=SECONDS)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"null",
        b"[]",
        b'"text"',
        b"1e999",
        b'{"object": "page", "entry": []}',
        b'{"object": "whatsapp_business_account"}',
        b'{"object": "whatsapp_business_account", "entry": [null, 5, {"changes": 1}]}',
    ],
)
def test_signed_nonsense_is_taken_once(
    address: str, meta: RunningEmulator, body: bytes
) -> None:
    """What Meta signed and nobody can read is not asked for again for days."""
    assert meta.post(body).status == 200


def test_too_long_body_is_refused(address: str, meta: RunningEmulator) -> None:
    """More than Meta ever sends is refused unread."""
    assert meta.post(b" " * (3 * 1024 * 1024 + 1)).status == 413


@pytest.mark.parametrize("plain_utf8", [True, False])
def test_signature_is_over_the_bytes(chat: Any, plain_utf8: bool) -> None:
    """Letters beyond ASCII arrive whether the body escapes them or not."""
    words = inbound.text(chat.reader, "café ☕ makes my shoulder twitch 😬 / why?")
    (attempt,) = chat.meta.submit(words, shape=Shape(plain_utf8=plain_utf8)).result()
    assert attempt.status == 200
    assert chat.meta.wait_for_sent(1, chat.reader)


def test_signature_of_another_secret_is_refused(
    address: str, meta: RunningEmulator
) -> None:
    """A body somebody else signed is not looked at."""
    body = json.dumps({"object": "whatsapp_business_account"}).encode()
    header = {"X-Hub-Signature-256": signature("another secret", body)}
    assert meta.post(body, header).status == 403


def test_channel_that_is_off_says_so(stand: Stand) -> None:
    """Without settings the channel answers 404, logs it, and the web channel works."""
    address = f"{stand.url}/webhooks/whatsapp/webhook"
    for answer in (
        requests.get(address, timeout=SECONDS),
        requests.post(address, data=b"{}", timeout=SECONDS),
    ):
        assert answer.status_code == 404
        assert answer.json()["error"]["code"] == "channel_off"
    assert "whatsapp.off missing=WHATSAPP_PHONE_NUMBER_ID" in stand.log()
    client = Client(stand.url)
    assert client.say(client.session(), "hello")
