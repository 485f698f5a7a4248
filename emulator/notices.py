"""What Meta sends besides readers' messages: statuses, echoes, account news."""

import time
from typing import Any

from emulator.errors import GraphError
from emulator.ids import new_message_id
from emulator.readers import Reader
from emulator.updates import Update


def status(
    message_id: str,
    name: str,
    reader: Reader,
    error: GraphError | None = None,
    tracking: str = "",
) -> Update:
    """What became of a message the product sent.

    `name` is sent, delivered, read, played or failed; `tracking` is the
    `biz_opaque_callback_data` it came with. A failed one names no contact.
    """
    item: dict[str, Any] = {
        "id": message_id,
        "status": name,
        "timestamp": str(int(time.time())),
    }
    if not reader.hidden:
        item["recipient_id"] = reader.phone
    item["recipient_user_id"] = reader.user_id
    if tracking:
        item["biz_opaque_callback_data"] = tracking
    if error is not None:
        item["errors"] = [error.in_webhook()]
        return Update("messages", "statuses", item)
    pricing = {
        "billable": False,
        "pricing_model": "PMP",
        "type": "free_customer_service",
    }
    if name == "sent":
        item["pricing"] = {**pricing, "category": "service"}
    return Update("messages", "statuses", item, reader)


def value_error(code: int = 130429) -> Update:
    """An error of the account, not of a message."""
    return Update("messages", "errors", GraphError(code).in_webhook())


def echo(reader: Reader, body: str, business_phone: str) -> Update:
    """A message the publisher wrote by hand in the app."""
    item = {
        "from": business_phone,
        "to": reader.phone,
        "id": new_message_id(),
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {"body": body},
    }
    return Update("smb_message_echoes", "message_echoes", item)


def preference(reader: Reader, value: str) -> Update:
    """The reader stops or resumes marketing messages (`stop`, `resume`)."""
    item = {
        "wa_id": reader.phone,
        "detail": f"User requested to {value} marketing messages",
        "category": "marketing_messages",
        "value": value,
        "timestamp": int(time.time()),
    }
    return Update("user_preferences", "user_preferences", item, reader)


def user_id_update(reader: Reader, to: Reader) -> Update:
    """The field that tells of another business-scoped user id."""
    item = {
        "wa_id": reader.phone,
        "detail": f"User id for {reader.name} has been updated.",
        "user_id": {"previous": reader.user_id, "current": to.user_id},
        "timestamp": str(int(time.time())),
    }
    return Update("user_id_update", "user_id_update", item, reader)


def notice(field: str, value: dict[str, Any]) -> Update:
    """Any other field, with its whole value."""
    return Update(field, "", value)


def account_violation() -> Update:
    """The account broke a policy."""
    violation = {"violation_type": "ADULT"}
    value = {"event": "ACCOUNT_VIOLATION", "violation_info": violation}
    return notice("account_update", value)
