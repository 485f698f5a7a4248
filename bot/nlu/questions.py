"""The form of a question: is it a yes/no question, is it two questions, does it lean?

All functions take text as `Speller.correct` gives it: lower case, single-spaced,
marks standing alone.
"""

import re
from collections.abc import Sequence

from article.ordinals import ORDINALS

AUXILIARIES = (
    "is|are|am|was|were|can|could|do|does|did|will|would|should|shall|may|might|"
    "must|has|have|had|isn't|aren't|can't|couldn't|don't|doesn't|won't|wouldn't"
)
QUESTION_WORDS = "what|which|who|whom|whose|why|how|when|where"
LEADING = r"(?:(?:so|and|but|ok|okay|hi|hey|hello|also|then|well|please|or)\s,?\s?)*"

YES_NO = re.compile(
    rf"(?:^|[.!,;?]\s){LEADING}(?:{AUXILIARIES})\s\w"
    r"|\b(?:is (?:it|this|that) true|true or false|right \?|correct \?|yes or no)"
    rf"|\b(?:wondering|know|tell me|sure|ask|asking|say|tell) (?:if|whether)\b"
)
WH = re.compile(
    rf"(?:^|[.!,;?]\s){LEADING}(?:in |for |at |on |to |of |with )?"
    rf"(?:{QUESTION_WORDS})\b"
)
COMPARISON = re.compile(
    r"\b(?:or|vs|versus|difference|differ|differs|different|compared|between|"
    r"same as|same thing|rather than|instead of|tell apart|better than|not a)\b"
)
SETS_AGAINST = re.compile(r" (?:vs|versus|or|and|,) ")
BREAK = re.compile(
    r"(?:[?!;]|\.(?!\d))+\s*|\n+|\s(?:and|plus|also|,|or)\s(?:also\s|then\s)?"
    rf"(?=(?:{QUESTION_WORDS})\b|(?:is|are|can|could|do|does|will|would|should)\s"
    r"(?:i|it|this|that|they|there|you|we|my|the|a|an|\w+ing)\b)"
)
PRONOUN = re.compile(
    r"\b(?:it|that|this|these|those|they|them|their|its|one|ones|other|others|"
    r"another|mine|such|same|else)\b"
)
FILLER = re.compile(
    r"^(?:(?:ok|okay|hm+|thanks|thank you|cool|great|good|nice|right|alright|well|"
    r"ah|oh|wait|sorry|got it|i see|lol)\b[ ,.!]*)+"
)
STARTS_LEANING = re.compile(
    r"^(?:and|so|but|or|then|also|what about|how about|what else|"
    r"(?:what|which) (?:ones?|kind)|going back|back to|"
    r"not|same|only|even|too|really)\b"
)
STANDS_FOR = re.compile(
    r"\b(?:it|that|this|these|those|they|them)\b(?! (?:is|was) true)"
)
THEY_WHO_TREAT = re.compile(
    r"\bthey (?:\w+ )?"
    r"(?:treat|test|check|look|find|diagnose|tell|fix|spot|confirm|see)\b"
)
ORDINAL = "|".join(ORDINALS)
ITEM_BY_POSITION = re.compile(
    rf"\b(?:the )?({ORDINAL}) "
    r"(?:one|kind|type|sort|item|option|of (?:them|these|those))\b"
)
PICKS = re.compile(
    r"^(?:(?:ok|okay|and|so|then|what about|how about|tell me|more|explain|about|on) )*"
    rf"(?:the )?(?:{ORDINAL})"
    r"(?: (?:one|kind|type|sort|point|item|option|bullet|thing|reason))?"
    r"(?: (?:please|then|again))?(?: [?.!])*$"
)
THE_OTHER = re.compile(
    r"\bthe other(?=(?: \w+)? (?:one|kind|type|sort|test|thing|option)\b| [?,]|$)"
)
WANTS_OTHERS = re.compile(
    r"\b(?:else|another|other (?:\w+ )?\w+s"
    r"|the (?!same\b|right\b|other\b)\w+ (?:kinds?|types?|sorts?|ones?))\b"
)
LEFT_OUT = re.compile(
    r"\b(?:without|other than|apart from|besides|aside from|except)"
    r"(?: (?:the|any|a|an|my|using|taking|having))* (\S+(?: \S+)?)"
)
PREAMBLE = re.compile(
    r"^(?:(?:ok|okay|and|so|please|now) )*(?:(?:can|could) you )?(?:please )?"
    r"(?:tell me|explain|say|talk|more)(?: a (?:bit|little)| some)?(?: more)? "
    r"(?:about|on) (?!(?:it|that|this|these|those|them)\b)"
)
ASKS_MEANING = re.compile(
    r"\bwhat (?:is|are|was|were) (?:that|it|this|those|these|they)"
    r"(?: (?:again|exactly|then|anyway|actually|even|please))*(?: [?!.])*$"
    r"|\bmeaning(?: [?!.])*$| = (?:[?]|what\b)"
)
WORD_MEANING = re.compile(
    r"\bwhat (?:does|do|did) (?:that|it|this|they|those|the)"
    r"(?: (?:word|term|name|thing)s?)? mean(?: [?!.])*$"
    r"|\bmeaning of (?:that|this|the)(?: (?:word|term|name))?\b"
)
NAMES = re.compile(
    r"^(?:(?:ok|okay|so) )?(?:and|what about|how about|or|same for|any)\b"
)
MOST_NAMING_WORDS = 5
FEWEST_WORDS = 2
FEW_WORDS = 4


def is_yes_no(text: str) -> bool:
    """Whether the (last) question wants a yes or a no."""
    last = (_clauses(text) or [text])[-1]
    wh, yes_no = WH.search(last), YES_NO.search(last)
    if yes_no is None:
        return False
    return wh is None or yes_no.start() < wh.start()


def asks(text: str) -> bool:
    """Whether the text has the form of a question."""
    return "?" in text or _is_question(text)


def is_comparison(text: str) -> bool:
    """Whether the text sets one thing against another."""
    return bool(COMPARISON.search(text))


def alternatives(text: str) -> int:
    """How many things a comparison sets against each other, at most."""
    return 1 + len(SETS_AGAINST.findall(text))


def split(text: str) -> list[str]:
    """The separate questions of the text; one or none means: take it whole."""
    asked = [
        clause
        for clause in _clauses(text)
        if len(clause.split()) > FEWEST_WORDS and _is_question(clause)
    ]
    return asked if len(asked) > 1 else []


def asked_beside(text: str) -> str:
    """The one question of a text that also says something; else nothing."""
    clauses = _clauses(text)
    asked = [clause for clause in clauses if _is_question(clause)]
    return asked[0] if len(asked) == 1 and len(clauses) > 1 else ""


def has_pronoun(text: str) -> bool:
    """Whether a word of the text stands for something said before."""
    return bool(PRONOUN.search(text))


def leans(text: str) -> bool:
    """Whether the text's shape asks for what was said before."""
    asked = FILLER.sub("", text)
    words = re.findall(r"\w+", asked)
    return bool(STARTS_LEANING.search(asked)) or len(words) <= FEW_WORDS


def without_preamble(text: str) -> str:
    """What "tell me more about ..." is about; any other text as it is."""
    return PREAMBLE.sub("", text, count=1)


def picks_item(text: str) -> bool:
    """Whether the text does nothing but pick an item by its place in a list."""
    return bool(PICKS.search(text))


def with_items(text: str, names: Sequence[str]) -> str:
    """The text with the names of the items shown last for "the second one"."""

    def name(found: re.Match[str]) -> str:
        position = ORDINALS[found[1]]
        return names[position] if position < len(names) else found[0]

    return ITEM_BY_POSITION.sub(name, text) if names else text


def left_out(text: str) -> str:
    """What the text does not want: "and without pills?"; at most two words."""
    found = LEFT_OUT.search(text)
    return found[1] if found else ""


def means_the_other(text: str) -> bool:
    """Whether the text speaks of "the other one"."""
    return bool(THE_OTHER.search(text))


def asks_meaning(text: str) -> bool:
    """Whether the text asks what something is: "stenosis, what was that again?"."""
    return bool(ASKS_MEANING.search(text)) or asks_word_meaning(text)


def asks_word_meaning(text: str) -> bool:
    """Whether it asks what a word means, that was perhaps said before."""
    return bool(WORD_MEANING.search(text))


def wants_others(text: str) -> bool:
    """Whether the text asks for what was not told of yet: "what else does it do"."""
    return bool(WANTS_OTHERS.search(text))


def names_item(text: str) -> bool:
    """Whether the text does nothing but name another item: "and the bananas?"."""
    words = re.findall(r"\w+", text)
    return bool(NAMES.search(text)) and len(words) <= MOST_NAMING_WORDS


def with_subject(text: str, subject: str) -> str:
    """The text with `subject` in the place of its first pronoun, or behind it.

    "They" who treat and test are doctors, whom the text keeps.
    """
    doctors = THEY_WHO_TREAT.search(text)
    start = doctors.end() if doctors else 0
    replaced, count = STANDS_FOR.subn(subject, text[start:], count=1)
    return text[:start] + replaced if count else f"{text} {subject}"


def _is_question(clause: str) -> bool:
    return bool(WH.search(clause) or YES_NO.search(clause))


def _clauses(text: str) -> list[str]:
    return [part.strip() for part in BREAK.split(text) if part and part.strip()]
