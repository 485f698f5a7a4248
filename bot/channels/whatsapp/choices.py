"""Maps a tap, a typed number or a typed label back to a button the bot sent."""

import hashlib
import re
from collections.abc import Iterable, Sequence

from article.limits import LIST_ROWS, ROW_ID_CHARS, ROW_TITLE_CHARS
from bot.channels.reply import Button, Reply
from bot.channels.whatsapp.lengths import cut, units

NUMBER = re.compile(r"[#(]?\s*(\d{1,2})\s*[.)]?")
# An answer numbers its own items: what "2" means there, the conversation knows.
NUMBERED_BY_CONVERSATION = "answer"


def tap_id(payload: str) -> str:
    """The id a button with this payload is sent with."""
    if units(payload) <= ROW_ID_CHARS and payload == payload.strip():
        return payload
    return f"sha256:{hashlib.sha256(payload.encode()).hexdigest()}"


def distinct(buttons: Iterable[Button]) -> list[Button]:
    """The buttons that are shown: each payload once, those without words left out."""
    seen: dict[str, Button] = {}
    for button in buttons:
        title = " ".join(button["title"].split())
        if title and button["payload"].strip():
            seen.setdefault(
                button["payload"], Button(title=title, payload=button["payload"])
            )
    return list(seen.values())


def titles_shown(titles: Sequence[str], most: int) -> list[str]:
    """The titles within the limit, no two alike: a repeated one gets a number."""
    found: list[str] = []
    for title in titles:
        shown, number = cut(title, most), 2
        while shown in found:
            suffix = f" {number}"
            shown, number = cut(title, most - units(suffix)) + suffix, number + 1
        found.append(shown)
    return found


def offered(replies: Sequence[Reply]) -> tuple[list[Button], str]:
    """The buttons that were shown last, and the kind of the reply they belong to."""
    for reply in reversed(replies):
        if shown := distinct(reply["buttons"]):
            return shown, reply["kind"]
    return [], ""


def typed(text: str, buttons: Sequence[Button], kind: str) -> str | None:
    """The payload of the button that the text names by number or by label."""
    payloads = [button["payload"] for button in buttons]
    if kind == NUMBERED_BY_CONVERSATION:
        payloads = []
    return labelled(text, buttons) or numbered(text, payloads)


def labelled(text: str, buttons: Sequence[Button]) -> str | None:
    """The payload of the button with this label.

    A label that is a question is left to be understood as one, but not half of it,
    which is what a list shows of a long one.
    """
    label = _plain(text)
    for button in buttons:
        title = button["title"]
        if label and _plain(title) == label and not title.endswith("?"):
            return button["payload"]
    for start in range(0, len(buttons), LIST_ROWS):
        page = buttons[start : start + LIST_ROWS]
        shown = titles_shown([button["title"] for button in page], ROW_TITLE_CHARS)
        for button, title in zip(page, shown):
            if label and title != button["title"] and _plain(title) == label:
                return button["payload"]
    return None


def numbered(text: str, payloads: Sequence[str]) -> str | None:
    """The payload at the place that the whole text is the number of."""
    number = NUMBER.fullmatch(text.strip())
    if number and 1 <= int(number[1]) <= len(payloads):
        return payloads[int(number[1]) - 1]
    return None


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text.lower()).split())
