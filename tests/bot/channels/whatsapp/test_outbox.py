"""What becomes of the parts of an answer, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.engine import Engine

from bot.channels.whatsapp.contents import Content
from bot.channels.whatsapp.inbox import Claimed, Inbox
from bot.channels.whatsapp.outbound import Part, text_payload
from bot.channels.whatsapp.outbox import Outbox
from bot.channels.whatsapp.payloads import Delivery, Message, Sender, Status
from bot.channels.whatsapp.readers import WINDOW_SECONDS
from bot.channels.whatsapp.tables import MessageRow, PartRow

NOW = 1_800_000_000.0
LATER = NOW + WINDOW_SECONDS + 1
READER = Sender("12135550150")


def states(engine: Engine, column: Any) -> list[Any]:
    with engine.begin() as connection:
        return list(connection.execute(select(column)).scalars())


def answering(inbox: Inbox, outbox: Outbox, parts: int = 1) -> Claimed:
    """A message whose answer is stored and not sent, an alert of so many parts."""
    message = Message("wamid.1", READER, int(NOW), Content("words", "my shoulder"))
    inbox.receive(Delivery(events=[message]), NOW)
    (reader,) = inbox.claim_readers("a", NOW, 30, 1)
    claimed = inbox.next_message(reader, "a")
    assert claimed is not None
    part = Part(text_payload("rich"), text_payload("plain"), safety=True)
    outbox.store(claimed.id, reader, "a", [part] * parts, ([], ""))
    return claimed


@pytest.mark.parametrize("swept", [False, True])
def test_unsent_part_ends_when_the_window_closes(
    inbox: Inbox, outbox: Outbox, engine: Engine, swept: bool
) -> None:
    """What could not be sent in 24 hours has failed, and its text is gone."""
    claimed = answering(inbox, outbox, parts=2)
    outbox.start(outbox.parts(claimed.id)[0], claimed.reader, "a", NOW)
    if swept:
        inbox.sweep(LATER)
    else:
        assert inbox.finish(claimed, LATER, "expired") == "expired"
    assert states(engine, MessageRow.state) == ["expired"]
    assert inbox.next_message(claimed.reader, "a") is None
    assert sorted(states(engine, PartRow.state)) == ["failed", "unknown"]
    assert states(engine, PartRow.payload) == [None, None]
    assert states(engine, PartRow.reason) == ["expired", "expired"]


def test_part_that_was_never_sent_keeps_no_text(
    inbox: Inbox, outbox: Outbox, engine: Engine
) -> None:
    """A part that stays behind when its message is closed loses its text."""
    answering(inbox, outbox)
    inbox.sweep(NOW)
    assert states(engine, PartRow.payload) != [None]
    with engine.begin() as connection:
        connection.execute(update(MessageRow).values(open=False))
    inbox.sweep(NOW)
    assert states(engine, PartRow.payload) == [None]


def test_same_failed_status_at_many_processes(
    inbox: Inbox, outbox: Outbox, engine: Engine
) -> None:
    """However many are told at once that an alert failed, it goes out once more."""
    claimed = answering(inbox, outbox)
    (part,) = outbox.parts(claimed.id)
    outbox.start(part, claimed.reader, "a", NOW)
    outbox.sent(part, "wamid.out")
    failed = Status("wamid.out", "failed", part.token, 131000, "went wrong")
    deliveries = [Delivery(statuses=[failed])] * 8
    with ThreadPoolExecutor(len(deliveries)) as threads:
        list(threads.map(lambda delivery: inbox.receive(delivery, NOW), deliveries))
    assert sorted(states(engine, PartRow.state)) == ["failed", "pending"]


def test_statuses_at_many_processes_never_go_backwards(
    inbox: Inbox, outbox: Outbox, engine: Engine
) -> None:
    """The latest of the statuses that come at once is the one that stays."""
    claimed = answering(inbox, outbox)
    (part,) = outbox.parts(claimed.id)
    outbox.start(part, claimed.reader, "a", NOW)
    outbox.sent(part, "wamid.out")
    names = ["read", "delivered", "sent"] * 3
    told = [Status("wamid.out", name, part.token) for name in names]  # type: ignore[arg-type]
    with ThreadPoolExecutor(len(told)) as threads:
        list(threads.map(lambda s: inbox.receive(Delivery(statuses=[s]), NOW), told))
    assert states(engine, PartRow.status) == ["read"]
