"""Carries a self-check on behind a fixed sentence of domain.yml."""

from actions.content_action import ContentAction
from actions.conversation import Conversation
from actions.outcome import Outcome
from article.content import Content


class ActionContinueSelfCheck(ContentAction):
    """Runs after what Rasa says by itself: thanks, hello, a dose declined."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_continue_self_check"

    def respond(self, content: Content, conversation: Conversation) -> Outcome:
        """Nothing more, unless a self-check is under way: it waits for an answer."""
        return Outcome([], [])
