"""What a message does to the self-check under way."""

import time
from typing import Any

import pytest

from actions.conversation import Conversation
from actions.self_check import EXPIRED, STOPPED, answer_in, proceed, start
from article.content import Content


def conversation(text: str, intent: str = "not_covered", **fields: Any) -> Conversation:
    confidence = fields.pop("confidence", 1.0)
    message = {"text": text, "intent": {"name": intent, "confidence": confidence}}
    return Conversation(message, **fields)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Yes.", "yes"),
        ("yes, since march", "yes"),
        ("i have", "yes"),
        ("i think so", "yes"),
        ("no", "no"),
        ("it doesn’t", "no"),
        ("i don't think so", "no"),
        ("nothing like that", "no"),
        ("i do not know", "unsure"),
        ("no idea", "unsure"),
        ("yes and no", "unsure"),
        ("skip", "unsure"),
        ("yes?", None),
        ("i have a question", None),
        ("yesterday i slept", None),
        ("noodles are nice", None),
    ],
)
def test_answers_in_words(content: Content, text: str, answer: str | None) -> None:
    """Yes, no and not sure are understood by how they begin."""
    assert answer_in(conversation(text), content.self_check[0]) == answer


@pytest.mark.parametrize(("confidence", "answer"), [(0.9, "yes"), (0.3, None)])
def test_unclear_words_are_no_answer(
    content: Content, confidence: float, answer: str | None
) -> None:
    """A guess at what was meant is not counted."""
    said = conversation("😀", "affirm", confidence=confidence)
    assert answer_in(said, content.self_check[0]) == answer


@pytest.mark.parametrize(
    "text", ["quit", "Exit!", "i’m done", "please stop this now", "nevermind"]
)
def test_words_of_leaving_end_it(content: Content, text: str) -> None:
    """However they were understood otherwise."""
    state = {"started": time.time(), "answers": []}
    outcome = proceed(content, conversation(text, "deny", self_check=state))
    assert outcome is not None
    assert [reply.text for reply in outcome.replies] == [STOPPED]


@pytest.mark.parametrize(("intent", "says"), [("affirm", [EXPIRED]), ("greet", [])])
def test_answer_after_the_expiry(
    content: Content, intent: str, says: list[str]
) -> None:
    """It is told that it came too late; anything else means what it always means."""
    state = {"started": 1.0, "answers": ["yes"]}
    outcome = proceed(content, conversation("yes", intent, self_check=state))
    replies = outcome.replies if outcome else []
    assert [reply.text for reply in replies] == says


def test_whatsapp_shows_the_list(content: Content) -> None:
    """Where asking for health information is restricted the signs are only listed."""
    (reply,) = start(content, conversation("check me", channel="whatsapp")).replies
    assert all(sign.said in reply.text for sign in content.self_check)
    assert "of 5" not in reply.text
