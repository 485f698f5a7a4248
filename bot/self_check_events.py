"""Wipes what was said in a self-check from the stored conversation.

The self-check is under way from the first slot event that sets `self_check` until
one empties it, or until it expired. All that either side said in between goes.
"""

import json
import time
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    EntitiesAdded,
    SlotSet,
    UserUttered,
)

SLOT = "self_check"
TELLING_SLOTS = {SLOT, "red_flag_level"}  # whose values tell what was answered
OVER = (None, "ended")  # by itself, or by an emergency (domain.yml)
EXPIRES_SECONDS = 1800
SWEEP_SECONDS = 300
SAID = (
    ActionExecuted.type_name,
    UserUttered.type_name,
    BotUttered.type_name,
    DefinePrevUserUtteredFeaturization.type_name,
    EntitiesAdded.type_name,
)


def ended(events: list[Any]) -> bool:
    """Whether a self-check ends among these events."""
    return any(
        isinstance(entry, SlotSet) and entry.key == SLOT and entry.value in OVER
        for entry in events
    )


def wipe(session: Any, table: Any, sender_id: str) -> None:
    """Delete what was said since the conversation's first self-check began.

    With it go the actions that followed, whose names are answers too; the last
    "listen" stays, so that the conversation goes on.
    """
    states = _states(session, table, sender_id)
    if not states:
        return
    first = min(row.id for row in states)
    after = session.query(table).filter(table.sender_id == sender_id, table.id >= first)
    listening = [row.id for row in after if row.action_name == ACTION_LISTEN_NAME][-1:]
    told = [row.id for row in after if _tells(row) and row.id not in listening]
    session.query(table).filter(table.id.in_(told)).delete(synchronize_session=False)
    session.commit()


def _tells(row: Any) -> bool:
    if row.type_name == SlotSet.type_name:
        return json.loads(row.data).get("name") in TELLING_SLOTS
    return row.type_name in SAID


def wipe_expired(session: Any, table: Any) -> int:
    """Wipe every self-check that no one finished in time; how many there were."""
    long_ago = time.time() - EXPIRES_SECONDS
    latest: dict[str, float] = {}
    for row in _states(session, table):
        latest[row.sender_id] = max(latest.get(row.sender_id, 0.0), row.timestamp)
    expired = [sender for sender, moment in latest.items() if moment < long_ago]
    for sender in expired:
        wipe(session, table, sender)
    return len(expired)


def _states(session: Any, table: Any, sender_id: str | None = None) -> list[Any]:
    """The stored slot events of self-checks."""
    query = session.query(table).filter(
        table.type_name == SlotSet.type_name, table.data.like(f'%"{SLOT}"%')
    )
    if sender_id is not None:
        query = query.filter(table.sender_id == sender_id)
    return [row for row in query.all() if json.loads(row.data).get("name") == SLOT]
