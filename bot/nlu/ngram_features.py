"""How a text is worded: tf-idf of its words, word pairs and character n-grams."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

WORDS = {
    "analyzer": "word",
    "ngram_range": (1, 2),
    "token_pattern": r"(?u)\S+",
    "min_df": 2,
}
CHARACTERS = {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2}
COMMON = {"sublinear_tf": True, "lowercase": False, "dtype": np.float32}
VECTORIZERS: tuple[dict[str, Any], ...] = (WORDS, CHARACTERS)


class NgramFeatures:
    """tf-idf of words, word pairs and character n-grams (shape: texts, features)."""

    def __init__(self) -> None:
        self._vectorizers = [
            TfidfVectorizer(**options, **COMMON) for options in VECTORIZERS
        ]
        self._analyzers = [
            vectorizer.build_analyzer() for vectorizer in self._vectorizers
        ]
        self._idf: list[np.ndarray] = []  # sklearn's own property is slow

    def fit_transform(self, texts: Sequence[str]) -> csr_matrix:
        """Learn vocabulary and weights; the features of each text, as a sparse row."""
        parts = [vectorizer.fit_transform(texts) for vectorizer in self._vectorizers]
        self._idf = [vectorizer.idf_ for vectorizer in self._vectorizers]
        return hstack(parts, format="csr")

    def row(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Where in such a row the features of a text stand, and their values.

        sklearn's `transform` gives the same at five times the cost, for most of
        which it takes care of many texts.
        """
        places, values, offset = [], [], 0
        for vectorizer, analyze, idf in zip(
            self._vectorizers, self._analyzers, self._idf
        ):
            vocabulary = vectorizer.vocabulary_
            counts = Counter(
                vocabulary[ngram] for ngram in analyze(text) if ngram in vocabulary
            )
            found = np.fromiter(counts, dtype=np.intp, count=len(counts))
            often = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
            weights = (1 + np.log(often)) * idf[found]
            places.append(found + offset)
            values.append(weights / (np.linalg.norm(weights) or 1))
            offset += len(vocabulary)
        return np.concatenate(places), np.concatenate(values).astype(np.float32)

    def save(self, folder: Path) -> None:
        """Write vocabulary and weights into the folder."""
        for number, vectorizer in enumerate(self._vectorizers):
            words = {word: int(i) for word, i in vectorizer.vocabulary_.items()}
            (folder / f"ngrams{number}.json").write_text(json.dumps(words))
            np.save(folder / f"ngrams{number}.npy", vectorizer.idf_)

    @classmethod
    def load(cls, folder: Path) -> NgramFeatures:
        """Read what `save` wrote."""
        features = cls()
        for number, features_of in enumerate(VECTORIZERS):
            words = json.loads((folder / f"ngrams{number}.json").read_text())
            options = {**features_of, **COMMON, "vocabulary": words}
            options.pop("min_df", None)
            vectorizer = TfidfVectorizer(**options)
            vectorizer.idf_ = np.load(folder / f"ngrams{number}.npy")
            features._vectorizers[number] = vectorizer
        features._idf = [vectorizer.idf_ for vectorizer in features._vectorizers]
        return features
