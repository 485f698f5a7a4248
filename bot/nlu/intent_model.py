"""Which intent a text has: kernel ridge regression on meaning and wording.

Two texts are alike as their sentence vectors are near (what is meant) and as they
share words and character n-grams (how it is said). docs/understanding.md shows
what was measured beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.linalg import cho_solve, cholesky, solve_triangular
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from bot.nlu.ngram_features import VECTORIZERS, NgramFeatures

FREQUENT_SHARE = 0.02  # of all texts
ROWS = 1024  # of a kernel at a time
LEFT_OUT = 500  # examples at most that the temperature is found on


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

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> FitOptions:
        """The options among those of a component."""
        return cls(config["gamma"], config["ngram_weight"], config["ridge"])


@dataclass
class Weights:
    """What was learned: what each example and each feature tells of each label.

    meaning (examples, labels) weighs how near a text is to each example in
    meaning; wording (features, labels) weighs its n-grams. The kernel of wording is
    linear, so its part of the examples' weights is one matrix.
    """

    meaning: np.ndarray
    wording: np.ndarray

    @classmethod
    def of(cls, meaning: np.ndarray, ngrams: csr_matrix, scale: float) -> Weights:
        """The weights of the examples whose n-grams stand in the first rows."""
        meaning = meaning.astype(np.float32)
        wording = scale * (ngrams[: len(meaning)].T @ meaning)
        return cls(meaning, np.ascontiguousarray(wording, dtype=np.float16))

    def save(self, folder: Path, name: str) -> None:
        """Write both into the folder, to three digits."""
        np.save(folder / f"{name}_meaning.npy", self.meaning.astype(np.float16))
        np.save(folder / f"{name}_wording.npy", self.wording)

    @classmethod
    def load(cls, folder: Path, name: str) -> Weights:
        """Read what `save` wrote."""
        meaning = np.load(folder / f"{name}_meaning.npy").astype(np.float32)
        return cls(meaning, np.load(folder / f"{name}_wording.npy"))


@dataclass
class IntentModel:
    """A kernel ridge regression from texts to intents, as plain arrays.

    vectors (384, examples) are the training examples in meaning, those that lean on
    an answer before last. `alone` is what was learned without these, `in_context`
    what was learned from all.
    """

    labels: list[str]
    options: FitOptions
    features: NgramFeatures
    vectors: np.ndarray
    alone: Weights
    in_context: Weights
    temperature: float

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        vectors: np.ndarray,
        options: FitOptions,
        leaning: int = 0,
    ) -> IntentModel:
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
        scale = options.ngram_weight / len(VECTORIZERS)
        factor = _factor(vectors, ngrams * np.sqrt(scale), options, rarity)
        weights = cho_solve((factor, False), targets, check_finite=False)
        # A triangle's upper left corner is the factor of the first texts alone.
        standing = len(texts) - leaning
        factor, targets = factor[:standing, :standing], targets[:standing]
        weights_alone = cho_solve((factor, False), targets, check_finite=False)
        tried = np.arange(0, standing, -(-standing // LEFT_OUT))
        left_out = targets[tried] - weights_alone[tried] / _inverse(factor, tried)
        return cls(
            names,
            options,
            features,
            np.ascontiguousarray(vectors.T, dtype=np.float32),
            Weights.of(weights_alone, ngrams, scale),
            Weights.of(weights, ngrams, scale),
            _temperature(left_out, wanted[tried]),
        )

    def log_probabilities(
        self, texts: Sequence[str], vectors: np.ndarray, in_context: int = 0
    ) -> np.ndarray:
        """Natural logarithms of the probabilities (texts, labels).

        The last `in_context` texts name the subject of an answer before.
        """
        weights = [self.alone] * (len(texts) - in_context)
        weights += [self.in_context] * in_context
        read = zip(texts, vectors, weights)
        scores = np.stack([self._scores(*one) for one in read])
        return _log_softmax(scores / self.temperature)

    def _scores(self, text: str, vector: np.ndarray, weights: Weights) -> np.ndarray:
        """A text's score for each label.

        One text after the other: a product of two rows takes BLAS four times as long.
        """
        cosines = vector @ self.vectors[:, : len(weights.meaning)]
        places, values = self.features.row(text)
        scores: np.ndarray = values @ weights.wording[places]
        scores += _likeness(cosines, self.options.gamma) @ weights.meaning
        return scores

    def save(self, folder: Path) -> None:
        """Write the model into the folder as JSON and plain arrays."""
        head = {
            "labels": self.labels,
            "options": asdict(self.options),
            "temperature": self.temperature,
        }
        (folder / "intents.json").write_text(json.dumps(head), "utf-8")
        np.save(folder / "vectors.npy", self.vectors.astype(np.float16))
        self.alone.save(folder, "alone")
        self.in_context.save(folder, "in_context")
        self.features.save(folder)

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Read what `save` wrote; from now on BLAS keeps to one thread.

        A text's products are short, and BLAS's other threads wait for the next one
        by spinning: they took as much of the processor as the whole turn.
        """
        threadpool_limits(1, user_api="blas")
        head = json.loads((folder / "intents.json").read_text("utf-8"))
        return cls(
            head["labels"],
            FitOptions(**head["options"]),
            NgramFeatures.load(folder),
            np.load(folder / "vectors.npy").astype(np.float32),
            Weights.load(folder, "alone"),
            Weights.load(folder, "in_context"),
            head["temperature"],
        )


def _factor(
    vectors: np.ndarray, ngrams: csr_matrix, options: FitOptions, rarity: np.ndarray
) -> np.ndarray:
    """The upper triangle whose transpose times itself is the kernel (texts, texts).

    Of the kernel, a gigabyte, one triangle is filled in, some rows at a time. Few
    n-grams stand in many texts: those are multiplied as a dense matrix.
    """
    frequent = ngrams.getnnz(axis=0) > FREQUENT_SHARE * ngrams.shape[0]
    dense, rare = ngrams[:, frequent].toarray(), ngrams[:, ~frequent].tocsr()
    kernel = np.zeros((len(vectors), len(vectors)), dtype=np.float32)
    for start in range(0, len(kernel), ROWS):
        end = start + ROWS
        rows = kernel[start:end, :end]
        rows += _likeness(vectors[start:end] @ vectors[:end].T, options.gamma)
        rows += dense[start:end] @ dense[:end].T
        rows += (rare[start:end] @ rare[:end].T).toarray()
    kernel[np.diag_indices_from(kernel)] += options.ridge * rarity
    # LAPACK wants columns: the transpose of rows that hold the lower triangle.
    factor: np.ndarray = cholesky(kernel.T, overwrite_a=True, check_finite=False)
    return factor


def _likeness(cosines: np.ndarray, gamma: float) -> np.ndarray:
    """How alike texts are in meaning, 0 to 1, in the place of their cosines."""
    cosines -= 1
    cosines *= 2 * gamma
    return np.exp(cosines, out=cosines)


def _inverse(factor: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The inverse's diagonal at these places, as a column.

    `factor` is the upper triangle whose transpose times itself is inverted.
    """
    units = np.zeros((len(factor), len(places)), dtype=factor.dtype)
    units[places, np.arange(len(places))] = 1
    columns = solve_triangular(factor, units, trans="T", check_finite=False)
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
