"""What "it", "that word", "both" and "the other one" stand for after an answer."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.nlu import questions
from bot.nlu.catalogue import Catalogue
from bot.nlu.reading import Context

MOST_NAMED = 2  # items that "it" names beside what they are part of


class References:
    """Resolves them by the catalogue; `find_terms` maps a text to term keys."""

    def __init__(
        self, catalogue: Catalogue, find_terms: Callable[[str], list[str]]
    ) -> None:
        self._catalogue = catalogue
        self._find_terms = find_terms

    def resolved(self, text: str, context: Context) -> tuple[str, Context]:
        """The text with the items it points at by name, and what it leans on."""
        text = self._with_word(text, context)
        text = questions.with_items(text, self._names(context.items))
        if questions.means_the_other(text):
            context = self._turned(context)
        return text, context

    def with_subject(self, text: str, context: Context) -> str:
        """The text with what was told of, and what that is part of, for its "it"."""
        names = self._names(context.terms)[:MOST_NAMED]
        part_of = self._catalogue.entries[context.intent].subject
        return questions.with_subject(text, " and ".join([*names, part_of]))

    def _with_word(self, text: str, context: Context) -> str:
        """ "what does that word mean" asks what the item is that was told of."""
        said = self._names(context.terms)
        if said and questions.asks_word_meaning(text) and not self._find_terms(text):
            return f"what is {said[0]} ?"
        return text

    def _turned(self, context: Context) -> Context:
        """The other of two items means the one that was not told of."""
        items = self._catalogue.entries[context.intent].terms
        others = tuple(item for item in items if item not in context.terms)
        if context.terms and len(others) == 1:
            return replace(context, terms=others)
        return context

    def _names(self, terms: Sequence[str]) -> list[str]:
        known = self._catalogue.names
        return [known[term][0] for term in terms if term in known]
