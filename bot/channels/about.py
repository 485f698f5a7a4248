"""What the widget opens with: the article, the contact route, first questions."""

from typing import Any

from article.content import Answer, Content

STARTERS = 4


def about(content: Content, context: str) -> dict[str, Any]:
    """The article's title, the WhatsApp link and questions to start with.

    `context` is a section number or a topic of the page the widget stands on;
    with any other the questions are those of the first topics.
    """
    starters = _starters(content, context)
    return {
        "title": content.title,
        "whatsapp": content.publisher.whatsapp_link,
        "starters": [answer.question for answer in starters[:STARTERS]],
    }


def _starters(content: Content, context: str) -> list[Answer]:
    if context in content.topics:
        return content.answers_of(context)
    if context in content.sections:
        related = content.answers_of(content.sections[context].topic)
        return sorted(related, key=lambda answer: not _cites(content, answer, context))
    first = [content.answers_of(topic)[:1] for topic in content.topics]
    return [answer for answers in first for answer in answers]


def _cites(content: Content, answer: Answer, section: str) -> bool:
    return any(p.section == section for p in content.passages_of(answer))
