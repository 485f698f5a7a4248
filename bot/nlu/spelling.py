"""Reads what a thumb meant: texting short forms and misspelt words.

A known word stays. Any other is replaced by the nearest word of the assistant's own
vocabulary, if one is near enough.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.short_forms import SHORT_FORMS

WORD = re.compile(r"\d+[.,]\d+|[^\W_]+(?:['’][^\W_]+)*|([^\w\s]|_)\1*")
SHORTEST_CORRECTED = 4
LETTERS_PER_MISTAKE = 4
MOST_MISTAKES = 3


@dataclass(frozen=True)
class Word:
    """A word as typed, where it stands (in characters), and as understood."""

    typed: str
    start: int
    end: int
    meant: str


class Speller:
    """Corrects against `vocabulary`, the most frequent first; leaves `known` words."""

    def __init__(self, vocabulary: Iterable[str], known: frozenset[str]) -> None:
        self._vocabulary = [w for w in dict.fromkeys(vocabulary) if w.isalpha()]
        self._known = known | set(self._vocabulary)

    def words(self, text: str) -> list[Word]:
        """The words, numbers and marks of the text, lower-cased and corrected."""
        return [
            Word(match.group(), match.start(), match.end(), self.meant(match.group()))
            for match in WORD.finditer(text)
        ]

    def correct(self, text: str) -> str:
        """The text as it was meant, in lower case, single-spaced."""
        return " ".join(word.meant for word in self.words(text))

    def meant(self, typed: str) -> str:
        """The word a typed word stands for."""
        word = typed.lower().replace("’", "'")
        if word in SHORT_FORMS:
            return SHORT_FORMS[word]
        if not word[0].isalnum():
            return word[0]  # "!!!" means "!"
        if len(word) < SHORTEST_CORRECTED or not word.isascii() or not word.isalpha():
            return word
        if word in self._known or (word[-1] == "s" and word[:-1] in self._known):
            return word
        if word.endswith("in") and f"{word}g" in self._known:
            return f"{word}g"  # "stretchin", "comin"
        mistakes = min(len(word) // LETTERS_PER_MISTAKE, MOST_MISTAKES)
        return self._nearest(word, mistakes)

    def _nearest(self, word: str, mistakes: int) -> str:
        """The word itself if none is near.

        Of equally near ones that of the same letters, then which begins alike, then the
        longest (letters are left out sooner than put in), then the most frequent.
        """
        near = process.extract(
            word,
            self._vocabulary,
            scorer=OSA.distance,
            score_cutoff=mistakes,
            limit=None,
        )

        def rank(one: tuple[str, float, int]) -> tuple[float, bool, bool, int, int]:
            found, distance, place = one
            others = sorted(found) != sorted(word)
            return distance, others, found[0] != word[0], -len(found), place

        return min(near, key=rank)[0] if near else word

    def dump(self) -> str:
        """The vocabulary as JSON, for `load`."""
        return json.dumps(self._vocabulary)

    @classmethod
    def load(cls, text: str, known: frozenset[str]) -> "Speller":
        """A speller from `dump`'s text."""
        return cls(json.loads(text), known)
