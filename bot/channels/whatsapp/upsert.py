"""INSERT ... ON CONFLICT, which SQLAlchemy spells differently by database."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

INSERTS: dict[str, Any] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}


def insert_for(connection: Connection, table: Any) -> Any:
    """An INSERT into the table that knows `on_conflict_do_nothing` and `_do_update`."""
    return INSERTS[connection.dialect.name](table)
