"""What a thumb meant."""

import pytest

from bot.nlu.spelling import Speller

SPELLER = Speller(
    ["magnesium", "trigger", "muscle", "electromyography", "twitch"],
    frozenset({"trigger", "finger", "housing"}),
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Magnesum", "magnesium"),
        ("triger", "trigger"),
        ("finger", "finger"),
        ("electromiografy", "electromyography"),
        ("muscel", "muscle"),
        ("wat", "what"),
        ("im", "i am"),
        ("housin", "housing"),
        ("xyzzyq", "xyzzyq"),
        ("cat", "cat"),
        ("!!!", "!"),
        ("привет", "привет"),
        ("triggers", "triggers"),
        ("&", "and"),
    ],
)
def test_meant(typed: str, meant: str) -> None:
    """Near words are corrected, known and far ones are left alone."""
    assert SPELLER.meant(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wurse", "worse"),  # the more frequent
        ("pian", "pain"),  # of the same letters
        ("nans", "nana"),  # which begins alike
        ("concusion", "concussion"),  # of which a letter was left out
    ],
)
def test_of_equally_near_words(typed: str, meant: str) -> None:
    """One is chosen by what thumbs do."""
    words = ["worse", "nurse", "confusion", "concussion", "piano", "pain"]
    assert Speller(["cans", *words, "nana"], frozenset()).meant(typed) == meant


def test_nothing_but_underscores_is_a_word() -> None:
    """A message always has a word, so that it gets an intent."""
    (word,) = Speller([], frozenset()).words("___")
    assert word.meant == "_"


def test_words_keep_their_place_in_the_text() -> None:
    """A corrected word still points at the characters that were typed."""
    text = "wat has magnesum?"
    words = SPELLER.words(text)
    assert [text[w.start : w.end] for w in words] == ["wat", "has", "magnesum", "?"]
    assert [w.meant for w in words] == ["what", "has", "magnesium", "?"]


def test_vocabulary_survives_the_model() -> None:
    """A loaded speller corrects as the dumped one did."""
    loaded = Speller.load(SPELLER.dump(), frozenset())
    assert loaded.meant("magnesum") == "magnesium"


def test_decimal_number_is_one_word() -> None:
    """A number keeps its decimals, and a sentence that ends with one its mark."""
    assert SPELLER.correct("potassium 2.9, or 3,1.") == "potassium 2.9 , or 3,1 ."
