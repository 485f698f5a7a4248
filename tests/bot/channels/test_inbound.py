"""Readers' text on its way into Rasa."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.inbound import as_typed, clean_text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  hello\n", "hello"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("two\nlines\tkept", "two\nlines\tkept"),
        ("half a pair \ud83d", "half a pair \ufffd"),
        ("\x00\x01", ""),
    ],
)
def test_clean_text(text: str, cleaned: str) -> None:
    """Controls and broken characters go, the rest stays."""
    assert clean_text(text) == cleaned


@given(st.text(alphabet=st.characters(blacklist_categories=())))
def test_any_text_becomes_storable(text: str) -> None:
    """Whatever a client sends can be encoded and never is a command."""
    typed = as_typed(clean_text(text))
    typed.encode("utf-8")
    assert "\x00" not in typed
    assert not typed.strip().startswith("/")
