"""The menu: the article's topics, and the questions of one topic."""

from actions.content_action import ContentAction
from actions.conversation import Conversation, offer
from actions.outcome import Outcome
from actions.replies import Reply, button
from article.content import Content
from article.limits import BUTTONS_PER_MESSAGE

INVITATION = "Ask me in your own words, or pick a topic:"


def menu(content: Content, sentence: str = INVITATION) -> Outcome:
    """The topics as buttons, in the editors' order."""
    topics = list(content.topics.values())[:BUTTONS_PER_MESSAGE]
    buttons = tuple(
        {"title": t.title, "payload": f'/show_topic{{"topic": "{t.slug}"}}'}
        for t in topics
    )
    reply = Reply(sentence, "menu", buttons=buttons)
    return Outcome([reply], [offer([entry["payload"] for entry in buttons])])


def topic_menu(content: Content, slug: str) -> Outcome:
    """The topic's questions as buttons."""
    topic = content.topics[slug]
    answers = content.answers_of(slug)[:BUTTONS_PER_MESSAGE]
    buttons = tuple(button(answer) for answer in answers)
    reply = Reply(f"{topic.title}: {topic.description}.", "menu", buttons=buttons)
    return Outcome([reply], [offer([entry["payload"] for entry in buttons])])


class ActionShowMenu(ContentAction):
    """Runs on a request for help."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_show_menu"

    def respond(self, content: Content, conversation: Conversation) -> Outcome:
        """Show the topics."""
        return menu(content)


class ActionShowTopic(ContentAction):
    """Runs when a topic of the menu is tapped."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_show_topic"

    def respond(self, content: Content, conversation: Conversation) -> Outcome:
        """Show the topic's questions, or the menu when there is no such topic."""
        for entity in conversation.message.get("entities") or []:
            if entity.get("entity") == "topic" and entity["value"] in content.topics:
                return topic_menu(content, entity["value"])
        return menu(content)
