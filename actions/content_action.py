"""The frame of every custom action: read the content, reply, remember."""

import asyncio
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, answered
from actions.replies import Reply
from article.content import Content
from article.store import ContentStore
from settings import Settings


@lru_cache(maxsize=1)
def content_store() -> ContentStore:
    """The one store of this process, opened at the first turn."""
    settings = Settings.read()
    return ContentStore(settings.database_url, settings.database_timeout_seconds)


@dataclass(frozen=True)
class Outcome:
    """What an action says and what it leaves behind."""

    replies: list[Reply]
    events: list[EventType]


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
        outcome = self.respond(content, Conversation.of(tracker))
        for reply in outcome.replies:
            reply.utter(dispatcher)
        return [*outcome.events, answered()]

    @abstractmethod
    def respond(self, content: Content, conversation: Conversation) -> Outcome:
        """The replies to the latest message; touches nothing outside."""
