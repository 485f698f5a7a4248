"""Who has a sign, and when: is a sign that is named also reported, here and now?

A denial ("no chest pain"), the past ("fainted as a kid"), a general question ("can
it make you faint?"), an "if" and a figure of speech are not reports.
"""

import re
from collections.abc import Sequence

from article.red_flags import SignEntry
from bot.safety.figures import is_figurative
from bot.safety.past import is_past, says_now
from bot.safety.people import SPEAKS_OF_SOMEONE
from bot.safety.sign_matcher import SignMatch
from bot.safety.wording import Sentence

DENIALS = {
    "no",
    "not",
    "never",
    "without",
    "nor",
    "neither",
    "none",
    "denies",
    "zero",
    "0",
}
DENIAL_WORDS = 7  # how far a "no" reaches
# After a "no" these deny nothing of what follows: "i do not know, this pressure ..."
NOT_DENYING = {
    "know", "sure", "think", "only", "just", "idea", "kidding", "joking", "want",
    "believe", "understand", "wait", "stop", "quit", "end", "longer", "doubt", "matter",
    "like", "such",
}  # fmt: skip
# With these it begins anew: "no, sorry, my chest hurts".
ANEW = SPEAKS_OF_SOMEONE | {"sorry", "actually", "mean"}
# After a comma with these: "it has not gone, it will be three months".
NEW_SUBJECTS = {"it", "there", "this", "that", "they"}
CONDITIONS = {"when", "whenever", "if"}
NEAR_WORDS = 5  # how near to a sign the one who has it is named, in a question
HYPOTHETICAL = re.compile(
    r"\b(?:(?<!know )(?<!sure )(?<!idea )(?<!clue )(?:if|whether)|what if|in case|"
    r"suppose|imagine|hypothetically|unless|"
    r"(?:let us|let'?s?|^) ?(?:say|pretend) "
    r"(?:a|some\w*|it|they|my|i|he|she|the|your|one|twitch\w*)\b|"
    r"what happens (?:if|when)|"
    r"should (?:i|he|she|they|anyone|someone) (?:ever|one day))\b"
)
# "is it just a muscle if my chest hurts": here the "if" supposes nothing.
AS_IT_IS = re.compile(r"\bis (?:it|this|that) .*\bif (?:my|i|his|her|he|she)\b")
INTENDS = re.compile(r"\b(?:i|he|she)(?:'?ll| will| shall| (?:am|is) going to| must)\b")
GENERAL = re.compile(
    r"^(?:(?:going )?back to (?:\w+ ){1,4}, )?"
    r"(?:(?:so|and|hi|hey|hello|ok|okay|please|well|also|,|just) )*"
    r"(?:(?:can|could|does|do|is|are|will|would|may|might|should|what|which|why|how|"
    r"when|who|where)\b(?! not\b)"
    r"|(?:wondering|curious|tell me|explain|difference)\b)"
    r"|\b(?:can|could|may|might|does|do) (?:also |really |even |ever )?"
    r"(?:cause|lead|mean|trigger|bring)\b|\bany (?:relation|connection|link)\b"
    r"|^(?:[\w,]+ ){1,4}(?:causes|meaning|definition|reasons)\b"
    r"(?!.*\b(?:i|my|me|him|her|his)\b)"
)
MENTIONED = re.compile(
    r"\b(?:asked?|asking|read|reading|heard|hear|article|story|question) about\b"
    r"(?! (?:my|his|her|our)\b)"
    r"|\bin (?:films|movies)\b"
)
# Denies what comes next alone: "nothing helps my numb arm" denies no sign.
NOTHING = re.compile(r"\bnothing(?: (?:is|feels|goes|gets))?$")
HAD_NONE = re.compile(r"\b(?:not|never) (?:had|have|been in) (?:an?|any)\b")
HOW_LONG = re.compile(r"(?<!know )(?<!idea )(?<!remember )\bhow (?:many|long)\b")
# "chest pain would be an emergency, i have none"
HAS_NONE = re.compile(r", (?:i|we|he|she) (?:have|has|had|got) none$")


def reported(
    sentence: Sentence,
    match: SignMatch,
    sign: SignEntry,
    later: Sequence[Sentence],
    things: frozenset[str],
) -> bool:
    """Whether the sign matched in the sentence, of a text, is reported as real.

    `later` are the text's sentences after it; `things` cannot be ill.
    """
    words = sentence.words
    before = words[: match.start]
    said_before = " ".join(before)
    happens_now = says_now(" ".join(words))
    return not (
        _denied(before)
        or _denied_within(words[match.start : match.last])
        or HAS_NONE.search(" ".join(words[match.end :]))
        or _only_when(words[match.start : match.end], sign)
        or _past(said_before, " ".join(words[match.start :]), later, sign)
        or (_supposed(said_before, sign) and not happens_now)
        or _mentioned(said_before)
        or (_general(words, match) and not happens_now and not sign.even_asked)
        or (sign.even_asked and HOW_LONG.search(" ".join(words[: match.start + 1])))
        or is_figurative(words, match, things)
    )


def asks_in_general(words: list[str]) -> bool:
    """Whether the sentence asks, and speaks of no one."""
    general = GENERAL.search(" ".join(words)) is not None
    return general and not SPEAKS_OF_SOMEONE.intersection(words)


def begins_with_an_if(words: list[str]) -> bool:
    """Whether the sentence supposes from its first word on."""
    return HYPOTHETICAL.match(" ".join(words)) is not None


def _denied(before: list[str]) -> bool:
    if NOTHING.search(" ".join(before)):
        return True
    near = before[-DENIAL_WORDS:]
    for position in range(len(near) - 1, -1, -1):
        # "neither my leg nor my arm is numb"
        after_neither = near[position - 1 : position] in (["nor"], ["neither"])
        if near[position] in ANEW and not after_neither:
            return False
        if near[position] == "," and NEW_SUBJECTS.intersection(
            near[position + 1 :][:1]
        ):
            return False
        if near[position] in DENIALS:
            return _denies(near, position)
    return False


def _denies(words: list[str], position: int) -> bool:
    """Whether the "no" there denies what follows."""
    following = words[position + 1 : position + 2]
    able = words[position - 1 : position] in (["can"], ["could"])
    return not able and not NOT_DENYING.intersection(following)


def _denied_within(words: list[str]) -> bool:
    """ "chest is not hurting": a "no" right before the last word of the sign.

    Of a sign told from its bearer on also "i have not had any accident".
    """
    if HAD_NONE.search(" ".join(words)):
        return True
    for position, word in enumerate(words[-2:], max(0, len(words) - 2)):
        if word in DENIALS and words[position - 1 : position] not in (
            ["can"],
            ["could"],
        ):
            return "," not in words[position:]
    return False


def _only_when(words: list[str], sign: SignEntry) -> bool:
    """ "it twitches when i am tired": a condition is no sign beside the first."""
    return sign.level == "see_doctor" and not CONDITIONS.isdisjoint(words)


def _past(before: str, after: str, later: Sequence[Sentence], sign: SignEntry) -> bool:
    """Whether the sign is over; something else's end says nothing about a crisis."""
    counted = () if sign.crisis else later
    told = " . ".join(" ".join(sentence.words) for sentence in counted)
    return is_past(before, after, told, grave=sign.level == "emergency")


def _mentioned(before: str) -> bool:
    """ "i read about ...": but not where someone is spoken of after it."""
    found = MENTIONED.search(before)
    return bool(found and SPEAKS_OF_SOMEONE.isdisjoint(before[found.end() :].split()))


def _supposed(before: str, sign: SignEntry) -> bool:
    """ "if it ever happens": but "if she leaves i will end my life" is a plan."""
    found = HYPOTHETICAL.search(before)
    if found is None or AS_IT_IS.search(before):
        return False
    return not (sign.crisis and INTENDS.search(before, found.end()))


def _general(words: list[str], match: SignMatch) -> bool:
    if not GENERAL.search(" ".join(words)):
        return False
    around = words[max(0, match.start - NEAR_WORDS) : match.end]
    return not SPEAKS_OF_SOMEONE.intersection(around)
