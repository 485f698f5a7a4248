"""Keeps to Meta's pair rate: one message in 6 seconds to one reader, 45 at a burst.

A burst borrows from the future. Source: Meta's page "About the platform", 2026.
"""

from dataclasses import dataclass

SECONDS_PER_MESSAGE = 6.0
BURST_MESSAGES = 45
MOST_READERS = 10_000


@dataclass
class _Allowance:
    messages: float
    at: float


class PairPace:
    """Counts what was sent to each reader; lives in one process."""

    def __init__(self) -> None:
        self._allowances: dict[str, _Allowance] = {}

    def wait_seconds(self, reader: str, now: float) -> float:
        """How long to wait before the next message to the reader; 0 for now."""
        messages = self._messages(reader, now)
        return 0.0 if messages >= 1 else (1 - messages) * SECONDS_PER_MESSAGE

    def sent(self, reader: str, now: float) -> None:
        """Count a message."""
        messages = self._messages(reader, now)
        self._allowances.pop(reader, None)  # the latest stand last
        self._allowances[reader] = _Allowance(messages - 1, now)
        if len(self._allowances) > MOST_READERS:
            self._allowances.pop(next(iter(self._allowances)))

    def _messages(self, reader: str, now: float) -> float:
        allowance = self._allowances.get(reader)
        if allowance is None:
            return BURST_MESSAGES
        earned = max(0.0, now - allowance.at) / SECONDS_PER_MESSAGE
        return min(BURST_MESSAGES, allowance.messages + earned)
