"""The webhook's contract, asked of the running assistant."""

import json
import time
from typing import Any

import pytest
import requests

from ops.evaluate import Client
from ops.stand import Stand

SECONDS = 30
PARAMETERS = {
    "hub.mode": "subscribe",
    "hub.verify_token": "the verify token of the tests",
    "hub.challenge": "1158201444",
}


def verify(line: Any, **changes: str | None) -> requests.Response:
    changed = {f"hub.{name}": value for name, value in changes.items()}
    return requests.get(line.address, params={**PARAMETERS, **changed}, timeout=SECONDS)


def test_verification_echoes_the_challenge(line: Any) -> None:
    """The right token gets the challenge back as plain text."""
    answer = verify(line, challenge="007<b>")
    assert answer.status_code == 200
    assert answer.text == "007<b>"
    assert answer.headers["Content-Type"].startswith("text/plain")


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
    line: Any, changes: dict[str, str | None]
) -> None:
    """Without the token and the mode nothing is echoed."""
    answer = verify(line, **changes)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "wrong_token"


@pytest.mark.parametrize(
    ("signature", "status"),
    [
        ("", 401),
        ("sha256=", 403),
        ("sha256=" + "0" * 64, 403),
        ("sha1=" + "0" * 40, 403),
        ("sha256=" + "é" * 32, 403),
        (b"sha256=\xff\xfe", 403),
        ("nonsense", 403),
    ],
)
def test_unsigned_body_is_refused(
    line: Any, signature: str | bytes, status: int
) -> None:
    """No signature is 401, a wrong one 403, whatever its shape."""
    if isinstance(signature, str):
        signature = signature.encode()
    answer = line.post(b"{}", signature or "")
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
def test_signed_nonsense_is_taken_once(line: Any, body: bytes) -> None:
    """What Meta signed and nobody can read is not asked for again for days."""
    assert line.post(body).status_code == 200


def test_too_long_body_is_refused(line: Any) -> None:
    """More than Meta ever sends is refused unread."""
    assert line.post(b" " * (3 * 1024 * 1024 + 1)).status_code == 413


@pytest.mark.parametrize("escaped", [True, False])
def test_signature_is_over_the_bytes(
    line: Any, shared_meta: Any, reader: str, escaped: bool
) -> None:
    """Letters beyond ASCII arrive whether the body escapes them or not."""
    content = {
        "from": reader,
        "id": f"wamid.{reader}",
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {"body": "café ☕ makes my shoulder twitch 😬 / why?"},
    }
    metadata = {"phone_number_id": "100200300"}
    value = {"metadata": metadata, "messages": [content]}
    change = {"field": "messages", "value": value}
    body = {"object": "whatsapp_business_account", "entry": [{"changes": [change]}]}
    line_body = json.dumps(body, ensure_ascii=escaped).encode()
    assert line.post(line_body).status_code == 200
    shared_meta.wait(lambda: shared_meta.to(reader))


def test_channel_that_is_off_says_so(stand: Stand) -> None:
    """Without settings the channel answers 404, logs it, and the web channel works."""
    address = f"{stand.url}/webhooks/whatsapp/webhook"
    for answer in (
        requests.get(address, params=PARAMETERS, timeout=SECONDS),
        requests.post(address, data=b"{}", timeout=SECONDS),
    ):
        assert answer.status_code == 404
        assert answer.json()["error"]["code"] == "channel_off"
    assert stand.log().count("whatsapp.off missing=WHATSAPP_PHONE_NUMBER_ID") == 1
    client = Client(stand.url)
    assert client.say(client.session(), "hello")
