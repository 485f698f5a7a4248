"""Finds the terms of the content (minerals, foods, tests, drugs ...) in a text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans

from bot.language import english, lemmatized
from bot.nlu.spelling import Speller, Word


@dataclass(frozen=True)
class TermMatch:
    """A term found: its key and where it stands, in characters of the text."""

    key: str
    start: int
    end: int


class TermMatcher:
    """Matches term names by lemma, so "bananas" finds "banana".

    `names` maps a term's key to the ways readers name it.
    """

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self.names = {key: list(values) for key, values in names.items()}
        self._matcher = PhraseMatcher(english().vocab, attr="LEMMA")
        self._plain = plain = Speller([], frozenset())
        for key, values in self.names.items():
            docs = [self._doc(plain.words(name)) for name in values]
            self._matcher.add(key, docs)

    def matches(self, words: list[Word]) -> list[TermMatch]:
        """The terms in the text, in order; of overlapping names the longest counts."""
        if not words:
            return []
        doc = self._doc(words)
        spans = self._matcher(doc, as_spans=True)
        longest = {(span.start, span.end) for span in filter_spans(spans)}
        owners = [word for word in words for _ in word.meant.split()]
        return [
            TermMatch(span.label_, owners[span.start].start, owners[span.end - 1].end)
            for span in sorted(spans, key=lambda span: span.start)
            if (span.start, span.end) in longest
        ]

    def keys(self, text: str) -> list[str]:
        """The keys of the terms in a corrected text, in order, each once."""
        found = self.matches(self._plain.words(text))
        return list(dict.fromkeys(match.key for match in found))

    def _doc(self, words: list[Word]) -> Doc:
        return lemmatized([part for word in words for part in word.meant.split()])
