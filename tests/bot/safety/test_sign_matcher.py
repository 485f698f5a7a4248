"""The editors' patterns find what they were written for."""

import pytest

from article.files import read_red_flags
from article.red_flag_patterns import parse
from bot.safety.sign_matcher import SignMatcher
from bot.safety.wording import sentences
from settings import ROOT

RED_FLAGS = read_red_flags(ROOT / "content")
MATCHER = SignMatcher(RED_FLAGS)


@pytest.mark.parametrize("sign", RED_FLAGS.signs)
def test_every_pattern_finds_its_own_words(sign: str) -> None:
    """No pattern is dead: a text made of its first words is matched."""
    sets = {str(name): list(words) for name, words in RED_FLAGS.words.items()}
    for pattern in RED_FLAGS.signs[sign].patterns:  # type: ignore[index]
        for order in parse(pattern, sets):
            text = " ".join(
                str(step.least) if step.least is not None else sorted(step.words)[0]
                for step in order
            )
            found = {
                match.sign
                for sentence in sentences(text)
                for match in MATCHER.matches(sentence)
            }
            assert sign in found or set(text.split()) & set(
                RED_FLAGS.signs[sign].unless  # type: ignore[index]
            ), (pattern, text)
