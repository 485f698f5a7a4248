"""A conversation's events in SQL, of which a turn sees only the latest.

Rasa replays and copies all events at every step, so an unbounded tracker makes
turn 1,000 cost a hundred times turn 10. The events themselves are all kept.
"""

import asyncio
import itertools
import json
import time
from collections.abc import Callable, Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    BotUttered,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import event, insert
from sqlalchemy.orm import sessionmaker

from article.database import open_engine
from bot import self_check_events
from bot.stored_events import event_of, from_a_turn, row_of
from settings import Settings

KEPT_OPEN = 4  # connections
# Of a transaction that reads before it writes. SQLite refuses at once to write after
# a read that another's write has overtaken; this waits for the others first.
WRITING_FIRST = {"sqlite_begin": "BEGIN IMMEDIATE"}
ROWS_AT_ONCE = 20  # of a conversation read backwards until something is found
SLOT_EVENTS_READ = 200  # among which a slot's latest value is looked for


class RecentEventsTrackerStore(SQLTrackerStore):
    """`SQLTrackerStore` that loads a bounded number of events, off the event loop."""

    engine: Any

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        """Open the database of the settings; `host` may name another URL."""
        settings = Settings.read()
        self._max_events = settings.tracker_max_events
        self._self_check_seconds = settings.self_check_seconds
        url = host or settings.database_url
        super().__init__(domain=domain, host=url, event_broker=event_broker, **kwargs)
        # Rasa's engine waits for a database without end, and opens and closes
        # SQLite's file at every turn, which costs 6 ms of writing through.
        self.engine.dispose()
        self.engine = open_engine(
            url, settings.database_timeout_seconds, kept_open=KEPT_OPEN
        )
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _share_sqlite)
        self.sessionmaker = sessionmaker(bind=self.engine)

    async def _retrieve(
        self, sender_id: str, fetch_events_from_all_sessions: bool
    ) -> DialogueStateTracker | None:
        limit = None if fetch_events_from_all_sessions else self._max_events
        events = await asyncio.to_thread(self._read, sender_id, limit)
        if not events or self.domain is None:
            return None
        replayed = [event_of(entry) for entry in events]
        tracker = DialogueStateTracker.from_events(
            sender_id, replayed, self.domain.slots
        )
        tracker.stored_events = len(tracker.events)
        return tracker

    async def button_sent(
        self, sender_id: str, fits: Callable[[str], bool]
    ) -> dict[str, str] | None:
        """The last button sent in the conversation whose payload fits, if any."""
        return await asyncio.to_thread(self._button_sent, sender_id, fits)

    async def turn(
        self, sender_id: str, message_id: str, most: int | None = None
    ) -> list[dict[str, Any]] | None:
        """The events of the turn that this message began; None without such a turn.

        Looks among the latest `most` events, by default those a turn sees.
        """
        limit = most or self._max_events
        events = await asyncio.to_thread(self._read, sender_id, limit)
        found: list[dict[str, Any]] | None = None
        for entry in events:
            if entry["event"] == UserUttered.type_name:
                if found is not None:
                    break
                found = [] if entry.get("message_id") == message_id else None
            if found is not None:
                found.append(entry)
        return found

    async def erase(self, sender_id: str) -> None:
        """Delete every event of the conversation."""
        await asyncio.to_thread(self._erase, sender_id)

    async def messages(self, sender_id: str, most: int) -> list[dict[str, Any]]:
        """The latest `most` messages of reader and bot, as events, oldest first."""
        return await asyncio.to_thread(self._messages, sender_id, most)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Append the events that are not stored yet."""
        await self.stream_events(tracker)
        stored = getattr(tracker, "stored_events", 0)
        events = list(itertools.islice(tracker.events, stored, None))
        await self.append(tracker.sender_id, events)
        tracker.stored_events = len(tracker.events)

    async def append(self, sender_id: str, events: list[Event]) -> None:
        """Store events behind the conversation's latest."""
        if events:
            await asyncio.to_thread(self._append, sender_id, events)

    async def self_check_is_open(self, sender_id: str) -> bool:
        """Whether a self-check is under way in the conversation and has not expired."""
        tracker = await self.retrieve(sender_id)
        state = tracker.get_slot(self_check_events.SLOT) if tracker else None
        seconds = self._self_check_seconds
        return self_check_events.is_open(state, time.time(), seconds)

    async def wipe_expired_self_checks(self) -> int:
        """Forget the self-checks that no one finished; how many there were."""
        return await asyncio.to_thread(self._wipe_expired)

    def _wipe_expired(self) -> int:
        with self.session_scope() as session:
            session.connection(execution_options=WRITING_FIRST)
            return self_check_events.wipe_expired(
                session, self.SQLEvent, self._self_check_seconds
            )

    def _read(self, sender_id: str, limit: int | None) -> list[dict[str, Any]]:
        with self.session_scope() as session:
            events = _oldest_first(self._latest(session, sender_id).limit(limit))
            if len(events) != limit:
                return events
            slots = self._latest(session, sender_id, SlotSet)
            changes = _oldest_first(slots.limit(SLOT_EVENTS_READ))
        latest = {change["name"]: change for change in changes}
        return [*latest.values(), *from_a_turn(events)]

    def _messages(self, sender_id: str, most: int) -> list[dict[str, Any]]:
        with self.session_scope() as session:
            said = self._latest(session, sender_id, UserUttered, BotUttered)
            return _oldest_first(said.limit(most))

    def _button_sent(
        self, sender_id: str, fits: Callable[[str], bool]
    ) -> dict[str, str] | None:
        with self.session_scope() as session:
            said = self._latest(session, sender_id, BotUttered)
            for (data,) in said.yield_per(ROWS_AT_ONCE):
                for button in json.loads(data)["data"].get("buttons") or []:
                    if fits(button["payload"]):
                        return dict(button)
        return None

    def _latest(self, session: Any, sender_id: str, *kinds: type[Event]) -> Any:
        """A query for a conversation's events, of these kinds if any, latest first."""
        events = session.query(self.SQLEvent.data).filter(
            self.SQLEvent.sender_id == sender_id
        )
        if kinds:
            names = [kind.type_name for kind in kinds]
            events = events.filter(self.SQLEvent.type_name.in_(names))
        return events.order_by(self.SQLEvent.id.desc())

    def _erase(self, sender_id: str) -> None:
        with self.session_scope() as session:
            own = self.SQLEvent.sender_id == sender_id
            session.query(self.SQLEvent).filter(own).delete()
            session.commit()

    def _append(self, sender_id: str, events: list[Any]) -> None:
        rows = [row_of(sender_id, entry) for entry in events]
        with self.session_scope() as session:
            session.execute(insert(self.SQLEvent.__table__), rows)
            session.commit()
            if self_check_events.ended(events):
                session.connection(execution_options=WRITING_FIRST)
                self_check_events.wipe(
                    session, self.SQLEvent, sender_id, self._self_check_seconds
                )


def _oldest_first(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [json.loads(data) for (data,) in reversed(list(rows))]


def _share_sqlite(connection: Any, _: Any) -> None:
    # The action server reads while this process writes.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
