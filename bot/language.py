"""The blank English pipeline that all matching by lemma uses."""

from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

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


def lemmatized(words: list[str]) -> Doc:
    """The words as a document whose tokens know their lemmas."""
    language = english()
    doc: Doc = language.get_pipe("lemmatizer")(Doc(language.vocab, words=words))
    for token in doc:
        if token.text in LEMMAS:
            token.lemma_ = LEMMAS[token.text]
    return doc
