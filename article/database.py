"""Opens the settings' database, the same way for everything kept in it."""

from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import QueuePool


def open_engine(
    url: str, timeout_seconds: int, sqlite_begin: str = "BEGIN", kept_open: int = 0
) -> Engine:
    """An engine for the SQLAlchemy URL; nothing is connected yet.

    On SQLite a transaction opens with `sqlite_begin`; `kept_open` connections stay
    open on any database.

    Raises:
        ArgumentError: `url` is not a database URL.
        ImportError: its driver is not installed.
    """
    parsed = make_url(url)
    sqlite = parsed.get_backend_name() == "sqlite"
    option = "timeout" if sqlite else "connect_timeout"
    # An error's message would quote what a reader wrote.
    arguments: dict[str, Any] = {
        "future": True, "pool_pre_ping": True, "hide_parameters": True,
    }  # fmt: skip
    arguments["connect_args"] = {option: timeout_seconds}
    if kept_open:
        arguments |= {"poolclass": QueuePool, "pool_size": kept_open}
        if sqlite:  # the pool gives a connection to one thread at a time
            arguments["connect_args"]["check_same_thread"] = False
    engine = create_engine(parsed, **arguments)
    if sqlite:
        event.listen(engine, "connect", _leave_transactions_to_us)

        def begin(connection: Connection) -> None:
            connection.exec_driver_sql(sqlite_begin)

        event.listen(engine, "begin", begin)
    return engine


def make_folder(engine: Engine) -> None:
    """Make the folder of SQLite's file, where it is one."""
    database = engine.url.database
    if engine.dialect.name == "sqlite" and database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)


def _leave_transactions_to_us(connection: Any, _: Any) -> None:
    # Python's sqlite3 begins too late to hold DROP and CREATE in a transaction:
    # docs.sqlalchemy.org, "Serializable isolation / Savepoints / Transactional DDL".
    connection.isolation_level = None
