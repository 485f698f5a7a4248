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
from bot.self_check_events import CLOSING

TABLE: Any = SQLTrackerStore.SQLEvent
SECONDS = 1800
STATE = {"started": 2.0, "answers": []}


@pytest.fixture
def session() -> Session:
    engine = create_engine("sqlite://")
    SQLTrackerStore.Base.metadata.create_all(engine)
    return sessionmaker(bind=engine)()


def add(session: Session, sender: str, kind: str, when: float, **data: Any) -> None:
    text = json.dumps({"event": kind, **data})
    name = data.get("name")  # of an action or a slot
    row = TABLE(
        sender_id=sender, type_name=kind, timestamp=when, data=text, action_name=name
    )
    session.add(row)
    session.commit()


def said(session: Session, sender: str) -> list[str]:
    rows = session.query(TABLE).filter(TABLE.sender_id == sender).order_by(TABLE.id)
    return [json.loads(row.data).get("text", row.type_name) for row in rows]


def turn(
    session: Session, sender: str, when: float, text: str, kind: str, **slots: Any
) -> None:
    """A turn in which the bot replies with this kind and sets these slots."""
    parse_data = {"red_flag": {"asks": "?" in text}}
    add(session, sender, "user", when, text=text, parse_data=parse_data)
    for name, value in slots.items():
        add(session, sender, "slot", when, name=name, value=value)
    add(session, sender, "action", when, name="action_any", text="action")
    buttons = {"buttons": [{"title": "T", "payload": "/help"}]}
    metadata = {"kind": kind, "sections": ["6"]}
    add(session, sender, "bot", when, text=kind, metadata=metadata, data=buttons)
    add(session, sender, "action", when, name="action_listen", text="listen")


def begin(session: Session, sender: str, when: float = 2.0) -> None:
    state = {**STATE, "started": when}
    turn(session, sender, when, "check me", "self_check", self_check=state)
    slots = {"self_check": state, "red_flag_level": "see_doctor"}
    turn(session, sender, when, "yes, my arm", "self_check", **slots)


def wipe(session: Session, sender: str = "a") -> None:
    self_check_events.wipe(session, TABLE, sender, SECONDS)


ANSWERED = ["action", "answer", "listen"]


def test_end_leaves_one_fixed_sentence_with_its_buttons(session: Session) -> None:
    """Words, answers and what they led to go; what was before stays."""
    turn(session, "a", 1.0, "hello", "answer")
    begin(session, "a")
    turn(session, "a", 3.0, "no", "self_check", self_check=None)
    begin(session, "b")
    wipe(session)
    assert said(session, "a") == ["hello", *ANSWERED, CLOSING]
    closing = session.query(TABLE).filter(TABLE.data.contains(CLOSING)).one()
    assert json.loads(closing.data)["metadata"] == {"kind": "self_check"}
    assert json.loads(closing.data)["data"]["buttons"][0]["payload"] == "/help"
    assert "yes, my arm" in said(session, "b")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("what is bfs?", "answer"),
        ("what does it cost?", "not_covered"),
        ("/ask_contact", "contact"),
        ("thanks", "small_talk"),
    ],
)
def test_question_in_between_stays(session: Session, text: str, kind: str) -> None:
    """Only the question of the self-check that was asked again below it goes."""
    begin(session, "a")
    turn(session, "a", 3.0, text, kind)
    add(session, "a", "bot", 3.0, text="again", metadata={"kind": "self_check"})
    wipe(session)
    assert said(session, "a") == [text, "action", kind, "listen"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a few days", "answer"),
        ("since my divorce", "not_covered"),
        ("only at night", "clarify"),
        ("my arm is numb, is that bad?", "alert"),
    ],
)
def test_words_that_may_be_an_answer_go(session: Session, text: str, kind: str) -> None:
    """What asks nothing, or reports a sign, may have been meant as an answer."""
    begin(session, "a")
    turn(session, "a", 3.0, text, kind)
    wipe(session)
    assert said(session, "a") == []


def test_what_follows_the_expiry_stays(session: Session) -> None:
    """A self-check that was left takes nothing with it of what was said later."""
    begin(session, "a")
    turn(session, "a", SECONDS + 3.0, "is botox good?", "not_covered")
    wipe(session)
    assert said(session, "a") == ["is botox good?", "action", "not_covered", "listen"]


def test_emergency_stays(session: Session) -> None:
    """An emergency ends the self-check and is no answer to it."""
    begin(session, "a")
    turn(session, "a", 3.0, "chest pain", "alert", self_check="ended")
    wipe(session)
    assert said(session, "a") == ["chest pain", "action", "alert", "listen"]


def test_wipe_without_a_self_check_changes_nothing(session: Session) -> None:
    """A conversation without a self-check is left alone."""
    turn(session, "a", 1.0, "hello", "not_covered", history="about self_check")
    before = said(session, "a")
    wipe(session)
    assert said(session, "a") == before


def test_only_expired_self_checks_are_swept(session: Session) -> None:
    """A self-check under way stays; one that was left is wiped."""
    now = time.time()
    begin(session, "left", now - SECONDS - 1)
    begin(session, "going", now)
    assert self_check_events.wipe_expired(session, TABLE, SECONDS) == 1
    assert said(session, "left") == []
    assert "yes, my arm" in said(session, "going")


@pytest.mark.parametrize(
    ("value", "over"), [(None, True), ("ended", True), (STATE, False)]
)
def test_an_emptied_slot_ends_it(value: Any, over: bool) -> None:
    """The tracker store wipes when the slot is emptied, not before."""
    events = [SlotSet("history", None), SlotSet("self_check", value)]
    assert self_check_events.ended(events) is over
    assert self_check_events.is_open(value, 3.0, SECONDS) is not over


def test_slot_is_the_domains() -> None:
    """The slot has the name the domain gives it."""
    domain = Domain.load("domain.yml")
    assert self_check_events.SLOT in [slot.name for slot in domain.slots]
