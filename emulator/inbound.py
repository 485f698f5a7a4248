"""What readers send: one function for each type of message.

Each gives an `Update`; its methods make it a reply, forwarded, older, or of a group.
"""

import json
import secrets
import time
from typing import Any

from emulator.errors import GraphError
from emulator.ids import new_message_id
from emulator.readers import Reader
from emulator.updates import Update

MEDIA_ID_LOWEST = 10**14
MIME_TYPES = {
    "image": "image/jpeg",
    "video": "video/mp4",
    "audio": "audio/ogg; codecs=opus",
    "document": "application/pdf",
    "sticker": "image/webp",
}
# of no file: the emulator keeps none
SHA256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


def message(reader: Reader, kind: str, content: Any = None) -> Update:
    """A message of any type, known to Meta or not."""
    item = {
        **reader.sender(),
        "id": new_message_id(),
        "timestamp": str(int(time.time())),
        "type": kind,
    }
    if content is not None:
        item[kind] = content
    return Update("messages", "messages", item, reader)


def text(reader: Reader, body: str) -> Update:
    """Typed words."""
    return message(reader, "text", {"body": body})


def button_reply(reader: Reader, choice: str, title: str, of: str = "") -> Update:
    """A tap on a reply button; `of` is the id of the message that held it."""
    return _tap(reader, "button_reply", {"id": choice, "title": title}, of)


def list_reply(
    reader: Reader, choice: str, title: str, description: str = "", of: str = ""
) -> Update:
    """A row picked from a list; `of` is the id of the message that held it."""
    row = {"id": choice, "title": title}
    if description:
        row["description"] = description
    return _tap(reader, "list_reply", row, of)


def template_button(reader: Reader, payload: str, label: str, of: str = "") -> Update:
    """A tap on a template's quick reply; Meta may leave out what it was of."""
    tapped = message(reader, "button", {"payload": payload, "text": label})
    return tapped.replying_to(of) if of else tapped


def flow_reply(reader: Reader, answers: dict[str, str], of: str = "") -> Update:
    """A form sent in."""
    reply = {"name": "flow", "body": "Sent", "response_json": json.dumps(answers)}
    return _tap(reader, "nfm_reply", reply, of)


def call_permission(reader: Reader, response: str = "accept") -> Update:
    """The answer to a request to call."""
    reply = {"response": response, "response_source": "user_action"}
    return _tap(reader, "call_permission_reply", reply, "")


def image(reader: Reader, caption: str = "") -> Update:
    """A photo."""
    return _media(reader, "image", caption)


def video(reader: Reader, caption: str = "") -> Update:
    """A video."""
    return _media(reader, "video", caption)


def audio(reader: Reader, voice: bool = True) -> Update:
    """A voice note, or a sound file."""
    return _media(reader, "audio", "", voice=voice)


def document(reader: Reader, filename: str, caption: str = "") -> Update:
    """A file."""
    return _media(reader, "document", caption, filename=filename)


def sticker(reader: Reader, animated: bool = False) -> Update:
    """A sticker."""
    return _media(reader, "sticker", "", animated=animated)


def location(
    reader: Reader, latitude: float, longitude: float, name: str = "", address: str = ""
) -> Update:
    """A place; the current position has neither name nor address."""
    place: dict[str, Any] = {"latitude": latitude, "longitude": longitude}
    place |= {"name": name} if name else {}
    place |= {"address": address} if address else {}
    return message(reader, "location", place)


def contacts(reader: Reader, *names: str) -> Update:
    """Cards of other people."""
    cards = [
        {
            "name": {"first_name": name, "formatted_name": name},
            "phones": [{"phone": "+12025550177", "type": "CELL"}],
        }
        for name in names
    ]
    return message(reader, "contacts", cards)


def reaction(reader: Reader, message_id: str, emoji: str | None) -> Update:
    """An emoji on a message; None takes it away as documented, "" as was also seen."""
    content = {"message_id": message_id}
    if emoji is not None:
        content["emoji"] = emoji
    return message(reader, "reaction", content)


def order(reader: Reader, note: str = "") -> Update:
    """A basket from a catalogue."""
    item = {
        "product_retailer_id": "desk-1",
        "quantity": 1,
        "item_price": 25,
        "currency": "USD",
    }
    content = {"catalog_id": "194836987003835", "text": note, "product_items": [item]}
    return message(reader, "order", content)


def request_welcome(reader: Reader) -> Update:
    """The chat was opened for the first time; nothing was written."""
    return message(reader, "request_welcome")


def number_changed(reader: Reader, to: Reader) -> Update:
    """The reader has another phone number from now on."""
    body = f"User {reader.name} changed from {reader.phone} to {to.phone}"
    content = {"body": body, "wa_id": to.phone, "type": "user_changed_number"}
    return _system(reader, content)


def user_id_changed(reader: Reader, to: Reader) -> Update:
    """The reader has another business-scoped user id from now on."""
    body = f"User {reader.name} changed from {reader.user_id} to {to.user_id}"
    content = {"body": body, "user_id": to.user_id, "type": "user_changed_user_id"}
    return _system(reader, content)


def identity_changed(reader: Reader) -> Update:
    """The reader installed WhatsApp anew."""
    content = {"body": "User identity changed", "type": "customer_identity_changed"}
    return _system(reader, content)


def edit(reader: Reader, original: Update, body: str) -> Update:
    """The reader rewrote a message."""
    rewritten = {"context": {"id": "M0"}, "type": "text", "text": {"body": body}}
    content = {"original_message_id": original.id, "message": rewritten}
    return message(reader, "edit", content)


def revoke(reader: Reader, original: Update) -> Update:
    """The reader deleted a message."""
    return message(reader, "revoke", {"original_message_id": original.id})


def unsupported(reader: Reader, subtype: str = "") -> Update:
    """A kind of message that Meta does not hand on (131051)."""
    title, details = "Message type unknown", "Message type is currently not supported."
    error = GraphError(131051, title, details=details)
    return _without_content(reader, error, subtype)


def unavailable(reader: Reader) -> Update:
    """A message Meta cannot show yet (131060); the real one may follow by its id."""
    title = "This message is unavailable."
    error = GraphError(131060, title, details="This message is currently unavailable.")
    return _without_content(reader, error, "unknown")


def with_referral(update: Update, headline: str = "Ask WHY") -> Update:
    """The same message, come by an advertisement."""
    referral = {
        "source_url": "https://example.com/advertisement",
        "source_id": "114531849531686183",
        "source_type": "ad",
        "headline": headline,
        "body": "Ask about shoulder twitching",
        "media_type": "image",
    }
    return update.changed(referral=referral)


def _tap(reader: Reader, kind: str, content: dict[str, Any], of: str) -> Update:
    tapped = message(reader, "interactive", {"type": kind, kind: content})
    return tapped.replying_to(of) if of else tapped


def _media(reader: Reader, kind: str, caption: str, **more: Any) -> Update:
    content = {
        "id": str(MEDIA_ID_LOWEST + secrets.randbelow(MEDIA_ID_LOWEST)),
        "mime_type": MIME_TYPES[kind],
        "sha256": SHA256,
        **more,
    }
    content |= {"caption": caption} if caption else {}
    return message(reader, kind, content)


def _system(reader: Reader, content: dict[str, Any]) -> Update:
    """A message of WhatsApp's own; it comes without `contacts`."""
    told = message(reader, "system", content)
    return Update(told.field, told.part, told.item)


def _without_content(reader: Reader, error: GraphError, subtype: str) -> Update:
    empty = message(reader, "unsupported").changed(errors=[error.in_webhook()])
    return empty.changed(unsupported={"type": subtype}) if subtype else empty
