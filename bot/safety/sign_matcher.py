"""Finds the signs of content/red_flags.yml in a sentence, by spaCy's Matcher."""

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.matcher import Matcher
from spacy.tokens import Span

from article.red_flag_patterns import GAP_WORDS, Step, parse
from article.red_flags import RedFlagsFile
from bot.language import english, lemmatized
from bot.safety.wording import Sentence

NUMBER_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "dozen": 12,
}  # fmt: skip
MOST_COUNTED = 1000


@dataclass(frozen=True)
class SignMatch:
    """A sign and the words that report it: `start` and `end` in tokens."""

    sign: str
    start: int
    end: int


class SignMatcher:
    """Matches every pattern of every sign by lemma."""

    def __init__(self, red_flags: RedFlagsFile) -> None:
        self._matcher = Matcher(english().vocab)
        self._unless = {
            name: frozenset(_lemmas(sign.unless))
            for name, sign in red_flags.signs.items()
        }
        sets = {str(name): list(words) for name, words in red_flags.words.items()}
        for name, sign in red_flags.signs.items():
            orders = [
                order for pattern in sign.patterns for order in parse(pattern, sets)
            ]
            self._matcher.add(name, [_tokens(order) for order in orders])

    def matches(self, sentence: Sentence) -> list[SignMatch]:
        """The signs named in the sentence, whoever has them and whenever."""
        lemmas = {token.lemma_ for token in sentence.doc}
        spans: list[Span] = self._matcher(sentence.doc, as_spans=True)
        return [
            SignMatch(span.label_, span.start, span.end)
            for span in spans
            if not self._unless[span.label_] & lemmas
        ]


def _tokens(order: list[Step]) -> list[dict[str, object]]:
    tokens: list[dict[str, object]] = []
    for step in order:
        if step.after_gap:
            tokens += [{"OP": "?"}] * GAP_WORDS
        if step.least is not None:
            tokens.append({"LOWER": {"IN": _numbers_from(step.least)}})
        elif step.exact:
            tokens.append({"LOWER": {"IN": sorted(step.words)}})
        else:
            tokens.append({"LEMMA": {"IN": sorted(_lemmas(step.words))}})
    return tokens


def _lemmas(words: Iterable[str]) -> set[str]:
    return {lemmatized([word])[0].lemma_ for word in words}


def _numbers_from(least: int) -> list[str]:
    words = [word for word, value in NUMBER_WORDS.items() if value >= least]
    return [str(number) for number in range(least, MOST_COUNTED)] + words
