"""A model is made anew when what it is made from changed, and only then."""

from pathlib import Path

import pytest

from bot.nlu import sources
from bot.nlu.sources import LEARNING, sources_fingerprint


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a file wherever one of the tests writes."""
    monkeypatch.setattr(sources, "ROOT", tmp_path)
    for folder in ("article", "bot/nlu", "bot/safety"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    "path",
    ["article/red_flags.py", "bot/nlu/spelling.py", "bot/safety/screen.py",
     "bot/language.py", "bot/file_importer.py", "requirements.lock"],
)  # fmt: skip
def test_change_of_what_is_learned_with_is_seen(project: Path, path: str) -> None:
    """What reads the content counts as well as what learns from it."""
    before = sources_fingerprint(LEARNING)
    (project / path).write_text("changed")
    assert sources_fingerprint(LEARNING) != before


@pytest.mark.parametrize("path", ["bot/tracker_store.py", "article/notes.txt"])
def test_other_files_train_nothing(project: Path, path: str) -> None:
    """A change of the tracker store is none of the model."""
    before = sources_fingerprint(LEARNING)
    (project / path).write_text("changed")
    assert sources_fingerprint(LEARNING) == before


def test_a_name_counts_too(project: Path) -> None:
    """A file that moved is another."""
    (project / "bot/nlu/terms.py").write_text("same")
    before = sources_fingerprint(LEARNING)
    (project / "bot/nlu/terms.py").rename(project / "bot/safety/terms.py")
    assert sources_fingerprint(LEARNING) != before
