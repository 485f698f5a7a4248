"""Wipes what was said in a self-check from the stored conversation.

The self-check is under way from the first slot event that sets `self_check` until
one empties it, or until it expired. All that either side said in between goes.
"""

import json
import time
from typing import Any

from rasa.shared.core.events import (
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    EntitiesAdded,
    SlotSet,
    UserUttered,
)

SLOT = "self_check"
EXPIRES_SECONDS = 1800
SWEEP_SECONDS = 300
SAID = (
    UserUttered.type_name,
    BotUttered.type_name,
    DefinePrevUserUtteredFeaturization.type_name,
    EntitiesAdded.type_name,
)


def ended(events: list[Any]) -> bool:
    """Whether a self-check ends among these events."""
    return any(
        isinstance(entry, SlotSet) and entry.key == SLOT and entry.value is None
        for entry in events
    )


def wipe(session: Any, table: Any, sender_id: str) -> None:
    """Delete what was said since the conversation's first self-check began."""
    states = _states(session, table, sender_id)
    if not states:
        return
    first = min(row.id for row in states)
    after = session.query(table).filter(table.sender_id == sender_id, table.id >= first)
    after.filter(table.type_name.in_(SAID)).delete(synchronize_session=False)
    ids = [row.id for row in states]
    session.query(table).filter(table.id.in_(ids)).delete(synchronize_session=False)
    session.commit()


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
