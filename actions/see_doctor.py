"""Answers a report of a sign that needs a doctor."""

from actions.alert import alert_given
from actions.answer import already_given
from actions.content_action import ContentAction
from actions.conversation import Conversation
from actions.fallback import decline
from actions.outcome import Outcome
from actions.replies import declined_in
from article.content import Content


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
        return Outcome(declined_in(conversation.message), given.events)
