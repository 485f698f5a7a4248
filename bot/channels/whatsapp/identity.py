"""Readers without their numbers: keyed hashes to tell them apart, seals to keep.

WhatsApp's message ids carry the reader's number in base64, so they are hashed and
sealed like the number itself.
"""

import base64
import hashlib
import hmac
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

LOGGED_CHARS = 8


class UnreadableError(ValueError):
    """A sealed value was sealed with another secret, or is damaged."""


class Seal:
    """Hashes and encrypts with keys made of one secret."""

    def __init__(self, secret: str) -> None:
        self._hash_key = _derived(secret, b"hash")
        key = base64.urlsafe_b64encode(_derived(secret, b"encryption"))
        self._fernet = Fernet(key)

    def key(self, kind: str, value: str) -> str:
        """The keyed hash of a value of that kind: 64 hexadecimal digits."""
        text = f"{kind}:{value}".encode("utf-8", "surrogatepass")
        return hmac.new(self._hash_key, text, hashlib.sha256).hexdigest()

    def close(self, value: Any) -> str:
        """The value (anything JSON can hold), encrypted."""
        return self._fernet.encrypt(json.dumps(value).encode("ascii")).decode("ascii")

    def open(self, sealed: str) -> Any:
        """What was closed.

        Raises:
            UnreadableError: it was sealed with another secret.
        """
        try:
            return json.loads(self._fernet.decrypt(sealed.encode("ascii")))
        except InvalidToken as error:
            raise UnreadableError("sealed with another WHATSAPP_ID_SECRET") from error


def logged(key: str) -> str:
    """As much of a key as a log line shows."""
    return key[:LOGGED_CHARS]


def _derived(secret: str, purpose: bytes) -> bytes:
    return hmac.new(secret.encode(), purpose, hashlib.sha256).digest()
