"""What a reply to an earlier message picks from: what that message offered."""

from rasa.core.agent import Agent

from bot.channels.turn import replies_of, stored
from bot.channels.whatsapp import choices
from bot.channels.whatsapp.claims import Quoted
from bot.channels.whatsapp.outbound import said_at

SEARCHED_EVENTS = 2000  # some 200 turns back
CHOICES_SLOT = "choices"  # what a number means to the conversation


async def picked(agent: Agent, quoted: Quoted, words: str) -> str | None:
    """The payload that the words name by number or label in the quoted message."""
    found = await stored(agent).turn(
        quoted.conversation, quoted.key, most=SEARCHED_EVENTS
    )
    events = found or []
    replies = replies_of(events)
    if not replies:
        return None
    reply = said_at(replies, quoted.position)
    buttons = choices.distinct(reply["buttons"])
    payloads = [button["payload"] for button in buttons]
    if reply is replies[-1]:
        for event in events:
            if event["event"] == "slot" and event["name"] == CHOICES_SLOT:
                payloads = event["value"] or payloads
    return choices.labelled(words, buttons) or choices.numbered(words, payloads)
