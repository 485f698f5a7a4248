"""What a message asks: the likeliest intents, and the questions it holds.

A message that stands alone is read alone. One that leans on the answer before
("how long does it take", "and magnesium?") is also read with that answer's
subject in the place of its pronoun, and answers near the last one gain.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from bot.nlu import questions
from bot.nlu.catalogue import INTENT_PREFIX, Catalogue

FOLLOW_UP = "follow_up"
FOLLOW_UP_INTENTS = (FOLLOW_UP, "why")
LEANING_SHARE = 0.3  # of follow_up, from which on a message leans
SURE = 0.6  # confidence above which each of two questions is answered
ALONE_WEIGHT = 0.35  # of the message alone when it leans
SAME_TOPIC_BONUS = 1.0  # natural logarithms
SAME_ANSWER_BONUS = 0.5
NEXT_ANSWER_BONUS = 0.5
MOST_QUESTIONS = 3


@dataclass(frozen=True)
class Context:
    """The answer given last: its intent and the terms it came down to."""

    intent: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """One question of a message."""

    intent: str
    terms: list[str] = field(default_factory=list)
    yes_no: bool = False


@dataclass(frozen=True)
class Reading:
    """How a message is understood: intents with confidence, and questions."""

    ranking: list[tuple[str, float]]
    questions: list[Asked]


class Understanding:
    """Reads messages with a model, a term finder and the catalogue.

    `log_probabilities` maps texts to an array (texts, intents); `find_terms`
    maps a corrected text to term keys.
    """

    def __init__(
        self,
        intents: Sequence[str],
        log_probabilities: Callable[[list[str]], np.ndarray],
        find_terms: Callable[[str], list[str]],
        catalogue: Catalogue,
    ) -> None:
        self._intents = list(intents)
        self._log_probabilities = log_probabilities
        self._find_terms = find_terms
        self._catalogue = catalogue
        self._follow_ups = [
            self._intents.index(name)
            for name in FOLLOW_UP_INTENTS
            if name in self._intents
        ]

    def read(self, text: str, context: Context | None = None) -> Reading:
        """Read a corrected text after the answer of `context`, if any."""
        clauses = questions.split(text)[:MOST_QUESTIONS]
        scores = self._log_probabilities([text, *clauses])
        terms = self._find_terms(text)
        several = self._several(clauses, scores[1:])
        if several:
            return Reading(self._ranking(scores[0]), several)
        final, carried = scores[0], terms
        if context is not None and context.intent in self._catalogue.entries:
            final, carried = self._in_context(text, scores[0], terms, context)
        ranking = self._ranking(final)
        asked = Asked(ranking[0][0], carried, questions.is_yes_no(text))
        return Reading(ranking, [asked])

    def _several(self, clauses: list[str], scores: np.ndarray) -> list[Asked]:
        found: dict[str, Asked] = {}
        for clause, row in zip(clauses, scores):
            intent, confidence = self._ranking(row)[0]
            if intent.startswith(INTENT_PREFIX) and confidence >= SURE:
                terms = self._find_terms(clause)
                if questions.has_pronoun(clause) and not terms and found:
                    continue
                asked = Asked(intent, terms, questions.is_yes_no(clause))
                if intent in found:
                    terms = [*found[intent].terms, *terms]
                    asked = Asked(intent, terms, found[intent].yes_no)
                found[intent] = asked
        return list(found.values()) if len(found) > 1 else []

    def _in_context(
        self, text: str, alone: np.ndarray, terms: list[str], context: Context
    ) -> tuple[np.ndarray, list[str]]:
        if not self._leans(text, alone, terms):
            return alone, terms
        subject = self._subject(context)
        rewritten = questions.with_subject(text, subject)
        read = self._log_probabilities([rewritten])[0] + self._bonus(context)
        final = ALONE_WEIGHT * alone + (1 - ALONE_WEIGHT) * read
        final[self._follow_ups] = -np.inf
        final -= np.log(np.exp(final - final.max()).sum()) + final.max()
        return final, terms or list(context.terms)

    def _leans(self, text: str, alone: np.ndarray, terms: list[str]) -> bool:
        best = self._intents[int(alone.argmax())]
        asks = best.startswith(INTENT_PREFIX) or best in FOLLOW_UP_INTENTS
        if not asks and np.exp(alone.max()) >= SURE:
            return False
        if np.exp(alone[self._follow_ups]).sum() >= LEANING_SHARE:
            return True
        if questions.has_pronoun(text) and not terms:
            return True
        return questions.leans(text)

    def _subject(self, context: Context) -> str:
        names = [
            self._catalogue.names[term][0]
            for term in context.terms
            if term in self._catalogue.names
        ]
        if names:
            return " and ".join(names[:2])
        return self._catalogue.entries[context.intent].subject

    def _bonus(self, context: Context) -> np.ndarray:
        last = self._catalogue.entries[context.intent]
        bonus = np.zeros(len(self._intents), dtype=np.float32)
        for position, intent in enumerate(self._intents):
            entry = self._catalogue.entries.get(intent)
            if entry is not None and entry.topic == last.topic:
                bonus[position] += SAME_TOPIC_BONUS
            if intent == context.intent:
                bonus[position] += SAME_ANSWER_BONUS
            if intent in last.next:
                bonus[position] += NEXT_ANSWER_BONUS
        return bonus

    def _ranking(self, scores: np.ndarray) -> list[tuple[str, float]]:
        order = np.argsort(-scores)
        return [(self._intents[i], float(np.exp(scores[i]))) for i in order]
