"""Compares intent classifiers by cross-validation: `make classifiers`.

Five folds, two seeds, all training examples; the share of held-out examples
given their intent, and the seconds one training takes. docs/understanding.md
holds the table this prints.
"""

import time
from collections.abc import Callable

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC, LinearSVC

from article.files import read_content
from bot.nlu.components import sentence_encoder
from bot.nlu.intent_model import FitOptions, IntentModel
from bot.nlu.ngram_features import NgramFeatures
from bot.nlu.spelling import Speller
from bot.nlu.spelling_corrector import known_words, vocabulary
from settings import ROOT

SEEDS = (0, 1)
FOLDS = 5


class Fold:
    """One split: texts, vectors, n-grams and labels to train on and to test."""

    def __init__(
        self, texts: np.ndarray, vectors: np.ndarray, labels: np.ndarray, parts: tuple
    ) -> None:
        train, test = parts
        self.train_texts, self.test_texts = list(texts[train]), list(texts[test])
        self.train_vectors, self.test_vectors = vectors[train], vectors[test]
        self.train_labels, self.test_labels = labels[train], labels[test]

    def ngrams(self) -> tuple:
        """The n-gram features of both parts."""
        features = NgramFeatures()
        train = features.fit_transform(self.train_texts)
        places, values = zip(*map(features.row, self.test_texts))
        ends = np.cumsum([0, *map(len, places)])
        found = (np.concatenate(values), np.concatenate(places), ends)
        return train, csr_matrix(found, shape=(len(places), train.shape[1]))


def on_vectors(model: Callable) -> Callable[[Fold], np.ndarray]:
    """A classifier of sentence vectors."""
    return lambda fold: (
        model().fit(fold.train_vectors, fold.train_labels).predict(fold.test_vectors)
    )


def on_ngrams(model: Callable) -> Callable[[Fold], np.ndarray]:
    """A classifier of n-grams."""

    def predict(fold: Fold) -> np.ndarray:
        train, test = fold.ngrams()
        return model().fit(train, fold.train_labels).predict(test)

    return predict


def kernel_ridge(ngram_weight: float) -> Callable[[Fold], np.ndarray]:
    """The project's own model."""

    def predict(fold: Fold) -> np.ndarray:
        options = FitOptions(gamma=1.0, ngram_weight=ngram_weight, ridge=0.05)
        model = IntentModel.fit(
            fold.train_texts, fold.train_labels, fold.train_vectors, options
        )
        scores = model.log_probabilities(fold.test_texts, fold.test_vectors)
        return np.array(model.labels)[scores.argmax(axis=1)]

    return predict


CLASSIFIERS: dict[str, Callable[[Fold], np.ndarray]] = {
    "nearest example, sentence vectors": on_vectors(
        lambda: KNeighborsClassifier(1, metric="cosine")
    ),
    "linear SVM, words and character n-grams": on_ngrams(
        lambda: LinearSVC(C=0.3, class_weight="balanced")
    ),
    "logistic regression, sentence vectors": on_vectors(
        lambda: LogisticRegression(C=10, max_iter=300, class_weight="balanced")
    ),
    "SVM with RBF kernel, sentence vectors": on_vectors(
        lambda: SVC(C=10, gamma=1.0, class_weight="balanced")
    ),
    "kernel ridge, sentence vectors": kernel_ridge(0.0),
    "kernel ridge, sentence vectors and n-grams": kernel_ridge(0.3),
}


def read_examples() -> tuple[list[str], list[str]]:
    """The training examples that stand alone, and their intents."""
    texts, labels = [], []
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for entry in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            if "metadata" in entry:  # asked after an answer
                continue
            for line in entry["examples"].splitlines():
                texts.append(line.removeprefix("- ").strip())
                labels.append(entry["intent"])
    return texts, labels


def main() -> None:
    """Print the table."""
    typed, intents = read_examples()
    encoder = sentence_encoder()
    known = known_words()
    speller = Speller(vocabulary(read_content(ROOT / "content"), typed, known), known)
    texts = np.array([speller.correct(text) for text in typed], dtype=object)
    vectors, labels = encoder.encode_many(list(texts)), np.array(intents)
    print(f"{len(texts)} examples, {len(set(intents))} intents\n")
    print(
        "| classifier | right | lowest and highest fold | seconds |\n|---|---|---|---|"
    )
    for name, predict in CLASSIFIERS.items():
        shares, seconds = [], []
        for seed in SEEDS:
            folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
            for parts in folds.split(texts, labels):
                fold = Fold(texts, vectors, labels, parts)
                started = time.perf_counter()
                predicted = predict(fold)
                seconds.append(time.perf_counter() - started)
                shares.append(float((predicted == fold.test_labels).mean()))
        print(
            f"| {name} | {100 * np.mean(shares):.1f} % "
            f"| {100 * min(shares):.1f} to {100 * max(shares):.1f} % "
            f"| {np.median(seconds):.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
