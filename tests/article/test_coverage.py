"""The content files hold the whole article."""

from pathlib import Path

import pytest
import yaml

from article.content import Content
from article.files import read_content
from settings import ROOT

OUTLINE = yaml.safe_load(
    (Path(__file__).parents[1] / "data" / "article_outline.yml").read_text("utf-8")
)


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content(ROOT / "content")


def section_text(content: Content, number: str) -> str:
    texts = [p.text for p in content.passages.values() if p.section == number]
    return " ".join(texts).lower().replace("–", "-")


def test_the_outline_holds_the_articles_67_sections() -> None:
    """67 numbered sections stand in the article."""
    assert len(OUTLINE) == 67


@pytest.mark.parametrize("number", OUTLINE)
def test_section_is_stored_under_its_heading(content: Content, number: str) -> None:
    """Each section has its number, its printed heading and at least one passage."""
    assert content.sections[number].heading == OUTLINE[number][0]
    assert section_text(content, number)


@pytest.mark.parametrize(
    ("number", "name"),
    [(number, name) for number, (_, names) in OUTLINE.items() for name in names],
)
def test_section_names_what_the_article_names(
    content: Content, number: str, name: str
) -> None:
    """Each bullet, number and name of a section stands in one of its passages."""
    text = section_text(content, number)
    assert any(alternative in text for alternative in name.split("|"))


# Their first words are the answer to a yes or no: "Several things can play a part".
NEED_NO_OPENING = {"root_cause", "electrolyte_imbalance_causes"}


def test_every_answer_and_item_can_be_asked_with_yes_or_no(content: Content) -> None:
    """A yes/no question is answered first, by the item's opening or the answer's."""
    silent = {slug for slug, answer in content.answers.items() if not answer.opening}
    assert silent == NEED_NO_OPENING
    for slug in silent:
        items = [p for p in content.passages_of(content.answers[slug]) if p.about]
        assert all(item.opening for item in items), slug


def test_the_overviews_name_every_part_of_their_chapter(content: Content) -> None:
    """The causes and treatments that have sections of their own are all named."""
    causes = content.passages_of(content.answers["causes_overview"])
    assert [passage.section for passage in causes] == ["2.1", "2.2", "2.3"]
    treatments = content.passages_of(content.answers["treatment_overview"])
    text = " ".join(passage.text for passage in treatments)
    assert all(f"4.{number})" in text for number in range(1, 6))


def test_every_sign_of_an_electrolyte_imbalance_is_a_warning_sign(
    content: Content,
) -> None:
    """The self-check and its list name the signs of 7.6 one by one."""
    (sign,) = (s for s in content.self_check if s.alert == "electrolytes")
    listed = content.alerts["electrolytes"].text.lower()
    for name in OUTLINE["7.6"][1]:
        assert any(n in listed for n in name.split("|")), name
    for text in (sign.question.lower(), sign.said):
        for name in ("cramp", "weak", "fatigue", "nausea", "vomiting", "heartbeat",
                     "confusion", "seizures"):  # fmt: skip
            assert name in text


def test_every_passage_is_shown_by_an_answer(content: Content) -> None:
    """No passage is out of a reader's reach; 9 itself only introduces its questions."""
    shown = {slug for answer in content.answers.values() for slug in answer.passages}
    assert set(content.passages) - shown == {"faq_intro"}
