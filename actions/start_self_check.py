"""Starts the self-check, and takes the words that only mean something within it."""

from actions.content_action import ContentAction
from actions.conversation import Conversation
from actions.outcome import Outcome
from actions.replies import Reply
from actions.self_check import start
from article.content import Content

NOTHING_TO_STOP = "All right. Ask me anything about the article."


class ActionSelfCheck(ContentAction):
    """Runs on a request for the self-check, and on "stop" and "not sure"."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_self_check"

    def respond(self, content: Content, conversation: Conversation) -> Outcome:
        """Start it; outside of it the other words need only a word back."""
        if conversation.intent == "self_check":
            return start(content, conversation)
        return Outcome([Reply(NOTHING_TO_STOP, "small_talk")], [])
