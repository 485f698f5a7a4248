"""One turn of a conversation, the same on every channel of ours.

The reader always gets something: the replies, or the last resort when the turn
fails, hangs or says nothing. Either way it stands in the stored conversation.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from sanic import Sanic

from bot.channels.reply import Reply, fixed_reply, reply_from
from bot.failures import trace
from bot.safety.last_resort import last_resort
from bot.tracker_store import RecentEventsTrackerStore

logger = logging.getLogger(__name__)

LOGGED_ID_CHARS = 8
KEEP_SECONDS = 2  # how long a reader waits for a failed turn to be stored
OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


class CollectingOutput(OutputChannel):
    """Collects the replies of one turn; each channel names its own."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []

    def collect(self, reply: Reply) -> None:
        """Called with each reply as it is produced."""
        self.replies.append(reply)

    async def send_text_message(
        self, recipient_id: str, text: str, **kwargs: Any
    ) -> None:
        """Collect a message without buttons."""
        self.collect(reply_from(text, [], kwargs))

    async def send_text_with_buttons(
        self,
        recipient_id: str,
        text: str,
        buttons: list[dict[str, Any]],
        **kwargs: Any,
    ) -> None:
        """Collect a message with buttons."""
        self.collect(reply_from(text, buttons, kwargs))


def ready_agent(app: Sanic) -> Agent | None:
    """The server's agent, or None while no model is loaded."""
    agent: Agent | None = getattr(app.ctx, "agent", None)
    return agent if agent is not None and agent.is_ready() else None


async def take_turn(
    agent: Agent, on_new_message: OnNewMessage, message: UserMessage, seconds: float
) -> list[Reply]:
    """Let Rasa handle the message; what the reader gets, never nothing.

    The message's output channel is a `CollectingOutput`; `seconds` bounds the turn.
    """
    output: CollectingOutput = message.output_channel
    logged_id = message.sender_id[:LOGGED_ID_CHARS]
    whole = False
    try:
        await asyncio.wait_for(on_new_message(message), seconds)
        whole = bool(output.replies)
    except asyncio.TimeoutError:
        logger.error("turn.timeout conversation=%s", logged_id)
    except Exception as error:  # noqa: BLE001 - the reader must get a reply
        logger.error("turn.failed conversation=%s error=%s", logged_id, trace(error))
    if not output.replies:
        output.collect(last_resort(agent, message))
    if not whole:
        try:
            await asyncio.wait_for(_keep(agent, message, output.replies), KEEP_SECONDS)
        except Exception as error:  # noqa: BLE001 - the reader has the reply already
            name = type(error).__name__
            logger.error("turn.not_kept conversation=%s error=%s", logged_id, name)
    return output.replies


async def _keep(agent: Agent, message: UserMessage, replies: Sequence[Reply]) -> None:
    """Store what was said in a turn that Rasa did not store, or not to its end."""
    store, conversation = stored(agent), message.sender_id
    async with agent.lock_store.lock(conversation):
        turn = await store.turn(conversation, message.message_id)
        events: list[Event] = []
        if turn is None:
            said = UserUttered(
                message.text,
                input_channel=message.input_channel,
                message_id=message.message_id,
                metadata=message.metadata,
            )
            events = [said, ActionExecuted(ACTION_LISTEN_NAME)]
        known = [e for e in turn or [] if e["event"] == BotUttered.type_name]
        events += [_uttered(reply) for reply in replies[len(known) :]]
        await store.append(conversation, events)


def _uttered(reply: Reply) -> BotUttered:
    extra = {name: reply[name] for name in ("kind", "sections", "level")}
    return BotUttered(reply["text"], {"buttons": reply["buttons"]}, extra)


async def button_sent(
    agent: Agent, conversation: str, fits: Callable[[str], bool]
) -> dict[str, str] | None:
    """The last button sent in the conversation whose payload fits, if any."""
    return await stored(agent).button_sent(conversation, fits)


async def replies_made(
    agent: Agent, conversation: str, message_id: str
) -> list[Reply] | None:
    """What the bot replied in the turn of this message; None without such a turn."""
    events = await stored(agent).turn(conversation, message_id)
    if events is None:
        return None
    return replies_of(events) or [fixed_reply(agent, "utter_unavailable")]


def replies_of(events: Iterable[Mapping[str, Any]]) -> list[Reply]:
    """The replies among a turn's stored events."""
    return [
        reply_from(
            entry["text"] or "",
            entry["data"].get("buttons") or [],
            entry.get("metadata") or {},
        )
        for entry in events
        if entry["event"] == BotUttered.type_name
    ]


async def self_check_is_open(agent: Agent, conversation: str) -> bool:
    """Whether a self-check is under way in the conversation and has not expired."""
    return await stored(agent).self_check_is_open(conversation)


async def erase_conversation(agent: Agent, conversation: str) -> None:
    """Delete all that was said in the conversation."""
    await stored(agent).erase(conversation)


def stored(agent: Agent) -> RecentEventsTrackerStore:
    """The store of all conversations."""
    store = agent.tracker_store
    # Rasa wraps the store of endpoints.yml and offers no way through to it.
    return getattr(store, "_tracker_store", store)
