"""Every type of message a reader can send, in Meta's shape."""

from typing import Any

import pytest

from emulator import inbound, notices
from emulator.account import Account
from emulator.readers import ANNA, BEN, CARO
from emulator.updates import Update, webhook_body

ORIGINAL = inbound.text(ANNA, "first")
# what each holds under the name of its type
CONTENTS: list[tuple[Update, dict[str, Any]]] = [
    (inbound.text(ANNA, "hi"), {"body": "hi"}),
    (
        inbound.button_reply(ANNA, "b1", "Yes"),
        {"type": "button_reply", "button_reply": {"id": "b1", "title": "Yes"}},
    ),
    (
        inbound.list_reply(ANNA, "r1", "Sleep", "Rest"),
        {
            "type": "list_reply",
            "list_reply": {"id": "r1", "title": "Sleep", "description": "Rest"},
        },
    ),
    (inbound.template_button(ANNA, "p", "Yes"), {"payload": "p", "text": "Yes"}),
    (inbound.image(ANNA, "look"), {"mime_type": "image/jpeg", "caption": "look"}),
    (inbound.video(ANNA), {"mime_type": "video/mp4"}),
    (inbound.audio(ANNA), {"voice": True}),
    (inbound.audio(ANNA, voice=False), {"voice": False}),
    (inbound.document(ANNA, "scan.pdf"), {"filename": "scan.pdf"}),
    (inbound.sticker(ANNA, animated=True), {"animated": True}),
    (inbound.location(ANNA, 1.5, 2.5), {"latitude": 1.5, "longitude": 2.5}),
    (inbound.location(ANNA, 1, 2, "Clinic"), {"name": "Clinic"}),
    (inbound.reaction(ANNA, "wamid.1", "👍"), {"emoji": "👍"}),
    (inbound.order(ANNA, "two"), {"text": "two"}),
    (inbound.number_changed(ANNA, BEN), {"wa_id": BEN.phone}),
    (inbound.user_id_changed(ANNA, BEN), {"user_id": BEN.user_id}),
    (inbound.identity_changed(ANNA), {"type": "customer_identity_changed"}),
    (inbound.revoke(ANNA, ORIGINAL), {"original_message_id": ORIGINAL.id}),
    (inbound.edit(ANNA, ORIGINAL, "b"), {"original_message_id": ORIGINAL.id}),
    (inbound.call_permission(ANNA), {"type": "call_permission_reply"}),
    (inbound.flow_reply(ANNA, {"a": "1"}), {"type": "nfm_reply"}),
    (inbound.unsupported(ANNA, "pool"), {"type": "pool"}),
]


@pytest.mark.parametrize(
    ("update", "expected"), CONTENTS, ids=[each.item["type"] for each, _ in CONTENTS]
)
def test_content(update: Update, expected: dict[str, Any]) -> None:
    """The content stands under the name of the message's type."""
    content = update.item[update.item["type"]]
    assert expected.items() <= content.items()
    assert update.item["from"] == ANNA.phone
    assert update.id.startswith("wamid.")
    assert update.item["timestamp"].isdecimal()


def test_contacts_are_a_list() -> None:
    """Cards come as a list, one for each person."""
    cards = inbound.contacts(ANNA, "Ben", "Caro").item["contacts"]
    assert [card["name"]["formatted_name"] for card in cards] == ["Ben", "Caro"]


def test_reaction_taken_back() -> None:
    """Taking a reaction back leaves the emoji out, or empty."""
    absent = inbound.reaction(ANNA, "wamid.1", None).item["reaction"]
    empty = inbound.reaction(ANNA, "wamid.1", "").item["reaction"]
    assert "emoji" not in absent
    assert empty["emoji"] == ""


def test_opening_the_chat_says_nothing() -> None:
    """`request_welcome` has no content."""
    assert "request_welcome" not in inbound.request_welcome(ANNA).item


@pytest.mark.parametrize(
    ("update", "code"),
    [(inbound.unsupported(ANNA), 131051), (inbound.unavailable(ANNA), 131060)],
)
def test_without_content(update: Update, code: int) -> None:
    """What Meta does not hand on says why."""
    assert update.item["type"] == "unsupported"
    assert update.item["errors"][0]["code"] == code


def test_variations() -> None:
    """Any message can be a reply, forwarded, of a group, from an ad, or older."""
    text = inbound.text(ANNA, "hi")
    assert text.replying_to("wamid.1").item["context"]["id"] == "wamid.1"
    assert text.forwarded().item["context"] == {"forwarded": True}
    assert text.forwarded(often=True).item["context"] == {"frequently_forwarded": True}
    assert text.in_group("g").item["group_id"] == "g"
    assert inbound.with_referral(text).item["referral"]["source_type"] == "ad"
    assert text.at(7.9).item["timestamp"] == "7"
    assert "from" not in text.without("from").item
    assert inbound.message(ANNA, "hologram", {"x": 1}).item["hologram"] == {"x": 1}


def test_system_messages_have_no_contacts() -> None:
    """WhatsApp's own messages come without `contacts`."""
    updates = [inbound.number_changed(ANNA, BEN)]
    body = webhook_body(updates, Account())
    assert "contacts" not in body["entry"][0]["changes"][0]["value"]


def test_user_id_update() -> None:
    """The field that tells of a new user id names both."""
    item = notices.user_id_update(CARO, BEN).item
    assert item["user_id"] == {"previous": CARO.user_id, "current": BEN.user_id}


@pytest.mark.parametrize("value", ["stop", "resume"])
def test_preference(value: str) -> None:
    """A reader can stop and resume marketing messages."""
    update = notices.preference(ANNA, value)
    assert (update.field, update.item["value"]) == ("user_preferences", value)
