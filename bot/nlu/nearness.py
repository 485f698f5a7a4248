"""How near each intent's answer is to what was said: its terms, topic and facet."""

from collections.abc import Callable, Sequence

import numpy as np

from bot.nlu.catalogue import FOLLOW_UP, Catalogue

# Natural logarithms added to an answer's score, found on dialogues of several hands.
TERM_BONUS = 0.8  # for each term of the message that the answer is about
COMPARED_TERM_BONUS = 1.5  # the same, when the message compares two terms
SAME_TOPIC_BONUS = 1.0
NEXT_ANSWER_BONUS = 0.9
FACET_BONUS = 2.5  # times the share of the facet the follow-up asks for
TOPIC_FACET_BONUS = 1.2  # the same, for answers of the same topic


class Nearness:
    """Arrays of shape (intents,); 0 for intents that the article does not answer.

    `find_terms` maps a text to term keys.
    """

    def __init__(
        self,
        intents: Sequence[str],
        catalogue: Catalogue,
        find_terms: Callable[[str], list[str]],
    ) -> None:
        self._intents = intents
        self._catalogue = catalogue
        self._entries = [catalogue.entries.get(intent) for intent in intents]
        self._terms = {
            intent: {*entry.terms, *find_terms(entry.subject)}
            for intent, entry in catalogue.entries.items()
        }

    def terms_of(self, intent: str) -> set[str]:
        """What the intent's answer is about: the terms of its items and its subject."""
        return self._terms.get(intent, set())

    def by_terms(self, terms: Sequence[str], compared: bool) -> np.ndarray:
        """What answers gain that are about the terms of a message."""
        return (COMPARED_TERM_BONUS if compared else TERM_BONUS) * self.cover(terms)

    def after(self, intent: str) -> np.ndarray:
        """What the answers gain that stand near this intent's answer."""
        near = SAME_TOPIC_BONUS * self._same_topic(intent)
        return near + NEXT_ANSWER_BONUS * self._following(intent)

    def by_facet(
        self, intent: str, log_probabilities: np.ndarray, least_total: float
    ) -> np.ndarray:
        """What answers gain of the facet asked for, more those of this one's topic.

        By the share of all follow-ups that asks for it; where follow-ups have less
        than `least_total` together, of that.
        """
        facet = self._facet_share(log_probabilities, least_total)
        return (FACET_BONUS + TOPIC_FACET_BONUS * self._same_topic(intent)) * facet

    def cover(self, terms: Sequence[str]) -> np.ndarray:
        """How many of the terms each answer is about."""
        wanted = set(terms)
        found = [len(wanted & self.terms_of(intent)) for intent in self._intents]
        return np.array(found, dtype=float)

    def _same_topic(self, intent: str) -> np.ndarray:
        """1 for the answers of the same topic as this intent's."""
        topic = self._catalogue.entries[intent].topic
        same = [bool(entry and entry.topic == topic) for entry in self._entries]
        return np.array(same, dtype=float)

    def _following(self, intent: str) -> np.ndarray:
        """1 for the answers that this intent's answer leads on to."""
        following = self._catalogue.entries[intent].next
        return np.array([name in following for name in self._intents], dtype=float)

    def _facet_share(
        self, log_probabilities: np.ndarray, least_total: float
    ) -> np.ndarray:
        """The share of all follow-ups that asks for each answer's facet."""
        likely = {
            intent: float(np.exp(score))
            for intent, score in zip(self._intents, log_probabilities)
            if intent.startswith(FOLLOW_UP)
        }
        total = max(sum(likely.values()), least_total)
        facets = [
            f"{FOLLOW_UP}_{entry.facet}" if entry else "" for entry in self._entries
        ]
        return np.array([likely.get(facet, 0.0) / total for facet in facets])
