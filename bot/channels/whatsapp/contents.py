"""What a message holds that can be answered, by Meta's message types.

    words      typed, a caption, an order's note, an edited text, a template's button
    tap        a reply button or list row: its id, and its title as words
    wordless   something a reader sent that cannot be read
    welcome    the chat was opened for the first time

Types without an entry say nothing that can be answered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["words", "tap", "wordless", "welcome"]
LONGEST_WORDS_CHARS = 4096  # no client sends more; a body that does is cut


@dataclass(frozen=True)
class Content:
    """`attachment`: the words came with something that cannot be read; `quoted`: the
    id of the message they reply to."""

    kind: Kind
    words: str = ""
    tap: str = ""
    attachment: bool = False
    quoted: str = ""


WORDLESS = Content("wordless")


def content_of(message: Mapping[str, Any]) -> Content | None:
    """What the message holds; None when there is nothing to answer."""
    kind = message.get("type")
    read = CONTENTS.get(kind) if isinstance(kind, str) else None
    return read(message) if read else None


def _typed(message: Mapping[str, Any]) -> Content:
    quoted = _inner(message, "context", "id")[:LONGEST_WORDS_CHARS]
    return _words(_inner(message, "text", "body"), quoted=quoted)


def _captioned(message: Mapping[str, Any]) -> Content:
    return _words(_inner(message, str(message["type"]), "caption"), attachment=True)


def _noted(message: Mapping[str, Any]) -> Content:
    return _words(_inner(message, "order", "text"), attachment=True)


def _wordless(message: Mapping[str, Any]) -> Content:
    return WORDLESS


def _welcome(message: Mapping[str, Any]) -> Content:
    return Content("welcome")


def _quick_reply(message: Mapping[str, Any]) -> Content:
    tap = _inner(message, "button", "payload")
    return _tapped(tap, _inner(message, "button", "text") or tap)


def _interactive(message: Mapping[str, Any]) -> Content | None:
    interactive = message.get("interactive")
    if not isinstance(interactive, dict):
        return WORDLESS  # Meta could not read the tap itself
    kind = interactive.get("type")
    if kind not in ("button_reply", "list_reply"):
        return None  # flows and call permissions, which this assistant never asks for
    return _tapped(_inner(interactive, kind, "id"), _inner(interactive, kind, "title"))


def _edited(message: Mapping[str, Any]) -> Content | None:
    edit = message.get("edit")
    edited = edit.get("message") if isinstance(edit, dict) else None
    if not isinstance(edited, dict) or edited.get("type") == "edit":
        return None
    content = content_of(edited)
    return content if content and content.kind == "words" else None


CONTENTS: dict[str, Callable[[Mapping[str, Any]], Content | None]] = {
    "text": _typed,
    "image": _captioned,
    "video": _captioned,
    "document": _captioned,
    "audio": _wordless,
    "sticker": _wordless,
    "location": _wordless,
    "contacts": _wordless,
    "order": _noted,
    "button": _quick_reply,
    "interactive": _interactive,
    "edit": _edited,
    "request_welcome": _welcome,
    "unsupported": _wordless,
}


def _words(words: str, attachment: bool = False, quoted: str = "") -> Content:
    if not words.strip():
        return WORDLESS
    return Content("words", words[:LONGEST_WORDS_CHARS], "", attachment, quoted)


def _tapped(tap: str, title: str) -> Content:
    if not tap.strip() and not title.strip():
        return WORDLESS
    return Content("tap", title[:LONGEST_WORDS_CHARS], tap[:LONGEST_WORDS_CHARS])


def _inner(message: Mapping[str, Any], name: str, part: str) -> str:
    value = message.get(name)
    inner = value.get(part) if isinstance(value, dict) else None
    return inner if isinstance(inner, str) else ""
