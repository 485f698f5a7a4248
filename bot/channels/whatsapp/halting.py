"""Stops sending to everyone while Meta refuses the token or the account.

The alarm is one line in the log; the inbox keeps everything meanwhile, and one
message at a time tries whether it works again. The spam limit is an alarm only.
"""

import logging

from bot.channels.whatsapp.errors import SPAM_LIMIT, SendError

logger = logging.getLogger(__name__)

FIRST_PROBE_SECONDS = 1.0
LONGEST_PROBE_SECONDS = 300.0
ALARMED_AGAIN_AFTER_SECONDS = 3600.0


class Halt:
    """Whether sending is halted, and when it is tried again."""

    def __init__(self) -> None:
        self._probe_seconds = 0.0
        self._since = self._until = 0.0
        self._alarmed_at: float | None = None

    def begin(self, error: SendError, now: float) -> float:
        """Halt, or stay halted; the seconds until the next probe."""
        if not self._probe_seconds:
            logger.critical(
                "whatsapp.sending.halted code=%s trace=%s reason=%s "
                "(nothing is lost: messages wait in the inbox)",
                error.code,
                error.trace_id,
                error.reason,
            )
            self._since, self._probe_seconds = now, FIRST_PROBE_SECONDS
            self._until = now + self._probe_seconds
        elif now >= self._until:
            self._probe_seconds = min(self._probe_seconds * 2, LONGEST_PROBE_SECONDS)
            self._until = now + self._probe_seconds
        return self._until - now

    def notice(self, error: SendError, now: float) -> None:
        """Alarm once an hour about an error that halts nothing but needs a person."""
        if error.code != SPAM_LIMIT:
            return
        last = self._alarmed_at
        if last is None or now - last >= ALARMED_AGAIN_AFTER_SECONDS:
            self._alarmed_at = now
            logger.critical(
                "whatsapp.spam.limited code=%s trace=%s reason=%s "
                "(Meta holds back what readers reported or blocked: look at it)",
                error.code,
                error.trace_id,
                error.reason,
            )

    def end(self, started: float) -> None:
        """Meta accepted a message that was sent at `started`."""
        if self._probe_seconds and started > self._since:
            logger.warning("whatsapp.sending.resumed")
            self._probe_seconds = 0.0

    def readers_allowed(self, most: int, serving: int, now: float) -> int:
        """How many more of `most` readers may be served; one where it is a probe."""
        if not self._probe_seconds:
            return most - serving
        return 1 if now >= self._until and not serving else 0
