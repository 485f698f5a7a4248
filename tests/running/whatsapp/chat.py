"""A reader who chats with the assistant."""

from dataclasses import dataclass

from emulator import inbound
from emulator.ledger import Message
from emulator.readers import Reader
from emulator.running import RunningEmulator
from emulator.updates import Update

WAIT_SECONDS = 180


@dataclass
class Chat:
    """One reader's chat with the assistant."""

    meta: RunningEmulator
    reader: Reader
    earlier: int = 0

    def meet(self) -> "Chat":
        """Have the reader told what this is, which happens once; forget the replies."""
        self.earlier = len(self.say("what is bfs?", replies=2))
        return self

    def say(self, *contents: str | Update, replies: int = 1) -> list[Message]:
        """Deliver in one body; the first so many messages that come back."""
        before = len(self.replies)
        updates = [
            inbound.text(self.reader, content) if isinstance(content, str) else content
            for content in contents
        ]
        (attempt,) = self.meta.deliver(*updates)
        assert attempt.status == 200
        first = self.earlier + before
        expected = first + replies
        return self.meta.wait_for_sent(expected, self.reader, WAIT_SECONDS)[first:]

    @property
    def replies(self) -> list[Message]:
        """All that was sent to the reader since they met."""
        return self.meta.sent_to(self.reader)[self.earlier :]
