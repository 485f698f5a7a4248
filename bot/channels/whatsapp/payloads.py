"""What a webhook body says, as plain values; nothing here raises.

Every entry, change, message and status is read for itself: a part that is
malformed or unknown is named in `ignored` and costs its neighbours nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.channels.inbound import clean_text
from bot.channels.whatsapp.contents import Content, content_of

UNAVAILABLE_CODE = 131060  # the real message may follow under the same id
PHONE_CHANGED = "user_changed_number"
USER_ID_CHANGED = "user_changed_user_id"
LONGEST_ID_CHARS = 512
OUR_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,32}")
LATEST_SECOND = 2**40  # beyond it a timestamp is none


@dataclass(frozen=True)
class Sender:
    """A reader's phone number in digits and business-scoped user id; "" if hidden."""

    phone: str = ""
    user_id: str = ""

    def __bool__(self) -> bool:
        return bool(self.phone or self.user_id)


@dataclass(frozen=True)
class Message:
    """What a reader sent; `sent_at` in epoch seconds, 0 when Meta did not say."""

    id: str
    sender: Sender
    sent_at: int
    content: Content


@dataclass(frozen=True)
class Withdrawal:
    """A reader deleted a message."""

    original_id: str


@dataclass(frozen=True)
class SenderChange:
    """A reader goes by another number or user id from now on."""

    event_id: str
    previous: Sender
    current: Sender


@dataclass(frozen=True)
class Status:
    """What became of a message we sent; `token` is what we sent along with it."""

    id: str
    status: Literal["sent", "delivered", "read", "played", "failed"]
    token: str
    code: int | None = None
    reason: str = ""


@dataclass
class Delivery:
    """One POST of Meta's, in its order."""

    events: list[Message | Withdrawal | SenderChange] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def read(body: Any, phone_number_id: str) -> Delivery:
    """All that the body holds for the number with this id."""
    delivery = Delivery()
    if _text(_object(body), "object") != "whatsapp_business_account":
        delivery.ignored.append("not_whatsapp")
        return delivery
    for entry in _items(_object(body), "entry"):
        for change in _items(entry, "changes"):
            _read_change(change, phone_number_id, delivery)
    return delivery


def _read_change(
    change: Mapping[str, Any], phone_number_id: str, delivery: Delivery
) -> None:
    name, value = _text(change, "field"), _object(change.get("value"))
    metadata = _object(value.get("metadata"))
    addressee = _text(metadata, "phone_number_id")
    if addressee and addressee != phone_number_id:
        delivery.ignored.append("foreign_number")
    elif name == "user_id_update":
        delivery.events += _user_id_updates(value)
    elif name == "messages":
        for error in _items(value, "errors"):
            delivery.ignored.append(f"error_{_code(error)}")
        ours = _digits(_text(metadata, "display_phone_number"))
        for message in _items(value, "messages"):
            read_one = _message(message, value, ours)
            if isinstance(read_one, str):
                delivery.ignored.append(read_one)
            else:
                delivery.events.append(read_one)
        for status in _items(value, "statuses"):
            found = _status(status)
            if found is None:
                delivery.ignored.append("malformed_status")
            else:
                delivery.statuses.append(found)
    else:
        delivery.ignored.append(f"field_{name[:40]}")


def _message(
    message: Mapping[str, Any], value: Mapping[str, Any], ours: str
) -> Message | Withdrawal | SenderChange | str:
    """The message, or why it is ignored."""
    message_id, kind = _id(message, "id"), _text(message, "type")
    sender = _sender(message, value)
    if not message_id or not kind:
        return "malformed_message"
    if "group_id" in message:
        return "group_message"
    if ours and sender.phone == ours:
        return "echo"
    if kind == "system":
        return _sender_change(message, message_id, sender)
    if not sender:
        return "no_sender"
    if kind == "revoke":
        original = _id(_object(message.get("revoke")), "original_message_id")
        return Withdrawal(original) if original else "malformed_message"
    if kind == "unsupported" and UNAVAILABLE_CODE in _codes(message):
        return "unavailable"
    content = content_of(message)
    if content is None:
        return f"type_{kind[:40]}"
    return Message(message_id, sender, _seconds(message), content)


def _sender(message: Mapping[str, Any], value: Mapping[str, Any]) -> Sender:
    phone, user_id = _digits(_text(message, "from")), _id(message, "from_user_id")
    for contact in _items(value, "contacts"):
        wa_id, contact_id = _digits(_text(contact, "wa_id")), _id(contact, "user_id")
        if (phone and phone == wa_id) or (user_id and user_id == contact_id):
            return Sender(phone or wa_id, user_id or contact_id)
    return Sender(phone, user_id)


def _sender_change(
    message: Mapping[str, Any], message_id: str, sender: Sender
) -> SenderChange | str:
    system = _object(message.get("system"))
    kind = _text(system, "type")
    phone, user_id = _digits(_text(system, "wa_id")), _id(system, "user_id")
    current = Sender(phone, user_id)
    if kind not in {PHONE_CHANGED, USER_ID_CHANGED} or not sender or not current:
        return f"system_{kind[:40]}"
    if kind == USER_ID_CHANGED:
        current = Sender(phone or sender.phone, user_id)
    return SenderChange(message_id, sender, current)


def _user_id_updates(value: Mapping[str, Any]) -> Iterator[SenderChange]:
    for update in _items(value, "user_id_update"):
        ids = _object(update.get("user_id"))
        previous, current = _id(ids, "previous"), _id(ids, "current")
        phone = _digits(_text(update, "wa_id"))
        if previous and current:
            event_id = f"{previous} {current}"
            yield SenderChange(
                event_id, Sender(phone, previous), Sender(phone, current)
            )


def _status(status: Mapping[str, Any]) -> Status | None:
    message_id, name = _id(status, "id"), _text(status, "status")
    if not message_id or name not in {"sent", "delivered", "read", "played", "failed"}:
        return None
    errors = list(_items(status, "errors"))
    error = errors[0] if errors else {}
    token = _text(status, "biz_opaque_callback_data")
    details = _text(_object(error.get("error_data")), "details")
    return Status(
        message_id,
        name,  # type: ignore[arg-type]
        token if OUR_TOKEN.fullmatch(token) else "",
        _code(error) if errors else None,
        clean_text(details or _text(error, "title")),
    )


def _codes(part: Mapping[str, Any]) -> set[int]:
    return {_code(error) for error in _items(part, "errors")}


def _code(error: Mapping[str, Any]) -> int:
    code = error.get("code")
    if isinstance(code, bool) or not isinstance(code, int):
        return 0
    return code if abs(code) < 2**31 else 0


def _seconds(message: Mapping[str, Any]) -> int:
    text = str(message.get("timestamp", ""))
    whole = text.isascii() and text.isdigit() and len(text) < 20
    return int(text) if whole and int(text) < LATEST_SECOND else 0


def _id(part: Mapping[str, Any], name: str) -> str:
    value = _text(part, name)
    return value if len(value) <= LONGEST_ID_CHARS else ""


def _digits(number: str) -> str:
    digits = "".join(character for character in number if character not in "+ -()")
    return digits if digits.isascii() and digits.isdigit() and len(digits) < 32 else ""


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _items(part: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    value = part.get(name)
    return (
        (i for i in value if isinstance(i, dict))
        if isinstance(value, list)
        else iter(())
    )


def _text(part: Mapping[str, Any], name: str) -> str:
    value = part.get(name)
    return value if isinstance(value, str) else ""
