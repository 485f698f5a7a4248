"""Keeps the content in a database; the only module with SQL."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, insert, select
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from article.content import (
    Alert,
    Answer,
    Content,
    Passage,
    Publisher,
    Section,
    Term,
    Topic,
    WarningSign,
)
from article.models import (
    AlertRow,
    AnswerRow,
    ArticleRow,
    Base,
    PassageRow,
    SectionRow,
    TermRow,
    TopicRow,
    WarningSignRow,
)


class StoreError(RuntimeError):
    """The database cannot be reached, or holds no content."""


class ContentStore:
    """Content in the database at `url` (an SQLAlchemy database URL).

    Reads are kept in memory until another revision is imported.
    """

    def __init__(self, url: str, timeout_seconds: int) -> None:
        """Prepare the store; nothing is opened yet.

        Raises:
            StoreError: `url` is not a database URL.
        """
        self._engine = _engine(url, timeout_seconds)
        self._content: Content | None = None

    def replace(self, content: Content) -> None:
        """Put `content` in the place of what is stored, wholly or not at all.

        Raises:
            StoreError: the database refused; it is left as it was.
        """
        _make_folder(self._engine)
        try:
            with self._engine.begin() as connection:
                # Made anew each time: a change of the tables needs no migration.
                Base.metadata.drop_all(connection)
                Base.metadata.create_all(connection)
                for model, rows in _rows(content):
                    connection.execute(insert(model), rows)
        except SQLAlchemyError as error:
            raise StoreError(_reason(error)) from error

    def revision(self) -> str:
        """The stored content's revision.

        Raises:
            StoreError: no database, no content, or the database failed.
        """
        try:
            with self._engine.connect() as connection:
                return _revision(connection)
        except SQLAlchemyError as error:
            raise StoreError(_reason(error)) from error

    def content(self) -> Content:
        """The stored content.

        Raises:
            StoreError: no database, no content, or the database failed.
        """
        try:
            with self._engine.connect() as connection:
                revision = _revision(connection)
                if self._content is None or self._content.revision != revision:
                    self._content = _read(connection)
                return self._content
        except SQLAlchemyError as error:
            raise StoreError(_reason(error)) from error


def _engine(url: str, timeout_seconds: int) -> Engine:
    try:
        parsed = make_url(url)
        arguments: dict[str, Any] = {"future": True, "pool_pre_ping": True}
        sqlite = parsed.get_backend_name() == "sqlite"
        option = "timeout" if sqlite else "connect_timeout"
        arguments["connect_args"] = {option: timeout_seconds}
        engine = create_engine(parsed, **arguments)
    except (ArgumentError, ImportError) as error:
        raise StoreError(f"DATABASE_URL cannot be used: {error}") from error
    if sqlite:
        event.listen(engine, "connect", _leave_transactions_to_us)
        event.listen(engine, "begin", _begin)
    return engine


def _leave_transactions_to_us(connection: Any, _: Any) -> None:
    # Python's sqlite3 begins too late to hold DROP and CREATE in a transaction:
    # docs.sqlalchemy.org, "Serializable isolation / Savepoints / Transactional DDL".
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _make_folder(engine: Engine) -> None:
    database = engine.url.database
    if engine.dialect.name == "sqlite" and database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)


def _reason(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or error)


def _revision(connection: Connection) -> str:
    revision = connection.execute(select(ArticleRow.revision)).scalar_one_or_none()
    if revision is None:
        raise StoreError("the database holds no content")
    return str(revision)


def _rows(content: Content) -> Iterable[tuple[type, list[dict[str, Any]]]]:
    def numbered(entries: Iterable[Any]) -> list[dict[str, Any]]:
        return [
            {**asdict(entry), "position": position}
            for position, entry in enumerate(entries)
        ]

    yield (
        ArticleRow,
        [
            {
                "revision": content.revision,
                "title": content.title,
                "subject": content.subject,
                "url": content.url,
                "publisher": asdict(content.publisher),
            }
        ],
    )
    yield TopicRow, numbered(content.topics.values())
    yield SectionRow, numbered(content.sections.values())
    yield TermRow, numbered(content.terms.values())
    yield PassageRow, numbered(content.passages.values())
    yield AnswerRow, numbered(content.answers.values())
    yield AlertRow, numbered(content.alerts.values())
    yield WarningSignRow, numbered(content.self_check)


def _read(connection: Connection) -> Content:
    def rows(model: Any) -> list[dict[str, Any]]:
        found = connection.execute(select(model.__table__).order_by(model.position))
        return [
            {
                name: tuple(value) if isinstance(value, list) else value
                for name, value in row.items()
                if name != "position"
            }
            for row in found.mappings()
        ]

    article = connection.execute(select(ArticleRow.__table__)).mappings().one()
    return Content(
        title=article["title"],
        subject=article["subject"],
        url=article["url"],
        revision=article["revision"],
        publisher=Publisher(**article["publisher"]),
        topics={row["slug"]: Topic(**row) for row in rows(TopicRow)},
        sections={row["number"]: Section(**row) for row in rows(SectionRow)},
        terms={row["key"]: Term(**row) for row in rows(TermRow)},
        passages={row["slug"]: Passage(**row) for row in rows(PassageRow)},
        answers={row["slug"]: Answer(**row) for row in rows(AnswerRow)},
        alerts={row["name"]: Alert(**row) for row in rows(AlertRow)},
        self_check=tuple(WarningSign(**row) for row in rows(WarningSignRow)),
    )
