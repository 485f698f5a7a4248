"""What a message does to the self-check under way."""

import time
from typing import Any

import pytest

from actions.conversation import Conversation
from actions.self_check import (
    EXPIRED,
    NO,
    STOPPED,
    YES,
    answer_in,
    proceed,
    sign_list,
    summary,
)
from article.content import Content
from article.limits import ANSWER_CHARS


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


def test_the_list_says_what_the_article_advises_of_each_sign(content: Content) -> None:
    """Where the signs are only listed, each has its own advice and sections."""
    reply = sign_list(content)
    header, *lines = reply.text.splitlines()
    assert header == "The article's warning signs, with their sections:"
    assert lines == [
        f"• {alert.text} ({', '.join(alert.sections)})"
        for alert in (content.alerts[sign.alert] for sign in content.self_check)
    ]
    assert len(reply.text) <= ANSWER_CHARS
    assert {"6.1", "6.2", "6.3", "6.4", "7.6", "7.7"} <= set(reply.sections)


def test_a_no_to_every_sign_gives_the_articles_own_words(content: Content) -> None:
    """No sign named is no all-clear: the article's answer stands below it."""
    (reply,) = summary(content, [NO] * len(content.self_check))
    assert content.passages["faq_serious"].text in reply.text
    assert reply.sections == ("9.1",)


def test_the_whole_summary_fits(content: Content) -> None:
    """With a yes to every sign each part is one message."""
    told, says, take = summary(content, [YES] * len(content.self_check))
    assert max(len(part.text) for part in (told, says, take)) <= ANSWER_CHARS
