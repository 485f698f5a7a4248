"""Graph component: the red-flag screen, which has the last word on the intent.

It reads each text by itself, whatever the intent classifier made of it, and with
the text before, for a sign split over two messages.
"""

from __future__ import annotations

import json
import logging
import time
from dataclasses import asdict
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from article.files import read_red_flags
from article.intents import intent_of
from article.red_flags import RedFlagsFile
from bot.nlu import questions
from bot.nlu.catalogue import Catalogue
from bot.nlu.components import (
    WORDS,
    ContentComponent,
    sentence_encoder,
    training_vectors,
)
from bot.nlu.intent_classifier import meant
from bot.nlu.intent_model import FitOptions, IntentModel
from bot.nlu.red_flag_examples import reports_and_others
from bot.safety import intents
from bot.safety.emergency_number import EMERGENCY_NUMBER
from bot.safety.screen import (
    EMERGENCY,
    RED_FLAG_LEVEL,
    SEE_DOCTOR,
    Finding,
    Screen,
)
from bot.safety.sign_matcher import SignMatcher

logger = logging.getLogger(__name__)

FILE = "red_flags.json"
ANSWERED_FILE = "answered_intents.json"
RED_FLAG = "red_flag"
SPLIT_SECONDS = 600  # how long after a message the next may complete its sign
LEAST_ASKED = 0.3  # confidence from which on a report in question form is one
LEAST_MEANT = 0.6  # the same, whatever its form
UNCLEAR = ("not_covered", "off_topic", "gibberish", "nlu_fallback", "follow_up")


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True
)
class RedFlagScreen(ContentComponent, IntentClassifier):
    """Sets `red_flag`: {"level", "signs", "alert", "crisis"} of the finding, "asks"."""

    screen: Screen | None = None
    answered_intents: frozenset[str] = frozenset()

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The content's folder, and the model's `FitOptions`."""
        return {"content": "content", "gamma": 1.0, "ngram_weight": 0.6, "ridge": 0.05}

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> RedFlagScreen:
        """The trained component."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            text = (folder / FILE).read_text("utf-8")
            component._use(IntentModel.load(folder), RedFlagsFile.parse_raw(text))
            answered = (folder / ANSWERED_FILE).read_text("utf-8")
            component.answered_intents = frozenset(json.loads(answered))
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn what reports look like, and what only mentions a sign."""
        red_flags = read_red_flags(self.folder())
        matcher = SignMatcher(red_flags)
        warnings = Catalogue.of(self.content()).warnings
        texts, labels = reports_and_others(training_data, matcher, warnings)
        options = FitOptions.of(self._config)
        vectors = training_vectors().vectors(texts)
        model = IntentModel.fit(texts, labels, vectors, options)
        self._use(model, red_flags)
        with self._model_storage.write_to(self._resource) as folder:
            model.save(folder)
            (folder / FILE).write_text(red_flags.json(), "utf-8")
            answered = [intent_of(slug) for slug in self.content().answers]
            (folder / ANSWERED_FILE).write_text(json.dumps(answered), "utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add: the examples carry their intents."""
        return training_data

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Screen each text; a red flag decides the intent."""
        for message in messages:
            if message.get(TEXT):
                self._screen(message, message_before(tracker))
                _name_emergency_number(message, tracker)
        return messages

    def _screen(self, message: Message, before: UserUttered | None) -> None:
        try:
            corrected = meant(message.get(WORDS))
            unclear = _is_unclear(message)
            finding = self.find(message.get(TEXT), corrected, before, unclear)
        except Exception as error:  # noqa: BLE001 - the reader gets the cautious reply
            logger.error("safety.screen.failed error=%s", type(error).__name__)
            _decide(message, intents.SCREEN_FAILED)
            return
        found = {**asdict(finding), "asks": questions.asks(corrected)}
        message.set(RED_FLAG, found, add_to_output=True)
        if finding.level == SEE_DOCTOR:
            _add_entity(message, RED_FLAG_LEVEL, SEE_DOCTOR)
        if finding.level == EMERGENCY:
            _decide(message, intents.CRISIS if finding.crisis else intents.EMERGENCY)
        elif finding.level and not self._asks(message):
            _decide(message, intents.SEE_DOCTOR)

    def find(
        self,
        typed: str,
        corrected: str,
        before: UserUttered | None = None,
        unclear: bool = False,
    ) -> Finding:
        """What the message reports, alone or together with the message before it.

        An emergency goes on while the reader says nothing else that is clear.

        Raises:
            RuntimeError: the component is not trained.
        """
        if self.screen is None:
            raise RuntimeError("the red-flag screen is not trained")
        finding = self.screen.read(typed, corrected)
        if before is None or finding.level == EMERGENCY:
            return finding
        found = before.parse_data.get(RED_FLAG) or {}
        if unclear and found.get("level") == EMERGENCY:
            return Finding(EMERGENCY, tuple(found["signs"]), crisis=found["crisis"])
        # What stands in one of the two alone was judged with it.
        said = before.text or ""
        alone = self.screen.patterns(said).graver(finding)
        both = self.screen.patterns(f"{said} {typed}", f"{said} {corrected}")
        if alone.graver(both) is alone:
            return finding
        named = self.screen.named(typed, corrected)
        return finding if named.issuperset(both.signs) else both

    def _asks(self, message: Message) -> bool:
        """Whether the message also asks something the article answers."""
        intent = message.get(INTENT) or {}
        asks = questions.asks(meant(message.get(WORDS)))
        least = LEAST_ASKED if asks else LEAST_MEANT
        answered = intent.get("name") in self.answered_intents
        return answered and intent.get("confidence", 0) >= least

    def _use(self, model: IntentModel, red_flags: RedFlagsFile) -> None:
        encoder = sentence_encoder()

        def probabilities(text: str) -> dict[str, float]:
            logarithms = model.log_probabilities([text], encoder.encode([text]))[0]
            return dict(zip(model.labels, np.exp(logarithms).tolist()))

        self.screen = Screen(red_flags, probabilities)


def message_before(tracker: DialogueStateTracker | None) -> UserUttered | None:
    """The reader's last message, if it is recent."""
    for event in reversed(tracker.events if tracker else ()):
        if isinstance(event, UserUttered):
            recent = time.time() - event.timestamp <= SPLIT_SECONDS
            return event if recent else None
    return None


def _is_unclear(message: Message) -> bool:
    return str((message.get(INTENT) or {}).get("name")).startswith(UNCLEAR)


def _decide(message: Message, intent: str) -> None:
    message.set(INTENT, {"name": intent, "confidence": 1.0}, add_to_output=True)


def _name_emergency_number(
    message: Message, tracker: DialogueStateTracker | None
) -> None:
    """Let the replies name the number that the channel knows, from now on."""
    number = (message.get(METADATA) or {}).get(EMERGENCY_NUMBER)
    known = tracker.get_slot(EMERGENCY_NUMBER) if tracker is not None else None
    if number and number != known:
        _add_entity(message, EMERGENCY_NUMBER, number)


def _add_entity(message: Message, name: str, value: str) -> None:
    """Fill the slot of this name: the whole text says so."""
    entity = {"entity": name, "value": value, "start": 0, "end": len(message.get(TEXT))}
    entities = [*(message.get(ENTITIES) or []), entity]
    message.set(ENTITIES, entities, add_to_output=True)
