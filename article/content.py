"""The article's content as plain values: what the store gives and the bot reads."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Publisher:
    """Who publishes the article and how a reader reaches them.

    `latitude` and `longitude` are in degrees, both or neither.
    """

    name: str
    url: str
    address: str
    whatsapp_number: str
    whatsapp_link: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Section:
    """One numbered section of the article, e.g. number "4.9"."""

    number: str
    heading: str
    topic: str


@dataclass(frozen=True)
class Passage:
    """One addressable piece of text.

    `about` holds term keys; a passage with any is an item, named by the first.
    `opening` is said before it when the reader asked a yes/no question.
    """

    slug: str
    section: str
    text: str
    about: tuple[str, ...] = ()
    opening: str = ""


@dataclass(frozen=True)
class Answer:
    """What one question readers ask is answered with; its intent is `ask_<slug>`."""

    slug: str
    topic: str
    title: str
    question: str
    subject: str
    facet: str
    passages: tuple[str, ...]
    next: tuple[str, ...]
    opening: str = ""


@dataclass(frozen=True)
class Topic:
    """A chapter (or part of one): a menu row and one file in every layer."""

    slug: str
    title: str
    description: str


@dataclass(frozen=True)
class Term:
    """Something readers name; `names[0]` is how the assistant names it."""

    key: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Alert:
    """What is said about a sign that needs a doctor, resting on `sections`.

    `gives` is the answer that need not be given beside it.
    """

    name: str
    text: str
    sections: tuple[str, ...]
    gives: str = ""


@dataclass(frozen=True)
class WarningSign:
    """A question of the self-check; a yes leads to the alert of that name."""

    question: str
    said: str
    alert: str
    ask_doctor: str


@dataclass(frozen=True)
class Content:
    """Everything the editors wrote, by key, in the editors' order.

    `subject` is what "it" means before anything was answered; `reviewed` is the day
    on which the text was last read over.
    """

    title: str
    subject: str
    url: str
    reviewed: date
    revision: str
    publisher: Publisher
    topics: dict[str, Topic] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    alerts: dict[str, Alert] = field(default_factory=dict)
    self_check: tuple[WarningSign, ...] = ()

    def passages_of(self, answer: Answer) -> list[Passage]:
        """The answer's passages, in the order they are shown."""
        return [self.passages[slug] for slug in answer.passages]

    def answers_of(self, topic: str) -> list[Answer]:
        """The topic's answers, in the editors' order."""
        return [answer for answer in self.answers.values() if answer.topic == topic]
