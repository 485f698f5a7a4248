"""Texts as the screen reads them: lower case, short forms written out, sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from spacy.tokens import Doc

from bot.language import lemmatized
from bot.short_forms import SHORT_FORMS

AUXILIARIES = "is|are|was|were|do|does|did|has|have|had|could|would|should"
EXPANSIONS = (
    (re.compile(r"[’`´]"), "'"),
    (re.compile(r"\b(can)(?:'t|not|t)\b"), r"\1 not"),
    (re.compile(r"\bwon'?t\b"), "will not"),
    (re.compile(rf"\b({AUXILIARIES})n'?t\b"), r"\1 not"),
    (re.compile(r"\bain'?t\b"), "is not"),
    (re.compile(r"\bi'?m\b"), "i am"),
    (re.compile(r"\bi'?ve\b"), "i have"),
    (re.compile(r"\b(he|she|it|there|what|who|that|how|where)'s\b"), r"\1 is"),
    (re.compile(r"\b(he|it|there|what|who|that|how)s\b"), r"\1 is"),
    (re.compile(r"\b(\w+)'s\b"), r"\1"),
    (re.compile(r"\b(i|he|she|we|you|they)'d\b"), r"\1 would"),
    (re.compile(r"\bwan na\b"), "want to"),
    (re.compile(r"\bgon na\b"), "going to"),
    (re.compile(r"\bnone of (?:those|these|them|that|the following) ?:"), "no"),
)
SENTENCE_END = re.compile(r"[!?;:\n]+|[.]+(?!\d)|\bbut\b|\bhowever\b|\balthough\b")
# "thinking of ending it, does yoga help": a question begins within a sentence.
QUESTION_START = re.compile(
    r" ?, (?=(?:what|which|is (?:it|that|this)|does|do (?:i|you|they)|should i|"
    r"can i|could it|how (?:do|can|long|much|often|many)|why|any)\b)"
)
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)?|,")
MOST_WORDS = 60  # of a sentence; reading one takes time by the square of them
NEW_WORDS = 45  # of the next part of a longer one: a sign across a cut is in it whole
MOST_CLAUSES = 8
FEWEST_WORDS = 3
CACHED_TEXTS = 256  # a message is read as typed and as meant, and with the next one


@dataclass(frozen=True)
class Sentence:
    """A sentence, the part before or after a "but", or a part of a very long one."""

    doc: Doc

    @cached_property
    def words(self) -> list[str]:
        """Its words in order."""
        return [token.text for token in self.doc]


@lru_cache(maxsize=CACHED_TEXTS)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The text's sentences, in order; those without a word are left out."""
    plain = text.lower()
    for short, long in EXPANSIONS:
        plain = short.sub(long, plain)
    found = []
    start = 0
    for end in [*SENTENCE_END.finditer(plain), None]:
        written = WORD.findall(plain[start : end.start() if end else len(plain)])
        words = [word for short in written for word in _written_out(short)]
        found += [Sentence(lemmatized(part)) for part in _parts(words)]
        start = end.end() if end else len(plain)
    return tuple(found)


def count_words(text: str) -> int:
    """How many words the text has; a comma is none."""
    return sum(word != "," for word in WORD.findall(text.lower()))


def _written_out(word: str) -> list[str]:
    return SHORT_FORMS.get(word, word).split()


def _parts(words: list[str]) -> Iterator[list[str]]:
    last = max(len(words) - (MOST_WORDS - NEW_WORDS), min(len(words), 1))
    for start in range(0, last, NEW_WORDS):
        yield words[start : start + MOST_WORDS]


def clauses(text: str) -> list[str]:
    """The text's sentences as they stand, at most MOST_CLAUSES; none if it is one.

    Of a longer text several sentences make up a clause, so that reading it costs
    no more; what has fewer than FEWEST_WORDS words is left out.
    """
    parts = [
        part.strip(" ,")
        for sentence in SENTENCE_END.split(text)
        for part in QUESTION_START.split(sentence)
    ]
    found = [part for part in parts if part]
    if len(found) < 2:
        return []
    found = [part for part in found if len(part.split()) >= FEWEST_WORDS]
    each = max(1, -(-len(found) // MOST_CLAUSES))
    return [
        " . ".join(found[start : start + each]) for start in range(0, len(found), each)
    ]
