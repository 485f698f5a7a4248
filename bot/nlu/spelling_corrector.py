"""Graph component: reads each message's words as they were meant."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from article.content import Content
from article.files import read_red_flags
from bot.language import english_words
from bot.nlu.components import WORDS, ContentComponent, sentence_encoder
from bot.nlu.spelling import Speller

FILE = "vocabulary.json"
FREQUENT = 4  # examples a word stands in before misspelt words may become it


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True
)
class SpellingCorrector(ContentComponent):
    """Its vocabulary: the content's words, the red flags', and frequent examples'."""

    speller: Speller | None = None

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SpellingCorrector:
        """The trained component."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            text = (folder / FILE).read_text("utf-8")
        component.speller = Speller.load(text, known_words())
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the vocabulary and keep it in the model."""
        known = known_words()
        texts = [message.get(TEXT) for message in training_data.intent_examples]
        signs = read_red_flags(self.folder()).vocabulary()
        words = [*vocabulary(self.content(), texts, known), *sorted(signs)]
        self.speller = Speller(words, known)
        with self._model_storage.write_to(self._resource) as folder:
            (folder / FILE).write_text(self.speller.dump(), "utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Read the training examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set each message's words."""
        if self.speller is None:
            raise RuntimeError("the spelling corrector is not trained")
        for message in messages:
            if message.get(TEXT):
                message.set(WORDS, self.speller.words(message.get(TEXT)))
        return messages


def known_words() -> frozenset[str]:
    """The words that are none misspelt."""
    return sentence_encoder().vocabulary() | english_words()


def vocabulary(content: Content, texts: list[str], known: frozenset[str]) -> list[str]:
    """The words a misspelt word may be corrected to, the most frequent first."""
    plain = Speller([], frozenset())
    written = [passage.text for passage in content.passages.values()]
    written += [answer.question for answer in content.answers.values()]
    written += [name for term in content.terms.values() for name in term.names]
    counts = Counter(
        word for text in texts for word in set(plain.correct(text).split())
    )
    frequent = {w for w, count in counts.items() if count >= FREQUENT and w in known}
    own = {w for text in written for w in plain.correct(text).split()}
    return sorted(frequent | own, key=lambda word: (-counts[word], word))
