"""When a sign was: now, once, or is it over?"""

import re

NOW = re.compile(
    r"\b(?:now|(?<!never )again|today|tonight|still|currently|right away|"
    r"this (?:morning|evening|afternoon|week)|minutes? ago|hours? ago|"
    r"(?<!or )just(?! (?:an?|the|asking|curious|wondering|checking|muscles?|spasms?|"
    r"twitch\w*|tense|tension|stress)\b)|"
    r"(?<!nothing )(?<!never )(?<!none )(?<!free )(?<!clean )(?<!fine )"
    r"(?<!problems )(?<!again )since)\b"
)
PAST = re.compile(
    r"\b(?:years? (?:ago|back)|months? (?:ago|back)|decades? ago|last (?:year|summer|"
    r"winter|spring|autumn|christmas|month)|as a (?:kid|child|teen|teenager|baby|boy|"
    r"girl|student)|when i was|back in|in (?:19|20)\d\d|in the \w+ties|"
    r"(?<!than i )(?<!as i )(?<!than it )used to|once had|years back|"
    r"in (?:my|the) (?:past|teens|twenties|childhood)|previously|long ago|"
    r"a while back|at school|in (?:college|school)|at uni|(?:i|he|she|they) once|"
    r"once (?:when|as|in|at)|(?:had|got) (?:\w+ ){1,4}once|"
    r"(?:died|dead|passed away|death) (?:of|from|after))\b"
)
# Of an illness, wherever it is said.
OVER = re.compile(
    r"\b(?:all clear|turned out|right as rain|resolved|(?:fully )?recovered|"
    r"(?:symptom|pain|seizure) free|under control|well controlled|cured|"
    r"(?:is|am|are) (?:doing )?well|ruled (?:it |that )?out|"
    r"came back (?:clear|clean|normal|negative|fine)|cleared|healed)\b"
)
AILMENT = (
    r"(?:pain|numbness|tingling|dizziness|weakness|headache|twitch\w*|spasms?|cramps?|"
    r"spells?|fingers?)"
)
NOT_BETWEEN = r"(?:not|never|no|i|we|you|he|she|when|since|if)\b"
# Of what was named before it.
WENT_AWAY = re.compile(
    rf"\b(?:{AILMENT}|that|they|all|completely|long)\b.{{0,30}}\bgone"
    r"(?: (?:now|since|again|by|after|away|thanks|without)\b|(?= [,.])|$)|"
    r"\bgone (?:now|since)\b|"
    rf"\b(?:{AILMENT}|it|that|then|just)(?: (?!{NOT_BETWEEN})\w+){{0,6}} stopped"
    r"(?! \w+ing\b)\b|\bstopped (?:by|on) (?:it|its|their)\b|"
    r"\b(?:went away|wore off|disappeared|was nothing|"
    r"(?:has|have|had|it) passed(?! (?:out|from|on|into))|"
    r"(?:fine|perfect|good|better|sorted|normal|well|ok|okay) "
    r"(?:now|again|after|soon|in the end|(?:ever )?since)|"
    r"(?:nothing|none|never|no (?:trouble|problems?|more)) (?:again|back|since)|"
    r"(?:not|never) (?:had|came?|come|happened|returned)(?: \w+){0,2} "
    r"(?:again|back|since)|"
    r"(?:is|are|am|was|feels?) (?:him|her|my|them)sel(?:f|ves)|"
    r"(?:sorted|fixed|cured) (?:it|that|me|him|her)|"
    r"back to (?:normal|full|(?:my|him|her)self)|(?:is|are|all) behind (?:me|us))\b"
)
# "all feeling is gone now" is not over.
LOST = re.compile(
    r"\b(?:feeling|sensation|strength|power|grip|sight|vision|speech|voice|breath|air|"
    r"balance|control|hearing|memory|pulse|colou?r|consciousness)(?: \w+){0,3} "
    r"(?:gone|went away|disappeared|passed)\b"
)
LONG_AGO = re.compile(
    r"\bin (?:january|february|march|april|may|june|july|august|september|october|"
    r"november|december|spring|summer|autumn|winter|uni)\b|\bweeks (?:ago|back)\b"
)
RETURNS = re.compile(
    r"\b(?:c(?:ame|omes?|oming)|is|are) back\b(?! (?:fine|ok|to|clear|normal))|"
    r"\breturn(?:s|ed|ing)?\b|\b(?:start\w*|here) (?:again|once more)\b"
)
BACK_NOW = re.compile(r"\b(?:now|again|back)\b(?! (?:in|fine|ok|to normal|clear)\b)")


def says_now(text: str) -> bool:
    """Whether anything in the text says that it happens now."""
    return NOW.search(text.lower()) is not None


def says_over(text: str) -> bool:
    """Whether the text says that something went away, and not that it came back."""
    told = LOST.sub(" ", text.lower())
    return WENT_AWAY.search(told) is not None and not _goes_on(told, told)


def is_past(before: str, after: str, later: str, grave: bool) -> bool:
    """Whether a sign was once, or is over.

    `before` it and from it on (`after`) its sentence, then `later` ones. That it
    went away is enough for a `grave` one only where it was long ago.
    """
    sentence = f"{before} {after}"
    once = PAST.search(sentence)
    if once and not NOW.search(sentence):
        return True
    told = LOST.sub(" ", f"{after} . {later}")
    if _goes_on(sentence, told):
        return False
    if OVER.search(f"{before} {told}"):
        return True
    long_ago = once or LONG_AGO.search(sentence)
    return bool(WENT_AWAY.search(told) and (long_ago or not grave))


def _goes_on(sentence: str, told: str) -> bool:
    rest = WENT_AWAY.sub(" ", sentence)
    return RETURNS.search(told) is not None or BACK_NOW.search(rest) is not None
