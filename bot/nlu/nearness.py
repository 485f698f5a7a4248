"""How near each intent's answer is to what was said: its terms, topic and facet."""

from collections.abc import Sequence

import numpy as np

from bot.nlu.catalogue import FOLLOW_UP, Catalogue


class Nearness:
    """Arrays of shape (intents,); 0 for intents that the article does not answer."""

    def __init__(self, intents: Sequence[str], catalogue: Catalogue) -> None:
        self._intents = intents
        self._catalogue = catalogue
        self._entries = [catalogue.entries.get(intent) for intent in intents]

    def cover(self, terms: Sequence[str]) -> np.ndarray:
        """How many of the terms each answer has an item on."""
        found = [
            sum(term in entry.terms for term in terms) if entry else 0
            for entry in self._entries
        ]
        return np.array(found, dtype=float)

    def same_topic(self, intent: str) -> np.ndarray:
        """1 for the answers of the same topic as this intent's."""
        topic = self._catalogue.entries[intent].topic
        same = [bool(entry and entry.topic == topic) for entry in self._entries]
        return np.array(same, dtype=float)

    def following(self, intent: str) -> np.ndarray:
        """1 for the answers that this intent's answer leads on to."""
        following = self._catalogue.entries[intent].next
        return np.array([name in following for name in self._intents], dtype=float)

    def facet_share(
        self, log_probabilities: np.ndarray, least_total: float
    ) -> np.ndarray:
        """The share of all follow-ups that asks for each answer's facet.

        Where follow-ups have less than `least_total` together, of that.
        """
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
