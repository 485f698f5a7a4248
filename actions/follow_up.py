"""What readers say about the answer they just got: more, source, back, again, pick."""

import json
import re
from dataclasses import replace

from actions.answer import give
from actions.asked import Question
from actions.content_action import ContentAction
from actions.conversation import Conversation
from actions.menu import MENU_INTENT, TOPIC_INTENT, has_further, menu, tapped
from actions.outcome import Outcome
from actions.replies import FIXED, Reply, answer_reply
from actions.self_check import start
from article.content import Content
from article.intents import slug_of
from article.ordinals import NUMBERS, ORDINALS
from article.rendering import source_line

NOTHING_YET = "We have not talked about anything yet. Ask me, or pick a topic:"
ALL_TOLD = "That is all the article says about it. Pick a topic to go on:"
WHICH = "Which one do you mean? Ask me in your own words, or pick a topic:"

POSITIONS = {**ORDINALS, **NUMBERS}
PAYLOAD = re.compile(r"/(?P<intent>\w+)(?P<entities>\{.*\})?")


def latest_question(content: Content, conversation: Conversation) -> Question | None:
    """The question answered last, if the content still has its answer."""
    for entry in reversed(conversation.history):
        if entry["answer"] in content.answers:
            return Question(entry["answer"], frozenset(entry["terms"]))
    return None


def chosen(text: str, choices: list[str]) -> str | None:
    """The payload an ordinal or number in the text picks, if there is one."""
    words = re.findall(r"\w+", text.lower())
    precise = [word for word in words if word in POSITIONS and word != "one"]
    for word in precise or [word for word in words if word in POSITIONS]:
        position = POSITIONS[word]
        if position < len(choices) and choices:
            return choices[position]
    return None


def follow(
    content: Content, conversation: Conversation, payload: str | None
) -> Outcome:
    """What a payload leads to: whatever its button does, else the menu."""
    found = PAYLOAD.fullmatch(payload) if payload else None
    if found is None:
        return menu(content, WHICH)
    intent, entities = found["intent"], json.loads(found["entities"] or "{}")
    slug = slug_of(intent)
    if slug in content.answers:
        terms = frozenset({entities["term"]} if "term" in entities else ())
        return give(content, conversation, [Question(slug, terms)])
    if intent in {MENU_INTENT, TOPIC_INTENT}:
        return tapped(content, intent, entities)
    if intent == "self_check":
        return start(content, conversation)
    if intent in FIXED:
        return Outcome([FIXED[intent]], [])
    return menu(content, WHICH)


class ActionMore(ContentAction):
    """Runs on "tell me more": the next answer not given yet."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_more"

    def respond(self, content: Content, conversation: Conversation) -> Outcome:
        """The menu's next page after a page of it; else more of what was answered.

        Of an answer the rest of its list first, then what leads on from it, then
        its topic.
        """
        if conversation.latest_kind == "menu" and has_further(conversation.choices):
            return follow(content, conversation, conversation.choices[-1])
        latest = latest_question(content, conversation)
        if latest is None:
            return menu(content, NOTHING_YET)
        if latest.terms:
            return give(content, conversation, [Question(latest.slug)])
        answer = content.answers[latest.slug]
        given = {entry["answer"] for entry in conversation.history}
        same_topic = [entry.slug for entry in content.answers_of(answer.topic)]
        following = sorted(answer.next, key=lambda slug: slug not in same_topic)
        for slug in [*following, *same_topic]:
            if slug not in given:
                return give(content, conversation, [Question(slug)])
        return menu(content, ALL_TOLD)


class ActionCiteSource(ContentAction):
    """Runs on "where does it say that"."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_cite_source"

    def respond(self, content: Content, conversation: Conversation) -> Outcome:
        """Name the sections the latest answer rests on."""
        latest = latest_question(content, conversation)
        if latest is None:
            return menu(content, NOTHING_YET)
        numbers = answer_reply(content, latest).sections
        line = source_line(content.sections[number] for number in numbers)
        text = (
            f"It stands in the article “{content.title}” by "
            f"{content.publisher.name} ({content.url}).\n\n{line}"
        )
        return Outcome([Reply(text, "answer", numbers)], [])


class ActionGoBack(ContentAction):
    """Runs on "go back": the answer before the latest."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_go_back"

    def respond(self, content: Content, conversation: Conversation) -> Outcome:
        """Give the earlier answer again and forget the latest."""
        if len(conversation.history) < 2:
            return menu(content)
        earlier = replace(conversation, history=conversation.history[:-1])
        question = latest_question(content, earlier)
        if question is None:
            return menu(content)
        before = replace(earlier, history=earlier.history[:-1])
        return give(content, before, [question])


class ActionRepeat(ContentAction):
    """Runs on "say that again"."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_repeat"

    def respond(self, content: Content, conversation: Conversation) -> Outcome:
        """Give the latest answer again."""
        latest = latest_question(content, conversation)
        if latest is None:
            return menu(content, NOTHING_YET)
        return Outcome([answer_reply(content, latest)], [])


class ActionChoose(ContentAction):
    """Runs on "the second one" and on a bare number."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_choose"

    def respond(self, content: Content, conversation: Conversation) -> Outcome:
        """What the chosen item, question or topic leads to."""
        payload = chosen(conversation.text, conversation.choices)
        return follow(content, conversation, payload)


class ActionAgree(ContentAction):
    """Runs on "yes"."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_agree"

    def respond(self, content: Content, conversation: Conversation) -> Outcome:
        """After asking back, the likeliest question; otherwise more."""
        if conversation.latest_kind == "clarify" and conversation.choices:
            return follow(content, conversation, conversation.choices[0])
        return ActionMore().respond(content, conversation)


class ActionRephrase(ContentAction):
    """Runs on "no" after the assistant asked back."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_rephrase"

    def respond(self, content: Content, conversation: Conversation) -> Outcome:
        """Invite other words, with the topics."""
        return menu(content, "All right. Put it in other words, or pick a topic:")
