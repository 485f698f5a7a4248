"""What a worker has to answer, from the turn that begins to the end. SQL only."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Engine

from bot.channels.reply import Button
from bot.channels.whatsapp import readers
from bot.channels.whatsapp.contents import WORDLESS, Content
from bot.channels.whatsapp.identity import Seal
from bot.channels.whatsapp.outbox import Withdrawn, end_parts
from bot.channels.whatsapp.payloads import Sender
from bot.channels.whatsapp.tables import MessageRow, PartRow, ReaderRow

READER_COLUMNS = (
    ReaderRow.address,
    ReaderRow.window_until,
    ReaderRow.stopped,
    ReaderRow.choices,
)


@dataclass(frozen=True)
class Claimed:
    """A message a worker has to answer; `attempts` counts the turns begun for it.

    `answering`: its parts are stored, for the channel's own `reason` if it has one;
    `message_id` is WhatsApp's, "" once the text is wiped. Of the reader: where to
    send until when, whether they asked to stop, what they were offered last and in
    a reply of which kind.
    """

    id: int
    key: str
    reader: str
    attempts: int
    answering: bool
    message_id: str
    content: Content
    reason: str
    address: Sender
    window_until: float
    stopped: bool
    offered: tuple[list[Button], str]


@dataclass(frozen=True)
class Quoted:
    """A part we sent: whose conversation, in answer to which key, at which place."""

    conversation: str
    key: str
    position: int


class Claims:
    """The messages in the database behind `engine`, one reader's at a time."""

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal

    def next(self, reader: str, owner: str) -> Claimed | None:
        """The reader's oldest open message.

        Raises:
            UnreadableError: it was stored with another secret.
        """
        first = (
            select(MessageRow.__table__, *READER_COLUMNS)
            .join(ReaderRow, ReaderRow.id == MessageRow.reader)
            .where(
                MessageRow.reader == reader,
                MessageRow.open,
                ReaderRow.lease_owner == owner,
            )
            .order_by(MessageRow.sent_at, MessageRow.received_at, MessageRow.position)
            .limit(1)
        )
        with self._engine.begin() as connection:
            row = connection.execute(first).mappings().one_or_none()
            if row is None:
                return None
            message_id, content = self._opened(row["body"])
            address, choices = row["address"], row["choices"]
            offered = self._seal.open(choices) if choices else ([], "")
            sender = Sender(*self._seal.open(address)) if address else Sender()
        return Claimed(
            row["id"],
            row["key"],
            reader,
            row["attempts"],
            row["state"] == "answering",
            message_id,
            content,
            row["reason"] or "",
            sender,
            row["window_until"],
            row["stopped"],
            (offered[0], offered[1]),
        )

    def begin_turn(self, message: int) -> int:
        """Count a turn for the message before it is taken; how many it makes.

        Raises:
            Withdrawn: the reader deleted the message meanwhile.
        """
        own = MessageRow.id == message
        undone = MessageRow.state.in_(["received", "working"])
        with self._engine.begin() as connection:
            begun: Any = connection.execute(
                update(MessageRow)
                .where(own, undone)
                .values(state="working", attempts=MessageRow.attempts + 1)
                .execution_options(synchronize_session=False)
            )
            if not begun.rowcount:
                raise Withdrawn
            turns = connection.execute(select(MessageRow.attempts).where(own))
            return int(turns.scalar_one())

    def finish(
        self,
        message: Claimed,
        now: float,
        state: str | None = None,
        reason: str = "",
        forget: bool = False,
    ) -> str:
        """Close a message and wipe its text; the state its parts amount to.

        With a `state` given, what is still to be sent is ended. `forget` drops all
        that leads to the reader, too, unless they wrote again meanwhile.
        """
        own = MessageRow.id == message.id
        states = select(PartRow.state).where(PartRow.message == message.id)
        with self._engine.begin() as connection:
            if state is not None:
                end_parts(connection, [message.id], state)
            # So that no status brings a part back between here and the end.
            connection.execute(select(MessageRow.id).where(own).with_for_update())
            found = set(connection.execute(states).scalars())
            if "pending" in found:  # a status brought one back just now
                return "answering"
            state = state or next(
                (s for s in ("failed", "unknown") if s in found), "answered"
            )
            values: dict[str, Any] = {"reason": reason} if reason else {}
            connection.execute(
                update(MessageRow)
                .where(own)
                .values(state=state, open=False, body=None, finished_at=now, **values)
            )
            if forget:
                readers.forget_address(connection, message.reader)
        return state

    def told_since(self, reader: str, reason: str, since: float) -> bool:
        """Whether a message of the reader was finished for this reason since then."""
        query = select(MessageRow.id).where(
            MessageRow.reader == reader,
            MessageRow.finished_at >= since,
            MessageRow.reason == reason,
        )
        with self._engine.begin() as connection:
            return connection.execute(query).first() is not None

    def quoted(self, reader: str, message_id: str) -> Quoted | None:
        """Where WhatsApp's message of this id stands among what we sent the reader."""
        query = (
            select(MessageRow.reader, MessageRow.key, PartRow.position)
            .join(PartRow, PartRow.message == MessageRow.id)
            .where(PartRow.message_key == self._seal.key("message", message_id))
        )
        with self._engine.begin() as connection:
            found = connection.execute(query).first()
            own = readers.conversations(connection, reader)
        return Quoted(*found) if found and found.reader in own else None

    def _opened(self, body: str | None) -> tuple[str, Content]:
        if body is None:  # wiped: only what is stored remains to be sent
            return "", WORDLESS
        message_id, content = self._seal.open(body)
        return message_id, Content(*content)
