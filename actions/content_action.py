"""The frame of every custom action: read the content, reply, remember."""

import asyncio
from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import self_check
from actions.alert import alert_reply
from actions.conversation import Conversation, answered, notice_given
from actions.outcome import Outcome
from actions.process import content_store
from article.content import Content
from article.limits import MESSAGES_PER_TURN


class ContentAction(Action, ABC):
    """An action that replies from the content.

    When the content cannot be read it raises, the slot `answered` stays false,
    and the rules let Rasa say `utter_unavailable`.
    """

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Called by the action server.

        Raises:
            StoreError: the database cannot be read.
        """
        content = await asyncio.to_thread(content_store().content)
        conversation = Conversation.of(tracker)
        outcome = self._outcome(content, conversation)
        events = [*outcome.events, answered()]
        noticed = conversation.noticed
        if not noticed and 0 < len(outcome.replies) < MESSAGES_PER_TURN:
            dispatcher.utter_message(response="utter_notice")
            noticed = True
        if noticed:  # each time anew, or it would fall out of what a turn reads
            events.append(notice_given())
        for reply in outcome.replies:
            reply.utter(dispatcher)
        return events

    def _outcome(self, content: Content, conversation: Conversation) -> Outcome:
        """The self-check comes first, else an alert and what the action says."""
        step = self_check.proceed(content, conversation)
        if step is not None:
            return step
        alert = alert_reply(content, conversation.message)
        waiting = self_check.active(conversation)
        first = [alert] if alert else []
        last = [self_check.question_reply(content, waiting)] if waiting else []
        room = MESSAGES_PER_TURN - len(first) - len(last)
        outcome = self.respond(content, replace(conversation, room=room))
        return Outcome([*first, *outcome.replies[:room], *last], outcome.events)

    @abstractmethod
    def respond(self, content: Content, conversation: Conversation) -> Outcome:
        """The replies to the latest message; touches nothing outside."""
