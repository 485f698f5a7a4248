"""What is read of Meta's deliveries."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings

from bot.channels.whatsapp.contents import Content
from bot.channels.whatsapp.payloads import (
    Delivery,
    Message,
    Sender,
    SenderChange,
    Status,
    Withdrawal,
    read,
)
from settings import ROOT
from tests.bot.channels.whatsapp.damage import JUNK

NUMBER_ID = "100200300"
DATA = ROOT / "tests" / "data" / "whatsapp"
MESSAGES = yaml.safe_load((DATA / "messages.yml").read_text("utf-8"))
CHANGES = yaml.safe_load((DATA / "changes.yml").read_text("utf-8"))


def body_of(*messages: Any, **value: Any) -> dict[str, Any]:
    metadata = {"display_phone_number": "12135550101", "phone_number_id": NUMBER_ID}
    value = {"metadata": metadata, "messages": list(messages), **value}
    change = {"field": "messages", "value": value}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "1", "changes": [change]}],
    }


def message_of(case: dict[str, Any], number: int = 1) -> dict[str, Any]:
    return {
        "from": "12135550150",
        "id": f"wamid.{number}",
        "timestamp": "1790000000",
        **case["message"],
    }


@pytest.mark.parametrize("case", MESSAGES, ids=lambda case: case["name"])
def test_message_is_read(case: dict[str, Any]) -> None:
    """Each of Meta's message types is read, or ignored for a reason that is named."""
    delivery = read(body_of(message_of(case)), NUMBER_ID)
    if isinstance(case["read"], str):
        assert delivery == Delivery(ignored=[case["read"]])
        return
    (message,) = delivery.events
    assert message == Message(
        "wamid.1", Sender("12135550150"), 1790000000, Content(**case["read"])
    )
    assert delivery.ignored == []


@pytest.mark.parametrize("case", CHANGES, ids=lambda case: str(case["field"]))
def test_other_changes_are_ignored(case: dict[str, Any]) -> None:
    """What is not for this assistant is ignored, and its name is kept."""
    change = {"field": case["field"], "value": case["value"]}
    body = {"object": "whatsapp_business_account", "entry": [{"changes": [change]}]}
    assert read(body, NUMBER_ID) == Delivery(ignored=case["ignored"])


def test_every_message_of_every_change_is_read() -> None:
    """Two entries with several changes and messages are read whole, in order."""
    body = body_of(message_of(MESSAGES[0], 1), message_of(MESSAGES[1], 2))
    body["entry"][0]["changes"] *= 2
    body["entry"] *= 2
    ids = [event.id for event in read(body, NUMBER_ID).events]
    assert ids == ["wamid.1", "wamid.2"] * 4


def test_metadata_may_be_missing() -> None:
    """A delivery that does not name a number is taken for ours."""
    body = body_of(message_of(MESSAGES[0]))
    del body["entry"][0]["changes"][0]["value"]["metadata"]
    assert len(read(body, NUMBER_ID).events) == 1


@pytest.mark.parametrize(
    ("fields", "contacts", "sender"),
    [
        ({"from": "12135550150"}, [], Sender("12135550150")),
        ({"from": "+1 (213) 555-0150"}, [], Sender("12135550150")),
        (
            {"from": "", "from_user_id": "US.1"},
            [{"user_id": "US.1", "profile": {"username": "reader"}}],
            Sender("", "US.1"),
        ),
        (
            {"from": "12135550150"},
            [{"wa_id": "12135550199", "user_id": "US.2"}, {"wa_id": "12135550150"}],
            Sender("12135550150"),
        ),
        (
            {"from": "12135550150"},
            [
                {"wa_id": "12135550199", "user_id": "US.2"},
                {"wa_id": "12135550150", "user_id": "US.1"},
            ],
            Sender("12135550150", "US.1"),
        ),
        (
            {"from": None, "from_user_id": "US.1"},
            [{"wa_id": "12135550150", "user_id": "US.1"}],
            Sender("12135550150", "US.1"),
        ),
    ],
)
def test_sender(
    fields: dict[str, Any], contacts: list[dict[str, Any]], sender: Sender
) -> None:
    """A sender is a number, a user id or both; contacts are matched by id."""
    message = {**message_of(MESSAGES[0]), **fields}
    (event,) = read(body_of(message, contacts=contacts), NUMBER_ID).events
    assert event.sender == sender


@pytest.mark.parametrize(
    ("message", "change"),
    [
        (
            {"system": {"type": "user_changed_number", "wa_id": "12135550199"}},
            SenderChange("wamid.1", Sender("12135550150"), Sender("12135550199")),
        ),
        (
            {
                "from_user_id": "US.1",
                "system": {"type": "user_changed_user_id", "user_id": "US.2"},
            },
            SenderChange(
                "wamid.1",
                Sender("12135550150", "US.1"),
                Sender("12135550150", "US.2"),
            ),
        ),
    ],
)
def test_reader_goes_by_another_id(
    message: dict[str, Any], change: SenderChange
) -> None:
    """A system message tells a reader's new number or user id."""
    body = body_of({**message_of({"message": {"type": "system"}}), **message})
    assert read(body, NUMBER_ID).events == [change]


def test_user_id_update() -> None:
    """The field of its own for changed user ids is read too."""
    ids = {"previous": "US.1", "current": "US.2"}
    update = {"wa_id": "12135550150", "user_id": ids, "timestamp": "1790000000"}
    body = body_of(user_id_update=[update])
    body["entry"][0]["changes"][0]["field"] = "user_id_update"
    previous, current = Sender("12135550150", "US.1"), Sender("12135550150", "US.2")
    assert read(body, NUMBER_ID).events == [
        SenderChange("US.1 US.2", previous, current)
    ]


def test_deleted_message() -> None:
    """A reader's deletion names the message it takes back."""
    revoke = {"type": "revoke", "revoke": {"original_message_id": "wamid.before"}}
    delivery = read(body_of(message_of({"message": revoke})), NUMBER_ID)
    assert delivery.events == [Withdrawal("wamid.before")]


def test_statuses() -> None:
    """Statuses are read with the code and reason of a failure."""
    error = {"code": 131047, "title": "Late", "error_data": {"details": "24 hours"}}
    statuses = [
        {"id": "wamid.a", "status": "delivered", "biz_opaque_callback_data": "t1"},
        {"id": "wamid.b", "status": "failed", "errors": [error]},
        {"id": "wamid.c", "status": "read", "recipient_user_id": "US.1"},
        {"id": "wamid.d", "status": "played"},
    ]
    assert read(body_of(statuses=statuses), NUMBER_ID).statuses == [
        Status("wamid.a", "delivered", "t1"),
        Status("wamid.b", "failed", "", 131047, "24 hours"),
        Status("wamid.c", "read", ""),
        Status("wamid.d", "played", ""),
    ]


@pytest.mark.parametrize(
    "token", ["\ud800", "t\x00", "", "t" * 33, "t'", "é", "t1\n", 5, None, ["t1"]]
)
def test_token_that_is_not_ours(token: Any) -> None:
    """What comes back as a token and was never one of ours counts as none."""
    status = {"id": "wamid.a", "status": "sent", "biz_opaque_callback_data": token}
    (found,) = read(body_of(statuses=[status]), NUMBER_ID).statuses
    assert found.token == ""


def test_reason_can_be_stored() -> None:
    """The reason of a failure is kept without what no database takes."""
    error = {"code": True, "title": "La\x00te \ud800"}
    status = {"id": "wamid.a", "status": "failed", "errors": [error]}
    (found,) = read(body_of(statuses=[status]), NUMBER_ID).statuses
    assert (found.code, found.reason) == (0, "Late \ufffd")


@pytest.mark.parametrize(
    ("timestamp", "sent_at"),
    [
        ("1790000000", 1790000000),
        (1790000000, 1790000000),
        ("soon", 0),
        (None, 0),
        ("-5", 0),
        ("²", 0),
        ("9" * 30, 0),
        (1e300, 0),
        (True, 0),
    ],
)
def test_timestamp(timestamp: Any, sent_at: int) -> None:
    """A timestamp that is none counts as not given."""
    message = {**message_of(MESSAGES[0]), "timestamp": timestamp}
    (event,) = read(body_of(message), NUMBER_ID).events
    assert event.sent_at == sent_at


@settings(max_examples=300, deadline=None)
@given(JUNK)
def test_any_json_is_survived(junk: Any) -> None:
    """Whatever is signed and is JSON is read without an error."""
    assert read(junk, NUMBER_ID).events == []
    wrapped = {"object": "whatsapp_business_account", "entry": junk}
    assert read(wrapped, NUMBER_ID).events == []
    change = {"field": "messages", "value": junk}
    read({**wrapped, "entry": [{"changes": [change, junk]}]}, NUMBER_ID)
