"""The outbox: the parts of each answer, and what became of them. SQL only.

A part is marked `sending` before it goes out: one found so after a crash may have
arrived, and is never sent again blindly.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection, Engine

from bot.channels.reply import Button
from bot.channels.whatsapp.errors import Refused, SendError
from bot.channels.whatsapp.identity import Seal
from bot.channels.whatsapp.leases import LeaseLost
from bot.channels.whatsapp.outbound import Part, Payload
from bot.channels.whatsapp.tables import MessageRow, PartRow, ReaderRow

TOKEN_BYTES = 12


class Withdrawn(RuntimeError):
    """The reader deleted the message before it was answered."""


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
            new_part(
                message,
                position,
                self._seal.close([part.payload, part.plain]),
                part.safety,
                # An alert is tried once more even where its text is all there is.
                part.payload == part.plain and not part.safety,
            )
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

    def start(self, part: StoredPart, reader: str, owner: str, now: float) -> bool:
        """Mark a part as going out; False where a status told that it has arrived.

        Raises:
            LeaseLost: the reader is another process's now.
        """
        ours = select(ReaderRow.id).where(
            ReaderRow.id == reader,
            ReaderRow.lease_owner == owner,
            ReaderRow.lease_until > now,
        )
        with self._engine.begin() as connection:
            started: Any = connection.execute(
                update(PartRow)
                .where(PartRow.id == part.id, PartRow.state == "pending", ours.exists())
                .values(state="sending", attempts=part.attempts + 1, sent_at=now)
                .execution_options(synchronize_session=False)
            )
            if not started.rowcount and connection.execute(ours).first() is None:
                raise LeaseLost
        return bool(started.rowcount)

    def sent(self, part: StoredPart, message_id: str) -> None:
        """Record a part as accepted by Meta, unless a status told that it failed.

        A safety reply's text is kept until it is delivered, to be sent again as
        plain text if it is not.
        """
        values: dict[str, Any] = {
            "state": "sent",
            "code": None,
            "reason": None,
            "message_key": self._seal.key("message", message_id),
        }
        if not part.safety:
            values["payload"] = None
        self._record(part, values, ["failed"])

    def again(self, part: StoredPart, error: SendError, counted: bool = True) -> None:
        """Put a part back to be sent later; `counted`: as another attempt."""
        attempts = {} if counted else {"attempts": part.attempts}
        self._went_wrong(part, error, {"state": "pending", **attempts})

    def as_text(self, part: StoredPart, error: SendError) -> None:
        """Put a part back to be sent as plain text."""
        payload = self._seal.close([part.plain_payload, part.plain_payload])
        changes = {"state": "pending", "plain": True, "payload": payload}
        self._went_wrong(part, error, {**changes, "attempts": 0})

    def ended(self, part: StoredPart, state: str, error: SendError) -> None:
        """Record a part as failed, or its outcome as unknown, for good."""
        self._went_wrong(part, error, {"state": state, "payload": None})

    def _went_wrong(
        self, part: StoredPart, error: SendError, changes: dict[str, Any]
    ) -> None:
        """Record, unless a status told meanwhile what became of the part."""
        self._record(part, {**changes, **_of(error)}, ["sent", "failed"])

    def _record(
        self, part: StoredPart, values: dict[str, Any], told: Sequence[str]
    ) -> None:
        with self._engine.begin() as connection:
            connection.execute(
                update(PartRow)
                .where(PartRow.id == part.id, PartRow.state.not_in(told))
                .values(**values)
            )


def new_part(
    message: int, position: int, payload: str, safety: bool, plain: bool
) -> dict[str, Any]:
    """The row of a part to be sent; `payload` is sealed."""
    return {
        "message": message,
        "position": position,
        "token": secrets.token_urlsafe(TOKEN_BYTES),
        "state": "pending",
        "payload": payload,
        "safety": safety,
        "plain": plain,
        "attempts": 0,
    }


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


def _of(error: SendError) -> dict[str, Any]:
    return {
        "code": error.code,
        "trace_id": error.trace_id or None,
        "reason": error.reason,
        "answer": error.body if isinstance(error, Refused) else None,
    }
