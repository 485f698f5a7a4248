"""What readers ask of the channel itself: no more messages, no more data. SQL only."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.engine import Engine

from bot.channels.whatsapp import readers
from bot.channels.whatsapp.tables import MessageRow, PartRow, ReaderRow


class Wishes:
    """Their wishes, kept in the database behind `engine`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def stop(self, reader: str, stopped: bool) -> None:
        """Keep whether the reader wants no messages."""
        with self._engine.begin() as connection:
            connection.execute(
                update(ReaderRow).where(ReaderRow.id == reader).values(stopped=stopped)
            )

    def conversations(self, reader: str) -> list[str]:
        """Every conversation the reader had, under whichever id they wrote."""
        with self._engine.begin() as connection:
            return readers.conversations(connection, reader)

    def wipe(self, conversations: Sequence[str], but: int) -> None:
        """Wipe what is kept of a reader's words and of what they were told."""
        closed = select(MessageRow.id).where(
            MessageRow.reader.in_(conversations), MessageRow.id != but
        )
        with self._engine.begin() as connection:
            connection.execute(
                update(PartRow)
                .where(PartRow.message.in_(closed), PartRow.state != "pending")
                .values(payload=None, answer=None, reason=None)
                .execution_options(synchronize_session=False)
            )
            connection.execute(
                update(ReaderRow)
                .where(ReaderRow.id.in_(conversations))
                .values(choices=None)
                .execution_options(synchronize_session=False)
            )
