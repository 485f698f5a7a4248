"""Tokens of the web channel."""

import jwt
import pytest

from bot.channels.tokens import TokenError, Tokens, read_or_make_secret

SECRET = "a secret long enough for the tests"


def test_token_names_a_fresh_conversation() -> None:
    """Two tokens name two conversations, and each always the same."""
    tokens = Tokens(SECRET, 60)
    one, two = tokens.issue(), tokens.issue()
    assert tokens.conversation(one) == tokens.conversation(one)
    assert tokens.conversation(one) != tokens.conversation(two)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "nonsense",
        "a.b.c",
        jwt.encode({"sub": "x", "exp": 9_999_999_999}, "another secret" * 3),
        jwt.encode({"sub": "x", "exp": 1}, SECRET),
        jwt.encode({"sub": "x"}, SECRET),
        jwt.encode({"exp": 9_999_999_999}, SECRET),
        jwt.encode({"sub": "x", "exp": 9_999_999_999}, "", algorithm="none"),
    ],
)
def test_bad_token_is_refused(token: str) -> None:
    """Forged, expired, unsigned and incomplete tokens name nothing."""
    with pytest.raises(TokenError):
        Tokens(SECRET, 60).conversation(token)


def test_secret_is_made_once_and_private(tmp_path) -> None:
    """The secret outlives a restart and only its owner can read it."""
    path = tmp_path / "var" / "secret"
    first = read_or_make_secret(path)
    assert read_or_make_secret(path) == first
    assert len(first) >= 32
    assert path.stat().st_mode & 0o077 == 0
