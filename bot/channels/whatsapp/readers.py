"""Who is who: which conversation a sender has, and where its answers go. SQL.

A conversation's id is the keyed hash of the first number or user id seen; further
ids of the same reader lead to it. A number that its reader gave up leads to a
fresh conversation, since it may be another person's tomorrow.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import aliased

from bot.channels.whatsapp.identity import Seal
from bot.channels.whatsapp.payloads import Message, Sender, SenderChange
from bot.channels.whatsapp.tables import IdentityRow, MessageRow, ReaderRow
from bot.channels.whatsapp.upsert import insert_for

WINDOW_SECONDS = 24 * 3600  # Meta's customer service window
Events = Sequence[Message | SenderChange]
IN_THIS_DELIVERY = 2**62  # later than any row


def identify(connection: Connection, seal: Seal, events: Events) -> list[str]:
    """The reader of each event, in order; new and changed identities are stored."""
    keys = {key for event in events for key in _event_keys(seal, event)}
    rows = connection.execute(
        select(IdentityRow.key, IdentityRow.reader).where(IdentityRow.key.in_(keys))
    )
    known: dict[str, str] = dict(rows.all())
    ages = _ages(connection, events, set(known.values()))
    before, found = dict(known), []
    for event in events:
        if isinstance(event, Message):
            own = _keys(seal, event.sender)
            reader = next((known[key] for key in own if key in known), own[0])
            known.update(dict.fromkeys(own, reader))
            ages.setdefault(reader, IN_THIS_DELIVERY + len(ages))
        else:
            reader = _change(known, ages, seal, event)
        found.append(reader)
    changed = {k: r for k, r in known.items() if before.get(k) != r}
    if changed:
        statement = insert_for(connection, IdentityRow)
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=["key"], set_={"reader": statement.excluded.reader}
            ),
            [{"key": key, "reader": changed[key]} for key in sorted(changed)],
        )
        _carry_stopped(connection, before, changed)
    return found


def remember_addresses(
    connection: Connection, seal: Seal, senders: dict[str, tuple[Sender, float]]
) -> None:
    """Store each reader's address and until when it may be used."""
    if not senders:
        return
    statement = insert_for(connection, ReaderRow)
    new = statement.excluded
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["id"],
            set_={"address": new.address, "window_until": new.window_until},
            where=new.window_until >= ReaderRow.window_until,
        ),
        [
            {
                "id": reader,
                "address": seal.close([sender.phone, sender.user_id]),
                "window_until": until,
                "wake_at": 0.0,
                "lease_until": 0.0,
                "stopped": False,
            }
            for reader, (sender, until) in sorted(senders.items())
        ],
    )


def change_addresses(
    connection: Connection, seal: Seal, senders: Iterable[tuple[str, Sender]]
) -> None:
    """Send what is still to be sent to the readers' new address."""
    for reader, sender in senders:
        connection.execute(
            update(ReaderRow)
            .where(ReaderRow.id == reader, ReaderRow.address.is_not(None))
            .values(address=seal.close([sender.phone, sender.user_id]))
        )


def conversations(connection: Connection, reader: str) -> list[str]:
    """The reader's conversations: this one, and those begun under further ids.

    A conversation's id is one of its reader's keys, and stays one when two readers
    turn out to be the same; the key of a number that was given up may lead to its
    new owner, but its conversation is still the first one's.
    """
    other = aliased(IdentityRow)
    query = select(IdentityRow.key).where(
        IdentityRow.reader == reader,
        IdentityRow.key != reader,
        ~exists(select(other.key).where(other.reader == IdentityRow.key)),
    )
    return [reader, *connection.execute(query).scalars()]


def forget_address(connection: Connection, reader: str) -> None:
    """Drop all that leads to the reader, unless they wrote again meanwhile.

    A wish to get no messages stays, without an address.
    """
    own = conversations(connection, reader)
    waiting = select(MessageRow.id).where(MessageRow.reader.in_(own), MessageRow.open)
    if connection.execute(waiting).first():
        return
    connection.execute(delete(IdentityRow).where(IdentityRow.reader == reader))
    connection.execute(
        update(ReaderRow)
        .where(ReaderRow.id.in_(own))
        .values(address=None, choices=None, window_until=0.0)
        .execution_options(synchronize_session=False)
    )


def expire_addresses(connection: Connection, now: float) -> int:
    """Drop the addresses whose window has closed; how many."""
    waiting = exists(
        select(MessageRow.id).where(MessageRow.reader == ReaderRow.id, MessageRow.open)
    )
    expired: Any = connection.execute(
        update(ReaderRow)
        .where(ReaderRow.window_until < now, ReaderRow.address.is_not(None), ~waiting)
        .values(address=None, choices=None)
        .execution_options(synchronize_session=False)
    )
    return int(expired.rowcount)


def _ages(connection: Connection, events: Events, found: set[str]) -> dict[str, int]:
    """When these readers first wrote, as a number that grows; 0 for long ago.

    A key that was given up leads to a reader who never wrote: none is found.
    """
    if not any(isinstance(event, SenderChange) for event in events):
        return {}
    first = func.coalesce(func.min(MessageRow.id), 0)
    query = (
        select(ReaderRow.id, first)
        .outerjoin(MessageRow, MessageRow.reader == ReaderRow.id)
        .where(ReaderRow.id.in_(found))
        .group_by(ReaderRow.id)
    )
    return dict(connection.execute(query).all())


def _carry_stopped(
    connection: Connection, before: dict[str, str], changed: dict[str, str]
) -> None:
    """Let a wish for no messages hold for the reader whom its sender turned out."""
    for key, reader in changed.items():
        other = before.get(key, reader)
        wish = select(ReaderRow.id).where(ReaderRow.id == other, ReaderRow.stopped)
        if other != reader and connection.execute(wish).first():
            connection.execute(
                update(ReaderRow).where(ReaderRow.id == reader).values(stopped=True)
            )


def _change(
    known: dict[str, str], ages: dict[str, int], seal: Seal, event: SenderChange
) -> str:
    previous, current = _keys(seal, event.previous), _keys(seal, event.current)
    reader = next((known[key] for key in previous if key in known), current[0])
    there = known.get(current[-1]) if event.current.user_id else None
    if there is not None and there != reader:
        newer = ages.get(there, IN_THIS_DELIVERY) > ages.get(reader, IN_THIS_DELIVERY)
        if not newer:  # told before, by the other of Meta's two ways
            return there
        # They wrote under the new id before the notice came: it is one reader.
        known.update({key: reader for key, other in known.items() if other == there})
    known.update(dict.fromkeys(current, reader))
    kept = set(current)
    if not event.current.user_id and event.previous.user_id:
        kept.add(previous[-1])  # only the number changed
    for key in previous:
        if key not in kept:
            known[key] = seal.key("moved", f"{key} {event.event_id}")
    return reader


def _event_keys(seal: Seal, event: Message | SenderChange) -> list[str]:
    if isinstance(event, Message):
        return _keys(seal, event.sender)
    return _keys(seal, event.previous) + _keys(seal, event.current)


def _keys(seal: Seal, sender: Sender) -> list[str]:
    keys = []
    if sender.phone:
        keys.append(seal.key("phone", sender.phone))
    if sender.user_id:
        keys.append(seal.key("user", sender.user_id))
    return keys
