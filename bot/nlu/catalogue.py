"""What understanding needs to know of the content, kept in the model as JSON."""

import json
from dataclasses import asdict, dataclass

from article.content import Content
from article.intents import intent_of

FOLLOW_UP = "follow_up"  # also the prefix of follow_up_<facet>


@dataclass(frozen=True)
class Entry:
    """One answer: its topic and facet, what "it" means after it, its items' terms."""

    topic: str
    facet: str
    subject: str
    terms: list[str]
    next: list[str]


@dataclass(frozen=True)
class Catalogue:
    """What the article is about, its answers by intent, its terms' names by key.

    `warnings` are the intents whose answer an alert gives.
    """

    subject: str
    entries: dict[str, Entry]
    names: dict[str, list[str]]
    warnings: list[str]

    @classmethod
    def of(cls, content: Content) -> "Catalogue":
        """The catalogue of a content."""
        entries = {}
        for answer in content.answers.values():
            about = [passage.about for passage in content.passages_of(answer)]
            entries[intent_of(answer.slug)] = Entry(
                answer.topic,
                answer.facet,
                answer.subject.lower(),
                sorted({term for terms in about for term in terms}),
                [intent_of(slug) for slug in answer.next],
            )
        names = {key: list(term.names) for key, term in content.terms.items()}
        given = [alert.gives for alert in content.alerts.values() if alert.gives]
        warnings = [intent_of(slug) for slug in given]
        return cls(content.subject, entries, names, warnings)

    def dump(self) -> str:
        """As JSON, for `load`."""
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, text: str) -> "Catalogue":
        """A catalogue from `dump`'s text."""
        data = json.loads(text)
        entries = {intent: Entry(**entry) for intent, entry in data["entries"].items()}
        return cls(data["subject"], entries, data["names"], data["warnings"])
