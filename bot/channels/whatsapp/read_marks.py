"""Shows a reader that their message was read and an answer is being written."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.channels.whatsapp.claims import Claimed
from bot.channels.whatsapp.errors import SendError
from bot.channels.whatsapp.graph import GraphClient
from bot.channels.whatsapp.identity import logged
from bot.channels.whatsapp.threads import RunBlocking

logger = logging.getLogger(__name__)

WAIT_SECONDS = 1.0


class ReadMarks:
    """Sends marks through `client`; `run` runs what blocks, in threads of its own."""

    def __init__(self, client: GraphClient, run: RunBlocking) -> None:
        self._client = client
        self._run = run
        self._under_way: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def shown(self, message: Claimed, typing: bool) -> AsyncIterator[None]:
        """Show it while the block runs; best effort.

        The answer should not overtake the mark, but waits for it a second at most.
        """
        mark = asyncio.create_task(self._mark(message, typing))
        self._under_way.add(mark)
        mark.add_done_callback(self._under_way.discard)
        try:
            yield
        finally:
            await asyncio.wait({mark}, timeout=WAIT_SECONDS)

    async def _mark(self, message: Claimed, typing: bool) -> None:
        if not message.message_id:
            return
        try:
            await self._run(self._client.mark_read, message.message_id, typing)
        except Exception as error:  # noqa: BLE001 - a mark is worth no trouble
            logger.info(
                "whatsapp.read.failed message=%s error=%s code=%s",
                logged(message.key),
                type(error).__name__,
                error.code if isinstance(error, SendError) else None,
            )
