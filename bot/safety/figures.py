"""Figures of speech: a sign said of a thing, or of a fright."""

import re

from bot.safety.people import SPEAKS_OF_SOMEONE
from bot.safety.sign_matcher import SignMatch

# A thing after one of these, or before one of those, is where or how it happened.
PLACES = {
    "in", "on", "from", "after", "by", "off", "at", "with", "during", "of", "before",
    "since", "under", "using", "watching", "playing", "riding", "driving", "walking",
}  # fmt: skip
MISHAPS = {
    "crash",
    "accident",
    "wreck",
    "ride",
    "door",
    "seat",
    "period",
    "season",
    "week",
}
NEARLY = ("nearly", "almost", "practically")
GIVES = re.compile(
    r"\b(?:giv(?:e|es|ing)|gave|(?:ha(?:d|ve|s)|having) "
    rf"(?:{'|'.join(NEARLY)})) (?:(?:me|him|her|us|you|my \w+|everyone) )?"
    rf"(?:(?:{'|'.join(NEARLY)}) )?(?:a |an )?(?:\w+ )?"
    r"(?:heart attack|stroke|seizure|aneurysm)s?\b"
)
# "my head explodes from all these words"
TOO_MUCH_TO_READ = re.compile(
    r"\b(?:head|brain|skull) (?:\w+ )?(?:explod|burst|spin|smok|swim|hurt)\w* "
    r"(?:from|with|of|at|after|by) (?:\w+ ){0,3}"
    r"(?:words?|terms?|names?|numbers?|facts|information|articles?|jargon|latin)\b"
)
FIGURES = (GIVES, TOO_MUCH_TO_READ)
SURPRISE = re.compile(
    r"^(?:\w+ ){0,3}(?:when|after|because|cos) (?:i|he|she|they) "
    r"(?:saw|opened|read|heard|got|looked)\b"
)


def things_named(words: list[str], things: frozenset[str]) -> list[int]:
    """Where the sentence speaks of a thing, which cannot be ill."""
    return [
        place
        for place, word in enumerate(words)
        if word in things
        and PLACES.isdisjoint(words[max(0, place - 2) : place])
        and MISHAPS.isdisjoint(words[place + 1 : place + 2])
    ]


def is_figurative(words: list[str], match: SignMatch, things: frozenset[str]) -> bool:
    """Whether a match is one: "my phone has a seizure", "gave me a heart attack"."""
    said = " ".join(words)
    if any(figure.search(said) for figure in FIGURES):
        return True
    before, after = words[: match.start], words[match.end :]
    named = [place for place in things_named(words, things) if place < match.start]
    if named:
        between = before[named[-1] + 1 :]
        of_whom = SPEAKS_OF_SOMEONE.intersection(
            between + words[match.start : match.end]
        )
        return not of_whom and "," not in between
    nearly = not set(NEARLY).isdisjoint(before)
    return nearly and ("gave" in before or bool(SURPRISE.search(" ".join(after))))
