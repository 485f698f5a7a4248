"""What is to go wrong with what the product sends, on request."""

from collections import deque
from dataclasses import dataclass

FAIL = "fail"  # refuse with an error
FAIL_LATER = "fail_later"  # accept, then report it failed by a status
HANG = "hang"  # accept and never answer
DROP = "drop"  # break the connection before accepting
GATEWAY = "gateway"  # answer in HTML, as the servers before the Graph API do
SLOW = "slow"  # accept at once and answer late
KINDS = (FAIL, FAIL_LATER, HANG, DROP, GATEWAY, SLOW)
MESSAGES = "messages"
MARKS = "marks"  # read marks, with or without the typing indicator


@dataclass(frozen=True)
class Fault:
    """One fault, for one send.

    `code` is of FAIL and FAIL_LATER, the HTTP `status` of FAIL (0: the code's own)
    and GATEWAY, `seconds` of SLOW.
    """

    kind: str
    code: int = 131000
    status: int = 0
    seconds: float = 0.0


class Faults:
    """The faults in waiting, first come first met."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Fault]] = {MESSAGES: deque(), MARKS: deque()}

    def fail(
        self, code: int, count: int = 1, *, status: int = 0, on: str = MESSAGES
    ) -> None:
        """Refuse the next `count` sends with Meta's error `code`."""
        self.add(Fault(FAIL, code, status), count, on)

    def fail_later(self, code: int, count: int = 1) -> None:
        """Accept the next `count` sends and report each as failed by a status."""
        self.add(Fault(FAIL_LATER, code), count)

    def hang(self, count: int = 1, *, on: str = MESSAGES) -> None:
        """Accept the next `count` sends but never answer them."""
        self.add(Fault(HANG), count, on)

    def drop(self, count: int = 1, *, on: str = MESSAGES) -> None:
        """Break the connection of the next `count` sends before accepting them."""
        self.add(Fault(DROP), count, on)

    def gateway(self, status: int = 502, count: int = 1, *, on: str = MESSAGES) -> None:
        """Refuse the next `count` sends with a page in HTML instead of an error."""
        self.add(Fault(GATEWAY, status=status), count, on)

    def slow(self, seconds: float, count: int = 1, *, on: str = MESSAGES) -> None:
        """Accept the next `count` sends at once but answer them late."""
        self.add(Fault(SLOW, seconds=seconds), count, on)

    def add(self, fault: Fault, count: int = 1, on: str = MESSAGES) -> None:
        """Have the next `count` sends meet the fault."""
        self._waiting[on].extend([fault] * count)

    def clear(self) -> None:
        """Forget all that is waiting."""
        for waiting in self._waiting.values():
            waiting.clear()

    def waiting(self, on: str = MESSAGES) -> list[Fault]:
        """What the next sends will meet."""
        return list(self._waiting[on])

    def next(self, on: str) -> Fault | None:
        """The fault this send meets, if any."""
        waiting = self._waiting[on]
        return waiting.popleft() if waiting else None
