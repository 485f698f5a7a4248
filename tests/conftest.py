"""Fixtures every folder of tests uses: the content, the model, a running assistant."""

import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from article.content import Content
from article.files import read_content
from ops.evaluate import Client
from ops.postgres import running_postgres
from ops.prepare import newest_model, train
from ops.stand import Stand, running_assistant
from settings import ROOT

# The page of another site that tests/browser opens may use the web channel.
ENVIRONMENT = {"WEB_ALLOWED_ORIGINS": "http://publisher.test"}


@pytest.fixture(scope="session")
def content() -> Content:
    """The project's own content."""
    return read_content(ROOT / "content")


@pytest.fixture(scope="session")
def model() -> Path:
    """An up-to-date model, trained if need be."""
    assert train() == 0
    found = newest_model()
    assert found is not None
    return found


@pytest.fixture(scope="session")
def stand(model: Path) -> Iterator[Stand]:
    """A running assistant, shared by the tests that leave it as they found it."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_assistant(Path(folder), model, ENVIRONMENT) as running,
    ):
        yield running


@pytest.fixture
def client(stand: Stand) -> Client:
    """A web client of the shared assistant."""
    return Client(stand.url)


@pytest.fixture(scope="session")
def new_database() -> Iterator[Callable[[], str]]:
    """Makes empty databases on a throw-away PostgreSQL; gives their URLs."""
    numbers = count(1)
    with running_postgres() as url:

        def make() -> str:
            name = f"database_{next(numbers)}"
            engine = create_engine(url, isolation_level="AUTOCOMMIT", future=True)
            with engine.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name}"))
            engine.dispose()
            return f"{url.rpartition('/')[0]}/{name}"

        yield make
