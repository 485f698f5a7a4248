"""The channel's tables and all that works on them, with the usual steps."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.channels.whatsapp.claims import Claimed, Claims
from bot.channels.whatsapp.contents import Content
from bot.channels.whatsapp.house import House
from bot.channels.whatsapp.identity import Seal
from bot.channels.whatsapp.inbox import Inbox
from bot.channels.whatsapp.leases import Leases
from bot.channels.whatsapp.outbound import Part, text_payload
from bot.channels.whatsapp.outbox import Outbox, StoredPart
from bot.channels.whatsapp.payloads import (
    Delivery,
    Message,
    Sender,
    SenderChange,
    Status,
    Withdrawal,
)
from bot.channels.whatsapp.tables import Base, MessageRow
from bot.channels.whatsapp.wishes import Wishes

SEAL = Seal("a secret of the tests")
NOW = 1_800_000_000.0
LEASE = 30.0
PHONE = "12135550150"
READER = SEAL.key("phone", PHONE)


def message(
    number: int, sender: str = PHONE, sent_at: float = NOW, user_id: str = ""
) -> Message:
    """A reader's message `wamid.<number>`."""
    words = Content("words", f"my shoulder {number}")
    return Message(f"wamid.{number}", Sender(sender, user_id), int(sent_at), words)


class Stored:
    """One database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.inbox = Inbox(engine, SEAL)
        self.leases = Leases(engine)
        self.claims = Claims(engine, SEAL)
        self.wishes = Wishes(engine)
        self.house = House(engine)
        self.outbox = Outbox(engine, SEAL)

    def take(self, *events: Message | Withdrawal | SenderChange) -> list[str]:
        """Store one delivery; the new keys."""
        return self.inbox.receive(Delivery(events=list(events)), NOW)

    def tell(self, *statuses: Status) -> None:
        """Store what became of messages."""
        self.inbox.receive(Delivery(statuses=list(statuses)), NOW)

    def lease(self, owner: str = "a", now: float = NOW, most: int = 10) -> list[str]:
        """Lease readers whose messages wait."""
        return self.leases.claim(owner, [], now, LEASE, most)

    def only_message(self, owner: str = "a") -> Claimed:
        """The first message of the only reader who waits."""
        (reader,) = self.lease(owner)
        found = self.claims.next(reader, owner)
        assert found is not None
        return found

    def answer(
        self,
        claimed: Claimed,
        owner: str = "a",
        safety: bool = False,
        parts: int = 1,
        plain: str = "plain",
    ) -> None:
        """Store the answer to a message, of so many parts."""
        part = Part(text_payload("rich"), text_payload(plain), safety)
        self.outbox.store(claimed.id, claimed.reader, owner, [part] * parts, ([], ""))

    def sending(self, **how: Any) -> tuple[Claimed, StoredPart]:
        """A message of which the first part is going out."""
        self.take(message(1))
        claimed = self.only_message()
        self.answer(claimed, **how)
        part = self.outbox.parts(claimed.id)[0]
        self.outbox.start(part, claimed.reader, "a", NOW)
        return claimed, part

    def answered(self, **how: Any) -> str:
        """A message answered with WhatsApp's "wamid.out"; the token of its part."""
        claimed, part = self.sending(**how)
        self.outbox.sent(part, "wamid.out")
        self.claims.finish(claimed, NOW)
        return part.token

    def column(self, column: Any = MessageRow.state) -> list[Any]:
        """The column's values in every row."""
        with self.engine.begin() as connection:
            return list(connection.execute(select(column)).scalars())

    def everything(self) -> str:
        """All rows of all tables."""
        rows: list[Sequence[Any]] = []
        with self.engine.begin() as connection:
            for table in Base.metadata.sorted_tables:
                rows += connection.execute(select(table)).all()
        return repr(rows)
