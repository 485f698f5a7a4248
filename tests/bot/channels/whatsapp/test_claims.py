"""Messages from their turn to their end, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from bot.channels.whatsapp.claims import Claims, Quoted
from bot.channels.whatsapp.errors import NotSent, OutcomeUnknown
from bot.channels.whatsapp.identity import Seal, UnreadableError
from bot.channels.whatsapp.outbox import Withdrawn
from bot.channels.whatsapp.payloads import Sender, SenderChange, Withdrawal
from bot.channels.whatsapp.tables import MessageRow, PartRow, ReaderRow
from tests.bot.channels.whatsapp.stored import NOW, READER, SEAL, Stored, message


def test_messages_come_in_their_order(stored: Stored) -> None:
    """A reader's messages are worked on by time, then as they were delivered."""
    stored.take(message(3, sent_at=NOW - 1), message(9), message(4))
    stored.take(message(1, sent_at=NOW - 5))
    (reader,) = stored.lease()
    order = []
    while found := stored.claims.next(reader, "a"):
        order.append(found.message_id)
        stored.claims.finish(found, NOW)
    assert order == ["wamid.1", "wamid.3", "wamid.9", "wamid.4"]


def test_turns_are_counted_not_claims(stored: Stored) -> None:
    """Only a turn that begins counts as an attempt; sending stored parts does not."""
    stored.take(message(1))
    claimed = stored.only_message()
    begin = stored.claims.begin_turn
    assert [begin(claimed.id), begin(claimed.id)] == [1, 2]
    stored.answer(claimed)
    resumed = stored.claims.next(claimed.reader, "a")
    assert resumed is not None
    assert (resumed.attempts, resumed.answering) == (2, True)


def test_message_deleted_while_it_waits_for_its_turn(stored: Stored) -> None:
    """A deletion counts until the answer is stored."""
    stored.take(message(1))
    claimed = stored.only_message()
    stored.take(Withdrawal("wamid.1"))
    with pytest.raises(Withdrawn):
        stored.claims.begin_turn(claimed.id)
    with pytest.raises(Withdrawn):
        stored.answer(claimed)


@pytest.mark.parametrize(
    ("record", "state"),
    [
        (lambda outbox, part: outbox.sent(part, "wamid.out"), "answered"),
        (lambda outbox, part: outbox.ended(part, "failed", NotSent("x")), "failed"),
        (
            lambda outbox, part: outbox.ended(part, "unknown", OutcomeUnknown("x")),
            "unknown",
        ),
    ],
)
def test_message_ends_as_its_parts(
    stored: Stored, record: Callable[[Any, Any], None], state: str
) -> None:
    """A message is answered, failed or unknown as its parts are; its text is gone."""
    claimed, part = stored.sending()
    record(stored.outbox, part)
    assert stored.outbox.parts(claimed.id) == []
    assert stored.claims.finish(claimed, NOW) == state
    assert stored.column(MessageRow.body) == [None]
    assert stored.column(PartRow.payload) == [None]


def test_delete_is_whole_or_not_at_all(
    stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request to delete is not done with while the number is still known."""
    stored.take(message(1))
    claimed = stored.only_message()

    def fail(*_: object) -> None:
        raise RuntimeError("the process ends here")

    monkeypatch.setattr("bot.channels.whatsapp.readers.forget_address", fail)
    with pytest.raises(RuntimeError):
        stored.claims.finish(claimed, NOW, forget=True)
    assert stored.column(MessageRow.open) == [True]
    monkeypatch.undo()
    stored.claims.finish(claimed, NOW, forget=True)
    assert stored.column(MessageRow.open) == [False]
    assert stored.column(ReaderRow.address) == [None]


def test_other_secret_loses_nothing(stored: Stored, engine: Engine) -> None:
    """A server with a wrong secret leaves messages to one with the right secret."""
    stored.take(message(1))
    (reader,) = stored.lease("wrong")
    with pytest.raises(UnreadableError):
        Claims(engine, Seal("another secret")).next(reader, "wrong")
    stored.leases.release("wrong", NOW)
    assert stored.only_message().message_id == "wamid.1"


def test_quoted_message_is_found_for_its_reader_only(stored: Stored) -> None:
    """A message we sent is found by WhatsApp's id, by the one it was sent to."""
    stored.answered()
    ours = Quoted(READER, SEAL.key("message", "wamid.1"), 0)
    assert stored.claims.quoted(READER, "wamid.out") == ours
    assert stored.claims.quoted(READER, "wamid.1") is None
    assert stored.claims.quoted(SEAL.key("phone", "12135550199"), "wamid.out") is None


def test_quoted_message_is_found_under_an_earlier_id(stored: Stored) -> None:
    """Who turned out to be a reader known already may quote from before."""
    stored.take(message(8, sender="", user_id="US.1"))
    stored.leases.release("a", NOW)
    stored.take(message(1, sender="", user_id="US.2"))
    newer = SEAL.key("user", "US.2")
    assert newer in stored.lease()
    claimed = stored.claims.next(newer, "a")
    assert claimed is not None
    stored.answer(claimed)
    (part,) = stored.outbox.parts(claimed.id)
    stored.outbox.start(part, newer, "a", NOW)
    stored.outbox.sent(part, "wamid.out")
    stored.take(SenderChange("wamid.c", Sender("", "US.1"), Sender("", "US.2")))
    found = stored.claims.quoted(SEAL.key("user", "US.1"), "wamid.out")
    assert found is not None
    assert found.conversation == newer
