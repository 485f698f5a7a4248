"""No one waits for the database longer than the operator said."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, TimeoutError

from article.content import Content
from article.database import open_engine
from article.store import ContentStore, StoreError

LEAST_SECONDS, MOST_SECONDS = 0.9, 5  # of a wait of one second
OVERFLOW = 10  # connections that SQLAlchemy opens beyond those kept open


@contextmanager
def one_second() -> Iterator[None]:
    started = time.monotonic()
    yield
    assert LEAST_SECONDS < time.monotonic() - started < MOST_SECONDS


def test_a_lock_is_waited_for_a_second(
    new_database: Callable[[], str], content: Content
) -> None:
    """A table someone holds costs a reader a second on PostgreSQL, and an importer."""
    url = new_database()
    store = ContentStore(url, 1)
    store.replace(content)
    engine = open_engine(url, 1)
    with engine.begin() as holder:
        holder.execute(text("LOCK TABLE content_article"))
        with one_second(), pytest.raises(StoreError, match="lock timeout"):
            store.content()
        with one_second(), pytest.raises(StoreError, match="lock timeout"):
            store.replace(content)
    engine.dispose()
    assert store.content() == content


def test_a_statement_at_work_is_not_cut(new_database: Callable[[], str]) -> None:
    """A long import or sweep on PostgreSQL takes the time it needs."""
    engine = open_engine(new_database(), 1)
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_sleep(1.5)"))
    engine.dispose()


def test_the_urls_own_options_are_kept(new_database: Callable[[], str]) -> None:
    """What an operator sets in the URL stays beside the limit of locks."""
    engine = open_engine(f"{new_database()}?options=-cwork_mem%3D8MB", 1)
    with engine.connect() as connection:
        for name, value in (("work_mem", "8MB"), ("lock_timeout", "1s")):
            assert connection.execute(text(f"SHOW {name}")).scalar_one() == value
        used = connection.connection.dbapi_connection.get_dsn_parameters()
        assert used["tcp_user_timeout"] == "1000"
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_free_connection_is_waited_for_a_second(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Who finds all connections taken is told so, and blocks no thread."""
    url = f"sqlite:///{tmp_path / 'pool.db'}"
    if kind == "postgresql":
        url = request.getfixturevalue("new_database")()
    engine = open_engine(url, 1, kept_open=1)
    with ExitStack() as taken:
        for _ in range(1 + OVERFLOW):
            taken.enter_context(engine.connect())
        with one_second(), pytest.raises(TimeoutError):
            engine.connect()
    engine.dispose()


def test_a_lock_of_sqlite_is_waited_for_a_second(tmp_path: Path) -> None:
    """So is one on SQLite."""
    engine = open_engine(f"sqlite:///{tmp_path / 'lock.db'}", 1, "BEGIN IMMEDIATE")
    with (
        engine.begin(),
        one_second(),
        pytest.raises(OperationalError, match="locked"),
        engine.begin(),
    ):
        pass
    engine.dispose()
