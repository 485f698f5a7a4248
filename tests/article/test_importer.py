"""`make content`: a failure is told in sentences, and changes nothing."""

from pathlib import Path

import pytest

from article.importer import main
from article.store import ContentStore
from tests.article.editing import edit

FAILING = {
    "content": (
        "content/tea.yml", "[tea_is]", "[tea_was]",
        "tea.yml: answers > what_is_tea > passages: unknown passage tea_was",
    ),
    "contact route": (
        "domain.yml", "555-0199 or", "555-0100 or",
        "domain.yml: responses > utter_ask_human: names +1 (213) 555-0100, "
        "article.yml has +1 (213) 555-0199",
    ),
    "domain that is not YAML": (
        "domain.yml", "responses:", "responses: [",
        "domain.yml: line 3: not YAML",
    ),
    "domain without responses": (
        "domain.yml", "responses:", "replies:",
        "domain.yml: responses: field required",
    ),
    "response without text": (
        "domain.yml", "text:", "image:",
        "domain.yml: responses > utter_ask_human > 0 > text: field required",
    ),
}  # fmt: skip


BAD_SETTINGS = {
    "number": (
        "DATABASE_TIMEOUT_SECONDS", "soon",
        "DATABASE_TIMEOUT_SECONDS='soon': must be a whole number",
    ),
    "URL": ("DATABASE_URL", "var/assistant.db", "DATABASE_URL cannot be used"),
    "port": ("DATABASE_URL", "postgresql://h:p/x", "DATABASE_URL cannot be used"),
    "folder": ("DATABASE_URL", "sqlite:////dev/null/x.db", "The database refused"),
}  # fmt: skip


@pytest.mark.parametrize("kind", FAILING)
def test_failed_import_leaves_the_database_as_it_was(
    kind: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """After a failed import readers still get what was imported before."""
    url = f"sqlite:///{folder / 'store.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    domain = folder.parent / "domain.yml"
    arguments = ["--folder", str(folder), "--domain", str(domain)]
    assert main(arguments) == 0
    before = ContentStore(url, 1).content()
    name, old, new, told = FAILING[kind]
    edit(folder.parent / name, old, new)
    assert main(arguments) == 1
    assert told in capsys.readouterr().err
    assert ContentStore(url, 1).content() == before


@pytest.mark.parametrize("kind", BAD_SETTINGS)
def test_bad_setting_is_one_clear_sentence(
    kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A setting that cannot be used is named, and nothing is imported."""
    name, value, told = BAD_SETTINGS[kind]
    monkeypatch.setenv(name, value)
    assert main([]) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert told in sentence
    assert sentence.endswith("; nothing imported.")
