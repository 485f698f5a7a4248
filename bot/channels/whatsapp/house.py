"""Tables made at the start, and what has no more use dropped. SQL only."""

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from bot.channels.whatsapp import readers
from bot.channels.whatsapp.outbox import end_parts
from bot.channels.whatsapp.tables import Base, MessageRow, PartRow

# Meta delivers again for up to 7 days; until then an id must be known.
KEPT_SECONDS = 30 * 24 * 3600


class House:
    """The database behind `engine`, kept in order."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create_tables(self) -> None:
        """Make the tables that are missing; several processes may do so at once."""
        try:
            Base.metadata.create_all(self._engine)
        except (IntegrityError, OperationalError, ProgrammingError):
            Base.metadata.create_all(self._engine)  # another one was quicker

    def sweep(self, now: float) -> int:
        """Drop what has no more use: addresses, old rows; how many addresses.

        A message still open when its window closes has expired.
        """
        old = select(MessageRow.id).where(
            ~MessageRow.open, MessageRow.received_at < now - KEPT_SECONDS
        )
        closed = select(MessageRow.id).where(~MessageRow.open)
        closed_window = now - readers.WINDOW_SECONDS
        late = MessageRow.open & (MessageRow.sent_at < closed_window)
        with self._engine.begin() as connection:
            end_parts(connection, select(MessageRow.id).where(late), "expired")
            connection.execute(
                update(PartRow)
                .where(
                    PartRow.payload.is_not(None),
                    (PartRow.sent_at < closed_window)
                    | (PartRow.sent_at.is_(None) & PartRow.message.in_(closed)),
                )
                .values(payload=None)
                .execution_options(synchronize_session=False)
            )
            connection.execute(
                delete(PartRow)
                .where(PartRow.message.in_(old))
                .execution_options(synchronize_session=False)
            )
            connection.execute(
                delete(MessageRow)
                .where(MessageRow.id.in_(old))
                .execution_options(synchronize_session=False)
            )
            connection.execute(
                update(MessageRow)
                .where(late)
                .values(state="expired", open=False, body=None, finished_at=now)
            )
            return readers.expire_addresses(connection, now)
