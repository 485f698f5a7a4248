"""What a message asks: the likeliest intents, and the questions it holds.

In a conversation a message is read alone and with the subject of the answer
before in the place of its pronoun. Of one that leans on that answer ("how long
does it take", "and magnesium?") the second reading counts for more, and answers
near the last one gain.
"""

from collections.abc import Callable, Sequence

import numpy as np

from article.intents import INTENT_PREFIX
from bot.nlu import questions
from bot.nlu.catalogue import FOLLOW_UP, Catalogue
from bot.nlu.nearness import Nearness
from bot.nlu.reading import Asked, Context, Reading
from bot.nlu.references import References

WHY = "why"
CHOOSE_ITEM = "choose_item"
NOT_COVERED = "not_covered"
LEANING_SHARE = 0.3  # of all follow-ups, from which on a message leans
SURE = 0.6  # confidence above which each of two questions is answered
SURE_BESIDE_SIGN = 0.4  # the same for what is asked beside a sign
LIKELY_SIGN = 0.3  # of warnings, from which on a text tells of a sign
START_SURE = 0.35  # confidence above which a follow-up to nothing is about the article
ALONE_WEIGHT = 0.35  # of the message alone when it leans
ALONE_WEIGHT_STANDING = 0.7  # the same when it stands by itself
MOST_QUESTIONS = 3
LONG_WORDS = 8  # from which on a message without context is no follow-up

# Natural logarithms added to a score, as those of nearness.py.
CARRIED_TERM_BONUS = 0.15  # for each term that came with the subject
NAMED_ITEM_BONUS = 3.0  # for the last answer, when nothing but an item of it is named
OTHER_TERM_PENALTY = 2.0  # for the last answer, when it has nothing on a term named
NOT_ASKING_PENALTY = 2.0  # for intents that ask nothing of the article
SAME_ANSWER_BONUS = 0.6  # for the last answer, when a message stands by itself


class Understanding:
    """Reads messages with a model, a term finder and the catalogue.

    `log_probabilities` maps texts, and texts that name the subject of the answer
    before, to an array (texts, intents) of both in this order; `find_terms` maps a
    corrected text to term keys.
    """

    def __init__(
        self,
        intents: Sequence[str],
        log_probabilities: Callable[[list[str], list[str]], np.ndarray],
        find_terms: Callable[[str], list[str]],
        catalogue: Catalogue,
    ) -> None:
        self._intents = list(intents)
        self._log_probabilities = log_probabilities
        self._find_terms = find_terms
        self._catalogue = catalogue
        self._references = References(catalogue, find_terms)
        self._nearness = Nearness(self._intents, catalogue, find_terms)
        answered = [intent in catalogue.entries for intent in self._intents]
        self._asking = np.array(answered)
        self._follow_up = np.array(
            [name == WHY or name.startswith(FOLLOW_UP) for name in self._intents]
        )

    def read(self, text: str, context: Context | None = None) -> Reading:
        """Read a corrected text after the answer of `context`, if any."""
        if questions.picks_item(text):
            return Reading([(CHOOSE_ITEM, 1.0)], [Asked(CHOOSE_ITEM)])
        if context is not None and context.intent not in self._catalogue.entries:
            context = None
        text = questions.without_preamble(text)
        if context is not None:
            text, context = self._references.resolved(text, context)
        clauses = questions.split(text)[:MOST_QUESTIONS]
        parts = clauses if len(clauses) > 1 else []
        rewritten = []
        if context is not None:
            rewritten = [self._references.with_subject(text, context)]
        # All at once, so that they are encoded side by side.
        scores = self._log_probabilities([text, *parts], rewritten)
        several = self._several(parts, scores[1 : 1 + len(parts)])
        if several:
            return Reading(self._ranking(scores[0]), several)
        terms = self._wanted_terms(text)
        compares = len(terms) > 1 and questions.is_comparison(text)
        bonus = self._nearness.by_terms(terms, compares)
        alone = _normalised(scores[0] + bonus)
        if terms and questions.asks_meaning(text):
            final = alone
        elif context is not None:
            read = (rewritten[0], scores[-1] + bonus)
            final, terms = self._in_context(text, alone, read, terms, context)
        elif terms or len(text.split()) > LONG_WORDS:
            final = _normalised(np.where(self._follow_up, -np.inf, alone))
        else:
            final = self._without_context(text, alone)
        ranking = self._ranking(final)
        beside = self._beside_sign(text, ranking)
        best, confidence = ranking[0]
        if beside and (best not in self._catalogue.entries or confidence < LIKELY_SIGN):
            return beside
        asked = [self._asked(best, terms, text)]
        return Reading(ranking, asked + (beside.questions if beside else []))

    def _unwanted_terms(self, text: str) -> list[str]:
        return self._find_terms(questions.left_out(text))

    def _wanted_terms(self, text: str) -> list[str]:
        unwanted = self._unwanted_terms(text)
        return [term for term in self._find_terms(text) if term not in unwanted]

    def _several(self, clauses: list[str], scores: np.ndarray) -> list[Asked]:
        found: dict[str, Asked] = {}
        before: Context | None = None
        for clause, row in zip(clauses, scores):
            terms = self._find_terms(clause)
            if before and not terms and questions.has_pronoun(clause):
                clause = self._references.with_subject(clause, before)
                row = self._log_probabilities([clause], [])[0]
            intent, confidence = self._ranking(row)[0]
            if intent.startswith(INTENT_PREFIX) and confidence >= SURE:
                if intent in found:
                    terms = [*found[intent].terms, *terms]
                found[intent] = self._asked(intent, terms, clause)
                if intent in self._catalogue.entries:
                    before = Context(intent, tuple(terms))
        return list(found.values()) if len(found) > 1 else []

    def _beside_sign(
        self, text: str, ranking: list[tuple[str, float]]
    ) -> Reading | None:
        """What is asked after a sign: "my arm is numb, what tests are there"."""
        entries, warnings = self._catalogue.entries, self._catalogue.warnings
        likely = [found for found in ranking if found[0] in warnings]
        told = sum(confidence for _, confidence in likely) >= LIKELY_SIGN
        clause = questions.asked_beside(text)
        best = ranking[0][0]
        if not clause or not (best in warnings or (told and best not in entries)):
            return None
        reading = self.read(clause, Context(likely[0][0]))
        intent, confidence = reading.ranking[0]
        answered = intent in entries and confidence >= SURE_BESIDE_SIGN
        return reading if answered and intent not in warnings else None

    def _in_context(
        self,
        text: str,
        alone: np.ndarray,
        in_context: tuple[str, np.ndarray],
        terms: list[str],
        context: Context,
    ) -> tuple[np.ndarray, list[str]]:
        """The scores and terms of a text read alone, and `in_context` rewritten."""
        rewritten, read = in_context
        last = self._nearness.terms_of(context.intent)
        here = self._intents.index(context.intent)
        near = self._nearness.after(context.intent)
        if not self._leans(text, alone, terms, last):
            near[here] += SAME_ANSWER_BONUS
            return _normalised(_mixed(alone, read, ALONE_WEIGHT_STANDING) + near), terms
        carried = [term for term in self._find_terms(rewritten) if term not in terms]
        final = _mixed(alone, read, ALONE_WEIGHT) + near
        final = final + CARRIED_TERM_BONUS * self._nearness.cover(carried)
        final = final + self._nearness.by_facet(context.intent, alone, LEANING_SHARE)
        if last.intersection(self._unwanted_terms(text)):
            final[here] -= OTHER_TERM_PENALTY
        if terms and not last.intersection(terms):
            final[here] -= OTHER_TERM_PENALTY
        elif terms and questions.names_item(text):
            final[here] += NAMED_ITEM_BONUS
        final = np.where(self._asking, final, final - NOT_ASKING_PENALTY)
        final = _normalised(np.where(self._follow_up, -np.inf, final))
        if not terms and not questions.wants_others(text):
            terms = list(context.terms)
        return final, terms

    def _without_context(self, text: str, alone: np.ndarray) -> np.ndarray:
        """At the start "is it dangerous" means what the whole article is about.

        "the other one" means nothing yet.
        """
        best = self._intents[int(alone.argmax())]
        likely = np.exp(alone[self._follow_up]).sum()
        if best == FOLLOW_UP or likely < LEANING_SHARE:
            return alone
        rewritten = questions.with_subject(text, self._catalogue.subject)
        read = self._log_probabilities([rewritten], [])[0]
        read = _normalised(np.where(self._asking, read, -np.inf))
        return read if np.exp(read.max()) >= START_SURE else alone

    def _leans(
        self, text: str, alone: np.ndarray, terms: list[str], last: set[str]
    ) -> bool:
        best = self._intents[int(alone.argmax())]
        if best == NOT_COVERED and last.intersection(terms):
            return True
        small_talk = not best.startswith((INTENT_PREFIX, FOLLOW_UP, WHY))
        if small_talk and np.exp(alone.max()) >= SURE:
            return False
        if np.exp(alone[self._follow_up]).sum() >= LEANING_SHARE:
            return True
        unanswerable = not best.startswith(INTENT_PREFIX) and not terms
        return unanswerable or questions.has_pronoun(text) or questions.leans(text)

    def _asked(self, intent: str, terms: list[str], text: str) -> Asked:
        compares = questions.is_comparison(text)
        if compares and 1 < len(terms) < questions.alternatives(text):
            terms = []  # "twitch, cramp or tic": one of them is no item's name
        return Asked(intent, terms, questions.is_yes_no(text), compares)

    def _ranking(self, scores: np.ndarray) -> list[tuple[str, float]]:
        order = np.argsort(-scores)
        return [(self._intents[i], float(np.exp(scores[i]))) for i in order]


def _mixed(alone: np.ndarray, read: np.ndarray, weight: float) -> np.ndarray:
    return weight * alone + (1 - weight) * read


def _normalised(scores: np.ndarray) -> np.ndarray:
    scores = scores - scores.max()
    return scores - np.log(np.exp(scores).sum())
