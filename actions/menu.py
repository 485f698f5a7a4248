"""The menu: the article's topics, and the questions of one topic, in pages."""

import json
from collections.abc import Sequence
from typing import Any

from actions.content_action import ContentAction
from actions.conversation import Conversation
from actions.outcome import Outcome
from actions.replies import Reply, button
from article.content import Content
from article.limits import BUTTONS_PER_MESSAGE

INVITATION = "Ask me in your own words, or pick a topic:"
FURTHER = "More topics:"
MENU_INTENT, TOPIC_INTENT = "help", "show_topic"
Button = dict[str, str]


def menu(content: Content, sentence: str = INVITATION, page: int = 1) -> Outcome:
    """The topics as buttons, in the editors' order."""
    topics = [
        {"title": topic.title, "payload": _payload(TOPIC_INTENT, topic=topic.slug)}
        for topic in content.topics.values()
    ]
    further = {"title": "More topics", "payload": _payload(MENU_INTENT, page=page + 1)}
    buttons = page_of(topics, page, further)
    said = sentence if page == 1 else FURTHER
    return Outcome([Reply(said, "menu", buttons=buttons)], [])


def topic_menu(content: Content, slug: str, page: int = 1) -> Outcome:
    """The topic's questions as buttons, in the editors' order."""
    topic = content.topics[slug]
    questions = [button(answer) for answer in content.answers_of(slug)]
    payload = _payload(TOPIC_INTENT, topic=slug, page=page + 1)
    further = {"title": "More questions", "payload": payload}
    buttons = page_of(questions, page, further)
    text = f"{topic.title}: {topic.description}."
    return Outcome([Reply(text, "menu", buttons=buttons)], [])


def page_of(
    buttons: Sequence[Button], page: int, further: Button
) -> tuple[Button, ...]:
    """The buttons of a page, counted from 1, with `further` where others follow.

    A page there is not is the first.
    """
    rest = buttons[(page - 1) * (BUTTONS_PER_MESSAGE - 1) :] or buttons
    if len(rest) <= BUTTONS_PER_MESSAGE:
        return tuple(rest)
    return (*rest[: BUTTONS_PER_MESSAGE - 1], further)


def has_further(payloads: Sequence[str]) -> bool:
    """Whether the last of a menu's payloads leads to its next page."""
    return bool(payloads) and '"page"' in payloads[-1]


def tapped(content: Content, intent: str, values: dict[str, Any]) -> Outcome:
    """What a button of the menu leads to; the menu when its topic is gone."""
    page = str(values.get("page"))
    number = int(page) if page.isdecimal() and int(page) else 1
    if intent == TOPIC_INTENT and values.get("topic") in content.topics:
        return topic_menu(content, values["topic"], number)
    return menu(content, page=number)


def _payload(intent: str, **values: Any) -> str:
    entities = {name: str(value) for name, value in values.items()}
    return f"/{intent}{json.dumps(entities)}"


class ActionShowMenu(ContentAction):
    """Runs on a request for help, and when "More topics" is tapped."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_show_menu"

    def respond(self, content: Content, conversation: Conversation) -> Outcome:
        """Show the topics, or the questions of the topic that is asked for by name."""
        asked = conversation.text.lower()
        for topic in content.topics.values():
            if topic.slug in asked or topic.title.lower() in asked:
                return topic_menu(content, topic.slug)
        return tapped(content, MENU_INTENT, conversation.entities())


class ActionShowTopic(ContentAction):
    """Runs when a topic of the menu, or "More questions", is tapped."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_show_topic"

    def respond(self, content: Content, conversation: Conversation) -> Outcome:
        """Show the topic's questions."""
        return tapped(content, TOPIC_INTENT, conversation.entities())
