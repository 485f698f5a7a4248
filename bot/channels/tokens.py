"""Signed tokens that name a conversation no one can guess."""

import os
import secrets
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import jwt

from settings import SettingsError

ALGORITHM = "HS256"
SECRET_BYTES = 32
SEPARATOR = ","


class TokenError(ValueError):
    """The token is missing, forged or expired."""


class Tokens:
    """Issues and reads tokens valid for `seconds`.

    The first of `keys` signs and all of them verify, so that a new key is put in
    front and the old one is taken away once its last token has expired.
    """

    def __init__(self, keys: Sequence[str], seconds: int) -> None:
        self._keys = list(keys)
        self.seconds = seconds

    def issue(self) -> str:
        """A token for a fresh conversation."""
        claims = {
            "sub": secrets.token_urlsafe(SECRET_BYTES),
            "exp": int(time.time()) + self.seconds,
        }
        return jwt.encode(claims, self._keys[0], algorithm=ALGORITHM)

    def conversation(self, token: str, expired_too: bool = False) -> str:
        """The conversation a token names; with `expired_too` also after its time.

        Raises:
            TokenError: the token is forged, expired or not one of ours.
        """
        reason: Exception | None = None
        for key in self._keys:
            try:
                claims = jwt.decode(
                    token,
                    key,
                    algorithms=[ALGORITHM],
                    options={"require": ["sub", "exp"], "verify_exp": not expired_too},
                )
                return str(claims["sub"])
            except (jwt.InvalidTokenError, ValueError) as error:
                reason = error
        raise TokenError(str(reason)) from reason


def split_keys(secret: str) -> list[str]:
    """The keys of a setting that holds one or several, comma separated."""
    return [key.strip() for key in secret.split(SEPARATOR) if key.strip()]


def read_or_make_secret(path: Path) -> str:
    """The secret kept in the file, made on first use and readable by its owner.

    Raises:
        SettingsError: the file holds nothing.
    """
    if not path.exists():
        _make_secret(path)
    secret = path.read_text("ascii")
    if not secret.strip():
        reason = "holds no secret; put it back, or delete the file to have a new one"
        raise SettingsError(f"{path} {reason}")
    return secret


def _make_secret(path: Path) -> None:
    """Write the file whole before it gets its name: no one reads a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, unnamed = tempfile.mkstemp(dir=path.parent)
    try:
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(SECRET_BYTES))
        os.link(unnamed, path)
    except FileExistsError:
        pass  # another process was first: its secret holds
    finally:
        os.unlink(unnamed)
