"""English: its words, and the blank pipeline that all matching by lemma uses."""

from functools import lru_cache

import spacy
import spacy_lookups_data
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import load_language_data

# What the lookup table has wrong: "number" is no more numb than others, and what is
# worse need not be wrong.
LEMMAS = {word: word for word in ("number", "worse", "worst")}


@lru_cache(maxsize=1)
def english() -> Language:
    """A blank English with the lookup lemmatizer of spacy-lookups-data."""
    language = spacy.blank("en")
    language.add_pipe("lemmatizer", config={"mode": "lookup"})
    language.initialize()
    return language


def english_words() -> frozenset[str]:
    """The words of the lookup lemmatizer's table: some 60,000, in all their forms."""
    table = load_language_data(spacy_lookups_data.en["lemma_lookup"])
    return frozenset(table).union(table.values())


def lemmatized(words: list[str]) -> Doc:
    """The words as a document whose tokens know their lemmas."""
    language = english()
    doc: Doc = language.get_pipe("lemmatizer")(Doc(language.vocab, words=words))
    for token in doc:
        if token.text in LEMMAS:
            token.lemma_ = LEMMAS[token.text]
    return doc
