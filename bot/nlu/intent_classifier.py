"""Graph component: the intent of a message, read in its conversation."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import asdict
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from article.content import Content
from article.intents import intent_of
from bot.nlu import questions
from bot.nlu.catalogue import Catalogue
from bot.nlu.components import (
    WORDS,
    ContentComponent,
    sentence_encoder,
    term_matcher,
    training_vectors,
)
from bot.nlu.intent_model import FitOptions, IntentModel
from bot.nlu.reading import Asked, Context, Reading
from bot.nlu.spelling import Word
from bot.nlu.understanding import Understanding
from bot.safety.intents import SCREENED

CATALOGUE_FILE = "catalogue.json"
HISTORY_SLOT = "history"
QUESTIONS = "questions"
CHOICES = "choices"  # payloads of the items told, in a reply's metadata
ITEM = re.compile(r'\{"term": "(\w+)"\}')


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True
)
class SentenceIntentClassifier(ContentComponent, IntentClassifier):
    """Needs the words that the spelling corrector sets.

    Beside `intent` and `intent_ranking` it sets `questions`: what the message
    asks, in order, as [{"intent", "terms", "yes_no"}].
    """

    model: IntentModel | None = None
    catalogue: Catalogue | None = None
    understanding: Understanding | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The model's `FitOptions`, and how long the reported ranking is."""
        return {
            "content": "content",
            "gamma": 1.0,
            "ngram_weight": 0.6,
            "ridge": 0.05,
            "ranking_length": 10,
        }

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceIntentClassifier:
        """The trained component."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            catalogue = Catalogue.load((folder / CATALOGUE_FILE).read_text("utf-8"))
            component._use(IntentModel.load(folder), catalogue)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples, and from the content's own words."""
        content = self.content()
        texts, labels = examples(training_data, without=SCREENED)
        for answer in content.answers.values():
            said = [answer.question, answer.title]
            said += [passage.text for passage in content.passages_of(answer)]
            texts += [text.lower() for text in said]
            labels += [intent_of(answer.slug)] * len(said)
        leaning_texts, leaning_labels = leaning_examples(training_data, content)
        texts += leaning_texts
        labels += leaning_labels
        options = FitOptions.of(self._config)
        vectors = training_vectors().vectors(texts)
        model = IntentModel.fit(texts, labels, vectors, options, len(leaning_texts))
        self._use(model, Catalogue.of(content))
        with self._model_storage.write_to(self._resource) as folder:
            model.save(folder)
            dump = self.catalogue.dump() if self.catalogue else ""
            (folder / CATALOGUE_FILE).write_text(dump, "utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add: the examples carry their intents."""
        return training_data

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Set intent, ranking and questions; `tracker` gives the last answer."""
        if self.understanding is None:
            raise RuntimeError("the intent classifier is not trained")
        context = latest_answer(tracker)
        for message in messages:
            text = meant(message.get(WORDS) or [])
            if text:
                self._set(message, self.understanding.read(text, context))
        return messages

    def _set(self, message: Message, reading: Reading) -> None:
        length = self._config["ranking_length"]
        ranking = [
            {"name": name, "confidence": confidence}
            for name, confidence in reading.ranking[:length]
        ]
        first = dict(ranking[0])
        if len(reading.questions) > 1:
            first["name"] = self._leading(reading.questions)
        message.set(INTENT, first, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        asked = [asdict(question) for question in reading.questions]
        message.set(QUESTIONS, asked, add_to_output=True)

    def _leading(self, questions: list[Asked]) -> str:
        """The first intent that the article answers; its action sees to the others."""
        answered = self.catalogue.entries if self.catalogue else {}
        intents = [question.intent for question in questions]
        return next((name for name in intents if name in answered), intents[0])

    def _use(self, model: IntentModel, catalogue: Catalogue) -> None:
        encoder = sentence_encoder()
        matcher = term_matcher(catalogue.names)
        self.model, self.catalogue = model, catalogue

        def log_probabilities(alone: list[str], in_context: list[str]) -> np.ndarray:
            texts = [*alone, *in_context]
            vectors = encoder.encode(texts)
            return model.log_probabilities(texts, vectors, len(in_context))

        self.understanding = Understanding(
            model.labels, log_probabilities, matcher.keys, catalogue
        )


def meant(words: list[Word]) -> str:
    """The words as one corrected text."""
    return " ".join(word.meant for word in words)


def examples(
    training_data: TrainingData, without: Collection[str] = (), leaning: bool = False
) -> tuple[list[str], list[str]]:
    """The corrected texts of the training examples and their intents.

    Those that stand alone, or those that are asked after an answer (`leaning`).
    """
    messages = [
        message
        for message in training_data.intent_examples
        if message.get(WORDS)
        and message.get(INTENT) not in without
        and bool(_asked_after(message)) == leaning
    ]
    texts = [meant(message.get(WORDS)) for message in messages]
    return texts, [message.get(INTENT) for message in messages]


def leaning_examples(
    training_data: TrainingData, content: Content
) -> tuple[list[str], list[str]]:
    """The examples asked after an answer, each with its subject, and their intents.

    Raises:
        InvalidConfigException: an example names an answer that does not exist.
    """
    texts, labels = [], []
    for message in training_data.intent_examples:
        after = _asked_after(message)
        if not after:
            continue
        if after not in content.answers:
            text = (
                f"the example {message.get(TEXT)!r} is asked after {after!r}: no answer"
            )
            raise InvalidConfigException(text)
        subject = content.answers[after].subject.lower()
        texts.append(questions.with_subject(meant(message.get(WORDS)), subject))
        labels.append(message.get(INTENT))
    return texts, labels


def _asked_after(message: Message) -> str:
    """The slug of the answer given before, which the metadata may name."""
    metadata = (message.get(METADATA) or {}).get(INTENT) or {}
    return str(metadata.get("after") or "")


def latest_answer(tracker: DialogueStateTracker | None) -> Context | None:
    """The answer given last in the conversation, if any."""
    history = tracker.get_slot(HISTORY_SLOT) if tracker is not None else None
    if not history:
        return None
    latest = history[-1]
    intent, terms = intent_of(latest["answer"]), tuple(latest["terms"])
    return Context(intent, terms, _items_shown(tracker))


def _items_shown(tracker: DialogueStateTracker) -> tuple[str, ...]:
    """The terms of the items in the list shown last, in order."""
    for event in reversed(tracker.events):
        if isinstance(event, BotUttered) and event.metadata.get(CHOICES):
            return tuple(ITEM.findall(" ".join(event.metadata[CHOICES])))
    return ()
