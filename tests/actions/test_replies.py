"""Which passages an answer shows, and how."""

from datetime import date

import pytest

from actions.asked import Question, from_latest_message
from actions.replies import answer_reply, focused
from article.content import (
    Answer,
    Content,
    Passage,
    Publisher,
    Section,
    Term,
    Topic,
)

POTASSIUM = Passage("k", "7.4", "Potassium: bananas.", ("potassium", "banana"), "Yes.")
MAGNESIUM = Passage("mg", "7.4", "Magnesium: nuts, bananas.", ("magnesium", "banana"))
SODIUM = Passage("na", "7.4", "Sodium: salt.", ("sodium",))
INTRO = Passage("intro", "7.4", "Foods give you minerals.")
CAUTION = Passage("caution", "7.5", "Ask a professional first.")


def content_with(*passages: Passage, topic: str = "food") -> Content:
    answer = Answer(
        "foods", topic, "Foods", "Which foods?", "foods", "foods",
        tuple(p.slug for p in passages), ("foods",), "It depends.",
    )  # fmt: skip
    keys = {key for passage in passages for key in passage.about}
    return Content(
        "T",
        "food",
        "https://example.org/",
        date(2026, 1, 1),
        "r",
        Publisher("P", "u", "a", "+1", "l"),
        {topic: Topic(topic, "Food", "About food")},
        {n: Section(n, f"Heading {n}", topic) for n in ("7.4", "7.5")},
        {passage.slug: passage for passage in passages},
        {"foods": answer},
        {key: Term(key, (key,)) for key in keys},
    )


LIST = [INTRO, POTASSIUM, MAGNESIUM, SODIUM, CAUTION]


@pytest.mark.parametrize(
    ("terms", "shown"),
    [
        (set(), LIST),
        ({"unknown"}, LIST),
        ({"magnesium"}, [MAGNESIUM, CAUTION]),
        ({"potassium", "sodium"}, [POTASSIUM, SODIUM, CAUTION]),
        ({"banana"}, [POTASSIUM, MAGNESIUM, CAUTION]),
        ({"banana", "magnesium"}, [MAGNESIUM, CAUTION]),
        ({"potassium", "magnesium", "sodium"}, LIST),
    ],
)
def test_named_items_are_shown_alone(terms: set[str], shown: list[Passage]) -> None:
    """An item named is shown without the others; what holds for all stays."""
    assert focused(LIST, terms) == shown


def test_the_whole_list_names_every_item() -> None:
    """A list answer has each item as a bullet and ends with its source line."""
    reply = answer_reply(content_with(*LIST), Question("foods"))
    assert reply.text == (
        "Foods give you minerals.\n• Potassium: bananas.\n• Magnesium: nuts, bananas."
        "\n• Sodium: salt.\nAsk a professional first."
        "\n\nSource: sections 7.4 Heading 7.4; 7.5 Heading 7.5"
    )
    assert reply.sections == ("7.4", "7.5")
    assert reply.kind == "answer"


def test_one_item_tells_what_else_the_list_has() -> None:
    """A reader who asks about one item learns that there are others."""
    content = content_with(POTASSIUM, MAGNESIUM, SODIUM)
    reply = answer_reply(content, Question("foods", frozenset({"sodium"})))
    assert reply.text.startswith("Sodium: salt.\nAlso in the list: potassium, mag")
    assert reply.sections == ("7.4",)


@pytest.mark.parametrize(
    ("terms", "start"),
    [
        (set(), "It depends. Foods give"),
        ({"potassium"}, "Yes. Potassium"),
        ({"magnesium"}, "It depends. Magnesium"),
    ],
)
def test_yes_no_question_starts_with_its_answer(terms: set[str], start: str) -> None:
    """Where one item is asked about the opening is its own, if it has one."""
    question = Question("foods", frozenset(terms), yes_no=True)
    reply = answer_reply(content_with(*LIST), question)
    assert reply.text.startswith(start)


def test_contact_answers_are_of_kind_contact() -> None:
    """The contact route is told apart from medical answers."""
    content = content_with(INTRO, topic="contact")
    assert answer_reply(content, Question("foods")).kind == "contact"


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ({"intent": {"name": "ask_foods"}}, [Question("foods")]),
        (
            {
                "intent": {"name": "ask_foods"},
                "entities": [{"entity": "term", "value": "sodium"}],
            },
            [Question("foods", frozenset({"sodium"}))],
        ),
        (
            {"questions": [{"intent": "ask_foods", "terms": ["x"], "yes_no": True}]},
            [Question("foods", frozenset({"x"}), True)],
        ),
        ({"intent": {"name": "ask_lost"}}, []),
        ({"intent": {"name": None}}, []),
        ({}, []),
    ],
)
def test_questions_of_a_message(message: dict, asked: list[Question]) -> None:
    """Buttons and typed text lead to the same questions."""
    assert from_latest_message(content_with(*LIST), message) == asked
