"""The regression behind the intents, on vectors made for the test."""

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.intent_model import FitOptions, IntentModel

OPTIONS = FitOptions(gamma=1.0, ngram_weight=0.3, ridge=0.05)
TEXTS = [
    "foods with magnesium",
    "magnesium foods list",
    "what to eat for magnesium",
    "how long is a session",
    "length of one session",
    "session duration minutes",
]
LABELS = ["foods"] * 3 + ["duration"] * 3


@pytest.fixture
def vectors() -> np.ndarray:
    random = np.random.default_rng(7)
    vectors = random.normal(size=(6, 384)) * 0.2
    vectors[:3, 0] += 3
    vectors[3:, 1] += 3
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32)


def test_probabilities_sum_to_one_and_pick_the_nearer(vectors: np.ndarray) -> None:
    """Each text gets a distribution, highest for the intent it resembles."""
    model = IntentModel.fit(TEXTS, LABELS, vectors, OPTIONS)
    logs = model.log_probabilities(
        ["session minutes", "eat magnesium"], vectors[[4, 1]]
    )
    assert np.allclose(np.exp(logs).sum(axis=1), 1)
    assert [model.labels[i] for i in logs.argmax(axis=1)] == ["duration", "foods"]


def test_loaded_model_says_the_same(vectors: np.ndarray, tmp_path: Path) -> None:
    """Saving and loading changes probabilities by a hundredth at most."""
    model = IntentModel.fit(TEXTS, LABELS, vectors, OPTIONS)
    model.save(tmp_path)
    loaded = IntentModel.load(tmp_path)
    before = np.exp(model.log_probabilities(TEXTS, vectors))
    after = np.exp(loaded.log_probabilities(TEXTS, vectors))
    assert np.allclose(after, before, atol=0.01)


def test_in_context_is_read_with_what_leaning_examples_taught(
    vectors: np.ndarray,
) -> None:
    """Examples that lean on an answer count for texts that name its subject alone."""
    leaning = len(TEXTS) - TEXTS.index("length of one session")
    model = IntentModel.fit(TEXTS, LABELS, vectors, OPTIONS, leaning)
    texts = ["session duration minutes"] * 2
    alone, in_context = model.log_probabilities(texts, vectors[[5, 5]], in_context=1)
    duration = model.labels.index("duration")
    assert in_context[duration] > alone[duration]


def test_wording_alone_can_decide(vectors: np.ndarray) -> None:
    """Between equally distant meanings the shared words decide."""
    model = IntentModel.fit(TEXTS, LABELS, vectors, OPTIONS)
    middle = vectors[[0]] + vectors[[3]]
    middle /= np.linalg.norm(middle)
    logs = model.log_probabilities(["foods with magnesium"], middle)
    assert model.labels[int(logs.argmax())] == "foods"
