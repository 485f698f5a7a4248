"""Which intent asks for which answer: `ask_` and the answer's slug."""

INTENT_PREFIX = "ask_"


def intent_of(slug: str) -> str:
    """The intent that asks for the answer of this slug."""
    return INTENT_PREFIX + slug


def slug_of(intent: str | None) -> str | None:
    """The answer's slug of an `ask_...` intent, else None."""
    if intent and intent.startswith(INTENT_PREFIX):
        return intent[len(INTENT_PREFIX) :]
    return None
