"""What Meta says became of the parts, in whatever order it says so. SQL only."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, or_, select, update
from sqlalchemy.engine import Connection

from bot.channels.whatsapp.errors import (
    LONGEST_BODY_CHARS,
    ReaderUnreachable,
    WindowClosed,
    class_of,
    without_numbers,
)
from bot.channels.whatsapp.identity import Seal
from bot.channels.whatsapp.outbox import new_part
from bot.channels.whatsapp.payloads import Status
from bot.channels.whatsapp.tables import MessageRow, PartRow

# A later one of these is never undone by an earlier.
RANKS = {"sent": 1, "failed": 2, "delivered": 3, "read": 4, "played": 5}


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
        if row and _is_news(row, status):
            undecided = row["state"] in ("unknown", "failed")
            changes = _changes(row, status, keys[status.id], now)
            row.update(changes)
            connection.execute(
                update(PartRow).where(PartRow.id == row["id"]).values(**changes)
            )
            if undecided or status.status == "failed":
                _settle(connection, seal, row, status)


def _is_news(row: dict[str, Any], status: Status) -> bool:
    if row["state"] == "pending" and status.status == "failed":
        return False  # of an earlier attempt: it is sent again anyway
    return RANKS[status.status] > RANKS.get(row["status"], 0)


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
        # Its process may not have got to record it, or wait to send it again.
        changes["state"] = "sent"
        if status.status != "sent" or not row["safety"]:
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
        payload = seal.close([plain, plain])
        again = new_part(row["message"], row["position"], payload, True, True)
        connection.execute(insert(PartRow), again)
        connection.execute(message.values(state="answering", open=True))
    else:
        closed = ~MessageRow.open
        connection.execute(message.where(closed).values(state="failed"))
