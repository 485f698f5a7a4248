"""The little language in which editors write how readers report a red flag.

    chest & {pain}        both, in either order, at most GAP_WORDS words between
    lose|lost .. sight    the second after the first, with such a gap
    not breathing         one word right after the other
    took .. #7 .. {pills} a number of at least seven
    =fainted              this form alone, not "faint"

`{pain}` is a set of words of the file; a word stands for all forms of its lemma.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

GAP = ".."
EITHER_ORDER = " & "
GAP_WORDS = 4
WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|\d+")


class PatternError(ValueError):
    """A pattern that cannot be read; the message says what is wrong with it."""


@dataclass(frozen=True)
class Step:
    """One word of a pattern: any of `words`, or a number of at least `least`.

    `exact` means the words as they stand, not their other forms.
    """

    words: frozenset[str] = frozenset()
    least: int | None = None
    after_gap: bool = False
    exact: bool = False


def parse(pattern: str, sets: Mapping[str, Sequence[str]]) -> list[list[Step]]:
    """The orders in which the pattern may stand, each a list of steps.

    Raises:
        PatternError: an unknown set, a gap at an end, or something unreadable.
    """
    sides = [_steps(side, sets) for side in pattern.split(EITHER_ORDER)]
    if len(sides) == 1:
        return sides
    if len(sides) > 3:
        raise PatternError("at most three parts may be joined by &")
    return [_joined(order) for order in _orders(sides)]


def _orders(sides: list[list[Step]]) -> list[list[list[Step]]]:
    if len(sides) == 1:
        return [sides]
    return [
        [side, *rest]
        for number, side in enumerate(sides)
        for rest in _orders(sides[:number] + sides[number + 1 :])
    ]


def _joined(sides: list[list[Step]]) -> list[Step]:
    steps = list(sides[0])
    for first, *rest in sides[1:]:
        steps += [replace(first, after_gap=True), *rest]
    return steps


def _steps(side: str, sets: Mapping[str, Sequence[str]]) -> list[Step]:
    steps: list[Step] = []
    gap = False
    for part in side.split():
        if part == GAP:
            if gap or not steps:
                raise PatternError(f"{GAP} must stand between two words")
            gap = True
            continue
        steps.append(_step(part, sets, gap))
        gap = False
    if gap or not steps:
        raise PatternError(f"{GAP} must stand between two words")
    return steps


def _step(part: str, sets: Mapping[str, Sequence[str]], gap: bool) -> Step:
    if part.startswith("#"):
        if not part[1:].isdecimal():
            raise PatternError(f"{part}: write # and the least number, as in #7")
        return Step(least=int(part[1:]), after_gap=gap)
    if part.startswith("{") and part.endswith("}"):
        if part[1:-1] not in sets:
            raise PatternError(f"no set of words is called {part}")
        return Step(frozenset(sets[part[1:-1]]), after_gap=gap)
    words = part.removeprefix("=").split("|")
    for word in words:
        if not WORD.fullmatch(word):
            raise PatternError(f"{part}: {word!r} is not a word")
    return Step(frozenset(words), after_gap=gap, exact=part.startswith("="))
