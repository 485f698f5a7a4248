"""Both sides of a comparison are told, in whichever answers they stand."""

from typing import Any

import pytest

from actions.asked import Question, from_latest_message
from actions.comparison import only_compares, sides_in
from actions.conversation import Conversation
from actions.not_covered import ActionDecline
from actions.replies import answer_reply
from article.content import Content
from article.limits import ANSWER_CHARS, SECTIONS_PER_ANSWER


def message(text: str, intent: str = "", **terms: str) -> dict[str, Any]:
    """What understanding makes of a text that names each term by a word of it."""
    return {
        "text": text,
        "intent": {"name": intent},
        "intent_ranking": [{"name": "ask_alternative_therapies", "confidence": 0.3}],
        "entities": [
            {
                "entity": "term",
                "value": term,
                "start": text.index(name),
                "end": text.index(name) + len(name),
            }
            for term, name in terms.items()
        ],
        "questions": [
            {"intent": intent, "terms": list(terms), "yes_no": True, "comparison": True}
        ],
    }


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("yoga or swimming?", ("yoga", "swimming")),
        ("swimming or yoga?", ("swimming", "yoga")),
        ("is yoga better than swimming", ("yoga", "swimming")),
        ("difference between yoga and swimming", ("yoga", "swimming")),
        ("yoga, or should I go swimming", ()),
        ("should i do yoga or try some swimming", ("yoga", "swimming")),
        ("yoga. Swimming hurts, so what can I do", ()),
        ("can i do yoga after a day of swimming", ()),
    ],
)
def test_sides_are_what_stands_about_the_comparing_word(
    text: str, sides: tuple[str, ...]
) -> None:
    """Two things named far from each other are not set against each other."""
    entities = message(text.lower(), yoga="yoga", swimming="swimming")["entities"]
    assert sides_in({"text": text, "entities": entities}) == sides


def test_three_sides() -> None:
    """A list before the comparing word counts too."""
    asked = message("an emg, mri or ct?", emg="emg", mri="mri", ct_scan="ct")
    assert sides_in(asked) == ("emg", "mri", "ct_scan")


@pytest.mark.parametrize(
    ("asked", "sections", "said"),
    [
        (
            message("stress or dehydration?", "ask_stress", stress="stress",
                    dehydration="dehydration"),
            ("2.1",), ["• Stress and anxiety:", "• Dehydration:"],
        ),
        (
            message("mri or emg?", "ask_imaging_tests", mri="mri", emg="emg"),
            ("8.3",), ["• Electromyography (EMG):", "(MRI)"],
        ),
        (
            message("massage or acupuncture?", "ask_home_remedies", massage="massage",
                    acupuncture="acupuncture"),
            ("4.4",), ["• Acupuncture:", "• Massage therapy:"],
        ),
        (
            message("potassium or magnesium?", "ask_electrolyte_foods",
                    potassium="potassium", magnesium="magnesium"),
            ("7.4",), ["• Potassium:", "• Magnesium:"],
        ),
        (
            message("yoga or swimming?", "ask_regular_exercise", yoga="yoga",
                    swimming="swimming"),
            ("5.2", "5.5"), ["• Relaxation techniques:", "• Low-impact activities:"],
        ),
        (
            message("emg, mri or ct?", "ask_imaging_tests", emg="emg", mri="mri",
                    ct_scan="ct"),
            ("3.3", "3.2"), ["• EMG", "• MRI", "• CT scan"],
        ),
    ],
)  # fmt: skip
def test_both_sides_are_told_with_their_sections(
    content: Content, asked: dict[str, Any], sections: tuple[str, ...], said: list[str]
) -> None:
    """From one answer where one has both, else one item a side."""
    (question,) = from_latest_message(content, asked)
    reply = answer_reply(content, question)
    assert reply.sections == sections
    for words in said:
        assert words in reply.text
    assert len(reply.choices) >= len(said)


def test_sides_of_which_the_article_tells_one_leave_the_answer_alone(
    content: Content,
) -> None:
    """Heat and ice are told in one sentence: the answer stays as it is."""
    asked = message("heat or ice?", "ask_home_remedies", heat="heat", ice="ice")
    (question,) = from_latest_message(content, asked)
    assert question.sides == ()
    assert answer_reply(content, question).sections == ("9.3",)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("chiropractor or physio?", "answer"),
        ("should i see a chiropractor or a physio?", "answer"),
        ("does insurance pay a chiropractor or a physio?", "not_covered"),
    ],
)
def test_a_mere_comparison_is_told_though_no_question_fits(
    content: Content, text: str, kind: str
) -> None:
    """Which to choose the article does not say; what each does it does."""
    asked = message(
        text, "not_covered", chiropractic="chiropractor", physical_therapy="physio"
    )
    (reply,) = ActionDecline().respond(content, Conversation(asked)).replies
    assert only_compares(asked) == (kind == "answer")
    assert reply.kind == kind
    if kind == "answer":
        assert "• Chiropractic care:" in reply.text
        assert "• Physical therapy:" in reply.text
        assert "decompression" not in reply.text.split("Also in the list")[0]


def test_any_three_items_fit_one_message(content: Content) -> None:
    """Whatever is set against whatever, the reply keeps WhatsApp's limits."""
    items = [p for p in content.passages.values() if p.about]
    longest = sorted(items, key=lambda item: -len(item.text))[:SECTIONS_PER_ANSWER]
    headings = sorted(
        {f"{p.section} {content.sections[p.section].heading}" for p in items},
        key=len,
    )[-SECTIONS_PER_ANSWER:]
    chars = sum(len(f"• {item.text}\n") for item in longest)
    assert chars + len(f"\n\nSource: sections {'; '.join(headings)}") <= ANSWER_CHARS


def test_the_second_is_of_what_a_comparison_showed(content: Content) -> None:
    """Of two items told side by side "the second one" is the second side."""
    both = Question("spasm_types", frozenset({"cramp", "tic"}))
    terms = [
        choice.partition(": ")[2] for choice in answer_reply(content, both).choices
    ]
    assert terms == ['"cramp"}', '"tic"}']
