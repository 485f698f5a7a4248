"""Answers a report of a sign that needs a doctor."""

from collections.abc import Mapping
from typing import Any

from actions.alert import alert_given
from actions.answer import already_given
from actions.content_action import ContentAction
from actions.conversation import Conversation
from actions.fallback import decline
from actions.outcome import Outcome
from actions.replies import FixedReply, Reply, declined_in
from article.content import Content

UNANSWERED = {"not_covered", "off_topic"}  # intents
NOT_COVERED = Reply(
    "What you ask beside that, the article does not cover.",
    "not_covered",
    buttons=({"title": "Topics", "payload": "/help"},),
)


def uncovered(message: Mapping[str, Any]) -> bool:
    """Whether the message asks what the article does not answer."""
    asks = (message.get("red_flag") or {}).get("asks")
    asked = {entry["intent"] for entry in message.get("questions") or []}
    return bool(asks) and not UNANSWERED.isdisjoint(asked)


class ActionSeeDoctor(ContentAction):
    """Runs on a report of a sign that asks nothing the article answers."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_see_doctor"

    def respond(self, content: Content, conversation: Conversation) -> Outcome:
        """Little beside the alert that every content action puts first."""
        alert = alert_given(content, conversation.message)
        if alert is None:  # the model knows an alert that the content lost
            return decline(content, conversation)
        given = already_given(content, conversation, alert)
        declined: list[Reply | FixedReply] = [*declined_in(conversation.message)]
        if not declined and uncovered(conversation.message):
            declined = [NOT_COVERED]
        return Outcome(declined, given.events)
