"""A stored conversation as the reader saw it.

A reader's entry is {"from": "reader", "id", "text"}; the assistant's is
{"from": "assistant"} and the fields of a reply.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from rasa.shared.constants import INTENT_MESSAGE_PREFIX

from bot.channels.inbound import WORD_JOINER
from bot.channels.reply import reply_from

TITLE = "title"  # where a tapped button's title stands in a message's metadata
MOST_MESSAGES = 200


def entries(events: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The messages among Rasa's events, in order."""
    found = []
    for event in events:
        if event["event"] == "bot":
            found.append(_from_assistant(event))
        elif event["event"] == "user" and (text := _as_shown(event)):
            shown = {"from": "reader", "id": event.get("message_id"), "text": text}
            found.append(shown)
    return found


def _from_assistant(event: Mapping[str, Any]) -> dict[str, Any]:
    buttons = (event.get("data") or {}).get("buttons") or []
    reply = reply_from(event.get("text") or "", buttons, event.get("metadata") or {})
    return {"from": "assistant", **reply}


def _as_shown(event: Mapping[str, Any]) -> str:
    """What the reader typed, or the title of what they tapped."""
    text = event.get("text") or ""
    if text.startswith(INTENT_MESSAGE_PREFIX):
        return str((event.get("metadata") or {}).get(TITLE) or "")
    return str(text).removeprefix(WORD_JOINER)
