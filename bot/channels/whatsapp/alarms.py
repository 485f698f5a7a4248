"""Alarms a person must act on: one line in the log, once for all processes. SQL only.

whatsapp.sending.halted   Meta refuses the token or the account: once per token
                          and until a message is accepted again
whatsapp.spam.limited     what readers report or block is held back: once an hour
"""

import logging
from typing import Any

from sqlalchemy import delete
from sqlalchemy.engine import Engine

from bot.channels.whatsapp.errors import SendError
from bot.channels.whatsapp.identity import Seal
from bot.channels.whatsapp.tables import AlarmRow
from bot.channels.whatsapp.upsert import insert_for

logger = logging.getLogger(__name__)

SPAM = "spam"
SPAM_AGAIN_AFTER_SECONDS = 3600.0
NEVER_AGAIN = float("inf")


class Alarms:
    """The alarms of the number whose access token is `token`."""

    def __init__(self, engine: Engine, seal: Seal, token: str) -> None:
        self._engine = engine
        self._token = seal.key("token", token)

    def halted(self, error: SendError, now: float) -> None:
        """Nothing can be sent to anyone."""
        if self._first(self._token, now, NEVER_AGAIN):
            logger.critical(
                "whatsapp.sending.halted code=%s trace=%s reason=%s "
                "(nothing is lost: messages wait in the inbox)",
                error.code,
                error.trace_id,
                error.reason,
            )

    def resumed(self) -> None:
        """A message was accepted: the next time it is news again."""
        own = delete(AlarmRow).where(AlarmRow.key == self._token)
        with self._engine.begin() as connection:
            raised: Any = connection.execute(own)
        if raised.rowcount:
            logger.warning("whatsapp.sending.resumed")

    def spam_limited(self, error: SendError, now: float) -> None:
        """The number's quality suffers, and more so the longer it goes on."""
        if self._first(SPAM, now, SPAM_AGAIN_AFTER_SECONDS):
            logger.critical(
                "whatsapp.spam.limited code=%s trace=%s reason=%s "
                "(Meta holds back what readers reported or blocked: look at it)",
                error.code,
                error.trace_id,
                error.reason,
            )

    def _first(self, key: str, now: float, again_after_seconds: float) -> bool:
        """Whether no process raised it so short a time ago; it is raised now."""
        with self._engine.begin() as connection:
            raised: Any = connection.execute(
                insert_for(connection, AlarmRow)
                .values(key=key, raised_at=now)
                .on_conflict_do_update(
                    index_elements=["key"],
                    set_={"raised_at": now},
                    where=AlarmRow.raised_at <= now - again_after_seconds,
                )
            )
        return bool(raised.rowcount)
