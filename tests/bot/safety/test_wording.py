"""Texts as the screen reads them."""

import pytest

from bot.safety.wording import clauses


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("does yoga help ?", []),
        ("thanks . i am dizzy with it", ["i am dizzy with it"]),
        ("is it stress ? my arm hurts", ["is it stress", "my arm hurts"]),
    ],
)
def test_clauses(text: str, parts: list[str]) -> None:
    """One sentence has no clauses, whatever mark it ends with."""
    assert clauses(text) == parts
