"""A turn says and remembers the same answers."""

import pytest

from actions.answer import ActionAnswer, give
from actions.asked import Question
from actions.conversation import Conversation
from article.content import Content

ASKED = [Question("hydration"), Question("sleep"), Question("is_it_serious")]


@pytest.mark.parametrize("room", [1, 2, 3])
def test_only_what_is_said_is_remembered(content: Content, room: int) -> None:
    """Where an alert takes a place, the last question is not taken for answered."""
    outcome = give(content, Conversation({}, room=room), ASKED)
    (history,) = [event["value"] for event in outcome.events]
    assert len(outcome.replies) == room
    assert [entry["answer"] for entry in history] == [q.slug for q in ASKED[:room]]


def test_alert_leaves_room_for_two(content: Content) -> None:
    """Three questions beside a sign: the alert, two answers, two remembered."""
    message = {
        "intent": {"name": "ask_hydration", "confidence": 0.9},
        "questions": [{"intent": f"ask_{question.slug}"} for question in ASKED],
        "red_flag": {"level": "see_doctor", "alert": "injury"},
    }
    outcome = ActionAnswer()._outcome(content, Conversation(message))
    (history,) = [event["value"] for event in outcome.events]
    assert [reply.kind for reply in outcome.replies] == ["alert", "answer", "answer"]
    assert len(history) == 2
