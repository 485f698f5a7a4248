"""Events as they are stored: rows of a table, and back."""

import json
from functools import lru_cache
from typing import Any

from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.utils.common import all_subclasses


def row_of(sender_id: str, entry: Event) -> dict[str, Any]:
    """The columns of an event's row in the table of events."""
    data = entry.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": entry.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),  # or the slot's
        "data": json.dumps(data),
    }


def event_of(entry: dict[str, Any]) -> Event:
    """The event of a stored entry.

    `Event.from_parameters` lists all classes of events anew for each one.
    """
    return _event_classes()[entry["event"]]._from_parameters(entry)


@lru_cache(maxsize=1)
def _event_classes() -> dict[str, type[Event]]:
    return {found.type_name: found for found in all_subclasses(Event)}


def from_a_turn(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Drop what stands before the first whole turn."""
    for start, entry in enumerate(events):
        if entry["event"] == UserUttered.type_name:
            listen = ActionExecuted("action_listen").as_dict()
            return [{**listen, "timestamp": entry["timestamp"]}, *events[start:]]
    return events
