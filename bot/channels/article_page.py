"""The page at `/article`: every section with the stored passages, and its anchor."""

from dataclasses import dataclass, field
from itertools import groupby

from article.content import Content, Passage, Section
from bot.channels.page_template import render


@dataclass(frozen=True)
class Block:
    """Passages of one kind: paragraphs, or the items of a list."""

    is_list: bool
    texts: list[str]


@dataclass(frozen=True)
class Part:
    """A section as the page shows it."""

    section: Section
    blocks: list[Block]


@dataclass
class Chapter:
    """A section with a whole number, and those numbered below it."""

    parts: list[Part] = field(default_factory=list)


def article_page(content: Content) -> str:
    """The page as HTML."""
    return render("article.html", content=content, chapters=chapters(content))


def chapters(content: Content) -> list[Chapter]:
    """The sections by chapter, in the order of their numbers."""
    numbers = sorted(content.sections, key=_in_order)
    return [
        Chapter([_part(content, number) for number in chapter])
        for _, chapter in groupby(numbers, key=lambda number: _in_order(number)[0])
    ]


def _part(content: Content, number: str) -> Part:
    passages = [p for p in content.passages.values() if p.section == number]
    return Part(content.sections[number], _blocks(passages))


def _blocks(passages: list[Passage]) -> list[Block]:
    """An item is a bullet when there are several, as in an answer."""
    several = sum(1 for passage in passages if passage.about) > 1
    return [
        Block(is_list, [passage.text for passage in group])
        for is_list, group in groupby(passages, lambda p: several and bool(p.about))
    ]


def _in_order(number: str) -> list[int]:
    return [int(part) for part in number.split(".")]
