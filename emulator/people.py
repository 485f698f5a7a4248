"""Who the number can write to, and how each stands to it."""

from dataclasses import asdict, dataclass
from typing import Any

from emulator.readers import EXAMPLES, Reader

WINDOW_SECONDS = 24 * 60 * 60


@dataclass
class Person:
    """A reader and how they stand to the product.

    `wrote_at`, in epoch seconds, opens the 24 hours in which anything may be sent.
    """

    reader: Reader
    wrote_at: float | None = None
    blocked: bool = False

    def window_is_open(self, now: float) -> bool:
        """Whether the reader wrote in the last 24 hours."""
        return self.wrote_at is not None and now - self.wrote_at < WINDOW_SECONDS

    def described(self, now: float) -> dict[str, Any]:
        """The person as the page and the control API show them."""
        return {
            **asdict(self.reader),
            "id": self.reader.id,
            "blocked": self.blocked,
            "window_open": self.window_is_open(now),
        }

    def wrote(self, at: float) -> None:
        """Count a message, which may be older than the last one."""
        self.wrote_at = max(self.wrote_at or 0.0, at)


class People:
    """The readers, three to begin with."""

    def __init__(self) -> None:
        self._by_phone: dict[str, Person] = {}
        self._by_user_id: dict[str, Person] = {}
        for reader in EXAMPLES:
            self.meet(reader)

    def meet(self, reader: Reader) -> Person:
        """The person this reader is, known from now on."""
        person = self._by_phone.get(reader.phone) or Person(reader)
        self._by_user_id.pop(person.reader.user_id, None)
        person.reader = reader
        self._by_user_id[reader.user_id] = person
        if reader.phone:
            self._by_phone[reader.phone] = person
        return person

    def find(self, address: str) -> Person | None:
        """The person with this phone number or user id."""
        if is_phone(address):
            return self._by_phone.get(digits(address))
        return self._by_user_id.get(address)

    def reached_by(self, address: str) -> Person:
        """The same, or else a stranger who never wrote."""
        return self.find(address) or self.meet(_stranger(address))

    def described(self, now: float) -> list[dict[str, Any]]:
        """Everyone, as the page and the control API show them."""
        return [person.described(now) for person in self._by_user_id.values()]


def is_phone(address: str) -> bool:
    """Whether the address is a phone number, not a user id."""
    return not address[:1].isalpha()


def digits(address: str) -> str:
    """The digits of a phone number."""
    return "".join(filter(str.isdigit, address))


def _stranger(address: str) -> Reader:
    if is_phone(address):
        return Reader(digits(address), "Unknown reader")
    return Reader("", "Unknown reader", hidden=True, user_id=address)
