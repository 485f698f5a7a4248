"""Whether a body comes from Meta: `X-Hub-Signature-256` over the raw bytes."""

import hashlib
import hmac
import re

HEADER = "x-hub-signature-256"
SHAPE = re.compile(rb"sha256=([0-9a-f]{64})")


def signed_by(secret: str, body: bytes, header: str) -> bool:
    """Whether the header is the HMAC-SHA256 of the body, in constant time.

    Bytes are compared: `compare_digest` raises on text beyond ASCII.
    """
    shaped = SHAPE.fullmatch(header.encode("utf-8", "surrogateescape"))
    if shaped is None:
        return False
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(shaped[1], expected.encode("ascii"))


def same_token(expected: str, given: str) -> bool:
    """Whether the verification token is ours, in constant time."""
    one, other = expected.encode(), given.encode("utf-8", "surrogatepass")
    return hmac.compare_digest(one, other)
