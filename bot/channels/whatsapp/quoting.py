"""What a reply to an earlier message picks from: what that message offered."""

from rasa.core.agent import Agent
from rasa.shared.core.events import BotUttered

from bot.channels.turn import replies_of, stored
from bot.channels.whatsapp import choices
from bot.channels.whatsapp.claims import Quoted
from bot.channels.whatsapp.outbound import said_at

SEARCHED_EVENTS = 2000  # some 200 turns back


async def picked(agent: Agent, quoted: Quoted, words: str) -> str | None:
    """The payload that the words name by number or label in the quoted message."""
    found = await stored(agent).turn(
        quoted.conversation, quoted.key, most=SEARCHED_EVENTS
    )
    uttered = [event for event in found or [] if event["event"] == BotUttered.type_name]
    replies = replies_of(uttered)
    if not replies:
        return None
    reply = said_at(replies, quoted.position)
    buttons = choices.distinct(reply["buttons"])
    said = uttered[next(n for n, made in enumerate(replies) if made is reply)]
    # Items are chosen by number before buttons, as actions/conversation.py has it.
    items = (said.get("metadata") or {}).get("choices") or []
    payloads = items or [button["payload"] for button in buttons]
    return choices.labelled(words, buttons) or choices.numbered(words, payloads)
