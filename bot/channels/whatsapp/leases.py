"""Who serves which reader. SQL only.

A reader is leased to one process at a time, so their messages are answered in
order; a lease runs out when its process dies, and another takes the reader over.
"""

from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.engine import Engine

from bot.channels.whatsapp.tables import MessageRow, ReaderRow


class LeaseLost(RuntimeError):
    """Another process has taken the reader over; leave everything to it."""


class Leases:
    """The leases in the database behind `engine`; an owner is a process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def claim(
        self,
        owner: str,
        serving: Collection[str],
        now: float,
        lease_seconds: float,
        most: int,
    ) -> list[str]:
        """Lease readers whose messages wait, those served longest ago first.

        None of those the owner is `serving`: their leases may have run out unnoticed.
        """
        waiting = select(MessageRow.reader).where(MessageRow.open)
        free = (
            select(ReaderRow.id)
            .where(
                ReaderRow.lease_until < now,
                ReaderRow.wake_at <= now,
                ReaderRow.id.in_(waiting),
                ReaderRow.id.not_in(serving),
            )
            .order_by(ReaderRow.wake_at)
            .limit(most)
            # On SQLite nothing is rendered: there BEGIN IMMEDIATE keeps others out.
            .with_for_update(skip_locked=True)
        )
        with self._engine.begin() as connection:
            found = list(connection.execute(free).scalars())
            if found:
                connection.execute(
                    update(ReaderRow)
                    .where(ReaderRow.id.in_(found))
                    .values(lease_owner=owner, lease_until=now + lease_seconds)
                    .execution_options(synchronize_session=False)
                )
        return found

    def renew(
        self, owner: str, serving: Collection[str], now: float, lease_seconds: float
    ) -> None:
        """Keep the leases of the readers a living process is serving, no others."""
        with self._engine.begin() as connection:
            connection.execute(
                update(ReaderRow)
                .where(ReaderRow.lease_owner == owner, ReaderRow.id.in_(serving))
                .values(lease_until=now + lease_seconds)
            )

    def release(self, owner: str, wake_at: float, reader: str | None = None) -> None:
        """Give a reader back (all of the owner's without one), not before `wake_at`."""
        own = update(ReaderRow).where(ReaderRow.lease_owner == owner)
        if reader is not None:
            own = own.where(ReaderRow.id == reader)
        with self._engine.begin() as connection:
            connection.execute(
                own.values(lease_owner=None, lease_until=0.0, wake_at=wake_at)
            )
