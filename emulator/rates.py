"""Meta's two brakes: messages a second of a number, and messages to one reader."""

import time
from collections import deque
from collections.abc import Callable

THROUGHPUT_PER_SECOND = 80  # inbound and outbound together
PAIR_SECONDS = 6  # for one message to one reader
PAIR_BURST = 45  # what may be borrowed from the future


class Throughput:
    """Counts a number's messages of the last second."""

    def __init__(
        self,
        per_second: int | None = THROUGHPUT_PER_SECOND,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`per_second` None switches it off."""
        self.per_second = per_second
        self._now = now
        self._recent: deque[float] = deque()

    def count(self) -> bool:
        """Count one message; whether it is within the limit."""
        now = self._now()
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if self.per_second is not None and len(self._recent) >= self.per_second:
            return False
        self._recent.append(now)
        return True


class PairRate:
    """One message in six seconds to one reader; a burst is paid back by waiting."""

    def __init__(
        self,
        burst: int | None = PAIR_BURST,
        seconds: float = PAIR_SECONDS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`burst` None switches it off."""
        self.burst = burst
        self._seconds = seconds
        self._now = now
        self._paid_until: dict[str, float] = {}

    def forget(self) -> None:
        """Let off what is owed."""
        self._paid_until.clear()

    def count(self, reader_id: str) -> bool:
        """Count one message to the reader; whether it is within the limit."""
        now = self._now()
        paid_until = max(self._paid_until.get(reader_id, now), now)
        if self.burst is not None:
            owed = (paid_until - now) / self._seconds
            if owed > self.burst - 1:
                return False
        self._paid_until[reader_id] = paid_until + self._seconds
        return True
