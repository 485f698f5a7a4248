"""What runs when no intent fits: a comparison is told, else ask back or decline."""

from actions.answer import give
from actions.asked import Question, comparison_in
from actions.comparison import only_compares
from actions.content_action import ContentAction
from actions.conversation import Conversation
from actions.fallback import answerable_share, ask_back, decline, nearest
from actions.outcome import Outcome
from article.content import Content

ANSWERABLE_SHARE = 0.5


def compare(content: Content, conversation: Conversation) -> Outcome | None:
    """Both sides, when the message sets against each other what the article tells.

    "an MRI or an EMG?" asks which to choose, which the article does not say, but it
    says what each does.
    """
    near = nearest(content, conversation)
    if not near or not only_compares(conversation.message):
        return None
    asked = Question(near[0].slug, comparison=True)
    question = comparison_in(content, asked, conversation.message)
    return give(content, conversation, [question]) if question else None


class ActionAskBack(ContentAction):
    """Runs when no intent is likely enough."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_ask_back"

    def respond(self, content: Content, conversation: Conversation) -> Outcome:
        """Ask back when the article probably has it, decline when not."""
        compared = compare(content, conversation)
        if compared:
            return compared
        likely = answerable_share(content, conversation) >= ANSWERABLE_SHARE
        if likely and nearest(content, conversation):
            return ask_back(content, conversation)
        return decline(content, conversation)


class ActionDecline(ContentAction):
    """Runs on questions the article does not cover."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_decline"

    def respond(self, content: Content, conversation: Conversation) -> Outcome:
        """Decline, naming what comes nearest."""
        compared = compare(content, conversation)
        return compared or decline(content, conversation)
