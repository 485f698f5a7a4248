"""Stops sending to everyone while Meta refuses the token or the account.

The inbox keeps everything meanwhile, and one message at a time tries whether it
works again.
"""

FIRST_PROBE_SECONDS = 1.0
LONGEST_PROBE_SECONDS = 300.0


class Halt:
    """Whether sending is halted, and when it is tried again; of one process."""

    def __init__(self) -> None:
        self._probe_seconds = 0.0
        self._since = self._until = 0.0
        self._proven = False

    def begin(self, now: float) -> float:
        """Halt, or stay halted; the seconds until the next probe."""
        if not self._probe_seconds:
            self._since, self._probe_seconds = now, FIRST_PROBE_SECONDS
            self._until = now + self._probe_seconds
        elif now >= self._until:
            self._probe_seconds = min(self._probe_seconds * 2, LONGEST_PROBE_SECONDS)
            self._until = now + self._probe_seconds
        return self._until - now

    def end(self, started: float) -> bool:
        """Meta accepted a message that was sent at `started`; whether that is news.

        It is where sending was halted, and once in the life of a process, which may
        have been started anew to end a halt.
        """
        halted = bool(self._probe_seconds)
        if halted and started <= self._since:
            return False  # was on its way when the first was refused
        news = halted or not self._proven
        self._probe_seconds, self._proven = 0.0, True
        return news

    def readers_allowed(self, most: int, serving: int, now: float) -> int:
        """How many more of `most` readers may be served; one where it is a probe."""
        if not self._probe_seconds:
            return most - serving
        return 1 if now >= self._until and not serving else 0
