"""The channel's tables. Times are epoch seconds; texts and addresses are sealed.

A message's life:  received -> working -> answering -> answered
                                                    -> failed | unknown
                   received -> withdrawn            (deleted by the reader)
                   received -> expired              (window closed before its turn)
                   received -> ignored              (nothing to say to it)
A part's life:     pending -> sending -> sent | failed | unknown
                   sending -> pending               (to be sent again)
                   pending -> sent                  (a status told that it had been)
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    text,
)
from sqlalchemy.orm import declarative_base

Base: Any = declarative_base()
KEY_CHARS = 64
# SQLite counts up only what it calls INTEGER.
BigNumber = BigInteger().with_variant(Integer, "sqlite")
EPOCH = Float(53)


class ReaderRow(Base):
    """A reader: where answers go until `window_until`, and who serves them now."""

    __tablename__ = "whatsapp_reader"
    id = Column(String(KEY_CHARS), primary_key=True)
    address = Column(Text)
    window_until = Column(EPOCH, nullable=False, default=0.0)
    stopped = Column(Boolean, nullable=False, default=False)
    choices = Column(Text)
    wake_at = Column(EPOCH, nullable=False, default=0.0)
    lease_owner = Column(String(32))
    lease_until = Column(EPOCH, nullable=False, default=0.0)


class IdentityRow(Base):
    """Which reader a number or user id (its keyed hash) stands for."""

    __tablename__ = "whatsapp_identity"
    key = Column(String(KEY_CHARS), primary_key=True)
    reader = Column(String(KEY_CHARS), nullable=False, index=True)


class MessageRow(Base):
    """The inbox: one row a message id (its keyed hash), whatever comes how often."""

    __tablename__ = "whatsapp_message"
    id = Column(BigNumber, primary_key=True)
    key = Column(String(KEY_CHARS), nullable=False, unique=True)
    reader = Column(String(KEY_CHARS), nullable=False)
    state = Column(String(16), nullable=False)
    open = Column(Boolean, nullable=False)
    body = Column(Text)
    sent_at = Column(BigInteger, nullable=False)
    received_at = Column(EPOCH, nullable=False)
    position = Column(Integer, nullable=False)
    attempts = Column(Integer, nullable=False, default=0)
    finished_at = Column(EPOCH)
    reason = Column(String(40))
    __table_args__ = (
        Index(
            "whatsapp_message_open",
            "reader",
            "sent_at",
            # Word for word what SQLAlchemy asks, or the index is not used.
            sqlite_where=text("open = 1"),
            postgresql_where=text("open"),
        ),
        Index("whatsapp_message_reader", "reader", "finished_at"),
    )


class PartRow(Base):
    """The outbox: one row a message to the reader, and what became of it.

    `token` goes to Meta and comes back with each status; `message_key` is the
    keyed hash of the id Meta gave it.
    """

    __tablename__ = "whatsapp_part"
    id = Column(BigNumber, primary_key=True)
    message = Column(
        ForeignKey("whatsapp_message.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    )
    position = Column(Integer, nullable=False)
    token = Column(String(32), nullable=False, unique=True)
    state = Column(String(16), nullable=False)
    payload = Column(Text)
    safety = Column(Boolean, nullable=False)
    plain = Column(Boolean, nullable=False)
    attempts = Column(Integer, nullable=False, default=0)
    sent_at = Column(EPOCH)
    message_key = Column(String(KEY_CHARS), index=True)
    status = Column(String(16))
    status_at = Column(EPOCH)
    code = Column(Integer)
    trace_id = Column(Text)
    reason = Column(Text)
    answer = Column(Text)


class AlarmRow(Base):
    """An alarm that was raised, for all processes; `key` says about what."""

    __tablename__ = "whatsapp_alarm"
    key = Column(String(KEY_CHARS), primary_key=True)
    raised_at = Column(EPOCH, nullable=False)
