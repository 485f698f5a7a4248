"""How often a session or an address may ask: token buckets in memory.

Each server process counts for itself; a proxy in front can hold a limit for all.
"""

import time
from collections import OrderedDict
from collections.abc import Callable

MOST_KEYS = 50_000
SECONDS_PER_MINUTE = 60


class RateLimit:
    """Allows `per_minute` requests a key: at once, or spread over the minute."""

    def __init__(
        self, per_minute: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = float(per_minute)
        self._per_second = per_minute / SECONDS_PER_MINUTE
        self._clock = clock
        # key -> what is left of its allowance, and when that was counted
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_seconds(self, key: str) -> float:
        """Take one request from the key's allowance.

        Zero when the request may pass, else the seconds until one may; a request
        that has to wait takes nothing.
        """
        now = self._clock()
        left, counted = self._left.pop(key, (self._most, now))
        left = min(self._most, left + (now - counted) * self._per_second)
        passes = left >= 1
        self._left[key] = (left - 1 if passes else left, now)
        if len(self._left) > MOST_KEYS:
            self._left.popitem(last=False)
        return 0.0 if passes else (1 - left) / self._per_second
