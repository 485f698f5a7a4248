"""The web channel's errors: {"error": {"code", "message"}} with a status.

WebError
└── TooFast   adds "retry_after" in seconds, and the header of that name
"""

import math

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse


class WebError(Exception):
    """An error of the contract: HTTP status, code and a sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class TooFast(WebError):
    """More than the rate limit allows; `seconds` until it allows again."""

    def __init__(self, seconds: float) -> None:
        self.retry_after = math.ceil(seconds)
        message = f"That was too fast. Try again in {self.retry_after} s."
        super().__init__(429, "too_fast", message)


async def error_response(_: Request, error: WebError) -> HTTPResponse:
    """What the client gets of an error."""
    body: dict[str, str | int] = {"code": error.code, "message": str(error)}
    headers = {}
    if isinstance(error, TooFast):
        body["retry_after"] = error.retry_after
        headers["Retry-After"] = str(error.retry_after)
    return response.json({"error": body}, error.status, headers)
