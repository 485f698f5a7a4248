"""Text measured, cut and split the way that is safe for WhatsApp.

Lengths are UTF-16 units: whichever way Meta counts, what fits so fits.
"""

import re

ELLIPSIS = "…"
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"')\]]*\s+|\n+")
WORD_END = re.compile(r"\s+")


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
        head = _fitting(rest, most)
        end = _last_end(SENTENCE_END, rest, len(head)) or _last_end(
            WORD_END, rest, len(head)
        )
        end = end or len(head)
        parts.append(rest[:end].strip())
        rest = rest[end:].strip()
    return [*parts, rest] if rest else parts


def _last_end(pattern: re.Pattern[str], text: str, limit: int) -> int:
    """Where the last match that begins within `limit` begins; 0 when none does."""
    starts = (match.start() for match in pattern.finditer(text, 0, limit + 2))
    return max((start for start in starts if start <= limit), default=0)


def _fitting(text: str, most: int) -> str:
    """The longest beginning of at most so many units."""
    encoded = text.encode("utf-16-le", "surrogatepass")[: most * 2]
    return encoded.decode("utf-16-le", "ignore")
