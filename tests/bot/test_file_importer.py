"""The importer that gives Rasa the training examples."""

from copy import deepcopy
from pathlib import Path

from rasa.shared.importers.rasa import RasaFileImporter

from bot.file_importer import Example, ReadOnceImporter

EXAMPLES = """
version: "3.1"
nlu:
- intent: ask_why
  metadata: {after: duration}
  examples: |
    - why is that
    - how come
- intent: ask_what
  examples: |
    - how come
"""


def files(folder: Path) -> list[str]:
    path = folder / "nlu.yml"
    path.write_text(EXAMPLES, "utf-8")
    return [str(path)]


def test_it_reads_what_rasas_own_importer_reads(tmp_path: Path) -> None:
    """The same examples, equal to Rasa's, whatever language is asked for."""
    paths = files(tmp_path)
    own = RasaFileImporter(training_data_paths=paths).get_nlu_data()
    importer = ReadOnceImporter(training_data_paths=paths)
    assert importer.get_nlu_data().training_examples == own.training_examples
    assert importer.get_nlu_data("en") is importer.get_nlu_data()
    assert importer.get_nlu_data().fingerprint() == own.fingerprint()


def test_a_copied_example_is_its_own(tmp_path: Path) -> None:
    """A change of the copy leaves the first as it was; one text has two intents."""
    importer = ReadOnceImporter(training_data_paths=files(tmp_path))
    first, second, other = importer.get_nlu_data().training_examples
    copied = deepcopy(first)
    assert isinstance(copied, Example)
    assert copied == first
    copied.set("intent", "ask_else")
    copied.get("metadata")["intent"]["after"] = "foods"
    assert first.get("intent") == "ask_why"
    assert first.get("metadata")["intent"] == {"after": "duration"}
    assert second != other
    assert len({first, second, other, deepcopy(second)}) == 3
