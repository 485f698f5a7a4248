"""Graph component: the content's terms as entities named `term`."""

from __future__ import annotations

import json
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import WORDS, ContentComponent, term_matcher
from bot.nlu.terms import TermMatcher

FILE = "terms.json"
ENTITY = "term"


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True
)
class TermExtractor(ContentComponent, EntityExtractorMixin):
    """Needs the words that the spelling corrector sets."""

    matcher: TermMatcher | None = None

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TermExtractor:
        """The trained component."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            names = json.loads((folder / FILE).read_text("utf-8"))
        component.matcher = term_matcher(names)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the content's terms in the model."""
        terms = self.content().terms.values()
        names = {term.key: list(term.names) for term in terms}
        with self._model_storage.write_to(self._resource) as folder:
            (folder / FILE).write_text(json.dumps(names), "utf-8")
        self.matcher = term_matcher(names)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add: the examples are not annotated."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the terms of each message to its entities."""
        if self.matcher is None:
            raise RuntimeError("the term extractor is not trained")
        for message in messages:
            found = [
                {
                    "entity": ENTITY,
                    "value": match.key,
                    "start": match.start,
                    "end": match.end,
                    "extractor": self.name,
                }
                for match in self.matcher.matches(message.get(WORDS) or [])
            ]
            entities = (message.get(ENTITIES) or []) + found
            message.set(ENTITIES, entities, add_to_output=True)
        return messages
