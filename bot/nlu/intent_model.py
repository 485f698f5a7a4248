"""Which intent a text has: two logistic regressions whose log-probabilities add up.

One reads the sentence vector (what is meant), one reads words and character
n-grams (how it is said). docs/understanding.md shows what was measured.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

WORDS = {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\S+"}
CHARACTERS = {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2}
COMMON = {"sublinear_tf": True, "lowercase": False, "dtype": np.float32}


class NgramFeatures:
    """tf-idf of words, word pairs and character n-grams (shape: texts, features)."""

    def __init__(self) -> None:
        self._vectorizers = [
            TfidfVectorizer(**WORDS, **COMMON),
            TfidfVectorizer(**CHARACTERS, **COMMON),
        ]

    def fit(self, texts: Sequence[str]) -> "NgramFeatures":
        """Learn vocabulary and weights from the training texts."""
        for vectorizer in self._vectorizers:
            vectorizer.fit(texts)
        return self

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """The features of each text, as one sparse row."""
        parts = [vectorizer.transform(texts) for vectorizer in self._vectorizers]
        return hstack(parts, format="csr")

    def save(self, folder: Path) -> None:
        """Write vocabulary and weights into the folder."""
        for number, vectorizer in enumerate(self._vectorizers):
            words = {word: int(i) for word, i in vectorizer.vocabulary_.items()}
            (folder / f"ngrams{number}.json").write_text(json.dumps(words))
            np.save(folder / f"ngrams{number}.npy", vectorizer.idf_)

    @classmethod
    def load(cls, folder: Path) -> "NgramFeatures":
        """Read what `save` wrote."""
        features = cls()
        for number, options in enumerate([WORDS, CHARACTERS]):
            words = json.loads((folder / f"ngrams{number}.json").read_text())
            options = {**options, **COMMON, "vocabulary": words}
            options.pop("min_df", None)
            vectorizer = TfidfVectorizer(**options)
            vectorizer.idf_ = np.load(folder / f"ngrams{number}.npy")
            features._vectorizers[number] = vectorizer
        return features


class LinearModel:
    """A multinomial logistic regression kept as plain arrays."""

    def __init__(self, weights: np.ndarray, bias: np.ndarray) -> None:
        self.weights = weights
        self.bias = bias

    @classmethod
    def fit(
        cls, features: csr_matrix | np.ndarray, labels: np.ndarray, c: float
    ) -> "LinearModel":
        """Train with inverse regularisation strength `c`."""
        model = LogisticRegression(C=c, max_iter=300, tol=1e-3, class_weight="balanced")
        model.fit(features, labels)
        return cls(model.coef_.astype(np.float32), model.intercept_.astype(np.float32))

    def log_probabilities(self, features: csr_matrix | np.ndarray) -> np.ndarray:
        """Natural logarithms of the class probabilities (texts, classes)."""
        scores = np.asarray(features @ self.weights.T) + self.bias
        scores -= scores.max(axis=1, keepdims=True)
        return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


class IntentModel:
    """Both regressions, the labels, and the temperature that calibrates their sum.

    `encode` maps texts to sentence vectors (texts, 384).
    """

    def __init__(
        self,
        labels: list[str],
        meaning: LinearModel,
        wording: LinearModel,
        ngrams: NgramFeatures,
        temperature: float,
    ) -> None:
        self.labels = labels
        self._meaning = meaning
        self._wording = wording
        self._ngrams = ngrams
        self._temperature = temperature

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        vectors: np.ndarray,
        options: "FitOptions",
    ) -> "IntentModel":
        """Train on texts, their labels and their sentence vectors."""
        names = sorted(set(labels))
        wanted = np.array([names.index(label) for label in labels])
        ngrams = NgramFeatures().fit(texts)
        features = ngrams.transform(texts)
        return cls(
            names,
            LinearModel.fit(vectors, wanted, options.meaning_c),
            LinearModel.fit(features, wanted, options.wording_c),
            ngrams,
            options.temperature,
        )

    def log_probabilities(
        self, texts: Sequence[str], vectors: np.ndarray
    ) -> np.ndarray:
        """Natural logarithms of the probabilities (texts, labels)."""
        total = self._meaning.log_probabilities(vectors)
        total = total + self._wording.log_probabilities(self._ngrams.transform(texts))
        total = total / self._temperature
        total -= total.max(axis=1, keepdims=True)
        return total - np.log(np.exp(total).sum(axis=1, keepdims=True))

    def save(self, folder: Path) -> None:
        """Write the model into the folder as JSON and plain arrays."""
        head = {"labels": self.labels, "temperature": self._temperature}
        (folder / "intents.json").write_text(json.dumps(head), "utf-8")
        np.savez(
            folder / "weights.npz",
            meaning_weights=self._meaning.weights,
            meaning_bias=self._meaning.bias,
            wording_weights=self._wording.weights.astype(np.float16),
            wording_bias=self._wording.bias,
        )
        self._ngrams.save(folder)

    @classmethod
    def load(cls, folder: Path) -> "IntentModel":
        """Read what `save` wrote."""
        head = json.loads((folder / "intents.json").read_text("utf-8"))
        with np.load(folder / "weights.npz") as arrays:
            meaning = LinearModel(arrays["meaning_weights"], arrays["meaning_bias"])
            wording = LinearModel(
                arrays["wording_weights"].astype(np.float32), arrays["wording_bias"]
            )
        ngrams = NgramFeatures.load(folder)
        return cls(head["labels"], meaning, wording, ngrams, head["temperature"])


@dataclass(frozen=True)
class FitOptions:
    """Inverse regularisation of both regressions, and the temperature."""

    meaning_c: float
    wording_c: float
    temperature: float
