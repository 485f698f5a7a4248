"""What the conversation remembers between turns, in slots of bounded size.

history   the last answers, latest last: [{"answer": slug, "terms": [key, ...]}]
self_check where the self-check stands (actions/self_check.py)
noticed   whether the reader was told what this assistant is

What "the second one" can mean is no slot: it stands in the messages themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from article.limits import MESSAGES_PER_TURN

HISTORY_SLOT = "history"
ANSWERED_SLOT = "answered"
NOTICED_SLOT = "noticed"
SELF_CHECK_SLOT = "self_check"
REMEMBERED_ANSWERS = 6
SURE = 0.5  # confidence


@dataclass(frozen=True)
class Conversation:
    """The conversation as an action sees it.

    `choices` are the payloads of the items, or else the buttons, shown last; `room`
    is how many replies the action may give beside what is said anyway.
    """

    message: dict[str, Any]
    history: list[dict[str, Any]] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    latest_kind: str = ""
    noticed: bool = False
    self_check: dict[str, Any] | None = None
    channel: str = ""
    room: int = MESSAGES_PER_TURN

    @classmethod
    def of(cls, tracker: Tracker) -> "Conversation":
        """Read it from the tracker."""
        return cls(
            tracker.latest_message,
            list(tracker.get_slot(HISTORY_SLOT) or []),
            _offered_last(tracker),
            _latest_kind(tracker),
            bool(tracker.get_slot(NOTICED_SLOT)),
            tracker.get_slot(SELF_CHECK_SLOT),
            tracker.get_latest_input_channel() or "",
        )

    @property
    def text(self) -> str:
        """What the reader typed."""
        return str(self.message.get("text") or "")

    @property
    def intent(self) -> str:
        """What the message was taken for."""
        return str((self.message.get("intent") or {}).get("name") or "")

    @property
    def sure(self) -> bool:
        """Whether what the message was taken for is likelier than all else."""
        intent = self.message.get("intent") or {}
        return float(intent.get("confidence") or 0) >= SURE

    def entities(self) -> dict[str, Any]:
        """The message's entities by name, as a button's payload gives them."""
        found = self.message.get("entities") or []
        return {entity["entity"]: entity["value"] for entity in found}

    def ranking(self) -> list[dict[str, Any]]:
        """The intents the message may have, likeliest first, with confidence."""
        return list(self.message.get("intent_ranking") or [])


def remember(history: list[dict[str, Any]]) -> EventType:
    """The slot event that keeps the latest answers."""
    return SlotSet(HISTORY_SLOT, history[-REMEMBERED_ANSWERS:])


def answered() -> EventType:
    """The slot event that tells the rules a reply was sent."""
    return SlotSet(ANSWERED_SLOT, True)


def notice_given() -> EventType:
    """The slot event that keeps the notice from being given again."""
    return SlotSet(NOTICED_SLOT, True)


def self_check_at(state: dict[str, Any] | None) -> EventType:
    """The slot event that keeps where the self-check stands; None ends it."""
    return SlotSet(SELF_CHECK_SLOT, state)


def _offered_last(tracker: Tracker) -> list[str]:
    for said in _said_by_bot(tracker):
        if said.get("choices"):
            return list(said["choices"])
        if said.get("buttons"):
            return [button["payload"] for button in said["buttons"]]
    return []


def _latest_kind(tracker: Tracker) -> str:
    latest: dict[str, Any] = next(_said_by_bot(tracker), {})
    return str(latest.get("kind") or "")


def _said_by_bot(tracker: Tracker) -> Iterator[dict[str, Any]]:
    """The contract's fields of the bot's messages and their choices, latest first."""
    for event in reversed(tracker.events):
        if event.get("event") == "bot":
            fields = event.get("metadata") or {}
            buttons = (event.get("data") or {}).get("buttons") or []
            # Fixed sentences of domain.yml carry theirs one level down.
            yield {**(fields.get("metadata") or {}), **fields, "buttons": buttons}
