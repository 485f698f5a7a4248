"""The web channel's turns under way in this process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import LockError

from bot.channels.reply import Reply
from bot.channels.turn import OnNewMessage, take_turn
from bot.channels.web_error import WebError


class WebTurns:
    """Starts turns of at most `seconds`, and holds them off."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._running: set[asyncio.Task[list[Reply]]] = set()

    def start(
        self, agent: Agent, on_new_message: OnNewMessage, message: UserMessage
    ) -> "asyncio.Task[list[Reply]]":
        """The turn as a task: it ends even when the reader's connection is lost."""
        turn = asyncio.create_task(
            take_turn(agent, on_new_message, message, self._seconds),
            name=message.sender_id,
        )
        self._running.add(turn)
        turn.add_done_callback(self._running.discard)
        return turn

    @asynccontextmanager
    async def held_off(self, agent: Agent, conversation: str) -> AsyncIterator[None]:
        """No turn of the conversation runs inside; one under way comes to its end.

        Raises:
            WebError: 503, the conversation is busy for too long.
        """
        running = [turn for turn in self._running if turn.get_name() == conversation]
        if running:
            await asyncio.wait(running)
        try:
            async with agent.lock_store.lock(conversation):
                yield
        except LockError as error:
            message = "An answer is being made. Try again."
            raise WebError(503, "busy", message) from error
