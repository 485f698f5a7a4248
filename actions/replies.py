"""Replies as plain values, composed from the content."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.asked import Question
from actions.comparison import one_each
from article.content import Answer, Content, Passage
from article.intents import intent_of
from article.limits import ANSWER_CHARS
from article.rendering import answer_text

NEXT_STEPS = 3


@dataclass(frozen=True)
class Reply:
    """One message: text, kind, the sections it rests on, buttons, an alert's level.

    `choices` are payloads, one an item in the order told: what "the second one"
    picks before it picks a button. They reach the tracker, no reader.
    """

    text: str
    kind: str
    sections: tuple[str, ...] = ()
    buttons: tuple[dict[str, str], ...] = ()
    level: str | None = None
    choices: tuple[str, ...] = ()

    def utter(self, dispatcher: CollectingDispatcher) -> None:
        """Send it; the fields beyond text and buttons become metadata."""
        dispatcher.utter_message(
            text=self.text,
            buttons=list(self.buttons),
            kind=self.kind,
            sections=list(self.sections),
            level=self.level,
            choices=list(self.choices),
        )


@dataclass(frozen=True)
class FixedReply:
    """A fixed sentence of domain.yml, by its name."""

    name: str

    def utter(self, dispatcher: CollectingDispatcher) -> None:
        """Send it; Rasa knows its text, buttons and metadata."""
        dispatcher.utter_message(response=self.name)


def button(answer: Answer) -> dict[str, str]:
    """The button that asks an answer's question."""
    return {"title": answer.title, "payload": f"/{intent_of(answer.slug)}"}


def next_steps(content: Content, answer: Answer) -> tuple[dict[str, str], ...]:
    """The buttons below an answer."""
    return tuple(button(content.answers[slug]) for slug in answer.next[:NEXT_STEPS])


def answer_reply(content: Content, question: Question) -> Reply:
    """The answer to one question, on the item it names where it names one.

    Both sides of a comparison are told beside each other, wherever they stand.
    """
    answer = content.answers[question.slug]
    shown = shown_passages(content, question)
    passages = content.passages_of(answer)
    if not set(shown) <= set(passages):
        passages = shown
        opening = ""
    else:
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
    listed = shown if len(items_of(shown)) > 1 else passages
    choices = item_payloads(content, answer, listed)
    return Reply(text, kind, numbers, next_steps(content, answer), choices=choices)


def items_of(passages: Iterable[Passage]) -> list[Passage]:
    """The passages that are items: those about a term."""
    return [passage for passage in passages if passage.about]


def item_payloads(
    content: Content, answer: Answer, passages: Sequence[Passage]
) -> tuple[str, ...]:
    """For each item, in order, the payload that asks for it alone; none for one.

    Where one item is shown these are all of the answer's: after the second comes "the
    third". Where several are, "the second" is of them.
    """
    items = items_of(passages)
    if len(items) < 2:
        return ()
    return tuple(
        f'/{intent_of(_home(content, answer, item))}{{"term": "{item.about[0]}"}}'
        for item in items
    )


def _home(content: Content, answer: Answer, item: Passage) -> str:
    homes = [answer, *content.answers.values()]
    return next(home.slug for home in homes if item.slug in home.passages)


def left_out_names(
    content: Content, passages: Sequence[Passage], shown: Sequence[Passage]
) -> list[str]:
    """The names of the items that are not shown, each once."""
    told = {item.about[0] for item in items_of(shown)}
    rest = [item.about[0] for item in items_of(passages)]
    return [content.terms[key].names[0] for key in _in_order(rest) if key not in told]


def shown_passages(content: Content, question: Question) -> list[Passage]:
    """The passages that answer the question, in order.

    A comparison shows each side, from different answers if need be; one of which
    only one side is an item by name shows the whole list.
    """
    apart = one_each(content, question.slug, question.sides)
    if apart:
        return apart
    passages = content.passages_of(content.answers[question.slug])
    shown = focused(passages, question.terms)
    if question.comparison and len(items_of(shown)) < 2:
        return passages
    return shown


def focused(passages: Sequence[Passage], terms: Collection[str]) -> list[Passage]:
    """The passages to show: the items the terms name, or all when they name none.

    An item named by a term counts before items that only mention it. General
    passages before the first item introduce the list and go with it; those
    behind it hold for every item and stay.
    """
    items = items_of(passages)
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
    items = items_of(shown)
    if len(items) == 1 and len(shown) < len(passages):
        return items[0].opening or answer.opening
    return answer.opening


def _in_order(numbers: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(numbers))


# What readers ask of the assistant that no article answers, and what it says.
DECLINED = {
    intent: FixedReply(f"utter_{intent}")
    for intent in ("ask_dose", "ask_diagnosis", "ask_appointment")
}
# The fixed sentences that a button leads to.
FIXED = {**DECLINED, "ask_human": FixedReply("utter_ask_human")}


def declined_in(message: dict[str, Any]) -> list[FixedReply]:
    """What to say to the questions of the message that no article answers."""
    asked = [entry["intent"] for entry in message.get("questions") or []]
    return [DECLINED[intent] for intent in asked if intent in DECLINED]
