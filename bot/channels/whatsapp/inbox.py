"""The inbox: what was received, who works on it, what became of it. SQL only.

A message is claimed by its id before Meta gets its 200; from then on it is ours.
A reader is leased to one process at a time, so their messages are answered in
order; a lease runs out when its process dies, and another takes the reader over.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from bot.channels.reply import Button
from bot.channels.whatsapp import readers
from bot.channels.whatsapp.contents import WORDLESS, Content
from bot.channels.whatsapp.identity import Seal
from bot.channels.whatsapp.outbox import Withdrawn, end_parts, record_statuses
from bot.channels.whatsapp.payloads import (
    Delivery,
    Message,
    Sender,
    SenderChange,
    Withdrawal,
)
from bot.channels.whatsapp.tables import (
    Base,
    MessageRow,
    PartRow,
    ReaderRow,
)
from bot.channels.whatsapp.upsert import insert_for

# Meta delivers again for up to 7 days; until then an id must be known.
KEPT_SECONDS = 30 * 24 * 3600


READER_COLUMNS = (
    ReaderRow.address,
    ReaderRow.window_until,
    ReaderRow.stopped,
    ReaderRow.choices,
)


@dataclass(frozen=True)
class Claimed:
    """A message a worker has to answer; `attempts` counts the turns begun for it.

    `answering`: its parts are stored, for the channel's own `reason` if it has one;
    `message_id` is WhatsApp's, "" once the text is wiped. Of the reader: where to
    send until when, whether they asked to stop, what they were offered last and in
    a reply of which kind.
    """

    id: int
    key: str
    reader: str
    attempts: int
    answering: bool
    message_id: str
    content: Content
    reason: str
    address: Sender
    window_until: float
    stopped: bool
    offered: tuple[list[Button], str]


class Inbox:
    """The channel's rows in the database behind `engine`."""

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal

    def create_tables(self) -> None:
        """Make the tables that are missing; several processes may do so at once."""
        try:
            Base.metadata.create_all(self._engine)
        except (IntegrityError, OperationalError, ProgrammingError):
            Base.metadata.create_all(self._engine)  # another one was quicker

    def receive(self, delivery: Delivery, now: float) -> list[str]:
        """Take in what is new of a delivery, in one transaction; the new keys."""
        with self._engine.begin() as connection:
            record_statuses(connection, self._seal, delivery.statuses, now)
            if not delivery.events:
                return []
            fresh = self._fresh(connection, delivery)
            found = readers.identify(connection, self._seal, list(fresh.values()))
            rows, addresses, changes = [], {}, []
            for position, (key, event) in enumerate(fresh.items()):
                reader = found[position]
                if isinstance(event, SenderChange):
                    changes.append((reader, event.current))
                    rows.append(_row(key, reader, int(now), now, position, "ignored"))
                    continue
                sent_at = min(event.sent_at or int(now), int(now))
                until = float(sent_at + readers.WINDOW_SECONDS)
                state = "received" if until > now else "expired"
                row = _row(key, reader, sent_at, now, position, state)
                if state == "received":
                    addresses[reader] = (event.sender, until)
                    row["body"] = self._closed(event)
                rows.append(row)
            readers.remember_addresses(connection, self._seal, addresses)
            readers.change_addresses(connection, self._seal, changes)
            self._insert(connection, rows)
            self._withdraw(connection, delivery, now)
        return list(fresh)

    def claim_readers(
        self, owner: str, now: float, lease_seconds: float, most: int
    ) -> list[str]:
        """Lease readers whose messages wait, those served longest ago first."""
        waiting = select(MessageRow.reader).where(MessageRow.open)
        free = (
            select(ReaderRow.id)
            .where(
                ReaderRow.lease_until < now,
                ReaderRow.wake_at <= now,
                ReaderRow.id.in_(waiting),
            )
            .order_by(ReaderRow.wake_at)
            .limit(most)
            # On SQLite nothing is rendered: there BEGIN IMMEDIATE keeps others out.
            .with_for_update(skip_locked=True)
        )
        with self._engine.begin() as connection:
            found = list(connection.execute(free).scalars())
            if found:
                connection.execute(
                    update(ReaderRow)
                    .where(ReaderRow.id.in_(found))
                    .values(lease_owner=owner, lease_until=now + lease_seconds)
                    .execution_options(synchronize_session=False)
                )
        return found

    def renew(self, owner: str, now: float, lease_seconds: float) -> None:
        """Keep the leases of a process that lives."""
        with self._engine.begin() as connection:
            connection.execute(
                update(ReaderRow)
                .where(ReaderRow.lease_owner == owner)
                .values(lease_until=now + lease_seconds)
            )

    def release(self, owner: str, wake_at: float, reader: str | None = None) -> None:
        """Give a reader back (all of the owner's without one), not before `wake_at`."""
        own = update(ReaderRow).where(ReaderRow.lease_owner == owner)
        if reader is not None:
            own = own.where(ReaderRow.id == reader)
        with self._engine.begin() as connection:
            connection.execute(
                own.values(lease_owner=None, lease_until=0.0, wake_at=wake_at)
            )

    def next_message(self, reader: str, owner: str) -> Claimed | None:
        """The reader's oldest open message.

        Raises:
            UnreadableError: it was stored with another secret.
        """
        first = (
            select(MessageRow.__table__, *READER_COLUMNS)
            .join(ReaderRow, ReaderRow.id == MessageRow.reader)
            .where(
                MessageRow.reader == reader,
                MessageRow.open,
                ReaderRow.lease_owner == owner,
            )
            .order_by(MessageRow.sent_at, MessageRow.received_at, MessageRow.position)
            .limit(1)
        )
        with self._engine.begin() as connection:
            row = connection.execute(first).mappings().one_or_none()
            if row is None:
                return None
            message_id, content = self._opened(row["body"])
            address, choices = row["address"], row["choices"]
            offered = self._seal.open(choices) if choices else ([], "")
            sender = Sender(*self._seal.open(address)) if address else Sender()
        return Claimed(
            row["id"],
            row["key"],
            reader,
            row["attempts"],
            row["state"] == "answering",
            message_id,
            content,
            row["reason"] or "",
            sender,
            row["window_until"],
            row["stopped"],
            (offered[0], offered[1]),
        )

    def begin_turn(self, message: int) -> int:
        """Count a turn for the message before it is taken; the how manieth.

        Raises:
            Withdrawn: the reader deleted the message meanwhile.
        """
        own = MessageRow.id == message
        undone = MessageRow.state.in_(["received", "working"])
        with self._engine.begin() as connection:
            begun: Any = connection.execute(
                update(MessageRow)
                .where(own, undone)
                .values(state="working", attempts=MessageRow.attempts + 1)
                .execution_options(synchronize_session=False)
            )
            if not begun.rowcount:
                raise Withdrawn
            turns = connection.execute(select(MessageRow.attempts).where(own))
            return int(turns.scalar_one())

    def told_since(self, reader: str, reason: str, since: float) -> bool:
        """Whether a message of the reader was finished for this reason since then."""
        query = select(MessageRow.id).where(
            MessageRow.reader == reader,
            MessageRow.finished_at >= since,
            MessageRow.reason == reason,
        )
        with self._engine.begin() as connection:
            return connection.execute(query).first() is not None

    def stop(self, reader: str, stopped: bool) -> None:
        """Keep whether the reader wants no messages."""
        with self._engine.begin() as connection:
            connection.execute(
                update(ReaderRow).where(ReaderRow.id == reader).values(stopped=stopped)
            )

    def finish(
        self,
        message: Claimed,
        now: float,
        state: str | None = None,
        reason: str = "",
        forget: bool = False,
    ) -> str:
        """Close a message and wipe its text; the state its parts amount to.

        With a `state` given, what is still to be sent is ended. `forget` drops all
        that leads to the reader, too, unless they wrote again meanwhile.
        """
        own = MessageRow.id == message.id
        states = select(PartRow.state).where(PartRow.message == message.id)
        with self._engine.begin() as connection:
            if state is not None:
                end_parts(connection, [message.id], state)
            # So that no status brings a part back between here and the end.
            connection.execute(select(MessageRow.id).where(own).with_for_update())
            found = set(connection.execute(states).scalars())
            if "pending" in found:  # a status brought one back just now
                return "answering"
            state = state or next(
                (s for s in ("failed", "unknown") if s in found), "answered"
            )
            values: dict[str, Any] = {"reason": reason} if reason else {}
            connection.execute(
                update(MessageRow)
                .where(own)
                .values(state=state, open=False, body=None, finished_at=now, **values)
            )
            if forget:
                readers.forget_address(connection, message.reader)
        return state

    def wipe(self, reader: str, but: int) -> None:
        """Wipe what is kept of the reader's words and of what they were told."""
        closed = select(MessageRow.id).where(
            MessageRow.reader == reader, MessageRow.id != but
        )
        with self._engine.begin() as connection:
            connection.execute(
                update(PartRow)
                .where(PartRow.message.in_(closed), PartRow.state != "pending")
                .values(payload=None, answer=None, reason=None)
                .execution_options(synchronize_session=False)
            )
            connection.execute(
                update(ReaderRow).where(ReaderRow.id == reader).values(choices=None)
            )

    def sweep(self, now: float) -> int:
        """Drop what has no more use: addresses, old rows; how many addresses.

        A message still open when its window closes has expired.
        """
        old = select(MessageRow.id).where(
            ~MessageRow.open, MessageRow.received_at < now - KEPT_SECONDS
        )
        closed = select(MessageRow.id).where(~MessageRow.open)
        closed_window = now - readers.WINDOW_SECONDS
        late = MessageRow.open & (MessageRow.sent_at < closed_window)
        with self._engine.begin() as connection:
            end_parts(connection, select(MessageRow.id).where(late), "expired")
            connection.execute(
                update(PartRow)
                .where(
                    PartRow.payload.is_not(None),
                    (PartRow.sent_at < closed_window)
                    | (PartRow.sent_at.is_(None) & PartRow.message.in_(closed)),
                )
                .values(payload=None)
                .execution_options(synchronize_session=False)
            )
            connection.execute(
                delete(PartRow)
                .where(PartRow.message.in_(old))
                .execution_options(synchronize_session=False)
            )
            connection.execute(
                delete(MessageRow)
                .where(MessageRow.id.in_(old))
                .execution_options(synchronize_session=False)
            )
            connection.execute(
                update(MessageRow)
                .where(late)
                .values(state="expired", open=False, body=None, finished_at=now)
            )
            return readers.expire_addresses(connection, now)

    def counts(self) -> dict[str, int]:
        """How many messages are in each state."""
        query = select(MessageRow.state, func.count()).group_by(MessageRow.state)
        with self._engine.begin() as connection:
            return dict(connection.execute(query).all())

    def _fresh(
        self, connection: Connection, delivery: Delivery
    ) -> dict[str, Message | SenderChange]:
        events: dict[str, Message | SenderChange] = {}
        for event in delivery.events:
            if not isinstance(event, Withdrawal):
                name = event.id if isinstance(event, Message) else event.event_id
                events.setdefault(self._seal.key("message", name), event)
        query = select(MessageRow.key).where(MessageRow.key.in_(list(events)))
        for key in connection.execute(query).scalars():
            del events[key]
        return events

    def _insert(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            # By key, so that two processes wait for each other and never in a ring.
            connection.execute(
                insert_for(connection, MessageRow).on_conflict_do_nothing(
                    index_elements=["key"]
                ),
                sorted(rows, key=lambda row: row["key"]),
            )

    def _withdraw(self, connection: Connection, delivery: Delivery, now: float) -> None:
        for event in delivery.events:
            if isinstance(event, Withdrawal):
                key = self._seal.key("message", event.original_id)
                # A row also where the message itself comes later.
                self._insert(connection, [_row(key, "", int(now), now, 0, "withdrawn")])
                connection.execute(
                    update(MessageRow)
                    .where(MessageRow.key == key, MessageRow.state == "received")
                    .values(state="withdrawn", open=False, body=None, finished_at=now)
                )

    def _closed(self, message: Message) -> str:
        return self._seal.close([message.id, astuple(message.content)])

    def _opened(self, body: str | None) -> tuple[str, Content]:
        if body is None:  # wiped: only what is stored remains to be sent
            return "", WORDLESS
        message_id, content = self._seal.open(body)
        return message_id, Content(*content)


def _row(
    key: str, reader: str, sent_at: int, now: float, position: int, state: str
) -> dict[str, Any]:
    open_now = state == "received"
    return {
        "key": key,
        "reader": reader,
        "state": state,
        "open": open_now,
        "body": None,
        "sent_at": sent_at,
        "received_at": now,
        "position": position,
        "attempts": 0,
        "finished_at": None if open_now else now,
        "reason": None,
    }
