"""Signed tokens that name a conversation no one can guess."""

import secrets
import time
from pathlib import Path

import jwt

ALGORITHM = "HS256"
SECRET_BYTES = 32


class TokenError(ValueError):
    """The token is missing, forged or expired."""


class Tokens:
    """Issues and reads tokens signed with `secret`, valid for `seconds`."""

    def __init__(self, secret: str, seconds: int) -> None:
        self._secret = secret
        self.seconds = seconds

    def issue(self) -> str:
        """A token for a fresh conversation."""
        claims = {
            "sub": secrets.token_urlsafe(SECRET_BYTES),
            "exp": int(time.time()) + self.seconds,
        }
        return jwt.encode(claims, self._secret, algorithm=ALGORITHM)

    def conversation(self, token: str) -> str:
        """The conversation a token names.

        Raises:
            TokenError: the token is forged, expired or not one of ours.
        """
        try:
            claims = jwt.decode(
                token,
                self._secret,
                algorithms=[ALGORITHM],
                options={"require": ["sub", "exp"]},
            )
        except (jwt.InvalidTokenError, ValueError) as error:
            raise TokenError(str(error)) from error
        return str(claims["sub"])


def read_or_make_secret(path: Path) -> str:
    """The secret kept in the file, made on first use and readable by its owner."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(SECRET_BYTES))
    except FileExistsError:
        pass  # made by an earlier start
    return path.read_text("ascii")
