"""The desk: one account, its readers, what was said, and what is to go wrong."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from emulator import notices
from emulator.account import Account
from emulator.errors import GraphError
from emulator.faults import Fault, Faults
from emulator.ids import new_message_id
from emulator.ledger import (
    ACCEPTED,
    ACKNOWLEDGED,
    DELIVERED,
    FAILED,
    SENT,
    UNDELIVERED,
    Ledger,
    Message,
)
from emulator.line import OK, RETRY_SECONDS, Attempt, Line, Shape
from emulator.rates import PairRate, Throughput
from emulator.readers import EXAMPLES, Reader
from emulator.updates import Update

WINDOW_SECONDS = 24 * 60 * 60
# Reactions may or may not: undocumented, so they do not.
OPENS_NO_WINDOW = {"reaction", "system", "unsupported", "edit", "revoke"}


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


class Desk:
    """Meta's side of one phone number; every method runs in the server's thread.

    `statuses` are reported of whatever reaches a reader; `window_is_kept` refuses
    what comes after the 24 hours, at once with `window_refused_at_once`, else by a
    status as is usual.
    """

    def __init__(
        self,
        account: Account,
        webhook: str = "",
        retry_seconds: Sequence[float] = RETRY_SECONDS,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.account = account
        self.ledger = Ledger()
        self.line = Line(account, self.ledger, webhook, retry_seconds)
        self.faults = Faults()
        self.throughput = Throughput()
        self.pair_rate = PairRate()
        self.statuses: tuple[str, ...] = (SENT, DELIVERED)
        self.window_is_kept = True
        self.window_refused_at_once = False
        self.now = now
        self.people: dict[str, Person] = {}
        for reader in EXAMPLES:
            self.meet(reader)
        self._held: list[Update] = []
        self._tasks: set[asyncio.Task[Any]] = set()

    def meet(self, reader: Reader) -> Person:
        """The person this reader is, known from now on."""
        key = reader.phone or reader.user_id
        person = self.people.get(key)
        if person is None or person.reader != reader:
            person = person or Person(reader)
            person.reader = reader
            self.people[key] = person
            self.tell_readers()
        return person

    def tell_readers(self) -> None:
        """Tell the page of a change in who reads."""
        self.ledger.tell("readers", {"readers": self.everyone()})

    def find(self, reader_id: str) -> Person | None:
        """The person with this phone number or user id."""
        digits = "".join(filter(str.isdigit, reader_id))
        for person in self.people.values():
            if reader_id == person.reader.user_id:
                return person
            if _is_phone(reader_id) and digits == person.reader.phone:
                return person
        return None

    async def deliver(
        self, updates: Sequence[Update], shape: Shape | None = None
    ) -> list[Attempt]:
        """Hand updates to the product; every attempt, the deciding one last."""
        for update in updates:
            self._note(update)
        attempts = await self.line.deliver(updates, shape)
        taken = attempts[-1].status == OK
        for update in updates:
            if update.part == "messages":
                status = ACKNOWLEDGED if taken else UNDELIVERED
                self.ledger.set_status(update.id, status)
        return attempts

    def write(self, update: Update) -> None:
        """Have a reader write a message; the line's `gather` may hold it back."""
        self._note(update)
        self._held.append(update)
        if len(self._held) >= self.line.gather:
            self.release()

    def release(self) -> None:
        """Hand on what is held back, backwards or in one POST."""
        held, self._held = self._held, []
        if self.line.together and held:
            self.spawn(self.deliver(held))
        elif held:
            self.spawn(self._one_by_one(held[::-1]))

    def accept(self, body: dict[str, Any], fault: Fault | None) -> Message:
        """Take a message of the product and have it reach its reader, or not."""
        address = body.get("to") or body["recipient"]
        person = self.find(address)
        lost = "to" in body and bool(body["to"]) and not _is_phone(address)
        if person is None and not lost:
            person = self.meet(_stranger(address))
        message = Message(
            new_message_id(),
            person.reader.id if person and not lost else address,
            False,
            body.get("type", "text"),
            body,
            self.now(),
            ACCEPTED,
            lost=lost,
        )
        self.ledger.add(message)
        if person is not None and not lost:
            error = GraphError(fault.code) if fault else self._later_error(body, person)
            self.spawn(self._report(message, person.reader, error))
        return message

    async def report(self, message_id: str, name: str) -> None:
        """Tell the product that its message is `name`: delivered, read, ..."""
        message = self.ledger.get(message_id)
        person = self.find(message.reader_id) if message else None
        if message is None or person is None:
            return
        self.ledger.set_status(message_id, name)
        tracking = str(message.body.get("biz_opaque_callback_data", ""))
        update = notices.status(message_id, name, person.reader, tracking=tracking)
        await self.line.deliver([update])

    def window_error(self, person: Person) -> GraphError | None:
        """The refusal of a message that comes after the 24 hours."""
        if self.window_is_kept and not person.window_is_open(self.now()):
            return GraphError(131047)
        return None

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run something beside; it is ended with the desk."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """End everything that still runs."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.line.close()

    def everyone(self) -> list[dict[str, Any]]:
        """The readers as the page and the control API list them."""
        return [
            {
                **asdict(person.reader),
                "id": person.reader.id,
                "user_id": person.reader.user_id,
                "blocked": person.blocked,
                "window_open": person.window_is_open(self.now()),
            }
            for person in self.people.values()
        ]

    def _note(self, update: Update) -> None:
        """Keep what the reader wrote, once, and open the window."""
        if update.part != "messages" or update.reader is None:
            return
        person = self.meet(update.reader)
        kind = str(update.item.get("type", ""))
        if self.ledger.get(update.id) is None:
            self.throughput.count()
        if "group_id" in update.item:
            return
        sent_at = str(update.item.get("timestamp", ""))
        if kind not in OPENS_NO_WINDOW and sent_at.isdecimal():
            was_open = person.window_is_open(self.now())
            person.wrote_at = max(person.wrote_at or 0.0, float(sent_at))
            if not was_open:
                self.tell_readers()
        item, reader_id = update.item, update.reader.id
        self.ledger.add(Message(update.id, reader_id, True, kind, item, self.now()))

    async def _one_by_one(self, updates: Sequence[Update]) -> None:
        for update in updates:
            await self.deliver([update])

    def _later_error(self, body: dict[str, Any], person: Person) -> GraphError | None:
        """Why a message that was accepted does not reach the reader, if so."""
        if person.blocked:
            return GraphError(131026)
        if body.get("type") == "reaction":
            target = self.ledger.get(body["reaction"]["message_id"])
            if target is None or target.kind == "reaction":
                return GraphError(131009)
        return self.window_error(person)

    async def _report(
        self, message: Message, reader: Reader, error: GraphError | None
    ) -> None:
        tracking = str(message.body.get("biz_opaque_callback_data", ""))
        if error is not None:
            self.ledger.set_status(message.id, FAILED, error)
            failed = notices.status(message.id, FAILED, reader, error, tracking)
            await self.line.deliver([failed])
            return
        names = self.statuses[:1] if message.kind == "reaction" else self.statuses
        for name in names:
            await self.report(message.id, name)


def _is_phone(address: str) -> bool:
    return not address[:1].isalpha()


def _stranger(address: str) -> Reader:
    if _is_phone(address):
        return Reader("".join(filter(str.isdigit, address)), "Unknown reader")
    return Reader("", "Unknown reader", hidden=True, user_id=address)
