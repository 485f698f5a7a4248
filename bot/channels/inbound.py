"""Makes a reader's text safe to hand to Rasa without changing what it says."""

import unicodedata

from rasa.shared.constants import INTENT_MESSAGE_PREFIX

# Rasa executes text that begins with "/"; behind this invisible mark it is text.
WORD_JOINER = "\u2060"
KEPT_CONTROLS = "\n\t"


def clean_text(text: str) -> str:
    """The text without control characters and lone surrogates, stripped."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    kept = (
        character
        for character in whole
        if unicodedata.category(character) != "Cc" or character in KEPT_CONTROLS
    )
    return "".join(kept).strip()


def as_typed(text: str) -> str:
    """The text, marked so that Rasa never takes it for a command."""
    if text.startswith(INTENT_MESSAGE_PREFIX):
        return WORD_JOINER + text
    return text
