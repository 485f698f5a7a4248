"""Keeps the sentence vectors of a training for the next: most texts stay the same."""

import json
import os
from pathlib import Path

import numpy as np

from bot.nlu.sentence_encoder import MODEL_SHA256, SentenceEncoder

MOST_TEXTS = 60_000  # a training has some 45,000


class VectorCache:
    """Encodes texts, and keeps their vectors in a file: half of a training's time.

    They are kept to three digits; the oldest give way.
    """

    def __init__(self, path: Path, encoder: SentenceEncoder) -> None:
        self._path = path
        self._encoder = encoder
        self._kept = self._read()

    def vectors(self, texts: list[str]) -> np.ndarray:
        """Vectors of shape (len(texts), 384), float32, of length 1."""
        new = sorted(set(texts) - self._kept.keys())
        if new:
            encoded = self._encoder.encode_many(new).astype(np.float16)
            self._kept.update(zip(new, encoded.astype(np.float32)))
            self._write()
        return np.stack([self._kept[text] for text in texts])

    def _read(self) -> dict[str, np.ndarray]:
        if not self._path.is_file():
            return {}
        with np.load(self._path) as stored:
            if str(stored["encoder"]) != MODEL_SHA256:
                return {}
            texts = json.loads(stored["texts"].tobytes())
            return dict(zip(texts, stored["vectors"].astype(np.float32)))

    def _write(self) -> None:
        newest = dict(list(self._kept.items())[-MOST_TEXTS:])
        self._path.parent.mkdir(parents=True, exist_ok=True)
        partial = self._path.with_suffix(f".{os.getpid()}.npz")
        np.savez(
            partial,
            encoder=MODEL_SHA256,
            texts=np.frombuffer(json.dumps(list(newest)).encode(), np.uint8),
            vectors=np.stack(list(newest.values())).astype(np.float16),
        )
        partial.replace(self._path)
