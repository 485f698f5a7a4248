"""Who is who after a change of number or user id, on SQLite and on PostgreSQL."""

import pytest
from sqlalchemy import select

from bot.channels.whatsapp.contents import Content
from bot.channels.whatsapp.payloads import Message, Sender, SenderChange
from bot.channels.whatsapp.tables import IdentityRow, ReaderRow
from tests.bot.channels.whatsapp.stored import NOW, SEAL, Stored

OLD, NEW = Sender("12135550150", "US.1"), Sender("12135550199")
OLD_ID, NEW_ID = Sender("", "US.1"), Sender("", "US.2")
NOTICE = SenderChange("wamid.c", OLD_ID, NEW_ID)
NOTICE_AGAIN = SenderChange("US.1 US.2", OLD_ID, NEW_ID)


def written(number: int, sender: Sender) -> Message:
    words = Content("words", f"my shoulder {number}")
    return Message(f"wamid.{number}", sender, int(NOW), words)


def reader_of(stored: Stored, key: str) -> str:
    query = select(IdentityRow.reader).where(IdentityRow.key == key)
    with stored.engine.begin() as connection:
        return str(connection.execute(query).scalar_one())


def test_change_of_number_leaves_the_user_id(stored: Stored) -> None:
    """Who changes only the number is the same reader under number and user id."""
    stored.take(written(1, OLD), SenderChange("wamid.c", OLD, NEW))
    reader = SEAL.key("phone", OLD.phone)
    assert reader_of(stored, SEAL.key("user", OLD.user_id)) == reader
    assert reader_of(stored, SEAL.key("phone", NEW.phone)) == reader
    assert reader_of(stored, reader) != reader


@pytest.mark.parametrize("together", [False, True])
def test_message_before_the_notice_is_the_same_reader(
    stored: Stored, together: bool
) -> None:
    """Who writes under the new user id before Meta tells of it is no stranger."""
    events = [written(1, OLD_ID), written(2, NEW_ID), NOTICE, NOTICE_AGAIN]
    if together:
        stored.take(*events)
    else:
        for event in events:
            stored.take(event)
    reader = SEAL.key("user", OLD_ID.user_id)
    assert reader_of(stored, SEAL.key("user", NEW_ID.user_id)) == reader


def test_wish_to_stop_is_carried_over(stored: Stored) -> None:
    """STOP holds also if it was said under the new id before the notice."""
    stored.take(written(1, OLD_ID))
    stored.take(written(2, NEW_ID))
    stored.wishes.stop(SEAL.key("user", NEW_ID.user_id), True)
    stored.take(NOTICE)
    query = select(ReaderRow.stopped).where(ReaderRow.id == SEAL.key("user", "US.1"))
    with stored.engine.begin() as connection:
        assert connection.execute(query).scalar_one() is True


def test_reader_who_goes_back_to_an_earlier_id(stored: Stored) -> None:
    """An id given up and taken again leads to the conversation it began."""
    stored.take(written(1, OLD_ID), NOTICE)
    stored.take(SenderChange("wamid.d", NEW_ID, OLD_ID))
    reader = SEAL.key("user", OLD_ID.user_id)
    assert reader_of(stored, reader) == reader
