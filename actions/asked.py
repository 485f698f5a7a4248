"""What a message asks of the article, as understanding found it."""

from dataclasses import dataclass, field, replace
from typing import Any

from actions.comparison import answer_on_all, one_each, sides_in
from article.content import Content
from article.intents import slug_of


@dataclass(frozen=True)
class Question:
    """What a reader asked: the answer's slug, the terms named, its form.

    `sides` are the terms that it sets against each other.
    """

    slug: str
    terms: frozenset[str] = field(default_factory=frozenset)
    yes_no: bool = False
    comparison: bool = False
    sides: tuple[str, ...] = ()


def from_latest_message(content: Content, message: dict[str, Any]) -> list[Question]:
    """The questions of Rasa's latest message that the content answers."""
    entries = message.get("questions") or [
        {
            "intent": (message.get("intent") or {}).get("name"),
            "terms": [
                entity["value"]
                for entity in message.get("entities") or []
                if entity.get("entity") == "term"
            ],
        }
    ]
    questions = []
    for entry in entries:
        slug = slug_of(entry["intent"])
        if slug in content.answers:
            terms = frozenset(entry.get("terms") or [])
            yes_no, compared = entry.get("yes_no"), entry.get("comparison")
            questions.append(Question(slug, terms, bool(yes_no), bool(compared)))
    if len(questions) == 1 and questions[0].comparison:
        questions = [comparison_in(content, questions[0], message) or questions[0]]
    return questions


def comparison_in(
    content: Content, asked: Question, message: dict[str, Any]
) -> Question | None:
    """The question as a comparison that some answer, or several, tell all sides of."""
    sides = sides_in(message)
    slug = answer_on_all(content, asked.slug, sides) if sides else None
    slug = slug or (asked.slug if one_each(content, asked.slug, sides) else None)
    if slug is None:
        return None
    return replace(asked, slug=slug, terms=asked.terms.union(sides), sides=sides)
