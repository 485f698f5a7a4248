"""How what happens reaches the product's webhook."""

import hashlib
import hmac
import json

import pytest

from emulator import inbound, notices
from emulator.line import Shape, as_bytes, signature
from emulator.readers import ANNA, BEN, CARO
from emulator.running import RunningEmulator
from tests.emulator.product import Product, Sender


def test_signature_vector() -> None:
    """The signature is HMAC-SHA256 in lower-case hex."""
    expected = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    signed = signature("It's a Secret to Everybody", b"Hello, World!")
    assert signed == f"sha256={expected}"


def test_bytes_are_ascii() -> None:
    """The body is escaped as Meta escapes it: lower-case hex, slashes too."""
    assert as_bytes({"text": "äöå /"}) == b'{"text":"\\u00e4\\u00f6\\u00e5 \\/"}'
    assert as_bytes({"text": "ä /"}, plain_utf8=True) == '{"text":"ä /"}'.encode()
    assert as_bytes({"text": "\ud83d"}, plain_utf8=True) == b'{"text":"\\ud83d"}'


@pytest.mark.parametrize("plain_utf8", [False, True])
def test_signed_over_the_bytes_sent(
    meta: RunningEmulator, product: Product, plain_utf8: bool
) -> None:
    """The signature fits the bytes, and the bytes say what was written."""
    meta.deliver(inbound.text(ANNA, "ça 😀 /"), plain_utf8=plain_utf8)
    (post,) = product.received
    digest = hmac.new(meta.account.app_secret.encode(), post.raw, hashlib.sha256)
    assert post.signature == f"sha256={digest.hexdigest()}"
    assert post.items("messages")[0]["text"]["body"] == "ça 😀 /"
    assert post.raw.isascii() is not plain_utf8


def test_repeated_until_taken(meta: RunningEmulator, product: Product) -> None:
    """Whatever is not answered with 200 comes again, the same."""
    product.answers = [500, 204]
    attempts = meta.deliver(inbound.text(ANNA, "hi"))
    assert [attempt.status for attempt in attempts] == [500, 204, 200]
    assert len({post.raw for post in product.received}) == 1


def test_given_up(meta: RunningEmulator, product: Product) -> None:
    """When the retries are used up the message is shown as not taken."""
    meta.line.retry_seconds = (0.01,)
    product.answers = [503, 503]
    update = inbound.text(ANNA, "hi")
    assert meta.deliver(update)[-1].status == 503
    message = meta.ledger.get(update.id)
    assert message is not None
    assert message.status == "failed"


def test_no_answer(meta: RunningEmulator) -> None:
    """A webhook that cannot be reached is an attempt without a status."""
    meta.line.webhook = "http://127.0.0.1:9/"
    meta.line.retry_seconds = ()
    assert [each.status for each in meta.deliver(inbound.text(ANNA, "hi"))] == [None]


def test_copies(meta: RunningEmulator, product: Product) -> None:
    """The same POST can come several times at once."""
    meta.line.copies = 5
    meta.deliver(inbound.text(ANNA, "hi"))
    assert len(product.received) == 5
    assert len({post.items("messages")[0]["id"] for post in product.received}) == 1


def test_webhook_of_its_own(meta: RunningEmulator, product: Product) -> None:
    """A delivery can go to another webhook than the line's, wherever others go."""
    update, nowhere = inbound.text(ANNA, "hi"), "http://127.0.0.1:9/"
    meta.line.retry_seconds = ()
    there = meta.submit(update, shape=Shape(webhook=nowhere))
    here = meta.submit(update, shape=Shape(webhook=product.url))
    assert [(each.webhook, each.status) for each in there.result()] == [(nowhere, None)]
    assert [(a.webhook, a.status) for a in here.result()] == [(product.url, 200)]
    assert len(product.received) == 1


def test_a_thousand_in_one_post(meta: RunningEmulator, product: Product) -> None:
    """One POST holds up to 1000 updates, in entries and changes as asked."""
    updates = [inbound.text(ANNA, str(number)) for number in range(1000)]
    meta.deliver(*updates, per_change=10, per_entry=50)
    body = product.received[0].body
    assert [len(entry["changes"]) for entry in body["entry"]] == [50, 50]
    texts = [item["text"]["body"] for item in product.items("messages")]
    assert texts == [str(number) for number in range(1000)]
    with pytest.raises(ValueError, match="1000"):
        meta.deliver(*updates, inbound.text(ANNA, "one more"))


def test_a_value_names_each_sender_once(
    meta: RunningEmulator, product: Product
) -> None:
    """Several messages of one value share its contacts."""
    said = [inbound.text(reader, "hi") for reader in (ANNA, BEN, ANNA)]
    meta.deliver(*said, per_change=3)
    (value,) = [c["value"] for c in product.received[0].body["entry"][0]["changes"]]
    assert [each["wa_id"] for each in value["contacts"]] == [ANNA.phone, BEN.phone]
    assert len(value["messages"]) == 3


def test_for_another_number(meta: RunningEmulator, product: Product) -> None:
    """An update can be for a number that is not the product's."""
    meta.deliver(inbound.text(ANNA, "hi"), phone_number_id="999")
    value = product.received[0].body["entry"][0]["changes"][0]["value"]
    assert value["metadata"]["phone_number_id"] == "999"


def test_a_tap_names_the_author(meta: RunningEmulator, product: Product) -> None:
    """A tap's context holds the number that sent the buttons."""
    meta.deliver(inbound.button_reply(ANNA, "b", "Yes", of="wamid.1"))
    (tap,) = product.items("messages")
    author = meta.account.display_phone_number
    assert tap["context"] == {"from": author, "id": "wamid.1"}


def test_kinds_do_not_mix(meta: RunningEmulator, product: Product) -> None:
    """Messages, statuses and other fields stand in changes of their own."""
    meta.deliver(
        inbound.text(ANNA, "hi"),
        notices.status("wamid.1", "read", ANNA),
        notices.account_violation(),
        notices.echo(ANNA, "by hand", meta.account.display_phone_number),
        notices.value_error(),
        per_change=10,
    )
    changes = product.received[0].body["entry"][0]["changes"]
    assert [(c["field"], [*c["value"]][-1]) for c in changes] == [
        ("messages", "messages"),
        ("messages", "statuses"),
        ("account_update", "violation_info"),
        ("smb_message_echoes", "message_echoes"),
        ("messages", "errors"),
    ]


def test_hidden_number(meta: RunningEmulator, product: Product) -> None:
    """A reader who hides the number is known by the user id alone."""
    meta.deliver(inbound.text(CARO, "hi"), notices.status("wamid.1", "read", CARO))
    assert CARO.phone not in product.received[0].raw.decode()
    (message,), (status,) = product.items("messages"), product.items("statuses")
    assert message["from_user_id"] == status["recipient_user_id"] == CARO.user_id


def test_read(meta: RunningEmulator, product: Product, sender: Sender) -> None:
    """A message the reader reads is reported as read."""
    meta.desk.statuses = ()
    meta.deliver(inbound.text(ANNA, "hi"))
    sender.send(ANNA.phone, "text", {"body": "hello"})
    meta.read(meta.sent[0])
    assert [each["status"] for each in product.items("statuses")] == ["read"]


def test_verification(meta: RunningEmulator) -> None:
    """The webhook has to give the challenge back."""
    assert meta.verify()
    meta.line.webhook = f"{meta.url}/nowhere"
    assert not meta.verify()


def test_the_real_message_after_unavailable(
    meta: RunningEmulator, product: Product
) -> None:
    """131060 may be followed by the message itself, under the same id."""
    unavailable = inbound.unavailable(ANNA)
    real = inbound.text(ANNA, "here it is").with_id(unavailable.id)
    meta.deliver(unavailable)
    meta.deliver(real)
    assert [item["type"] for item in product.items("messages")] == [
        "unsupported",
        "text",
    ]
    (message,) = meta.ledger.messages
    assert message.text == "here it is"


def test_raw_bytes(meta: RunningEmulator, product: Product) -> None:
    """Anything can be posted with any header, for what Meta never sends."""
    meta.post(b"not json", {"X-Hub-Signature-256": "sha256=0"})
    assert product.received[0].raw == b"not json"
    assert product.received[0].signature == "sha256=0"
    with pytest.raises(json.JSONDecodeError):
        _ = product.received[0].body
