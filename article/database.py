"""Opens the settings' database, the same way for everything kept in it."""

from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import QueuePool


def open_engine(
    url: str, timeout_seconds: int, sqlite_begin: str = "BEGIN", kept_open: int = 0
) -> Engine:
    """An engine for the SQLAlchemy URL; nothing is connected yet.

    A connection, a free place in the pool and a lock are waited for no longer than
    `timeout_seconds` each, then a SQLAlchemyError is raised; so it is when PostgreSQL
    acknowledges nothing for that time. A statement that is at work is not cut.

    On SQLite a transaction opens with `sqlite_begin`, or with what the connection's
    execution option of this name says; `kept_open` connections stay open on any
    database.

    Raises:
        ArgumentError: `url` is not a database URL.
        ImportError: its driver is not installed.
        ValueError: its port is not a number.
    """
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    sqlite, postgresql = backend == "sqlite", backend == "postgresql"
    connect: dict[str, Any] = {
        "timeout" if sqlite else "connect_timeout": timeout_seconds
    }
    if postgresql:
        connect["tcp_user_timeout"] = timeout_seconds * 1000
    pool: dict[str, Any] = {}
    if kept_open:
        pool = {"poolclass": QueuePool, "pool_size": kept_open}
        if sqlite:  # the pool gives a connection to one thread at a time
            connect["check_same_thread"] = False
    if kept_open or not sqlite:
        pool["pool_timeout"] = timeout_seconds
    engine = create_engine(
        parsed,
        future=True,
        pool_pre_ping=True,
        hide_parameters=True,  # an error's message would quote what a reader wrote
        connect_args=connect,
        **pool,
    )
    if postgresql:
        event.listen(engine, "connect", partial(_limit_locks, timeout_seconds))
    if sqlite:
        event.listen(engine, "connect", _leave_transactions_to_us)

        def begin(connection: Connection) -> None:
            options = connection.get_execution_options()
            connection.exec_driver_sql(options.get("sqlite_begin", sqlite_begin))

        event.listen(engine, "begin", begin)
    return engine


def make_folder(engine: Engine) -> None:
    """Make the folder of SQLite's file, where it is one."""
    database = engine.url.database
    if engine.dialect.name == "sqlite" and database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)


def _limit_locks(timeout_seconds: int, connection: Any, _: Any) -> None:
    # Not as a start-up option: it would take the place of the URL's own options.
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{timeout_seconds}s'")
    connection.commit()


def _leave_transactions_to_us(connection: Any, _: Any) -> None:
    # Python's sqlite3 begins too late to hold DROP and CREATE in a transaction:
    # docs.sqlalchemy.org, "Serializable isolation / Savepoints / Transactional DDL".
    connection.isolation_level = None
