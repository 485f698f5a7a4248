"""Sentence vectors kept from one training to the next."""

from pathlib import Path

import numpy as np
import pytest

from bot.nlu import vector_cache
from bot.nlu.components import sentence_encoder
from bot.nlu.sentence_encoder import SentenceEncoder
from bot.nlu.vector_cache import VectorCache

TEXTS = ["why does it\ntwitch?", "how long is a session", "why does it\ntwitch?"]


class CountingEncoder:
    """Remembers which texts had to be encoded."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder
        self.encoded: list[str] = []

    def encode_many(self, texts: list[str]) -> np.ndarray:
        self.encoded += texts
        return self._encoder.encode_many(texts)


@pytest.fixture
def encoder() -> CountingEncoder:
    return CountingEncoder(sentence_encoder())


def test_a_second_training_encodes_new_texts_only(
    encoder: CountingEncoder, tmp_path: Path
) -> None:
    """Kept vectors are the encoder's own to three digits."""
    path = tmp_path / "models" / "vectors.npz"
    first = VectorCache(path, encoder).vectors(TEXTS)
    encoder.encoded.clear()
    second = VectorCache(path, encoder).vectors(["does it hurt", *TEXTS])
    assert encoder.encoded == ["does it hurt"]
    assert np.array_equal(second[1:], first)
    assert np.allclose(first, sentence_encoder().encode(TEXTS), atol=0.001)


def test_the_oldest_give_way(
    encoder: CountingEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file does not grow for ever."""
    path = tmp_path / "vectors.npz"
    monkeypatch.setattr(vector_cache, "MOST_TEXTS", 2)
    VectorCache(path, encoder).vectors(TEXTS[:1])
    VectorCache(path, encoder).vectors(TEXTS[1:2])
    VectorCache(path, encoder).vectors(["does it hurt"])
    encoder.encoded.clear()
    VectorCache(path, encoder).vectors([*TEXTS, "does it hurt"])
    assert encoder.encoded == TEXTS[:1]


def test_vectors_of_another_encoder_are_not_used(
    encoder: CountingEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new version of the encoder encodes everything anew."""
    path = tmp_path / "vectors.npz"
    with monkeypatch.context() as patch:
        patch.setattr(vector_cache, "MODEL_SHA256", "another")
        VectorCache(path, encoder).vectors(TEXTS)
    encoder.encoded.clear()
    VectorCache(path, encoder).vectors(TEXTS)
    assert encoder.encoded == sorted(set(TEXTS))
