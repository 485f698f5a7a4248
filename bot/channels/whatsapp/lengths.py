"""Text measured, cut and split the way that is safe for WhatsApp.

Lengths are UTF-16 units: whichever way Meta counts, what fits so fits.
"""

import re

ELLIPSIS = "…"
# Before a lower-case letter a full stop ends an abbreviation.
SENTENCE_END = re.compile(r"""[.!?…]["'”’)\]]*(?=\s+[^\sa-z])|(?=\n)""")
SPACE = re.compile(r"\s+")
# A title or an abbreviation, or the number of a list's item.
NO_END = re.compile(
    r"(?:(?:^|[\s(])(?:Dr|Mr|Mrs|Ms|Prof|St|vs|approx|[Ee]\.g|[Ii]\.e)"
    r"|(?:^|\n)\s*\d+)\.\Z"
)


def units(text: str) -> int:
    """The text's length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """The text in at most so many units, cut at a word, with an ellipsis."""
    if units(text) <= most:
        return text
    room = _fitting(text, most - units(ELLIPSIS))
    words = room.rsplit(None, 1)[0] if " " in room.strip() else room
    return words.rstrip() + ELLIPSIS


def split(text: str, most: int) -> list[str]:
    """The text in parts of at most so many units, split at line or sentence ends.

    A sentence that does not fit is split between words, a word that does not fit
    anywhere. Joined by white space the parts are the text.
    """
    rest, parts = text.strip(), []
    while units(rest) > most:
        room = len(_fitting(rest, most))
        end = _last_sentence(rest, room) or _last_word(rest, room) or room
        parts.append(rest[:end].strip())
        rest = rest[end:].strip()
    return [*parts, rest] if rest else parts


def _last_sentence(text: str, limit: int) -> int:
    """Where the last sentence or line within `limit` ends; 0 where none does."""
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    return next(
        (e for e in reversed(ends) if e <= limit and not NO_END.search(text[:e])), 0
    )


def _last_word(text: str, limit: int) -> int:
    """Where the last word within `limit` ends; 0 where none does."""
    ends = (match.start() for match in SPACE.finditer(text))
    return max((end for end in ends if end <= limit), default=0)


def _fitting(text: str, most: int) -> str:
    """The longest beginning of at most so many units."""
    encoded = text.encode("utf-16-le", "surrogatepass")[: most * 2]
    return encoded.decode("utf-16-le", "ignore")
