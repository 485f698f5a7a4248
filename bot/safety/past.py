"""When a sign was: now, once, or is it over?"""

import re

AT_PRESENT = r"(?<!not )now"  # "he was dizzy last summer, not now"
NOW = re.compile(
    rf"\b(?:{AT_PRESENT}|(?<!never )again|today|tonight|still|currently|right away|"
    r"this (?:morning|evening|afternoon|week)|minutes? ago|hours? ago|"
    r"yesterday|last (?:night|week|weekend)|"
    r"(?<!or )(?<!is it )just(?! (?:an?|the|being|asking|curious|wondering|checking|"
    r"muscles?|spasms?|twitch\w*|tense|tension|stress)\b)|"
    r"(?<!nothing )(?<!never )(?<!none )(?<!free )(?<!clean )(?<!fine )"
    r"(?<!problems )(?<!again )(?<!fixed )(?<!sorted )(?<!cured )since)\b"
)
AGE_NOW = re.compile(
    r"\b(?:he|she|i|who)(?: is| am|'s|'m|s|m) (?:already |over |nearly )?\d+ now\b"
)
# "not as clear as i did last year" tells of now.
COMPARED = re.compile(r"\b(?:as|than)(?: \w+){0,3} last (?:year|month|summer|winter)\b")
PAST = re.compile(
    r"\b(?:years? (?:ago|back)|months? (?:ago|back)|decades? ago|last (?:year|summer|"
    r"winter|spring|autumn|christmas|month)|as a (?:kid|child|teen|teenager|baby|boy|"
    r"girl|student)|when i was|when (?:he|she|they) (?:was|were) (?:only |about )?"
    r"(?:\d+|little|small|young(?:er)?|a (?:baby|toddler|kid|child|teen\w*|boy|girl))|"
    r"back (?:in|then)|(?:in|that was) (?:19|20)\d\d|in year \d+|in the \w+ties|"
    r"(?<!than i )(?<!as i )(?<!than it )"
    r"used to(?! (?:it|this|that|them|the|having|being)\b)|once had|years back|"
    r"in (?:my|the) (?:past(?! (?:\w+ )?(?:hours?|days?|weeks?|months?|years?))|teens|"
    r"twenties|childhood)|previously|long ago|"
    r"a while back|(?:was|were|back|once|happened) (?:at|in) (?:school|college|uni)|"
    r"(?:i|he|she|they) once|"
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
REGAINED = (
    r"(?:feeling|sensation|strength|grip|power|sight|vision|voice|speech)"
    r"(?: (?:is|are|has|had|have|all|fully|full|then|already|soon)){0,3} "
    r"(?:c(?:ame|omes?) )?(?:all |fully )?back\b"
)
SUBJECT = rf"^(?:(?:the|my|his|her|this) )?{AILMENT}"
NEVER = r"(?:not|never|(?:ha[sd]|have|did)n'?t)"
NOT_BETWEEN = r"(?:not|never|no|i|we|you|he|she|when|since|if)\b"
# Of what was named before it: an ailment named here has to be the sign itself.
WENT_AWAY = re.compile(
    rf"(?:{SUBJECT}|\b(?:that|they|all|completely|long))\b[^,.]{{0,30}}\bgone"
    r"(?: (?:now|since|again|after|away|thanks|without)\b|(?= [,.])|$)|"
    r"(?<=[,.] )gone (?:now|since)\b|\bgone (?:in|within|after) (?:a |an |\d|half)|"
    rf"\b{REGAINED}|"
    r"\b(?:(?:it|that|everything) is |now |and )(?:finish(?:ed)?|outgrown|"
    r"over(?! (?:and over|the|this|that|a|my|his|her|all)\b))\b|"
    r"(?<=[,.] )outgrown\b|\b(?:outgrew|grew out of|has outgrown)\b|"
    rf"(?:{SUBJECT}|\b(?:it|that|then|just))(?: (?!{NOT_BETWEEN})\w+){{0,6}} stopped"
    r"(?! (?:\w+ing|once|twice|for)\b)\b|\bstopped (?:by|on) (?:it|its|their)\b|"
    r"\b(?:went away|wore off|disappeared|"
    r"(?:has|have|had|it) passed(?! (?:out|from|on|into))|"
    r"(?<!not )(?<!it )(?<!this )(?<!that )(?<!as )"
    r"(?:fine|perfect|great|good|better|sorted|fixed|normal|well|ok|okay) "
    r"(?:now(?! and then)|again|in the end|(?:ever )?since)|"
    r"(?:nothing|none|never|no (?:trouble|problems?|more)) (?:again|back|since)|"
    rf"{NEVER} (?:had|have) (?:it|them|one|any)(?: \w+)? (?:again|since)|"
    rf"{NEVER} (?:been|come|came) back(?! to)|"
    rf"{NEVER} (?:returned|(?:come|came|happened) (?:again|since))|"
    r"(?:is|are|am|was|feels?) (?:him|her|my|them)sel(?:f|ves)|"
    r"(?:sorted|fixed|cured) (?:it|that|me|him|her)(?! out)|"
    r"full (?:strength|feeling|power) (?:now|again)|"
    r"now (?:(?:it|all|everything) is|is (?:it|all|everything)) "
    r"(?:good|fine|ok|okay|gone|normal)(?: again)?|"
    r"back to (?:normal|full|(?:my|him|her)self)|(?:is|are|all) behind (?:me|us))\b"
)
# What may yet go, or only a part that went.
NOT_YET = re.compile(
    r"\b(?:will|when|until|would|be|is (?:it|that|this|the)|was (?:it|that)|else|rest|"
    r"others?)\b"
)
# "all feeling is gone now" is not over.
LOST = re.compile(
    r"\b(?:feeling|sensation|strength|power|grip|sight|vision|speech|voice|breath|air|"
    r"balance|control|hearing|memory|pulse|colou?r|consciousness)(?: \w+){0,3} "
    r"(?:gone|went away|disappeared|passed)\b"
)
NEAR_CHARS = 15
LONG_AGO = re.compile(
    r"\bin (?:january|february|march|april|may|june|july|august|september|october|"
    r"november|december|spring|summer|autumn|winter|uni)\b|\bweeks (?:ago|back)\b"
)
RETURNS = re.compile(
    r"\b(?:c(?:ame|omes?|oming)|is|are) back\b(?! (?:fine|ok|to|clear|normal))|"
    r"\breturn(?:s|ed|ing)?\b|\b(?:start\w*|here) (?:again|once more)\b"
)
# "how do i stop it coming back" is no return.
AVOIDED = re.compile(
    r"\b(?:how|what|to|so|helps?)\b[^.,]{0,25}\b(?:stop|prevent|avoid|sure)\b"
    r"[^.,]{0,25}\b(?:again|back|return(?:s|ing)?)\b"
)
BACK = re.compile(r"\b(?:again|back)\b(?! (?:in|at|fine|ok|to|clear)\b)")


def says_now(text: str) -> bool:
    """Whether anything in the text says that it happens now."""
    return NOW.search(AGE_NOW.sub(" ", text.lower())) is not None


def says_over(text: str) -> bool:
    """Whether the text says that something went away, and not that it came back."""
    told = LOST.sub(" ", text.lower())
    return _went_away(told) and not _goes_on("", told, told)


def is_past(before: str, after: str, later: str, grave: bool) -> bool:
    """Whether a sign was once, or is over.

    `before` it and from it on (`after`) its sentence, then `later` ones. That it
    went away is enough for a `grave` one only where it was long ago.
    """
    sentence = f"{before} {after}"
    once = PAST.search(COMPARED.sub(" ", sentence))
    if once and not says_now(WENT_AWAY.sub(" ", sentence)):
        return True
    told = LOST.sub(" ", f"{after} . {later}")
    if _goes_on(before, after, told):
        return False
    if OVER.search(f"{before} {told}"):
        return True
    long_ago = bool(once or LONG_AGO.search(sentence))
    asked = NOT_YET.search(before[-NEAR_CHARS:])
    return _went_away(told) and not asked and (long_ago or not grave)


def _went_away(told: str) -> bool:
    return any(
        not NOT_YET.search(told, max(0, found.start() - NEAR_CHARS), found.end())
        for found in WENT_AWAY.finditer(told)
    )


def _goes_on(before: str, after: str, told: str) -> bool:
    here = f"{before} {WENT_AWAY.sub(' ', after)}"
    rest = AVOIDED.sub(" ", f"{before} {WENT_AWAY.sub(' ', told)}")
    now = re.search(rf"\b{AT_PRESENT}\b", here)
    return bool(now or BACK.search(rest) or RETURNS.search(rest))
