"""Who has a sign, and when: is a sign that is named also reported, here and now?

A denial ("no chest pain"), the past ("fainted as a kid"), a general question ("can
it make you faint?"), an "if" and a figure of speech are not reports.
"""

import re
from collections.abc import Sequence

from article.red_flags import SignEntry
from bot.safety.past import OVER, PAST, is_past, says_now, says_over
from bot.safety.sign_matcher import SignMatch
from bot.safety.wording import Sentence

DENIALS = {"no", "not", "never", "without", "nor", "neither", "none", "denies", "zero"}
DENIAL_WORDS = 7  # how far a "no" reaches
# After a "no" these deny nothing of what follows: "i do not know, this pressure ..."
NOT_DENYING = {
    "know", "sure", "think", "only", "just", "idea", "kidding", "joking", "want",
    "believe", "understand", "wait", "stop", "longer", "doubt", "matter", "like",
    "such",
}  # fmt: skip
# After a comma these begin anew: "it has not gone, it will be three months".
NEW_SUBJECTS = {"it", "there", "this", "that", "they"}
CONDITIONS = {"when", "whenever", "if"}
PRONOUNS = {"i", "my", "me", "he", "she", "his", "her", "him", "we", "our"}
RELATIVES = {
    "husband", "hubby", "wife", "partner", "boyfriend", "girlfriend", "mum", "mom",
    "mother", "dad", "father", "son", "daughter", "baby", "kid", "child", "brother",
    "sister", "gran", "grandma", "grandad", "granddad", "grandpa", "nan", "nana",
    "aunt", "uncle", "friend", "mate", "colleague", "neighbour", "neighbor",
    "roommate", "flatmate", "guy", "woman", "man", "lady",
}  # fmt: skip
SPEAKS_OF_SOMEONE = PRONOUNS | RELATIVES
# A thing after one of these, or before one of those, is where or how it happened.
PLACES = {
    "in", "on", "from", "after", "by", "off", "at", "with", "during", "of", "before",
    "since", "under", "using", "watching", "playing", "riding", "driving", "walking",
}  # fmt: skip
MISHAPS = {"crash", "accident", "wreck", "ride", "door", "seat"}
NEAR_WORDS = 5  # how near to a sign the one who has it is named, in a question
HYPOTHETICAL = re.compile(
    r"\b(?:(?<!know )(?<!sure )(?<!idea )(?<!clue )(?:if|whether)|what if|in case|"
    r"suppose|imagine|hypothetically|unless|"
    r"(?:let us|let'?s|^) ?(?:say|pretend) (?:a|some\w*|it|they|my|i|he|she)\b|"
    r"what happens (?:if|when)|should i ever)\b"
)
# "is it just a muscle if my chest hurts": here the "if" supposes nothing.
AS_IT_IS = re.compile(r"\bis (?:it|this|that) .*\bif (?:my|i|his|her|he|she)\b")
GENERAL = re.compile(
    r"^(?:(?:going )?back to (?:\w+ ){1,4}, )?"
    r"(?:(?:so|and|hi|hey|hello|ok|okay|please|well|also|,|just) )*"
    r"(?:(?:can|could|does|do|is|are|will|would|may|might|should|what|which|why|how|"
    r"when|who|where)\b(?! not\b)"
    r"|(?:wondering|curious|tell me|explain|difference)\b)"
)
MENTIONED = re.compile(
    r"\b(?:asked?|asking|read|reading|heard|hear|article|story|question) about\b"
    r"(?! (?:my|his|her|our)\b)"
    r"|\bin (?:films|movies)\b"
)
HOW_LONG = re.compile(r"\bhow (?:many|long)\b")
GIVES = re.compile(
    r"\b(?:giv(?:e|es|ing)|gave|(?:ha(?:d|ve|s)|having) (?:almost|nearly|practically)) "
    r"(?:(?:me|him|her|us|you|my \w+|everyone) )?(?:a |an )?(?:\w+ )?"
    r"(?:heart attack|stroke|seizure|aneurysm)s?\b"
)
IN_JEST = re.compile(
    r"\b(?:(?<!not )(?:lol|lmao|ha(?:ha)+)(?! not\b)|"
    r"joking|kidding|jk|figuratively|pun|"
    r"my weak(?:ness| spot)|weakness for|(?:when|because) i (?:saw|opened|heard|read)|"
    r"(?:from|of) (?:boredom|laughing|laughter|embarrassment|shame|excitement)|"
    r"laugh(?:ed|ing)? (?:so hard|at)|by choice|numb to|suicide for|"
    r"makes? me wan(?:t to|na)|"
    r"with (?:rage|joy|laughter|excitement|envy|happiness|delight|boredom|pride)|"
    r"weak at the knees|skipped a beat|dying for (?:an?|some))\b"
    r"|[😀-😆😉😊😋😎😜🤣🤪]|[:;] ?-? ?[)dp](?!\w)"
)
# Stories, school, news, and words that are quoted.
TOLD = re.compile(
    r"[\"“][^\"”]{15,}[\"”]|\b(?:the|that) (?:bit|part|words?|sentence|paragraph) "
    r"(?:about|that|on|with|says?)\b|"
    r"\b(?:quiz|homework|essay|exam|textbook|flashcards?|novel|story|hero(?:ine)?|"
    r"presentation|assignment|thesis|biology|"
    r"characters?|movie|film|(?:the|a|this|my) book|episode|series|drama|soap|game|"
    r"podcast|radio|documentary|news(?:paper)?|magazine|headlines?|politician|"
    r"first[ -]aid|poster|museum|exhibition|tiktok|actor|actress|singer|celebrity)\b"
)
# Not of the reader, nor of anyone near: school, animals, those before us.
ELSEWHERE = re.compile(
    r"\b(?:i (?:teach|study)|i work (?:on|in|at|as|for)|my (?:job|shift)|shift|wards?|"
    r"paramedic|nurse|(?:nursing|medical) student|trainee|call cent(?:er|re)|"
    r"teacher|lecture|show|papers?|reported|video|youtube|player|"
    r"footballer|athlete|question says|family history|side of the family|runs in|"
    r"a family of|(?:mum|mom|dad|mother|father)'?s side|"
    r"late (?:father|mother|husband|wife|dad|mum|mom)|horse|cat|dog|"
    r"someone|somebody|people|patients?)\b"
)
SAID_NO = re.compile(
    rf"\b(?:{'|'.join(sorted(DENIALS))}|isn'?t|aren'?t|wasn'?t|nothing|nobody|negative)\b"
)
REASSURED = re.compile(
    r"\b(?:regular|steady|normal(?:ly)?|(?:doctor|doc|gp|they|he|she) checked)\b"
)
IF_ONLY = re.compile(r"\b(?:i|we|he|she|they|you) (?:would|d|'d|could|might)\b")
MAY_TAKE = re.compile(
    r"\b(?:can|could|may|should|shall) (?:i|we|he|she|you) (?:take|have|use)\b"
)
IS_IT_TRUE = re.compile(
    r"\bis (?:that|this|it) (?:even |really )?(?:real|true|a (?:thing|myth|fact))\b"
)
CURIOUS = re.compile(
    r"\b(?:(?:like|love|want(?:ed)?) to know (?:if|whether|what|how)|wonder(?:ed|ing)?|"
    r"curious)\b"
)
TRACES = (
    PAST, OVER, HYPOTHETICAL, MENTIONED, IN_JEST, IF_ONLY, GIVES,
    ELSEWHERE, SAID_NO, REASSURED, MAY_TAKE, IS_IT_TRUE, CURIOUS,
)  # fmt: skip
SURPRISE = re.compile(
    r"^(?:\w+ ){0,3}(?:when|after|because|cos) i (?:saw|opened|read|heard|got|looked)\b"
)


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
        or _only_when(words[match.start : match.end], sign)
        or _past(said_before, " ".join(words[match.start :]), later, sign)
        or (_supposed(said_before) and not happens_now)
        or _mentioned(said_before)
        or (_general(words, match) and not happens_now and not sign.even_asked)
        or (sign.even_asked and HOW_LONG.search(" ".join(words[: match.start + 1])))
        or _figurative(words, match, things)
    )


def has_trace_of_other(text: str) -> bool:
    """Whether the text has a trace of a "no", the past, an "if" or a jest.

    Too little to take a sign for no report, but a reason to ask the model.
    """
    lower = text.lower()
    return says_over(text) or any(trace.search(lower) for trace in TRACES)


def is_told(text: str) -> bool:
    """Whether the text speaks of a story, of school or of the news."""
    return TOLD.search(text.lower()) is not None


def things_named(words: list[str], things: frozenset[str]) -> list[int]:
    """Where the sentence speaks of a thing, which cannot be ill."""
    return [
        place
        for place, word in enumerate(words)
        if word in things
        and PLACES.isdisjoint(words[max(0, place - 2) : place])
        and MISHAPS.isdisjoint(words[place + 1 : place + 2])
    ]


def asks_in_general(words: list[str]) -> bool:
    """Whether the sentence asks, and speaks of no one."""
    general = GENERAL.search(" ".join(words)) is not None
    return general and not SPEAKS_OF_SOMEONE.intersection(words)


def _denied(before: list[str]) -> bool:
    near = before[-DENIAL_WORDS:]
    for position in range(len(near) - 1, -1, -1):
        if near[position] in SPEAKS_OF_SOMEONE:
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
    """ "chest is not hurting": a "no" right before the last word of the sign."""
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


def _supposed(before: str) -> bool:
    return bool(HYPOTHETICAL.search(before)) and not AS_IT_IS.search(before)


def _general(words: list[str], match: SignMatch) -> bool:
    if not GENERAL.search(" ".join(words)):
        return False
    around = words[max(0, match.start - NEAR_WORDS) : match.end]
    return not SPEAKS_OF_SOMEONE.intersection(around)


def _figurative(words: list[str], match: SignMatch, things: frozenset[str]) -> bool:
    """ "my phone has a seizure", "this bill gave me a heart attack" """
    if GIVES.search(" ".join(words)):
        return True
    before, after = words[: match.start], words[match.end :]
    named = [place for place in things_named(words, things) if place < match.start]
    if named:
        between = before[named[-1] + 1 :]
        of_whom = SPEAKS_OF_SOMEONE.intersection(
            between + words[match.start : match.end]
        )
        return not of_whom and "," not in between
    nearly = {"nearly", "almost", "practically"}.intersection(before)
    return bool(nearly) and ("gave" in before or bool(SURPRISE.search(" ".join(after))))
