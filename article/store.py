"""Keeps the content in a database; the only module with SQL."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection
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
from article.database import make_folder, open_engine
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
        try:
            self._engine = open_engine(url, timeout_seconds, kept_open=1)
        except (ArgumentError, ImportError, ValueError) as error:
            raise StoreError(f"DATABASE_URL cannot be used: {error}") from error
        self._content: Content | None = None

    def replace(self, content: Content) -> None:
        """Put `content` in the place of what is stored, wholly or not at all.

        Raises:
            StoreError: the database refused; it is left as it was.
        """
        try:
            make_folder(self._engine)
            with self._engine.begin() as connection:
                # Made anew each time: a change of the tables needs no migration.
                Base.metadata.drop_all(connection)
                Base.metadata.create_all(connection)
                for model, rows in _rows(content):
                    connection.execute(insert(model), rows)
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(_reason(error)) from error

    def content(self) -> Content:
        """The stored content.

        Raises:
            StoreError: no database, no content, tables that another version made,
                or the database failed.
        """
        try:
            with self._engine.connect() as connection:
                revision = _revision(connection)
                if self._content is None or self._content.revision != revision:
                    self._content = _read(connection)
                return self._content
        # A TypeError: the publisher was stored with other fields.
        except (SQLAlchemyError, TypeError) as error:
            raise StoreError(_reason(error)) from error


def _reason(error: Exception) -> str:
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
                "reviewed": content.reviewed,
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
        reviewed=article["reviewed"],
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
