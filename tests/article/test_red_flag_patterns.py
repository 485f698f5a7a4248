"""The pattern language reads what it says it reads, and refuses the rest."""

import pytest

from article.red_flag_patterns import PatternError, Step, parse

SETS = {"pain": ["pain", "hurt"]}
CHEST = Step(frozenset({"chest"}))
PAIN = Step(frozenset({"pain", "hurt"}))


def test_words_stand_in_a_row() -> None:
    """Alternatives are one step, and there is one order."""
    expected = [Step(frozenset({"pass", "passed"})), Step(frozenset({"out"}))]
    assert parse("pass|passed out", SETS) == [expected]


def test_either_order_is_two_orders_with_a_gap() -> None:
    """`&` gives both orders; the second part follows after a gap."""
    first, second = parse("chest & {pain}", SETS)
    assert first == [CHEST, Step(PAIN.words, after_gap=True)]
    assert second == [PAIN, Step(CHEST.words, after_gap=True)]


def test_gap_number_and_exact_form() -> None:
    """`..`, `#7` and `=` mark the step they stand before or in."""
    (order,) = parse("=took .. #7 {pain}", SETS)
    assert order == [
        Step(frozenset({"took"}), exact=True),
        Step(least=7, after_gap=True),
        PAIN,
    ]


@pytest.mark.parametrize(
    "pattern",
    ["", "..", ".. chest", "chest ..", "a .. .. b", "{no}", "#x", "a*b", "a & "],
)
def test_unreadable_pattern_is_refused(pattern: str) -> None:
    """What cannot be read is an error, never a pattern that finds nothing."""
    with pytest.raises(PatternError):
        parse(pattern, SETS)
