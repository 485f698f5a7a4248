"""Which intent a text has: kernel ridge regression on meaning and wording.

Two texts are alike as their sentence vectors are near (what is meant) and as they
share words and character n-grams (how it is said). docs/understanding.md shows
what was measured beside it.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.linalg import cho_solve, cholesky, solve_triangular
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack, load_npz, save_npz
from sklearn.feature_extraction.text import TfidfVectorizer

WORDS = {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\S+"}
CHARACTERS = {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2}
COMMON = {"sublinear_tf": True, "lowercase": False, "dtype": np.float32}
FREQUENT_SHARE = 0.02  # of all texts
LEFT_OUT = 1000  # examples at most that the temperature is found on
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
    def load(cls, folder: Path) -> "NgramFeatures":
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


@dataclass(frozen=True)
class FitOptions:
    """What the regression is fitted with.

    gamma: how fast the likeness of two sentence vectors falls with distance;
    ngram_weight: what the likeness of wording counts beside it;
    ridge: how much the regression is smoothed.
    """

    gamma: float
    ngram_weight: float
    ridge: float


@dataclass
class IntentModel:
    """A kernel ridge regression from texts to intents, as plain arrays.

    vectors (examples, 384) and ngrams (examples, features) are the training
    examples; weights (examples, labels) is what each tells of each label, and
    weights_alone the same without the examples that lean on an answer before.
    """

    labels: list[str]
    options: FitOptions
    features: NgramFeatures
    vectors: np.ndarray
    ngrams: csr_matrix
    weights: np.ndarray
    weights_alone: np.ndarray
    temperature: float

    def __post_init__(self) -> None:
        self._in_context = self._learned(self.weights)
        self._alone = self._learned(self.weights_alone)

    def _learned(self, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The weights of meaning (examples, labels) and wording (features, labels).

        The wording's kernel is linear, so what it adds is one matrix.
        """
        scale = self.options.ngram_weight / len(VECTORIZERS)
        wording = scale * (self.ngrams[: len(weights)].T @ weights)
        return weights, np.ascontiguousarray(wording, dtype=np.float16)

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        vectors: np.ndarray,
        options: FitOptions,
        leaning: int = 0,
    ) -> "IntentModel":
        """Train on texts, their labels and their sentence vectors.

        The last `leaning` texts lean on an answer before and name its subject.
        The temperature that turns scores into probabilities is the one under
        which examples, each left out in turn, are likeliest.
        """
        names = sorted(set(labels))
        wanted = np.array([names.index(label) for label in labels])
        features = NgramFeatures()
        ngrams = features.fit_transform(texts)
        targets = np.eye(len(names), dtype=np.float32)[wanted]
        counts = targets.sum(axis=0)
        rarity = np.sqrt(counts[wanted] / counts.mean())
        kernel = _likeness(vectors, vectors, options.gamma)
        kernel += options.ngram_weight / len(VECTORIZERS) * _shared(ngrams)
        kernel[np.diag_indices_from(kernel)] += options.ridge * rarity
        # In columns, as LAPACK wants it: of a symmetric matrix that is the same.
        factor = cholesky(kernel.T, lower=True, overwrite_a=True, check_finite=False)
        weights = cho_solve((factor, True), targets, check_finite=False)
        # A triangle's upper left corner is the factor of the first texts alone.
        alone = len(texts) - leaning
        factor, targets = factor[:alone, :alone], targets[:alone]
        weights_alone = cho_solve((factor, True), targets, check_finite=False)
        tried = np.arange(0, alone, -(-alone // LEFT_OUT))
        left_out = targets[tried] - weights_alone[tried] / _inverse(factor, tried)
        return cls(
            names,
            options,
            features,
            vectors.astype(np.float32),
            ngrams,
            weights.astype(np.float32),
            weights_alone.astype(np.float32),
            _temperature(left_out, wanted[tried]),
        )

    def log_probabilities(
        self, texts: Sequence[str], vectors: np.ndarray, in_context: bool = False
    ) -> np.ndarray:
        """Natural logarithms of the probabilities (texts, labels).

        `in_context`: the texts name the subject of an answer before.
        """
        weights, wording = self._in_context if in_context else self._alone
        examples = self.vectors[: len(weights)]
        scores = _likeness(vectors, examples, self.options.gamma) @ weights
        for text, score in zip(texts, scores):
            places, values = self.features.row(text)
            score += values @ wording[places]
        return _log_softmax(scores / self.temperature)

    def save(self, folder: Path) -> None:
        """Write the model into the folder as JSON and plain arrays."""
        head = {
            "labels": self.labels,
            "options": asdict(self.options),
            "temperature": self.temperature,
        }
        (folder / "intents.json").write_text(json.dumps(head), "utf-8")
        np.save(folder / "vectors.npy", self.vectors)
        np.save(folder / "weights.npy", self.weights)
        np.save(folder / "weights_alone.npy", self.weights_alone)
        save_npz(folder / "ngrams.npz", self.ngrams, compressed=False)
        self.features.save(folder)

    @classmethod
    def load(cls, folder: Path) -> "IntentModel":
        """Read what `save` wrote."""
        head = json.loads((folder / "intents.json").read_text("utf-8"))
        return cls(
            head["labels"],
            FitOptions(**head["options"]),
            NgramFeatures.load(folder),
            np.load(folder / "vectors.npy"),
            load_npz(folder / "ngrams.npz"),
            np.load(folder / "weights.npy"),
            np.load(folder / "weights_alone.npy"),
            head["temperature"],
        )


def _likeness(
    vectors: np.ndarray, other_vectors: np.ndarray, gamma: float
) -> np.ndarray:
    """How alike texts are in meaning, 0 to 1 (texts, other texts)."""
    return np.exp(-2 * gamma * (1 - vectors @ other_vectors.T))


def _shared(ngrams: csr_matrix) -> np.ndarray:
    """How much wording each two texts share (texts, texts).

    Few features stand in most texts: those are multiplied as a dense matrix.
    """
    frequent = ngrams.getnnz(axis=0) > FREQUENT_SHARE * ngrams.shape[0]
    dense, rare = ngrams[:, frequent].toarray(), ngrams[:, ~frequent]
    shared: np.ndarray = dense @ dense.T
    shared += (rare @ rare.T).toarray()
    return shared


def _inverse(factor: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The inverse's diagonal at these places, as a column.

    `factor` is the lower triangle whose product with its transpose is inverted.
    """
    units = np.zeros((len(factor), len(places)), dtype=factor.dtype)
    units[places, np.arange(len(places))] = 1
    columns = solve_triangular(factor, units, lower=True, check_finite=False)
    return np.square(columns).sum(axis=0)[:, None]


def _log_softmax(scores: np.ndarray) -> np.ndarray:
    scores = scores - scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


def _temperature(scores: np.ndarray, wanted: np.ndarray) -> float:
    rows = np.arange(len(wanted))

    def loss(log_temperature: float) -> float:
        likely = _log_softmax(scores / np.exp(log_temperature))
        return float(-likely[rows, wanted].mean())

    found = minimize_scalar(loss, bounds=(-6, 2), method="bounded")
    return float(np.exp(found.x))
