"""Replies one by one, as they are produced, one JSON object a line (NDJSON)."""

import asyncio
import json
from collections.abc import AsyncIterator

from bot.channels.reply import Reply
from bot.channels.turn import CollectingOutput

NDJSON = "application/x-ndjson"


class StreamedOutput(CollectingOutput):
    """Collects the replies of a turn and hands each on at once."""

    def __init__(self) -> None:
        super().__init__()
        self._produced: asyncio.Queue[Reply | None] = asyncio.Queue()

    def collect(self, reply: Reply) -> None:
        """Called with each reply as it is produced."""
        super().collect(reply)
        self._produced.put_nowait(reply)

    async def of(self, turn: "asyncio.Task[list[Reply]]") -> AsyncIterator[Reply]:
        """The replies of `turn`, which writes to this output."""
        turn.add_done_callback(lambda _: self._produced.put_nowait(None))
        while (reply := await self._produced.get()) is not None:
            yield reply
        await turn


def line(reply: Reply) -> bytes:
    """A reply as a line."""
    return json.dumps(reply, ensure_ascii=False).encode("utf-8") + b"\n"
