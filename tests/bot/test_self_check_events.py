"""A self-check that ended or was left leaves nothing in the database."""

import json
import time
from typing import Any

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from bot import self_check_events

TABLE: Any = SQLTrackerStore.SQLEvent
STATE = {"started": 1.0, "answers": []}


@pytest.fixture
def session() -> Session:
    engine = create_engine("sqlite://")
    SQLTrackerStore.Base.metadata.create_all(engine)
    return sessionmaker(bind=engine)()


def add(session: Session, sender: str, kind: str, when: float, **data: Any) -> None:
    text = json.dumps({"event": kind, **data})
    action = data.get("name") if kind == "action" else None
    row = TABLE(
        sender_id=sender, type_name=kind, timestamp=when, data=text, action_name=action
    )
    session.add(row)
    session.commit()


def said(session: Session, sender: str) -> list[str]:
    rows = session.query(TABLE).filter(TABLE.sender_id == sender).order_by(TABLE.id)
    return [json.loads(row.data).get("text", row.type_name) for row in rows]


def self_check(session: Session, sender: str, when: float) -> None:
    add(session, sender, "user", when, text="check me")
    add(session, sender, "slot", when, name="self_check", value=STATE)
    add(session, sender, "user", when, text="yes, my arm")
    add(session, sender, "action", when, name="action_agree")
    add(session, sender, "slot", when, name="red_flag_level", value="see_doctor")
    add(session, sender, "bot", when, text="next question")
    add(session, sender, "action", when, name="action_listen", text="listen")


def test_wipe_takes_what_was_said_since_the_start(session: Session) -> None:
    """Words, answers and the actions they led to go; what was before stays."""
    add(session, "a", "user", 1.0, text="hello")
    self_check(session, "a", 2.0)
    self_check(session, "b", 2.0)
    self_check_events.wipe(session, TABLE, "a")
    assert said(session, "a") == ["hello", "check me", "listen"]
    assert "yes, my arm" in said(session, "b")


def test_wipe_without_a_self_check_changes_nothing(session: Session) -> None:
    """A conversation without a self-check is left alone."""
    add(session, "a", "user", 1.0, text="hello")
    add(session, "a", "slot", 1.0, name="history", value="about self_check")
    self_check_events.wipe(session, TABLE, "a")
    assert said(session, "a") == ["hello", "slot"]


def test_only_expired_self_checks_are_swept(session: Session) -> None:
    """A self-check under way stays; one that was left is wiped."""
    now = time.time()
    self_check(session, "left", now - self_check_events.EXPIRES_SECONDS - 1)
    self_check(session, "going", now)
    assert self_check_events.wipe_expired(session, TABLE) == 1
    assert "yes, my arm" not in said(session, "left")
    assert "yes, my arm" in said(session, "going")


@pytest.mark.parametrize(("value", "over"), [(None, True), (STATE, False)])
def test_an_emptied_slot_ends_it(value: Any, over: bool) -> None:
    """The tracker store wipes when the slot is emptied, not before."""
    events = [SlotSet("history", None), SlotSet("self_check", value)]
    assert self_check_events.ended(events) is over


def test_slot_is_the_domains() -> None:
    """The slot has the name the domain gives it."""
    domain = Domain.load("domain.yml")
    assert self_check_events.SLOT in [slot.name for slot in domain.slots]
