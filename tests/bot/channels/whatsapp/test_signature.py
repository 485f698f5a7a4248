"""Who signed a body."""

import hashlib
import hmac

import pytest

from bot.channels.whatsapp.signature import same_token, signed_by

SECRET = "It's a Secret to Everybody"
BODY = b"Hello, World!"
# The example of GitHub's page on validating webhooks, which signs the same way.
DIGEST = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
ESCAPED = rb'{"text":"\u00e4\u00f6\u00e5 \/"}'


def signature(secret: str, body: bytes) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def test_known_signature() -> None:
    """A signature made elsewhere is accepted."""
    assert signed_by(SECRET, BODY, f"sha256={DIGEST}")


@pytest.mark.parametrize(
    "body", [ESCAPED, '{"text":"äöå /"}'.encode(), b"\xff\xfe\x00", b""]
)
def test_raw_bytes_are_signed(body: bytes) -> None:
    """The bytes count as they came, escaped or not, text or not."""
    assert signed_by(SECRET, body, signature(SECRET, body))
    assert not signed_by(SECRET, body + b" ", signature(SECRET, body))


@pytest.mark.parametrize(
    "header",
    [
        "",
        "sha256=",
        DIGEST,
        f"sha1={DIGEST}",
        f"sha256={DIGEST[:-1]}",
        f"sha256={DIGEST}0",
        f"sha256={DIGEST.upper()}",
        f"sha256= {DIGEST}",
        f"sha256={DIGEST}\n",
        "sha256=" + "ä" * 64,
        "sha256=" + "\udcff" * 64,
        "sha256=" + "\u0661" * 64,
        "sha256=" + "0" * 64,
        signature("another secret", BODY),
    ],
)
def test_wrong_signature(header: str) -> None:
    """Another shape, another secret and bytes beyond ASCII are refused."""
    assert not signed_by(SECRET, BODY, header)


@pytest.mark.parametrize(
    ("given", "same"), [("täst", True), ("tast", False), ("", False), ("\ud800", False)]
)
def test_verification_token(given: str, same: bool) -> None:
    """The verification token is compared whole, whatever bytes it has."""
    assert same_token("täst", given) is same
