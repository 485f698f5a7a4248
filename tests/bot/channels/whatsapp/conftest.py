"""A database with the channel's tables, of either kind."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot.channels.whatsapp.connector import inbox_engine
from bot.channels.whatsapp.tables import Base
from settings import Settings
from tests.bot.channels.whatsapp.stored import Stored


@pytest.fixture(scope="package")
def inbox_database(new_database: Callable[[], str]) -> str:
    """A PostgreSQL database of these tests."""
    return new_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with empty tables, of either kind."""
    url = f"sqlite:///{tmp_path / 'inbox.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("inbox_database")
    engine = inbox_engine(Settings(database_url=url))
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def stored(engine: Engine) -> Stored:
    """The parts of the channel that work on the database."""
    return Stored(engine)
