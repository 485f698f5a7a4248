"""The inbox: what Meta delivers, taken in before it gets its 200. SQL only.

A message is claimed by its id (its keyed hash); from then on it is ours.
"""

from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection, Engine

from bot.channels.whatsapp import readers
from bot.channels.whatsapp.identity import Seal
from bot.channels.whatsapp.payloads import (
    Delivery,
    Message,
    SenderChange,
    Withdrawal,
)
from bot.channels.whatsapp.statuses import record_statuses
from bot.channels.whatsapp.tables import MessageRow
from bot.channels.whatsapp.upsert import insert_for


class Inbox:
    """The messages in the database behind `engine`."""

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal

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
