"""Reads what a web client sends; whatever is wrong with it is a `WebError`."""

import json
import re
from dataclasses import dataclass

from sanic.request import Request

from bot.channels.inbound import clean_text
from bot.channels.web_error import WebError

BYTES_PER_CHAR = 6  # JSON writes one UTF-16 unit as \uXXXX
BODY_RESERVE_BYTES = 1024
MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


@dataclass(frozen=True)
class Inbound:
    """A message: `field` is "text" or "button"; the id is the client's, if any."""

    field: str
    value: str
    message_id: str | None


def read_token(request: Request) -> str:
    """The bearer token.

    Raises:
        WebError: 401, there is none.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise WebError(401, "token_missing", "Send the session's token.")
    return token.strip()


def read_inbound(request: Request, most_chars: int) -> Inbound:
    """The message of the body, cleaned, and its `Message-Id` header.

    Raises:
        WebError: 400 not the JSON of the contract, 413 longer than `most_chars`.
    """
    too_long = WebError(413, "too_long", f"Send at most {most_chars} characters.")
    if len(request.body) > most_chars * BYTES_PER_CHAR + BODY_RESERVE_BYTES:
        raise too_long
    try:
        body = json.loads(request.body.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise WebError(400, "not_json", "Send JSON in UTF-8.") from error
    if not isinstance(body, dict) or len(body) != 1:
        raise WebError(400, "malformed", 'Send {"text": ...} or {"button": ...}.')
    (field, value) = next(iter(body.items()))
    if field not in {"text", "button"} or not isinstance(value, str):
        raise WebError(400, "malformed", 'Send {"text": ...} or {"button": ...}.')
    if len(value) > most_chars:
        raise too_long
    cleaned = clean_text(value)
    if not cleaned:
        raise WebError(400, "empty", "The message is empty.")
    return Inbound(field, cleaned, _message_id(request))


def _message_id(request: Request) -> str | None:
    given: str | None = request.headers.get("message-id")
    if given is not None and not MESSAGE_ID.fullmatch(given):
        reason = "Message-Id must be 8 to 64 letters, digits, - or _."
        raise WebError(400, "malformed", reason)
    return given
