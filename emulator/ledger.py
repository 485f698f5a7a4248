"""Everything that was said and done, for the page, the control API and the tests."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from emulator.errors import GraphError

Found = TypeVar("Found")
Listener = Callable[[str, dict[str, Any]], None]
WAIT_SECONDS = 10.0
KEPT_MESSAGES = 5_000  # of a long load test the oldest go

# how far a reader's message is
WAITING, ACKNOWLEDGED, READ, UNDELIVERED = "waiting", "delivered", "read", "failed"
# how far one of the product's is
ACCEPTED, SENT, DELIVERED, FAILED = "accepted", "sent", "delivered", "failed"
UNSUPPORTED = "unsupported"


class NothingCame(AssertionError):
    """What was waited for did not happen in time."""


@dataclass
class Message:
    """One message of a chat; `body` is as it went over the wire.

    `status` is waiting, delivered, read or failed for a reader's message, and
    accepted, sent, delivered, read or failed for one of the product's. `lost`: the
    product was told it was accepted, and no reader will ever see it.
    """

    id: str
    reader_id: str
    by_reader: bool
    kind: str
    body: dict[str, Any]
    at: float = field(default_factory=time.time)
    status: str = WAITING
    error: dict[str, Any] | None = None
    lost: bool = False

    @property
    def text(self) -> str:
        """The words in it: a text's, an interactive message's or a caption."""
        content = self.body.get(self.kind)
        if not isinstance(content, dict):
            return ""
        body = content.get("body", content.get("caption", ""))
        return str(body.get("text", "")) if isinstance(body, dict) else str(body)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The ids and titles of its reply buttons or list rows, in order."""
        action = self.body.get("interactive", {}).get("action", {})
        buttons = [button["reply"] for button in action.get("buttons", [])]
        rows = [row for part in action.get("sections", []) for row in part["rows"]]
        return [(choice["id"], choice["title"]) for choice in [*buttons, *rows]]

    @property
    def reply_to(self) -> str:
        """The id of the message it answers, or ""."""
        return str((self.body.get("context") or {}).get("message_id", ""))


@dataclass(frozen=True)
class Refused:
    """A send that got an error instead of an id."""

    body: Any
    error: GraphError


@dataclass(frozen=True)
class Mark:
    """A read mark, with or without the typing indicator."""

    message_id: str
    typing: bool


@dataclass(frozen=True)
class Attempt:
    """One POST to the product: HTTP status (None: no answer), time, and where to."""

    status: int | None
    seconds: float
    updates: int
    webhook: str = ""


class Ledger:
    """Written by the server's thread; any thread may read and wait."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._messages: dict[str, Message] = {}
        self._unread: dict[str, list[str]] = {}  # by reader, oldest first
        self._listeners: list[Listener] = []
        self.refused: deque[Refused] = deque(maxlen=KEPT_MESSAGES)
        self.marks: deque[Mark] = deque(maxlen=KEPT_MESSAGES)
        self.attempts: deque[Attempt] = deque(maxlen=KEPT_MESSAGES)

    @property
    def messages(self) -> list[Message]:
        """All messages of all chats, in the order they came up."""
        with self._changed:
            return list(self._messages.values())

    @property
    def sent(self) -> list[Message]:
        """What was accepted from the product."""
        return [message for message in self.messages if not message.by_reader]

    def get(self, message_id: str) -> Message | None:
        """The message with this id, if it is known."""
        return self._messages.get(message_id)

    def add(self, message: Message) -> None:
        """Record a message once; the real one replaces one that was unsupported."""
        with self._changed:
            known = self._messages.get(message.id)
            if known is not None and known.kind != UNSUPPORTED:
                return
            while len(self._messages) >= KEPT_MESSAGES:
                del self._messages[next(iter(self._messages))]
            self._messages[message.id] = message
            if message.by_reader:
                self._unread.setdefault(message.reader_id, []).append(message.id)
        self.tell("message", asdict(message))

    def set_status(
        self, message_id: str, status: str, error: GraphError | None = None
    ) -> None:
        """Record how far a message is; one that is read stays read."""
        message = self.get(message_id)
        if message is None or message.status == READ:
            return
        message.status = status
        message.error = error.in_webhook() if error else None
        change = {"id": message_id, "status": status, "error": message.error}
        self.tell("status", change)

    def refuse(self, body: Any, error: GraphError) -> None:
        """Record a send that was refused."""
        self.refused.append(Refused(body, error))
        self.tell("refused", {"body": body, **error.body()})

    def mark(self, mark: Mark) -> None:
        """Record a read mark: this message and all before it are read."""
        self.marks.append(mark)
        marked = self.get(mark.message_id)
        reader_id = marked.reader_id if marked else ""
        for message_id in self._up_to(mark.message_id, reader_id):
            self.set_status(message_id, READ)
        self.tell("mark", {"reader_id": reader_id, **asdict(mark)})

    def attempt(self, attempt: Attempt) -> None:
        """Record a POST to the product."""
        self.attempts.append(attempt)
        self.tell("attempt", asdict(attempt))

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Tell of everything recorded from now on; calling what it gives ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def wait_for(
        self, condition: Callable[[], Found], seconds: float = WAIT_SECONDS
    ) -> Found:
        """Wait until the condition holds, looked at whenever something is recorded.

        Raises:
            NothingCame: it did not within `seconds`.
        """
        deadline = time.monotonic() + seconds
        with self._changed:
            while not (found := condition()):
                left = deadline - time.monotonic()
                if left <= 0 or not self._changed.wait(left):
                    raise NothingCame(f"It did not happen in {seconds:g} seconds.")
        return found

    def _up_to(self, message_id: str, reader_id: str) -> list[str]:
        """Take the reader's messages up to this one from those unread."""
        unread = self._unread.get(reader_id, [])
        if message_id not in unread:
            return []
        end = unread.index(message_id) + 1
        self._unread[reader_id] = unread[end:]
        return unread[:end]

    def tell(self, name: str, data: dict[str, Any]) -> None:
        """Tell the listeners, and those who wait, that something happened."""
        for listener in list(self._listeners):
            listener(name, data)
        with self._changed:
            self._changed.notify_all()
