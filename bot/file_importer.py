"""Rasa's file importer, at a third of its cost for many thousand examples."""

from __future__ import annotations

from copy import deepcopy
from functools import cached_property

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


class Example(Message):
    """A training example.

    Rasa copies each ten times and tells it from the others by some hash sums of all
    it holds.
    """

    def __hash__(self) -> int:
        return hash(self.get(TEXT))

    def __deepcopy__(self, memo: dict[int, object]) -> Example:
        data = {
            name: value if isinstance(value, str) else deepcopy(value, memo)
            for name, value in self.data.items()
        }
        features = deepcopy(self.features, memo)
        return Example(data, set(self.output_properties), self.time, features)


class ReadOnceImporter(RasaFileImporter):
    """Rasa asks for the examples twice a training: with a language and without."""

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The examples of the training files (`RasaFileImporter.get_nlu_data`)."""
        return self._nlu_data

    @cached_property
    def _nlu_data(self) -> TrainingData:
        read = super().get_nlu_data()
        read.training_examples = [
            Example(message.data, message.output_properties, message.time)
            for message in read.training_examples
        ]
        return read
