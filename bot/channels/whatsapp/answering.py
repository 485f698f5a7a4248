"""What is said to a message: the assistant's turn, or a sentence of the channel.

A reader who asked to stop gets nothing but an alert: what they write still passes
the safety screen, and a warning is not held back.
"""

import asyncio
import time
from dataclasses import dataclass, field

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from article.limits import MESSAGES_PER_TURN
from bot.channels.inbound import as_typed, clean_text
from bot.channels.reply import Reply, fixed_reply
from bot.channels.turn import (
    CollectingOutput,
    OnNewMessage,
    button_sent,
    erase_conversation,
    replies_made,
    self_check_is_open,
    take_turn,
)
from bot.channels.whatsapp import choices
from bot.channels.whatsapp.claims import Claimed, Claims
from bot.channels.whatsapp.quoting import picked
from bot.channels.whatsapp.threads import RunBlocking
from bot.channels.whatsapp.wishes import Wishes
from bot.channels.whatsapp.words import Request, may_end_self_check, request_of
from bot.safety.emergency_number import EMERGENCY_NUMBER, emergency_number
from bot.safety.last_resort import last_resort

CHANNEL = "whatsapp"
WELCOME_PAYLOAD = "/greet"
MOST_ATTEMPTS = 3  # a message that ended its process this often gets the last resort
TOLD_AGAIN_AFTER_SECONDS = 60  # an album is many messages and one thing sent
# Turns are computing, not waiting: more at a time only delay Meta's next POST.
MOST_TURNS = 2
TEXT_ONLY = "text_only"
STOPPED = "stopped"
DELETE = "delete"
SELF_CHECK = "self_check"  # the kind of its replies


@dataclass(frozen=True)
class Said:
    """The replies to a message, and why these, where the reason is the channel's."""

    replies: list[Reply] = field(default_factory=list)
    reason: str = ""


class WhatsAppOutput(CollectingOutput):
    """The replies to one message."""

    @classmethod
    def name(cls) -> str:
        """The channel's name in Rasa."""
        return CHANNEL


class Answerer:
    """Finds what to say; `run` runs what blocks, in a thread."""

    def __init__(
        self,
        claims: Claims,
        wishes: Wishes,
        run: RunBlocking,
        on_new_message: OnNewMessage,
        turn_seconds: float,
    ) -> None:
        self._claims = claims
        self._wishes = wishes
        self._run = run
        self._on_new_message = on_new_message
        self._turn_seconds = turn_seconds
        self._turns = asyncio.Semaphore(MOST_TURNS)

    async def answer(self, agent: Agent, message: Claimed) -> Said:
        """What to say to the message; a turn is taken once, however often asked."""
        content = message.content
        words = clean_text(content.words)
        request = request_of(words) or request_of(content.tap)
        if request == "stop" and await self._ends_self_check(agent, message, words):
            request = None
        if request and (request != "start" or message.stopped):
            return await self._request(agent, message, request)
        if content.kind == "welcome":
            text = WELCOME_PAYLOAD
        elif content.kind == "tap":
            text = await self._tapped(agent, message, words)
        else:
            text = await self._typed(agent, message, words)
        if not text or content.kind == "wordless":
            return await self._wordless(agent, message)
        replies = await self._turn(agent, message, text)
        if message.stopped:
            alerts = [reply for reply in replies if reply["kind"] == "alert"]
            return Said(alerts, "" if alerts else STOPPED)
        if content.attachment:
            note = fixed_reply(agent, "utter_whatsapp_words_only")
            replies = with_note(replies, note)
        return Said(replies)

    async def _ends_self_check(
        self, agent: Agent, message: Claimed, words: str
    ) -> bool:
        """Whether "stop" means the question of the self-check that was asked last."""
        asked = not message.stopped and message.offered[1] == SELF_CHECK
        if not asked or not may_end_self_check(words):
            return False
        return await self_check_is_open(agent, message.reader)

    async def _request(self, agent: Agent, message: Claimed, request: Request) -> Said:
        if request == "delete":
            had = await self._run(self._wishes.conversations, message.reader)
            for conversation in had:
                await erase_conversation(agent, conversation)
            await self._run(self._wishes.wipe, had, message.id)
            return Said([fixed_reply(agent, "utter_whatsapp_deleted")], DELETE)
        stopped = request == "stop"
        await self._run(self._wishes.stop, message.reader, stopped)
        name = "utter_whatsapp_stopped" if stopped else "utter_whatsapp_started"
        return Said([fixed_reply(agent, name)], request)

    async def _wordless(self, agent: Agent, message: Claimed) -> Said:
        if message.stopped:
            return Said(reason=STOPPED)
        since = time.time() - TOLD_AGAIN_AFTER_SECONDS
        if await self._run(self._claims.told_since, message.reader, TEXT_ONLY, since):
            return Said(reason="told_before")
        return Said([fixed_reply(agent, "utter_whatsapp_text_only")], TEXT_ONLY)

    async def _typed(self, agent: Agent, message: Claimed, words: str) -> str:
        """The payload the words pick, from the message they reply to or the latest."""
        content, quoted = message.content, None
        if content.quoted:
            quoted = await self._run(
                self._claims.quoted, message.reader, content.quoted
            )
        if quoted:
            payload = await picked(agent, quoted, words)
        else:
            payload = choices.typed(words, *message.offered)
        return payload or as_typed(words)

    async def _tapped(self, agent: Agent, message: Claimed, words: str) -> str:
        tap = message.content.tap

        def fits(payload: str) -> bool:
            return choices.tap_id(payload) == tap

        button = await button_sent(agent, message.reader, fits)
        return button["payload"] if button else as_typed(words or clean_text(tap))

    async def _turn(self, agent: Agent, message: Claimed, text: str) -> list[Reply]:
        number = emergency_number(message.address.phone)
        turn = UserMessage(
            text,
            WhatsAppOutput(),
            sender_id=message.reader,
            input_channel=CHANNEL,
            # WhatsApp's own id carries the reader's number.
            message_id=message.key,
            metadata={EMERGENCY_NUMBER: number} if number else None,
        )
        async with self._turns:
            attempts = await self._run(self._claims.begin_turn, message.id)
            if attempts > 1:  # an earlier process may have got as far as this
                made = await replies_made(agent, message.reader, message.key)
                if made is not None:
                    return made
            if attempts > MOST_ATTEMPTS:
                return [last_resort(agent, turn)]
            seconds = self._turn_seconds
            return await take_turn(agent, self._on_new_message, turn, seconds)


def with_note(replies: list[Reply], note: Reply) -> list[Reply]:
    """The replies and the note, which joins the shortest if there is no room."""
    if len(replies) < MESSAGES_PER_TURN:
        return [*replies, note]
    shortest = min(replies, key=lambda reply: len(reply["text"]))
    joined: Reply = {**shortest, "text": f"{shortest['text']}\n\n{note['text']}"}
    return [joined if reply is shortest else reply for reply in replies]
