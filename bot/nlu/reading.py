"""What understanding starts from and what it finds."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Context:
    """The answer given last: its intent and the terms it came down to.

    `items` are the terms of the items shown last, in their order.
    """

    intent: str
    terms: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """One question of a message."""

    intent: str
    terms: list[str] = field(default_factory=list)
    yes_no: bool = False
    comparison: bool = False


@dataclass(frozen=True)
class Reading:
    """How a message is understood: intents with confidence, and questions."""

    ranking: list[tuple[str, float]]
    questions: list[Asked]
