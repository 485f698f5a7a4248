"""Replies as messages of the Graph API, within WhatsApp's limits.

A message here is `type` and its content; who it goes to is added when it is sent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from article.content import Publisher
from article.limits import (
    BUTTON_TITLE_CHARS,
    INTERACTIVE_BODY_CHARS,
    LIST_ROWS,
    MESSAGES_PER_TURN,
    REPLY_BUTTONS,
    ROW_DESCRIPTION_CHARS,
    ROW_TITLE_CHARS,
    TEXT_CHARS,
)
from bot.channels.reply import Button, Reply
from bot.channels.whatsapp.choices import (
    NUMBERED_BY_CONVERSATION,
    distinct,
    tap_id,
    titles_shown,
)
from bot.channels.whatsapp.formatting import formatted
from bot.channels.whatsapp.lengths import cut, split, units

Payload = dict[str, Any]
CHOOSE = "Please choose:"
MORE = "More choices:"
OPEN_LIST = "Choose"
OPEN_LINK = "Open the website"


@dataclass(frozen=True)
class Part:
    """One message to send.

    `plain` says the same as text alone, for when WhatsApp refuses the message;
    `safety`: it must reach the reader.
    """

    payload: Payload
    plain: Payload
    safety: bool = False


def parts_of(replies: Iterable[Reply], publisher: Publisher | None) -> list[Part]:
    """The messages that say the replies, in order; `publisher` makes the card.

    Card and place come last and only while the turn has room: the text says the same.
    """
    parts: list[Part] = []
    extras: list[Part] = []
    for reply in replies:
        contact = publisher if reply["kind"] == "contact" else None
        for payload, plain in _payloads(reply, contact):
            parts.append(Part(payload, plain, reply["kind"] == "alert"))
        if contact:
            extras = [Part(*each) for each in _contact_payloads(contact)]
    room = max(0, MESSAGES_PER_TURN - len(parts))
    return parts + extras[:room]


def said_at(replies: Sequence[Reply], position: int) -> Reply:
    """The reply of which the part at this position is one, the last where none is."""
    for reply in replies:
        position -= sum(1 for _ in _payloads(reply, None))
        if position < 0:
            return reply
    return replies[-1]


def text_payload(text: str) -> Payload:
    """A text message."""
    return {"type": "text", "text": {"body": text, "preview_url": False}}


def _payloads(
    reply: Reply, contact: Publisher | None
) -> Iterable[tuple[Payload, Payload]]:
    text, buttons = formatted(reply["text"]), distinct(reply["buttons"])
    if not buttons and not contact:
        for piece in split(text, TEXT_CHARS):
            yield _same(text_payload(piece))
        return
    *heads, body = _bodies(text or CHOOSE)
    for head in heads:
        yield _same(text_payload(head))
    if buttons:
        yield from _choice_payloads(body, buttons, reply["kind"])
    elif contact:
        yield _link(body, contact), text_payload(body)


def _contact_payloads(publisher: Publisher) -> Iterable[tuple[Payload, Payload]]:
    yield _card(publisher), text_payload(_card_text(publisher))
    if publisher.latitude is not None:
        yield _place(publisher), text_payload(publisher.address)


def _bodies(text: str) -> list[str]:
    """The text in parts of which the last fits an interactive message."""
    if units(text) <= INTERACTIVE_BODY_CHARS:
        return [text]
    pieces = split(text, INTERACTIVE_BODY_CHARS)
    head = text[: text.rindex(pieces[-1])]
    return [*split(head, TEXT_CHARS), pieces[-1]]


def _choice_payloads(
    body: str, buttons: Sequence[Button], kind: str
) -> Iterable[tuple[Payload, Payload]]:
    if len(buttons) <= REPLY_BUTTONS and all(
        units(button["title"]) <= BUTTON_TITLE_CHARS for button in buttons
    ):
        yield _reply_buttons(body, buttons), _as_text(body, buttons, kind, 1)
        return
    for start in range(0, len(buttons), LIST_ROWS):
        page = buttons[start : start + LIST_ROWS]
        heading = body if start == 0 else MORE
        yield _list(heading, page), _as_text(heading, page, kind, start + 1)


def _reply_buttons(body: str, buttons: Sequence[Button]) -> Payload:
    titles = titles_shown([button["title"] for button in buttons], BUTTON_TITLE_CHARS)
    replies = [
        {"type": "reply", "reply": {"id": tap_id(button["payload"]), "title": title}}
        for button, title in zip(buttons, titles)
    ]
    return _interactive("button", body, {"buttons": replies})


def _list(body: str, buttons: Sequence[Button]) -> Payload:
    titles = titles_shown([button["title"] for button in buttons], ROW_TITLE_CHARS)
    rows = []
    for button, title in zip(buttons, titles):
        row = {"id": tap_id(button["payload"]), "title": title}
        if title != button["title"]:
            row["description"] = cut(button["title"], ROW_DESCRIPTION_CHARS)
        rows.append(row)
    return _interactive(
        "list", body, {"button": OPEN_LIST, "sections": [{"rows": rows}]}
    )


def _link(body: str, publisher: Publisher) -> Payload:
    parameters = {"display_text": OPEN_LINK, "url": publisher.url}
    return _interactive("cta_url", body, {"name": "cta_url", "parameters": parameters})


def _card(publisher: Publisher) -> Payload:
    digits = publisher.whatsapp_link.rsplit("/", 1)[-1]
    card = {
        "name": {"formatted_name": publisher.name, "first_name": publisher.name},
        "org": {"company": publisher.name},
        "phones": [
            {"phone": publisher.whatsapp_number, "wa_id": digits, "type": "WORK"}
        ],
        "urls": [{"url": publisher.url, "type": "WORK"}],
        "addresses": [{"street": publisher.address, "type": "WORK"}],
    }
    return {"type": "contacts", "contacts": [card]}


def _place(publisher: Publisher) -> Payload:
    place = {
        "latitude": publisher.latitude,
        "longitude": publisher.longitude,
        "name": publisher.name,
        "address": publisher.address,
    }
    return {"type": "location", "location": place}


def _card_text(publisher: Publisher) -> str:
    return f"{publisher.name}\n{publisher.whatsapp_number}\n{publisher.address}"


def _interactive(kind: str, body: str, action: Payload) -> Payload:
    interactive = {"type": kind, "body": {"text": body}, "action": action}
    return {"type": "interactive", "interactive": interactive}


def _as_text(body: str, buttons: Sequence[Button], kind: str, first: int) -> Payload:
    numbered = kind != NUMBERED_BY_CONVERSATION
    lines = [
        f"{number}. {button['title']}" if numbered else f"• {button['title']}"
        for number, button in enumerate(buttons, first)
    ]
    return text_payload(cut("\n".join([body, "", *lines]), TEXT_CHARS))


def _same(payload: Payload) -> tuple[Payload, Payload]:
    return payload, payload
