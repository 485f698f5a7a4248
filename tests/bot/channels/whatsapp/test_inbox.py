"""Taking messages in, on SQLite and on PostgreSQL."""

import threading

from bot.channels.whatsapp.payloads import Sender, SenderChange, Withdrawal
from bot.channels.whatsapp.readers import WINDOW_SECONDS
from bot.channels.whatsapp.tables import MessageRow
from tests.bot.channels.whatsapp.stored import NOW, PHONE, SEAL, Stored, message

SECRETS = (PHONE, "wamid", "my shoulder")


def test_id_is_claimed_once(stored: Stored) -> None:
    """A message delivered again, also within one delivery, is not new."""
    assert len(stored.take(message(1), message(1), message(2))) == 2
    assert stored.take(message(2), message(1)) == []


def test_id_is_claimed_once_by_many_at_a_time(stored: Stored) -> None:
    """Many threads with the same messages in another order store each once."""
    messages = [message(number) for number in range(20)]

    def deliver(start: int) -> None:
        stored.take(*messages[start:], *messages[:start])

    threads = [threading.Thread(target=deliver, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stored.column() == ["received"] * 20


def test_deleted_message_is_not_answered(stored: Stored) -> None:
    """A message its reader deleted is dropped, also when the deletion comes first."""
    stored.take(message(1))
    stored.take(Withdrawal("wamid.1"), Withdrawal("wamid.2"))
    stored.take(message(2))
    assert stored.column() == ["withdrawn", "withdrawn"]
    assert stored.lease() == []


def test_stale_message_is_recorded_only(stored: Stored) -> None:
    """Beyond the 24-hour window nothing is kept but that it came."""
    stored.take(message(1, sent_at=NOW - WINDOW_SECONDS))
    assert stored.column() == ["expired"]
    assert stored.lease() == []
    assert stored.column(MessageRow.body) == [None]


def test_two_ids_are_one_reader(stored: Stored) -> None:
    """A reader known by number and user id keeps one conversation by either."""
    stored.take(message(1))
    stored.take(message(2, user_id="US.1"))
    stored.take(message(3, sender="", user_id="US.1"))
    assert stored.only_message().address == Sender("", "US.1")


def test_new_number_keeps_the_conversation_and_the_old_one_loses_it(
    stored: Stored,
) -> None:
    """After a change of number the conversation goes on under the new one only."""
    stored.take(message(1))
    (reader,) = stored.lease()
    change = SenderChange("wamid.c", Sender(PHONE), Sender("12135550199"))
    stored.take(change)
    moved = stored.claims.next(reader, "a")
    assert moved is not None
    assert moved.address == Sender("12135550199")
    stored.take(change, message(2, sender="12135550199"), message(3))
    (other,) = stored.lease()  # the new owner of the old number
    stored.leases.release("a", NOW)
    assert sorted(stored.lease()) == sorted([reader, other])


def test_change_of_user_id_told_twice(stored: Stored) -> None:
    """Meta tells a new user id in two ways; the reader stays the same one."""
    stored.take(message(1, sender="", user_id="US.1"))
    old, new = Sender("", "US.1"), Sender("", "US.2")
    stored.take(SenderChange("wamid.c", old, new))
    stored.take(SenderChange("US.1 US.2", old, new))
    stored.take(message(2, sender="", user_id="US.2"))
    assert stored.lease() == [SEAL.key("user", "US.1")]


def test_nothing_personal_is_stored_in_the_open(stored: Stored) -> None:
    """Number, WhatsApp's ids and words are hashed or sealed from the first moment."""
    stored.take(message(1))
    stored.answer(stored.only_message())
    held = stored.everything()
    assert not [secret for secret in SECRETS if secret in held]
