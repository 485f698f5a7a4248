"""Tokens of the web channel."""

import time
from pathlib import Path
from unittest.mock import Mock

import jwt
import pytest

from bot.channels.tokens import TokenError, Tokens, read_or_make_secret
from settings import SettingsError

SECRET = "a secret long enough for the tests"
NEWER = "another secret, long enough as well"


def test_token_names_a_fresh_conversation() -> None:
    """Two tokens name two conversations, and each always the same."""
    tokens = Tokens([SECRET], 60)
    one, two = tokens.issue(), tokens.issue()
    assert tokens.conversation(one) == tokens.conversation(one)
    assert tokens.conversation(one) != tokens.conversation(two)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "nonsense",
        "a.b.c",
        jwt.encode({"sub": "x", "exp": 9_999_999_999}, NEWER),
        jwt.encode({"sub": "x"}, SECRET),
        jwt.encode({"exp": 9_999_999_999}, SECRET),
        jwt.encode({"sub": "x", "exp": 9_999_999_999}, "", algorithm="none"),
    ],
)
def test_bad_token_is_refused(token: str) -> None:
    """Forged, unsigned and incomplete tokens name nothing, expired or not."""
    for expired_too in (False, True):
        with pytest.raises(TokenError):
            Tokens([SECRET], 60).conversation(token, expired_too)


def test_token_lasts_its_seconds() -> None:
    """After its time a token names its conversation only where that is asked."""
    tokens = Tokens([SECRET], 60)
    token = tokens.issue()
    claims = jwt.decode(token, SECRET, algorithms=["HS256"])
    assert claims["exp"] == pytest.approx(time.time() + 60, abs=5)
    past = jwt.encode({**claims, "exp": int(time.time()) - 1}, SECRET)
    with pytest.raises(TokenError, match="expired"):
        tokens.conversation(past)
    assert tokens.conversation(past, expired_too=True) == tokens.conversation(token)


def test_keys_are_rotated() -> None:
    """The first key signs, every key verifies, and a key taken away does not."""
    before, during = Tokens([SECRET], 60), Tokens([NEWER, SECRET], 60)
    after = Tokens([NEWER], 60)
    old, new = before.issue(), during.issue()
    assert during.conversation(old) == before.conversation(old)
    assert after.conversation(new) == during.conversation(new)
    for tokens, token in ((before, new), (after, old)):
        with pytest.raises(TokenError):
            tokens.conversation(token)
    past = jwt.encode({"sub": "x", "exp": 1}, SECRET)
    with pytest.raises(TokenError):
        during.conversation(past)
    assert during.conversation(past, expired_too=True) == "x"


def test_secret_is_made_once_and_private(tmp_path: Path) -> None:
    """The secret outlives a restart and only its owner can read it."""
    path = tmp_path / "var" / "secret"
    first = read_or_make_secret(path)
    assert read_or_make_secret(path) == first
    assert len(first) >= 32
    assert path.stat().st_mode & 0o077 == 0
    assert list(path.parent.iterdir()) == [path]


def test_crash_leaves_no_empty_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file has its name only with the secret in it."""
    path = tmp_path / "secret"
    monkeypatch.setattr("secrets.token_urlsafe", Mock(side_effect=RuntimeError))
    with pytest.raises(RuntimeError):
        read_or_make_secret(path)
    monkeypatch.undo()
    assert read_or_make_secret(path)


def test_servers_that_start_together_share_the_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The secret of the one that is first holds, also for one under way."""
    path = tmp_path / "secret"
    first = []

    def overtake(_: int) -> str:
        monkeypatch.undo()
        first.append(read_or_make_secret(path))
        return "too late"

    monkeypatch.setattr("secrets.token_urlsafe", overtake)
    assert [read_or_make_secret(path)] == first
    assert list(tmp_path.iterdir()) == [path]


def test_empty_secret_is_no_key(tmp_path: Path) -> None:
    """A file that holds nothing stops the start, and the error says where it is."""
    path = tmp_path / "secret"
    path.write_text("\n")
    with pytest.raises(SettingsError, match=str(path)):
        read_or_make_secret(path)
