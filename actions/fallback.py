"""When nothing fits: ask back, or say plainly that the article does not cover it."""

from collections.abc import Iterable

from actions.conversation import Conversation
from actions.outcome import Outcome
from actions.replies import Reply, button
from article.content import Answer, Content
from article.intents import slug_of
from article.rendering import section_names

NEAREST = 3
OVERVIEWS = ("causes_overview", "treatment_overview")  # when nothing is near
LEAST_CONFIDENCE = 0.02


def nearest(content: Content, conversation: Conversation) -> list[Answer]:
    """The answers whose questions the message resembles most."""
    slugs = [
        slug_of(entry["name"])
        for entry in conversation.ranking()
        if entry["confidence"] >= LEAST_CONFIDENCE
    ]
    return [content.answers[slug] for slug in slugs if slug in content.answers][
        :NEAREST
    ]


def answerable_share(content: Content, conversation: Conversation) -> float:
    """How likely it is that the article answers the message at all, 0 to 1."""
    ranking = [e for e in conversation.ranking() if e["name"] != "nlu_fallback"]
    total = sum(entry["confidence"] for entry in ranking)
    covered = sum(
        entry["confidence"]
        for entry in ranking
        if slug_of(entry["name"]) in content.answers
    )
    return covered / total if total else 0.0


def first_sections(content: Content, answers: Iterable[Answer]) -> str:
    """The section each of the answers begins with, by number and heading."""
    numbers = [content.passages_of(answer)[0].section for answer in answers]
    sections = [content.sections[number] for number in dict.fromkeys(numbers)]
    return section_names(sections)


def decline(content: Content, conversation: Conversation) -> Outcome:
    """Say that the article does not cover it, what it covers, and whom to ask."""
    near = nearest(content, conversation)
    publisher = content.publisher
    ask = f"You can ask {publisher.name} on WhatsApp: {publisher.whatsapp_number}."
    covered = near or [content.answers[s] for s in OVERVIEWS if s in content.answers]
    buttons = [button(answer) for answer in covered]
    opening = "The closest it comes"
    if not near:
        opening = "What it covers is shoulder twitching, for example"
        buttons.append({"title": "Topics", "payload": "/help"})
    sections = first_sections(content, covered)
    text = f"The article does not cover that. {ask}\n{opening}: {sections}."
    return Outcome([Reply(text, "not_covered", buttons=tuple(buttons))], [])


def ask_back(content: Content, conversation: Conversation) -> Outcome:
    """Ask which of the likeliest questions is meant."""
    near = nearest(content, conversation)
    lines = "\n".join(f"{n}. {answer.question}" for n, answer in enumerate(near, 1))
    text = f"I am not sure what you mean. Is it one of these?\n{lines}"
    buttons = tuple(button(answer) for answer in near)
    return Outcome([Reply(text, "clarify", buttons=buttons)], [])
