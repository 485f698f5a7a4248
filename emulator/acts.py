"""What a reader can do on the page, as JSON: the act's type and its fields."""

from collections.abc import Callable, Mapping
from typing import Any

from emulator import inbound
from emulator.readers import Reader
from emulator.updates import Update

Fields = Mapping[str, Any]
LONGEST_CHARS = 65_536  # of a reader's message; WhatsApp's own limit


class BadRequest(ValueError):
    """The control API was asked for something it cannot do; the reason is said."""

    status = 400
    code = "malformed"


class UnknownReader(BadRequest):
    """No reader has this phone number or user id."""

    status = 404
    code = "unknown_reader"


def act(reader: Reader, fields: Fields) -> Update:
    """The message that the act is.

    Raises:
        BadRequest: the type is unknown, or a field is missing or of a wrong type.
    """
    kind = fields.get("type")
    maker = MAKERS.get(kind) if isinstance(kind, str) else None
    if maker is None:
        raise BadRequest(f"`type` must be one of {', '.join(sorted(MAKERS))}.")
    update = maker(reader, fields)
    if fields.get("reply_to"):
        update = update.replying_to(_words(fields, "reply_to"))
    if fields.get("forwarded"):
        update = update.forwarded()
    if fields.get("id"):
        update = update.with_id(_words(fields, "id"))
    return update


def _words(fields: Fields, name: str, default: str | None = None) -> str:
    value = fields.get(name, default)
    if not isinstance(value, str) or len(value) > LONGEST_CHARS:
        raise BadRequest(f"`{name}` must be a string of at most {LONGEST_CHARS}.")
    return value


def _number(fields: Fields, name: str) -> float:
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadRequest(f"`{name}` must be a number.")
    return float(value)


def _original(reader: Reader, fields: Fields) -> Update:
    return inbound.text(reader, "").with_id(_words(fields, "original"))


def _reaction(reader: Reader, fields: Fields) -> Update:
    emoji = _words(fields, "emoji", "")
    return inbound.reaction(reader, _words(fields, "message_id"), emoji or None)


def _location(reader: Reader, fields: Fields) -> Update:
    return inbound.location(
        reader,
        _number(fields, "latitude"),
        _number(fields, "longitude"),
        _words(fields, "name", ""),
        _words(fields, "address", ""),
    )


def _list_reply(reader: Reader, fields: Fields) -> Update:
    return inbound.list_reply(
        reader,
        _words(fields, "choice"),
        _words(fields, "title"),
        _words(fields, "description", ""),
        _words(fields, "of", ""),
    )


MAKERS: dict[str, Callable[[Reader, Fields], Update]] = {
    "text": lambda reader, fields: inbound.text(reader, _words(fields, "text")),
    "button_reply": lambda reader, fields: inbound.button_reply(
        reader,
        _words(fields, "choice"),
        _words(fields, "title"),
        _words(fields, "of", ""),
    ),
    "list_reply": _list_reply,
    "template_button": lambda reader, fields: inbound.template_button(
        reader, _words(fields, "payload"), _words(fields, "title")
    ),
    "image": lambda reader, fields: inbound.image(
        reader, _words(fields, "caption", "")
    ),
    "video": lambda reader, fields: inbound.video(
        reader, _words(fields, "caption", "")
    ),
    "audio": lambda reader, _: inbound.audio(reader),
    "document": lambda reader, fields: inbound.document(
        reader, _words(fields, "filename"), _words(fields, "caption", "")
    ),
    "sticker": lambda reader, _: inbound.sticker(reader),
    "location": _location,
    "contacts": lambda reader, fields: inbound.contacts(reader, _words(fields, "name")),
    "reaction": _reaction,
    "order": lambda reader, _: inbound.order(reader),
    "request_welcome": lambda reader, _: inbound.request_welcome(reader),
    "edit": lambda reader, fields: inbound.edit(
        reader, _original(reader, fields), _words(fields, "text")
    ),
    "revoke": lambda reader, fields: inbound.revoke(reader, _original(reader, fields)),
    "unsupported": lambda reader, _: inbound.unsupported(reader),
    "unavailable": lambda reader, _: inbound.unavailable(reader),
}
