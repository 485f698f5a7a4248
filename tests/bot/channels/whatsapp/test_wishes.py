"""What is left after "delete my data", on SQLite and on PostgreSQL."""

from bot.channels.whatsapp.payloads import Sender, SenderChange
from bot.channels.whatsapp.tables import IdentityRow, PartRow, ReaderRow
from tests.bot.channels.whatsapp.stored import NOW, PHONE, READER, SEAL, Stored, message


def delete(stored: Stored, reader: str) -> list[str]:
    """Do what a request to delete does, its own message being open."""
    claimed = stored.claims.next(reader, "a")
    assert claimed is not None
    had = stored.wishes.conversations(reader)
    stored.wishes.wipe(had, claimed.id)
    stored.claims.finish(claimed, NOW, "answered", forget=True)
    return had


def test_delete_leaves_no_way_back(stored: Stored) -> None:
    """The keyed hashes of message ids remain, nothing else."""
    stored.answered(safety=True)
    stored.take(message(2))
    assert delete(stored, READER) == [READER]
    assert stored.column(IdentityRow.key) == []
    assert stored.column(ReaderRow.address) == [None]
    assert stored.column(PartRow.payload) == [None]
    assert stored.take(message(1), message(2)) == []


def test_delete_reaches_what_was_written_under_a_newer_id(stored: Stored) -> None:
    """Who wrote under a new id before Meta told of it has all of it deleted."""
    old, new = Sender("", "US.1"), Sender("", "US.2")
    reader, newer = SEAL.key("user", "US.1"), SEAL.key("user", "US.2")
    stored.take(message(1, "", user_id="US.1"), message(2, "", user_id="US.2"))
    stored.lease()
    claimed = stored.claims.next(newer, "a")
    assert claimed is not None
    stored.answer(claimed, safety=True)
    (part,) = stored.outbox.parts(claimed.id)
    stored.outbox.start(part, newer, "a", NOW)
    stored.outbox.sent(part, "wamid.out")
    stored.claims.finish(claimed, NOW)
    stored.take(SenderChange("wamid.c", old, new))
    assert delete(stored, reader) == [reader, newer]
    assert reader not in stored.column(IdentityRow.reader)
    assert stored.column(ReaderRow.address) == [None, None]
    assert stored.column(PartRow.payload) == [None]


def test_delete_spares_who_had_the_number_before(stored: Stored) -> None:
    """A number's new owner deletes nothing of the reader who gave it up."""
    first, second = "12135550150", "12135550199"
    assert first == PHONE
    stored.answered(safety=True)
    stored.take(SenderChange("wamid.c", Sender(first), Sender(second)))
    stored.take(message(2))
    stored.leases.release("a", NOW)
    (owner,) = stored.lease()
    assert owner != READER
    assert delete(stored, owner) == [owner]
    assert stored.column(PartRow.payload) != [None]
    assert None in stored.column(ReaderRow.address)
    spared = [READER, SEAL.key("phone", second)]
    assert stored.wishes.conversations(READER) == spared
