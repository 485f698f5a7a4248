"""Traces of something else than a report: too little to explain a sign away, but a
reason to ask the model."""

import re

from bot.safety.circumstances import DENIALS, HYPOTHETICAL, MENTIONED
from bot.safety.figures import FIGURES
from bot.safety.past import OVER, PAST, says_over

IN_JEST = re.compile(
    r"\b(?:(?<!not )(?:lol|lmao|ha(?:ha)+)(?! not\b)|"
    r"joking|kidding|jk|figuratively|pun|"
    r"my weak(?:ness| spot)|weakness for|(?:when|because) i (?:saw|opened|heard|read)|"
    r"(?:from|of) (?:boredom|laughing|laughter|embarrassment|shame|excitement)|"
    r"laugh(?:ed|ing)? (?:so hard|at)|by choice|numb to|suicide for|"
    r"makes? me wan(?:t to|na)|"
    r"with (?:rage|joy|laughter|excitement|envy|happiness|delight|boredom|pride)|"
    r"weak at the knees|skip(?:s|ped) a beat|dying for)\b"
    r"|[😀-😆😉😊😋😎😜🤣🤪]|[:;] ?-? ?[)dp](?!\w)"
)
# Stories, school, news, and words that are quoted.
TOLD = re.compile(
    r"[\"“][^\"”]{25,}[\"”]|\bwhich (?:section|chapter|paragraph)\b|"
    r"\b(?:the|that) (?:bit|part|words?|sentence|paragraph) "
    r"(?:about|that|on|with|says?)\b|"
    r"\b(?:quiz|homework|essay|exam|textbook|flashcards?|pharmacology|seminar|"
    r"novel|story|hero(?:ine)?|"
    r"presentation|assignment|thesis|biology|"
    r"characters?|movie|film|(?:the|a|this|my) book|episode|series|drama|soap|"
    r"(?:video|computer|board|horror|zombie) ?game|"
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
    r"\bis (?:that|this|it) (?:even |really )?"
    r"(?:real|true|right|like|the same|a (?:thing|myth|fact))\b"
)
CURIOUS = re.compile(
    r"\b(?:(?:like|love|want(?:ed)?) to know (?:if|whether|what|how)|wonder(?:ed|ing)?|"
    r"curious|asks? (?:why|what|how|if|whether)|"
    r"understand (?:it|that|this) (?:right|correctly))\b"
)
# "never had one before" is no "no".
FIRST_TIME = re.compile(
    r"\bnever (?:had|felt|seen|known) (?:one|it|this|that|them|anything|such)\b"
    r"(?: \w+){0,3}(?: before)?"
)
TRACES = (
    PAST, OVER, HYPOTHETICAL, MENTIONED, IN_JEST, IF_ONLY, *FIGURES,
    ELSEWHERE, SAID_NO, REASSURED, MAY_TAKE, IS_IT_TRUE, CURIOUS,
)  # fmt: skip


def has_trace_of_other(text: str) -> bool:
    """Whether the text has a trace of a "no", the past, an "if" or a jest.

    Too little to take a sign for no report, but a reason to ask the model.
    """
    lower = FIRST_TIME.sub(" ", text.lower())
    return says_over(text) or any(trace.search(lower) for trace in TRACES)


def is_told(text: str) -> bool:
    """Whether the text speaks of a story, of school or of the news."""
    return TOLD.search(text.lower()) is not None
