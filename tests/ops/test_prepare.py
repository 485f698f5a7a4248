"""What `make run` does anew, and what it leaves as it is."""

import sqlite3
from pathlib import Path

import pytest

from article.content import Content
from article.store import ContentStore
from ops import prepare
from ops.prepare import environment, import_content
from settings import Settings

OTHER_VERSIONS = {
    "column": "ALTER TABLE content_answer RENAME COLUMN facet TO aspect",
    "table": "DROP TABLE content_alert",
    "publisher": """UPDATE content_article SET publisher = '{"fax": "1"}'""",
}


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "prepared.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    return path


def test_unchanged_content_is_imported_once(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second start leaves the database as it is."""
    assert import_content(Settings.read()) == 0
    assert import_content(Settings.read()) == 0
    assert capsys.readouterr().out.count("Imported") == 1


@pytest.mark.parametrize("kind", OTHER_VERSIONS)
def test_content_of_another_version_is_imported_anew(
    database: Path, content: Content, kind: str
) -> None:
    """After an upgrade that changes the tables readers get their answers at once."""
    settings = Settings.read()
    assert import_content(settings) == 0
    with sqlite3.connect(database) as connection:
        connection.execute(OTHER_VERSIONS[kind])
    assert import_content(settings) == 0
    assert ContentStore(settings.database_url, 1).content() == content


@pytest.mark.parametrize(
    ("flags", "core"),
    [
        ("fpu avx2 avx512f avx512cd avx512bw avx512dq avx512vl", "SkylakeX"),
        ("fpu avx2 avx512f", None),
    ],
)
def test_blas_uses_what_the_processor_has(
    flags: str, core: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OpenBLAS is told of AVX-512 where the processor has all that it uses."""
    monkeypatch.delenv("OPENBLAS_CORETYPE", raising=False)
    monkeypatch.setattr(prepare, "CPU_INFO", tmp_path / "cpuinfo")
    assert "OPENBLAS_CORETYPE" not in environment()
    prepare.CPU_INFO.write_text(f"flags : {flags}\n", "utf-8")
    assert environment().get("OPENBLAS_CORETYPE") == core
