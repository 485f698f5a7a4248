"""Wipes what was said in a self-check from the stored conversation.

Where the self-check stands is in the slot `self_check`, and each answer sets it
anew. Of the turns since it began, those go that set the slot, and those that may
have been meant as an answer. What was asked or tapped in between stays, as does small
talk, and all that follows the end or the expiry. Of the last turn one fixed sentence
stays, with the buttons that go on from there.
"""

import json
import time
from collections.abc import Iterable
from typing import Any

from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.core.constants import ACTION_SESSION_START_NAME
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered

SLOT = "self_check"
ENDED, EMERGENCY = None, "ended"  # the slot's value after it, the latter by domain.yml
OVER = (ENDED, EMERGENCY)
TELLING_SLOTS = {SLOT, "red_flag_level"}  # whose values tell what was answered
KIND = "self_check"  # of the replies that belong to it
ALERT, SMALL_TALK = "alert", "small_talk"  # other kinds
CLOSING = "The self-check is over; nothing that was said in it is kept."


def ended(events: Iterable[Any]) -> bool:
    """Whether a self-check ends among these events."""
    return any(
        isinstance(entry, SlotSet) and entry.key == SLOT and entry.value in OVER
        for entry in events
    )


def is_open(state: Any, now: float, seconds: float) -> bool:
    """Whether the slot's value is of a self-check under way at this time."""
    return state not in OVER and bool(now - state["started"] <= seconds)


def wipe(session: Any, table: Any, sender_id: str, seconds: float) -> None:
    """Delete what tells an answer, `seconds` being how long a self-check may take."""
    states = _states(session, table, sender_id)
    if not states:
        return
    first = min(row.id for row in states)
    own = session.query(table).filter(table.sender_id == sender_id)
    earlier = own.filter(table.type_name == UserUttered.type_name, table.id < first)
    begins = earlier.order_by(table.id.desc()).first()
    since = own.filter(table.id >= (begins.id if begins else first))
    expires, gone = 0.0, []
    for turn in _turns(since.order_by(table.id)):
        values = [_read(row)["value"] for row in turn if _sets(row, SLOT)]
        for state in values:
            expires = 0.0 if state in OVER else state["started"] + seconds
        goes = _tells if _answers(turn, values, expires) else _belongs
        closing = _last_reply(turn) if ENDED in values else None
        if closing is not None:
            kept = {**_read(closing), "text": CLOSING, "metadata": {"kind": KIND}}
            same = own.filter(table.id == closing.id)
            same.update({"data": json.dumps(kept)}, synchronize_session=False)
        gone += [row.id for row in turn if goes(row) and row is not closing]
    own.filter(table.id.in_(gone)).delete(synchronize_session=False)
    session.commit()


def wipe_expired(session: Any, table: Any, seconds: float) -> int:
    """Wipe every self-check that was left before its end; how many there were."""
    latest = {row.sender_id: _read(row)["value"] for row in _states(session, table)}
    long_ago = time.time() - seconds
    left = [
        sender
        for sender, state in latest.items()
        if state in OVER or state["started"] < long_ago
    ]
    for sender in left:
        wipe(session, table, sender, seconds)
    return len(left)


def _turns(rows: Iterable[Any]) -> list[list[Any]]:
    """The rows, cut before each message of the reader and each new session."""
    turns: list[list[Any]] = []
    for row in rows:
        begins = row.action_name == ACTION_SESSION_START_NAME
        if not turns or begins or row.type_name == UserUttered.type_name:
            turns.append([])
        turns[-1].append(row)
    return turns


def _answers(turn: list[Any], values: list[Any], expires: float) -> bool:
    """Whether an answer to the self-check may stand in the turn.

    `values` are what the slot was set to in it, `expires` in seconds since 1970.
    """
    if values:
        return EMERGENCY not in values
    kinds = {_kind(row) for row in turn}
    of_other_things = SMALL_TALK in kinds or _asks(_read(turn[0]))
    return turn[0].timestamp <= expires and (ALERT in kinds or not of_other_things)


def _asks(message: dict[str, Any]) -> bool:
    """Whether the reader's message is a question, by its form, or a tap."""
    screened = (message.get("parse_data") or {}).get("red_flag") or {}
    tapped = str(message.get("text")).startswith(INTENT_MESSAGE_PREFIX)
    return tapped or bool(screened.get("asks"))


def _last_reply(turn: list[Any]) -> Any:
    replies = [row for row in turn if row.type_name == BotUttered.type_name]
    return replies[-1] if replies else None


def _belongs(row: Any) -> bool:
    """Whether the row is the self-check's own in a turn about something else."""
    return _sets(row, SLOT) or _kind(row) == KIND


def _tells(row: Any) -> bool:
    """Whether the row tells what was answered, in a turn that answers."""
    if row.type_name == SlotSet.type_name:
        return any(_sets(row, slot) for slot in TELLING_SLOTS)
    return True


def _kind(row: Any) -> str:
    """The kind of a reply; nothing of any other event."""
    if row.type_name != BotUttered.type_name:
        return ""
    fields = _read(row).get("metadata") or {}
    return str({**(fields.get("metadata") or {}), **fields}.get("kind") or "")


def _sets(row: Any, slot: str) -> bool:
    return row.type_name == SlotSet.type_name and row.action_name == slot


def _read(row: Any) -> dict[str, Any]:
    entry: dict[str, Any] = json.loads(row.data)
    return entry


def _states(session: Any, table: Any, sender_id: str | None = None) -> list[Any]:
    """The stored slot events of self-checks, oldest first."""
    query = session.query(table).filter(
        table.type_name == SlotSet.type_name, table.action_name == SLOT
    )
    if sender_id is not None:
        query = query.filter(table.sender_id == sender_id)
    return list(query.order_by(table.id))
