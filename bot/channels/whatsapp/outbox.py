"""The outbox: the parts of each answer, and what became of them. SQL only.

A part is marked `sending` before it goes out: one found so after a crash may have
arrived, and is never sent again blindly.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, or_, select, update
from sqlalchemy.engine import Connection, Engine

from bot.channels.reply import Button
from bot.channels.whatsapp.errors import (
    LONGEST_BODY_CHARS,
    ReaderUnreachable,
    Refused,
    SendError,
    WindowClosed,
    class_of,
    without_numbers,
)
from bot.channels.whatsapp.identity import Seal
from bot.channels.whatsapp.outbound import Part, Payload
from bot.channels.whatsapp.payloads import Status
from bot.channels.whatsapp.tables import MessageRow, PartRow, ReaderRow

TOKEN_BYTES = 12
# Statuses arrive in any order; a later one of these is never undone by an earlier.
RANKS = {"sent": 1, "failed": 2, "delivered": 3, "read": 4, "played": 5}


class Withdrawn(RuntimeError):
    """The reader deleted the message before it was answered."""


class LeaseLost(RuntimeError):
    """Another process has taken the reader over; leave everything to it."""


@dataclass(frozen=True)
class StoredPart:
    """A part as the outbox has it; `attempts` made so far."""

    id: int
    token: str
    state: str
    attempts: int
    safety: bool
    plain: bool
    payload: Payload
    plain_payload: Payload


class Outbox:
    """The parts in the database behind `engine`."""

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal

    def store(
        self,
        message: int,
        reader: str,
        owner: str,
        parts: Sequence[Part],
        offered: tuple[Sequence[Button], str],
        reason: str = "",
    ) -> None:
        """Keep the parts of an answer before the first is sent.

        Raises:
            LeaseLost: the reader is another process's now.
            Withdrawn: the reader deleted the message meanwhile.
        """
        rows = [
            {
                "message": message,
                "position": position,
                "token": secrets.token_urlsafe(TOKEN_BYTES),
                "state": "pending",
                "payload": self._seal.close([part.payload, part.plain]),
                "safety": part.safety,
                "plain": part.payload == part.plain,
                "attempts": 0,
            }
            for position, part in enumerate(parts)
        ]
        with self._engine.begin() as connection:
            kept: Any = connection.execute(
                update(ReaderRow)
                .where(ReaderRow.id == reader, ReaderRow.lease_owner == owner)
                .values(choices=self._seal.close([list(offered[0]), offered[1]]))
            )
            moved: Any = connection.execute(
                update(MessageRow)
                .where(
                    MessageRow.id == message,
                    MessageRow.state.in_(["received", "working"]),
                )
                .values(state="answering", reason=reason or None)
            )
            if not kept.rowcount:
                raise LeaseLost
            if not moved.rowcount:
                raise Withdrawn
            connection.execute(insert(PartRow), rows)

    def parts(self, message: int) -> list[StoredPart]:
        """The parts of an answer that are not done with, in order."""
        query = (
            select(PartRow.__table__)
            .where(
                PartRow.message == message, PartRow.state.in_(["pending", "sending"])
            )
            .order_by(PartRow.position, PartRow.id)
        )
        with self._engine.begin() as connection:
            rows = connection.execute(query).mappings().all()
        found = []
        for row in rows:
            payload, plain = self._seal.open(row["payload"])
            found.append(
                StoredPart(
                    row["id"],
                    row["token"],
                    row["state"],
                    row["attempts"],
                    row["safety"],
                    row["plain"],
                    payload,
                    plain,
                )
            )
        return found

    def start(self, part: StoredPart, reader: str, owner: str, now: float) -> None:
        """Mark a part as going out.

        Raises:
            LeaseLost: the reader is another process's now.
        """
        ours = (
            select(ReaderRow.id)
            .where(
                ReaderRow.id == reader,
                ReaderRow.lease_owner == owner,
                ReaderRow.lease_until > now,
            )
            .exists()
        )
        with self._engine.begin() as connection:
            started: Any = connection.execute(
                update(PartRow)
                .where(PartRow.id == part.id, PartRow.state == "pending", ours)
                .values(state="sending", attempts=part.attempts + 1, sent_at=now)
                .execution_options(synchronize_session=False)
            )
        if not started.rowcount:
            raise LeaseLost

    def sent(self, part: StoredPart, message_id: str | None) -> None:
        """Record a part as accepted by Meta; a safety reply's text is kept until
        it is delivered, to be sent again as plain text if it is not."""
        values: dict[str, Any] = {"state": "sent", "code": None, "reason": None}
        if message_id is not None:
            values["message_key"] = self._seal.key("message", message_id)
        if not part.safety:
            values["payload"] = None
        self._record(part, values)

    def again(self, part: StoredPart, error: SendError, counted: bool = True) -> None:
        """Put a part back to be sent later; `counted`: as another attempt."""
        attempts = {} if counted else {"attempts": part.attempts}
        self._record(part, {"state": "pending", **_of(error), **attempts})

    def as_text(self, part: StoredPart, error: SendError) -> None:
        """Put a part back to be sent as plain text."""
        payload = self._seal.close([part.plain_payload, part.plain_payload])
        changes = {"state": "pending", "plain": True, "payload": payload}
        self._record(part, {**changes, "attempts": 0, **_of(error)})

    def ended(self, part: StoredPart, state: str, error: SendError) -> None:
        """Record a part as failed, or its outcome as unknown, for good."""
        self._record(part, {"state": state, "payload": None, **_of(error)})

    def arrived(self, part: StoredPart) -> bool:
        """Whether a status has told by now that Meta took the part."""
        query = select(PartRow.id).where(
            PartRow.id == part.id, PartRow.status.is_not(None)
        )
        with self._engine.begin() as connection:
            return connection.execute(query).first() is not None

    def _record(self, part: StoredPart, values: dict[str, Any]) -> None:
        """Record, unless a status told meanwhile that the part failed."""
        with self._engine.begin() as connection:
            connection.execute(
                update(PartRow)
                .where(PartRow.id == part.id, PartRow.state != "failed")
                .values(**values)
            )


def end_parts(connection: Connection, messages: Any, reason: str) -> None:
    """End the parts of these messages that will not be sent any more.

    One that was going out when its process ended may have arrived.
    """
    for before, after in (("pending", "failed"), ("sending", "unknown")):
        connection.execute(
            update(PartRow)
            .where(PartRow.message.in_(messages), PartRow.state == before)
            .values(state=after, payload=None, reason=reason)
            .execution_options(synchronize_session=False)
        )


def record_statuses(
    connection: Connection, seal: Seal, statuses: Sequence[Status], now: float
) -> None:
    """Store what Meta says became of the parts; those not ours are left out."""
    tokens = [status.token for status in statuses if status.token]
    keys = {status.id: seal.key("message", status.id) for status in statuses}
    if not statuses:
        return
    query = (
        select(PartRow.__table__)
        .where(or_(PartRow.token.in_(tokens), PartRow.message_key.in_(keys.values())))
        # Held, so that two processes with one status act on it in turn; in order,
        # so that they never wait in a ring. SQLite has one writer anyway.
        .order_by(PartRow.id)
        .with_for_update()
    )
    rows = [dict(row) for row in connection.execute(query).mappings()]
    by_token = {row["token"]: row for row in rows}
    by_key = {row["message_key"]: row for row in rows if row["message_key"]}
    for status in statuses:
        row = by_token.get(status.token) or by_key.get(keys[status.id])
        if row and RANKS[status.status] > RANKS.get(row["status"], 0):
            undecided = row["state"] in ("unknown", "failed")
            changes = _changes(row, status, keys[status.id], now)
            row.update(changes)
            connection.execute(
                update(PartRow).where(PartRow.id == row["id"]).values(**changes)
            )
            if undecided or status.status == "failed":
                _settle(connection, seal, row, status)


def _changes(
    row: dict[str, Any], status: Status, key: str, now: float
) -> dict[str, Any]:
    changes: dict[str, Any] = {
        "status": status.status,
        "status_at": now,
        "message_key": key,
    }
    if status.status == "failed":
        reason = without_numbers(status.reason)[:LONGEST_BODY_CHARS]
        changes |= {"state": "failed", "code": status.code, "reason": reason}
    else:
        if row["state"] in ("unknown", "failed"):
            changes["state"] = "sent"
        if status.status != "sent":
            changes["payload"] = None
    return changes


def _settle(
    connection: Connection, seal: Seal, row: dict[str, Any], status: Status
) -> None:
    """Let the message's state follow; a failed safety reply goes out as text."""
    message = update(MessageRow).where(MessageRow.id == row["message"])
    if status.status != "failed":
        states = select(PartRow.state).where(PartRow.message == row["message"])
        if set(connection.execute(states).scalars()) == {"sent"}:
            undecided = MessageRow.state.in_(["unknown", "failed"])
            connection.execute(message.where(undecided).values(state="answered"))
        return
    lost = class_of(status.code or 0) in (ReaderUnreachable, WindowClosed)
    if row["safety"] and not row["plain"] and row["payload"] and not lost:
        _, plain = seal.open(row["payload"])
        connection.execute(
            insert(PartRow),
            {
                "message": row["message"],
                "position": row["position"],
                "token": secrets.token_urlsafe(TOKEN_BYTES),
                "state": "pending",
                "payload": seal.close([plain, plain]),
                "safety": True,
                "plain": True,
                "attempts": 0,
            },
        )
        connection.execute(message.values(state="answering", open=True))
    else:
        closed = ~MessageRow.open
        connection.execute(message.where(closed).values(state="failed"))


def _of(error: SendError) -> dict[str, Any]:
    return {
        "code": error.code,
        "trace_id": error.trace_id or None,
        "reason": error.reason,
        "answer": error.body if isinstance(error, Refused) else None,
    }
