"""Replies as plain values, composed from the content."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from article.content import Answer, Content, Passage
from article.limits import ANSWER_CHARS
from article.rendering import answer_text

INTENT_PREFIX = "ask_"
NEXT_STEPS = 3


@dataclass(frozen=True)
class Reply:
    """One message: text, kind, the sections it rests on, buttons, an alert's level."""

    text: str
    kind: str
    sections: tuple[str, ...] = ()
    buttons: tuple[dict[str, str], ...] = ()
    level: str | None = None

    def utter(self, dispatcher: CollectingDispatcher) -> None:
        """Send it; the fields beyond text and buttons become metadata."""
        dispatcher.utter_message(
            text=self.text,
            buttons=list(self.buttons),
            kind=self.kind,
            sections=list(self.sections),
            level=self.level,
        )


@dataclass(frozen=True)
class FixedReply:
    """A fixed sentence of domain.yml, by its name."""

    name: str

    def utter(self, dispatcher: CollectingDispatcher) -> None:
        """Send it; Rasa knows its text, buttons and metadata."""
        dispatcher.utter_message(response=self.name)


@dataclass(frozen=True)
class Question:
    """What a reader asked: the answer's slug, the terms named, its form."""

    slug: str
    terms: frozenset[str] = field(default_factory=frozenset)
    yes_no: bool = False
    comparison: bool = False


def button(answer: Answer) -> dict[str, str]:
    """The button that asks an answer's question."""
    return {"title": answer.title, "payload": f"/{INTENT_PREFIX}{answer.slug}"}


def next_steps(content: Content, answer: Answer) -> tuple[dict[str, str], ...]:
    """The buttons below an answer."""
    return tuple(button(content.answers[slug]) for slug in answer.next[:NEXT_STEPS])


def answer_reply(content: Content, question: Question) -> Reply:
    """The answer to one question, on the item it names where it names one."""
    answer = content.answers[question.slug]
    passages = content.passages_of(answer)
    shown = shown_passages(content, question)
    opening = _opening(answer, shown, passages) if question.yes_no else ""
    sections = [content.sections[n] for n in _in_order(p.section for p in shown)]
    text = answer_text(shown, sections, opening)
    left_out = left_out_names(content, passages, shown)
    if left_out:
        names = ", ".join(left_out)
        longer = answer_text(
            [*shown, Passage("", "", f"Also in the list: {names}.")], sections, opening
        )
        text = longer if len(longer) <= ANSWER_CHARS else text
    kind = "contact" if answer.topic == "contact" else "answer"
    numbers = tuple(section.number for section in sections)
    return Reply(text, kind, numbers, next_steps(content, answer))


def left_out_names(
    content: Content, passages: Sequence[Passage], shown: Sequence[Passage]
) -> list[str]:
    """The names of the items that are not shown, each once."""
    told = {passage.about[0] for passage in shown if passage.about}
    rest = [passage.about[0] for passage in passages if passage.about]
    return [content.terms[key].names[0] for key in _in_order(rest) if key not in told]


def shown_passages(content: Content, question: Question) -> list[Passage]:
    """The passages that answer the question, in order.

    A comparison of which only one side is an item by name shows the whole list.
    """
    passages = content.passages_of(content.answers[question.slug])
    shown = focused(passages, question.terms)
    if question.comparison and sum(1 for passage in shown if passage.about) < 2:
        return passages
    return shown


def focused(passages: Sequence[Passage], terms: Collection[str]) -> list[Passage]:
    """The passages to show: the items the terms name, or all when they name none.

    An item named by a term counts before items that only mention it. General
    passages before the first item introduce the list and go with it; those
    behind it hold for every item and stay.
    """
    items = [passage for passage in passages if passage.about]
    named = [item for item in items if item.about[0] in terms]
    for term in sorted(terms):
        mentioning = [item for item in items if term in item.about]
        if not any(item in named for item in mentioning):
            named += mentioning
    if not named or len(named) >= len(items):
        return list(passages)
    first_item = passages.index(items[0])
    return [
        passage
        for position, passage in enumerate(passages)
        if passage in named or (not passage.about and position > first_item)
    ]


def _opening(
    answer: Answer, shown: Sequence[Passage], passages: Sequence[Passage]
) -> str:
    items = [passage for passage in shown if passage.about]
    if len(items) == 1 and len(shown) < len(passages):
        return items[0].opening
    return answer.opening


def _in_order(numbers: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(numbers))


def slug_of(intent: str | None) -> str | None:
    """The answer's slug of an `ask_...` intent, else None."""
    if intent and intent.startswith(INTENT_PREFIX):
        return intent[len(INTENT_PREFIX) :]
    return None


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
            forms = (bool(entry.get(form)) for form in ("yes_no", "comparison"))
            questions.append(Question(slug, terms, *forms))
    return questions


# What readers ask of the assistant that no article answers, and what it says.
DECLINED = {
    intent: FixedReply(f"utter_{intent}")
    for intent in ("ask_dose", "ask_diagnosis", "ask_appointment")
}


def declined_in(message: dict[str, Any]) -> list[FixedReply]:
    """What to say to the questions of the message that no article answers."""
    asked = [entry["intent"] for entry in message.get("questions") or []]
    return [DECLINED[intent] for intent in asked if intent in DECLINED]
