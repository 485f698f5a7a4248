"""Comparisons: what a message sets against what, and where both sides are told."""

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

from article.content import Answer, Content, Passage
from article.limits import SECTIONS_PER_ANSWER

TERM = "term"
COMMA = re.compile(r"\s*,\s*")
AGAINST = re.compile(
    r"\W*(?:or|vs|versus|and|than|better than|rather than|instead of|with|from|to)\b"
    r"\W*(?:\w+\s+){0,2}"
)


CHOOSING = re.compile(
    r"(?:\W|\b(?:an?|the|my|me|i|we|you|it|is|are|do|does|should|would|could|can|get|"
    r"have|try|take|see|choose|pick|need|use|go|to|for|of|which|what|one|better|best|"
    r"more|or|vs|versus|and|than|rather|instead|between|difference|compare|please|so|"
    r"first|helps?|works?)\b)*"
)


def only_compares(message: Mapping[str, Any]) -> bool:
    """Whether the message says nothing beside what it sets against each other."""
    text = str(message.get("text") or "").lower()
    for entity in sorted(message.get("entities") or [], key=_start, reverse=True):
        text = text[: _start(entity)] + text[entity.get("end", 0) :]
    return bool(CHOOSING.fullmatch(text))


def sides_in(message: Mapping[str, Any]) -> tuple[str, ...]:
    """The terms that the message sets against each other, in its order.

    Of names that stand for several terms the first counts.
    """
    text = str(message.get("text") or "")
    terms = [e for e in message.get("entities") or [] if e.get("entity") == TERM]
    first_named = {_start(entity): entity for entity in reversed(terms)}
    named = [first_named[start] for start in sorted(first_named)]
    sides: list[str] = []
    against = False
    for first, second in pairwise(named):
        between = text[first["end"] : second["start"]].lower()
        set_against = bool(AGAINST.fullmatch(between))
        if set_against or COMMA.fullmatch(between):
            sides += [first["value"], second["value"]]
            against = against or set_against
        elif against:
            break
        else:
            sides = []
    return tuple(dict.fromkeys(sides)) if against else ()


def answer_on_all(content: Content, asked: str, sides: Sequence[str]) -> str | None:
    """The answer that has an item on every side, if there is one.

    The one asked for comes first, then one of its facet, then one of its topic.
    """
    first = content.answers[asked]

    def rank(answer: Answer) -> tuple[bool, bool, bool, int]:
        items = content.passages_of(answer)
        named = sum(1 for item in items if item.about[:1] and item.about[0] in sides)
        near = answer.facet == first.facet, answer.topic == first.topic
        return answer.slug == asked, *near, named

    fitting = [
        answer
        for answer in content.answers.values()
        if _tells_apart(content.passages_of(answer), sides)
    ]
    return max(fitting, key=rank).slug if fitting else None


def one_each(content: Content, asked: str, sides: Sequence[str]) -> list[Passage]:
    """An item a side, from different answers; none when a side has no item.

    None too where the answer asked for has them all.
    """
    first = content.answers[asked]
    if not 2 <= len(sides) <= SECTIONS_PER_ANSWER:
        return []
    if _tells_apart(content.passages_of(first), sides):
        return []
    chosen = [_item(content, first, side) for side in sides]
    return [] if None in chosen else list(dict.fromkeys(p for p in chosen if p))


def _start(entity: Mapping[str, Any]) -> int:
    return int(entity.get("start") or 0)


def _tells_apart(passages: Collection[Passage], sides: Sequence[str]) -> bool:
    on = [{p.slug for p in passages if side in p.about} for side in sides]
    return all(on) and len(set().union(*on)) >= len(sides)


def _item(content: Content, asked: Answer, side: str) -> Passage | None:
    """The item on the term that stands nearest to the answer asked for."""

    def rank(found: tuple[Answer, Passage]) -> tuple[bool, bool, bool, bool]:
        answer, passage = found
        near = answer.facet == asked.facet, answer.topic == asked.topic
        return answer is asked, passage.about[0] == side, *near

    items = [
        (answer, passage)
        for answer in content.answers.values()
        for passage in content.passages_of(answer)
        if side in passage.about
    ]
    return max(items, key=rank)[1] if items else None
