"""What the store keeps, and what it leaves alone."""

import sqlite3
from pathlib import Path

import pytest

from article.content import Content
from article.files import read_content
from article.store import ContentStore
from tests.article.editing import edit


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def store(database: Path) -> ContentStore:
    return ContentStore(f"sqlite:///{database}", 1)


def test_store_gives_back_what_was_imported(
    store: ContentStore, content: Content
) -> None:
    """The real content survives the way through the database unchanged."""
    store.replace(content)
    assert store.content() == content


def test_position_reaches_the_store(store: ContentStore, folder: Path) -> None:
    """Where the publisher is can be given, and is kept."""
    place = "  latitude: 34.1\n  longitude: -118\n  name: P"
    edit(folder / "article.yml", "  name: P", place)
    store.replace(read_content(folder))
    publisher = store.content().publisher
    assert (publisher.latitude, publisher.longitude) == (34.1, -118.0)


def test_import_leaves_other_tables_alone(
    store: ContentStore, database: Path, content: Content
) -> None:
    """An operator's own tables with everyday names stay as they are."""
    names = ("article", "topic", "section", "term", "passage", "answer", "alert")
    with sqlite3.connect(database) as connection:
        for name in names:
            connection.execute(f"CREATE TABLE {name} (own TEXT)")
            connection.execute(f"INSERT INTO {name} VALUES ('kept')")
    store.replace(content)
    store.replace(content)
    with sqlite3.connect(database) as connection:
        for name in names:
            rows = connection.execute(f"SELECT own FROM {name}").fetchall()
            assert rows == [("kept",)]
