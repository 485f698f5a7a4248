"""The inbox and outbox, on SQLite and on PostgreSQL."""

import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import Engine

from bot.channels.whatsapp.contents import Content
from bot.channels.whatsapp.errors import NotSent, OutcomeUnknown
from bot.channels.whatsapp.identity import Seal, UnreadableError
from bot.channels.whatsapp.inbox import KEPT_SECONDS, Claimed, Inbox
from bot.channels.whatsapp.outbound import Part, text_payload
from bot.channels.whatsapp.outbox import LeaseLost, Outbox, Withdrawn
from bot.channels.whatsapp.payloads import (
    Delivery,
    Message,
    Sender,
    SenderChange,
    Status,
    Withdrawal,
)
from bot.channels.whatsapp.readers import WINDOW_SECONDS
from bot.channels.whatsapp.tables import Base, MessageRow, PartRow, ReaderRow

SEAL = Seal("a secret of the tests")
NOW = 1_800_000_000.0
LEASE = 30.0
PHONE = "12135550150"
SECRETS = (PHONE, "wamid", "my shoulder")


def message(
    number: int, sender: str = PHONE, sent_at: float = NOW, user_id: str = ""
) -> Message:
    words = Content("words", f"my shoulder {number}")
    return Message(f"wamid.{number}", Sender(sender, user_id), int(sent_at), words)


def take(inbox: Inbox, *events: Message | Withdrawal | SenderChange) -> list[str]:
    return inbox.receive(Delivery(events=list(events)), NOW)


def claim(inbox: Inbox, owner: str = "a", now: float = NOW) -> list[str]:
    return inbox.claim_readers(owner, now, LEASE, 10)


def only_message(inbox: Inbox, owner: str = "a") -> Claimed:
    (reader,) = claim(inbox, owner)
    found = inbox.next_message(reader, owner)
    assert found is not None
    return found


def store(
    outbox: Outbox, claimed: Claimed, owner: str = "a", safety: bool = False
) -> None:
    part = Part(text_payload("rich"), text_payload("plain"), safety)
    outbox.store(claimed.id, claimed.reader, owner, [part], ([], ""))


def states(engine: Engine, column: object = MessageRow.state) -> list[str]:
    with engine.begin() as connection:
        return list(connection.execute(select(column)).scalars())


def everything(engine: Engine) -> str:
    rows = []
    with engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            rows += connection.execute(select(table)).all()
    return repr(rows)


def test_id_is_claimed_once(inbox: Inbox) -> None:
    """A message delivered again, also within one delivery, is not new."""
    assert len(take(inbox, message(1), message(1), message(2))) == 2
    assert take(inbox, message(2), message(1)) == []


def test_id_is_claimed_once_by_many_at_a_time(inbox: Inbox, engine: Engine) -> None:
    """Many threads with the same messages in another order store each once."""
    messages = [message(number) for number in range(20)]

    def deliver(start: int) -> None:
        take(inbox, *messages[start:], *messages[:start])

    threads = [threading.Thread(target=deliver, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert states(engine) == ["received"] * 20


def test_messages_come_in_their_order(inbox: Inbox) -> None:
    """A reader's messages are worked on by time, then as they were delivered."""
    take(inbox, message(3, sent_at=NOW - 1), message(9), message(4))
    take(inbox, message(1, sent_at=NOW - 5))
    (reader,) = claim(inbox)
    order = []
    while found := inbox.next_message(reader, "a"):
        order.append(found.message_id)
        inbox.finish(found, NOW)
    assert order == ["wamid.1", "wamid.3", "wamid.9", "wamid.4"]


def test_reader_is_leased_to_one(inbox: Inbox) -> None:
    """A leased reader is another's only after the lease has run out."""
    take(inbox, message(1))
    (reader,) = claim(inbox, "a")
    assert claim(inbox, "b") == []
    inbox.renew("a", NOW + 20, LEASE)
    assert claim(inbox, "b", NOW + 40) == []
    assert claim(inbox, "b", NOW + 51) == [reader]
    assert inbox.next_message(reader, "a") is None


def test_readers_are_shared_without_overlap(inbox: Inbox) -> None:
    """Processes that claim at the same time never get the same reader."""
    take(inbox, *(message(n, sender=f"1213555{n:04}") for n in range(60)))
    found: list[str] = []

    def work(owner: str) -> None:
        while got := inbox.claim_readers(owner, NOW, LEASE, 3):
            found.extend(got)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # A claim that met only rows others were holding found none; the rest is left.
    found += inbox.claim_readers("last", NOW, LEASE, 60)
    assert len(found) == len(set(found)) == 60


def test_released_reader_waits_until_it_may(inbox: Inbox) -> None:
    """A reader whose message has to wait is left alone until then."""
    take(inbox, message(1))
    (reader,) = claim(inbox)
    inbox.release("a", NOW + 10, reader)
    assert claim(inbox, now=NOW + 9) == []
    assert claim(inbox, now=NOW + 10) == [reader]


def test_answer_is_stored_by_the_leaseholder_only(inbox: Inbox, outbox: Outbox) -> None:
    """A process that lost its reader neither stores nor sends."""
    take(inbox, message(1))
    claimed = only_message(inbox, "a")
    claim(inbox, "b", NOW + LEASE + 1)
    with pytest.raises(LeaseLost):
        store(outbox, claimed, "a")
    store(outbox, claimed, "b")
    (part,) = outbox.parts(claimed.id)
    with pytest.raises(LeaseLost):
        outbox.start(part, claimed.reader, "a", NOW)
    outbox.start(part, claimed.reader, "b", NOW + LEASE + 2)
    with pytest.raises(LeaseLost):
        outbox.start(part, claimed.reader, "b", NOW + LEASE + 2)


def test_turns_are_counted_not_claims(inbox: Inbox, outbox: Outbox) -> None:
    """Only a turn that begins counts as an attempt; sending stored parts does not."""
    take(inbox, message(1))
    claimed = only_message(inbox)
    assert [inbox.begin_turn(claimed.id), inbox.begin_turn(claimed.id)] == [1, 2]
    store(outbox, claimed)
    resumed = inbox.next_message(claimed.reader, "a")
    assert resumed is not None
    assert (resumed.attempts, resumed.answering) == (2, True)


def test_message_deleted_while_it_waits_for_its_turn(
    inbox: Inbox, outbox: Outbox
) -> None:
    """A deletion counts until the answer is stored."""
    take(inbox, message(1))
    claimed = only_message(inbox)
    take(inbox, Withdrawal("wamid.1"))
    with pytest.raises(Withdrawn):
        inbox.begin_turn(claimed.id)
    with pytest.raises(Withdrawn):
        store(outbox, claimed)


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
    inbox: Inbox, outbox: Outbox, engine: Engine, record, state: str
) -> None:
    """A message is answered, failed or unknown as its parts are; its text is gone."""
    take(inbox, message(1))
    claimed = only_message(inbox)
    store(outbox, claimed)
    (part,) = outbox.parts(claimed.id)
    outbox.start(part, claimed.reader, "a", NOW)
    record(outbox, part)
    assert outbox.parts(claimed.id) == []
    assert inbox.finish(claimed, NOW) == state
    assert states(engine, MessageRow.body) == [None]
    assert states(engine, PartRow.payload) == [None]


def answered(inbox: Inbox, outbox: Outbox, safety: bool = False) -> str:
    """An answered message; the token of its part."""
    take(inbox, message(1))
    claimed = only_message(inbox)
    store(outbox, claimed, safety=safety)
    (part,) = outbox.parts(claimed.id)
    outbox.start(part, claimed.reader, "a", NOW)
    outbox.sent(part, "wamid.out")
    inbox.finish(claimed, NOW)
    return part.token


@pytest.mark.parametrize(
    ("names", "last"),
    [
        (["sent", "delivered", "read"], "read"),
        (["read", "delivered", "sent"], "read"),
        (["delivered", "sent", "delivered"], "delivered"),
        (["failed", "sent"], "failed"),
    ],
)
def test_statuses_in_any_order(
    inbox: Inbox, outbox: Outbox, engine: Engine, names: list[str], last: str
) -> None:
    """Statuses are kept whatever order they come in, and never undone."""
    answered(inbox, outbox)
    statuses = [Status("wamid.out", name, "") for name in names]  # type: ignore[arg-type]
    inbox.receive(Delivery(statuses=statuses), NOW)
    assert states(engine, PartRow.status) == [last]


def test_failed_status_is_recorded(
    inbox: Inbox, outbox: Outbox, engine: Engine
) -> None:
    """A send that Meta accepted and then failed counts as failed, with its reason."""
    token = answered(inbox, outbox)
    reason = "more than 24 hours since +1 213 555 0150"
    failed = Status("wamid.unseen", "failed", token, 131047, reason)
    inbox.receive(Delivery(statuses=[failed]), NOW)
    assert states(engine) == ["failed"]
    assert states(engine, PartRow.code) == [131047]
    assert states(engine, PartRow.reason) == ["more than 24 hours since (number)"]


def test_failed_safety_reply_goes_out_as_text(inbox: Inbox, outbox: Outbox) -> None:
    """An alert that was not delivered is sent again, plain, once."""
    token = answered(inbox, outbox, safety=True)
    failed = Status("wamid.out", "failed", token, 131000, "something went wrong")
    inbox.receive(Delivery(statuses=[failed]), NOW)
    claimed = inbox.next_message(SEAL.key("phone", PHONE), "a")
    assert claimed is not None
    assert claimed.answering
    (part,) = outbox.parts(claimed.id)
    assert part.payload == text_payload("plain")
    outbox.start(part, claimed.reader, "a", NOW)
    outbox.sent(part, "wamid.out2")
    inbox.finish(claimed, NOW)
    again = Status("wamid.out2", "failed", part.token, 131000, "again")
    inbox.receive(Delivery(statuses=[again]), NOW)
    assert inbox.next_message(SEAL.key("phone", PHONE), "a") is None


def test_status_settles_an_unknown_outcome(
    inbox: Inbox, outbox: Outbox, engine: Engine
) -> None:
    """A part nobody knew about turns out sent when Meta reports on it."""
    take(inbox, message(1))
    claimed = only_message(inbox)
    store(outbox, claimed)
    (part,) = outbox.parts(claimed.id)
    outbox.start(part, claimed.reader, "a", NOW)
    outbox.ended(part, "unknown", OutcomeUnknown("timeout"))
    assert inbox.finish(claimed, NOW) == "unknown"
    told = Status("wamid.new", "delivered", part.token)
    inbox.receive(Delivery(statuses=[told]), NOW)
    assert states(engine) == ["answered"]


def test_deleted_message_is_not_answered(inbox: Inbox, engine: Engine) -> None:
    """A message its reader deleted is dropped, also when the deletion comes first."""
    take(inbox, message(1))
    take(inbox, Withdrawal("wamid.1"), Withdrawal("wamid.2"))
    take(inbox, message(2))
    assert states(engine) == ["withdrawn", "withdrawn"]
    assert claim(inbox) == []


def test_stale_message_is_recorded_only(inbox: Inbox, engine: Engine) -> None:
    """Beyond the 24-hour window nothing is kept but that it came."""
    take(inbox, message(1, sent_at=NOW - WINDOW_SECONDS))
    assert states(engine) == ["expired"]
    assert claim(inbox) == []
    assert states(engine, MessageRow.body) == [None]


def test_two_ids_are_one_reader(inbox: Inbox) -> None:
    """A reader known by number and user id keeps one conversation by either."""
    take(inbox, message(1))
    take(inbox, message(2, user_id="US.1"))
    take(inbox, message(3, sender="", user_id="US.1"))
    assert only_message(inbox).address == Sender("", "US.1")


def test_new_number_keeps_the_conversation_and_the_old_one_loses_it(
    inbox: Inbox,
) -> None:
    """After a change of number the conversation goes on under the new one only."""
    take(inbox, message(1))
    (reader,) = claim(inbox)
    change = SenderChange("wamid.c", Sender(PHONE), Sender("12135550199"))
    take(inbox, change)
    moved = inbox.next_message(reader, "a")
    assert moved is not None
    assert moved.address == Sender("12135550199")
    take(inbox, change, message(2, sender="12135550199"), message(3))
    (other,) = claim(inbox)  # the new owner of the old number
    inbox.release("a", NOW)
    assert sorted(claim(inbox)) == sorted([reader, other])


def test_change_of_user_id_told_twice(inbox: Inbox) -> None:
    """Meta tells a new user id in two ways; the reader stays the same one."""
    take(inbox, message(1, sender="", user_id="US.1"))
    old, new = Sender("", "US.1"), Sender("", "US.2")
    take(inbox, SenderChange("wamid.c", old, new))
    take(inbox, SenderChange("US.1 US.2", old, new))
    take(inbox, message(2, sender="", user_id="US.2"))
    assert claim(inbox) == [SEAL.key("user", "US.1")]


def test_nothing_personal_is_stored_in_the_open(
    inbox: Inbox, outbox: Outbox, engine: Engine
) -> None:
    """Number, WhatsApp's ids and words are hashed or sealed from the first moment."""
    take(inbox, message(1))
    store(outbox, only_message(inbox))
    stored = everything(engine)
    assert not [secret for secret in SECRETS if secret in stored]


def test_delete_leaves_no_way_back(
    inbox: Inbox, outbox: Outbox, engine: Engine
) -> None:
    """After "delete my data" the keyed hashes of message ids remain, nothing else."""
    answered(inbox, outbox, safety=True)
    take(inbox, message(2))
    claimed = inbox.next_message(SEAL.key("phone", PHONE), "a")
    assert claimed is not None
    inbox.wipe(claimed.reader, claimed.id)
    inbox.finish(claimed, NOW, "answered", forget=True)
    with engine.begin() as connection:
        identities = connection.execute(text("SELECT * FROM whatsapp_identity")).all()
    assert identities == []
    assert states(engine, ReaderRow.address) == [None]
    assert states(engine, PartRow.payload) == [None]
    assert take(inbox, message(1), message(2)) == []


def test_delete_is_whole_or_not_at_all(
    inbox: Inbox, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request to delete is not done with while the number is still known."""
    take(inbox, message(1))
    claimed = only_message(inbox)

    def fail(*_: object) -> None:
        raise RuntimeError("the process ends here")

    monkeypatch.setattr("bot.channels.whatsapp.readers.forget_address", fail)
    with pytest.raises(RuntimeError):
        inbox.finish(claimed, NOW, forget=True)
    assert states(engine, MessageRow.open) == [True]
    monkeypatch.undo()
    inbox.finish(claimed, NOW, forget=True)
    assert states(engine, MessageRow.open) == [False]
    assert states(engine, ReaderRow.address) == [None]


def test_sweep_drops_addresses_and_old_rows(
    inbox: Inbox, outbox: Outbox, engine: Engine
) -> None:
    """Addresses go when the window closes, rows when no redelivery can come."""
    answered(inbox, outbox, safety=True)
    assert inbox.sweep(NOW + WINDOW_SECONDS - 1) == 0
    assert inbox.sweep(NOW + WINDOW_SECONDS + 1) == 1
    assert states(engine, PartRow.payload) == [None]
    assert len(states(engine)) == 1
    inbox.sweep(NOW + KEPT_SECONDS + 1)
    assert states(engine) == []


def test_other_secret_loses_nothing(inbox: Inbox, engine: Engine) -> None:
    """A server with a wrong secret leaves messages to one with the right secret."""
    take(inbox, message(1))
    wrong = Inbox(engine, Seal("another secret"))
    (reader,) = claim(wrong, "wrong")
    with pytest.raises(UnreadableError):
        wrong.next_message(reader, "wrong")
    wrong.release("wrong", NOW)
    assert only_message(inbox).message_id == "wamid.1"


def test_message_nobody_could_answer_expires(inbox: Inbox, engine: Engine) -> None:
    """A message still open when the window closes is recorded as expired."""
    take(inbox, message(1))
    inbox.sweep(NOW + WINDOW_SECONDS + 1)
    assert states(engine) == ["expired"]
    assert states(engine, MessageRow.body) == [None]
