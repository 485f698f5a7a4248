"""Who is who after a change of number or user id, on SQLite and on PostgreSQL."""

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.channels.whatsapp.contents import Content
from bot.channels.whatsapp.identity import Seal
from bot.channels.whatsapp.inbox import Inbox
from bot.channels.whatsapp.payloads import Delivery, Message, Sender, SenderChange
from bot.channels.whatsapp.tables import IdentityRow, ReaderRow

NOW = 1_800_000_000.0
OLD, NEW = Sender("12135550150", "US.1"), Sender("12135550199")
OLD_ID, NEW_ID = Sender("", "US.1"), Sender("", "US.2")
NOTICE = SenderChange("wamid.c", OLD_ID, NEW_ID)
NOTICE_AGAIN = SenderChange("US.1 US.2", OLD_ID, NEW_ID)


def written(number: int, sender: Sender) -> Message:
    words = Content("words", f"my shoulder {number}")
    return Message(f"wamid.{number}", sender, int(NOW), words)


def take(inbox: Inbox, *events: Message | SenderChange) -> None:
    inbox.receive(Delivery(events=list(events)), NOW)


def reader_of(engine: Engine, key: str) -> str:
    query = select(IdentityRow.reader).where(IdentityRow.key == key)
    with engine.begin() as connection:
        return str(connection.execute(query).scalar_one())


def test_change_of_number_leaves_the_user_id(
    inbox: Inbox, engine: Engine, seal: Seal
) -> None:
    """Who changes only the number is the same reader under number and user id."""
    take(inbox, written(1, OLD), SenderChange("wamid.c", OLD, NEW))
    reader = seal.key("phone", OLD.phone)
    assert reader_of(engine, seal.key("user", OLD.user_id)) == reader
    assert reader_of(engine, seal.key("phone", NEW.phone)) == reader
    assert reader_of(engine, reader) != reader


@pytest.mark.parametrize("together", [False, True])
def test_message_before_the_notice_is_the_same_reader(
    inbox: Inbox, engine: Engine, seal: Seal, together: bool
) -> None:
    """Who writes under the new user id before Meta tells of it is no stranger."""
    events = [written(1, OLD_ID), written(2, NEW_ID), NOTICE, NOTICE_AGAIN]
    if together:
        take(inbox, *events)
    else:
        for event in events:
            take(inbox, event)
    reader = seal.key("user", OLD_ID.user_id)
    assert reader_of(engine, seal.key("user", NEW_ID.user_id)) == reader


def test_wish_to_stop_is_carried_over(inbox: Inbox, engine: Engine, seal: Seal) -> None:
    """STOP holds also if it was said under the new id before the notice."""
    take(inbox, written(1, OLD_ID))
    take(inbox, written(2, NEW_ID))
    inbox.stop(seal.key("user", NEW_ID.user_id), True)
    take(inbox, NOTICE)
    query = select(ReaderRow.stopped).where(ReaderRow.id == seal.key("user", "US.1"))
    with engine.begin() as connection:
        assert connection.execute(query).scalar_one() is True


def test_reader_who_goes_back_to_an_earlier_id(
    inbox: Inbox, engine: Engine, seal: Seal
) -> None:
    """An id given up and taken again leads to the conversation it began."""
    take(inbox, written(1, OLD_ID), NOTICE)
    take(inbox, SenderChange("wamid.d", NEW_ID, OLD_ID))
    reader = seal.key("user", OLD_ID.user_id)
    assert reader_of(engine, reader) == reader
