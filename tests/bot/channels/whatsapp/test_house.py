"""What is dropped and when, on SQLite and on PostgreSQL."""

import pytest
from sqlalchemy import update

from bot.channels.whatsapp.house import KEPT_SECONDS
from bot.channels.whatsapp.readers import WINDOW_SECONDS
from bot.channels.whatsapp.tables import MessageRow, PartRow
from tests.bot.channels.whatsapp.stored import NOW, Stored, message

LATER = NOW + WINDOW_SECONDS + 1


def test_sweep_drops_addresses_and_old_rows(stored: Stored) -> None:
    """Addresses go when the window closes, rows when no redelivery can come."""
    stored.answered(safety=True)
    assert stored.house.sweep(LATER - 2) == 0
    assert stored.house.sweep(LATER) == 1
    assert stored.column(PartRow.payload) == [None]
    assert len(stored.column()) == 1
    stored.house.sweep(NOW + KEPT_SECONDS + 1)
    assert stored.column() == []


def test_message_nobody_could_answer_expires(stored: Stored) -> None:
    """A message still open when the window closes is recorded as expired."""
    stored.take(message(1))
    stored.house.sweep(LATER)
    assert stored.column() == ["expired"]
    assert stored.column(MessageRow.body) == [None]


@pytest.mark.parametrize("swept", [False, True])
def test_unsent_part_ends_when_the_window_closes(stored: Stored, swept: bool) -> None:
    """What could not be sent in 24 hours has failed, and its text is gone."""
    claimed, _ = stored.sending(parts=2)
    if swept:
        stored.house.sweep(LATER)
    else:
        assert stored.claims.finish(claimed, LATER, "expired") == "expired"
    assert stored.column() == ["expired"]
    assert stored.claims.next(claimed.reader, "a") is None
    assert sorted(stored.column(PartRow.state)) == ["failed", "unknown"]
    assert stored.column(PartRow.payload) == [None, None]
    assert stored.column(PartRow.reason) == ["expired", "expired"]


def test_part_that_was_never_sent_keeps_no_text(stored: Stored) -> None:
    """A part that stays behind when its message is closed loses its text."""
    stored.take(message(1))
    stored.answer(stored.only_message())
    stored.house.sweep(NOW)
    assert stored.column(PartRow.payload) != [None]
    with stored.engine.begin() as connection:
        connection.execute(update(MessageRow).values(open=False))
    stored.house.sweep(NOW)
    assert stored.column(PartRow.payload) == [None]
