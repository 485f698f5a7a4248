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


def test_every_passage_is_shown_by_an_answer(content: Content) -> None:
    """No passage is out of a reader's reach; 9 itself only introduces its questions."""
    shown = {slug for answer in content.answers.values() for slug in answer.passages}
    assert set(content.passages) - shown == {"faq_intro"}
