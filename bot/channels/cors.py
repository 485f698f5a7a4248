"""Which other sites' pages may use the web channel (CORS, fetch.spec.whatwg.org).

The token travels in a header, never in a cookie, so no request is made on a
reader's behalf by a site they did not open: credentials are not allowed.
"""

import re
from collections.abc import Callable

from sanic.request import Request
from sanic.response import HTTPResponse
from sanic_cors.core import SANIC_CORS_EVALUATED

from settings import SettingsError

ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d+)?|https?://\[[0-9a-f:]+\](:\d+)?")
CHANNEL = "/webhooks/web/"
METHODS = "GET, POST, DELETE"
REQUEST_HEADERS = "Authorization, Content-Type, Message-Id"
RESPONSE_HEADERS = "Retry-After"
PREFLIGHT_SECONDS = 7200  # the longest that Chromium keeps one


def read_origins(text: str) -> frozenset[str]:
    """The origins of the setting, comma separated.

    Raises:
        SettingsError: an entry is not scheme://host[:port].
    """
    origins = {entry.strip().lower() for entry in text.split(",")} - {""}
    for origin in sorted(origins):
        if not ORIGIN.fullmatch(origin):
            reason = "must be like https://www.example.org, without a path"
            raise SettingsError(f"WEB_ALLOWED_ORIGINS: {origin!r} {reason}")
    return frozenset(origins)


def allowing(origins: frozenset[str]) -> Callable[[Request, HTTPResponse], None]:
    """A response middleware that lets pages of `origins` use the web channel."""

    def allow(request: Request, response: HTTPResponse) -> None:
        # Rasa's own CORS layer would allow credentials on every response.
        setattr(request.ctx, SANIC_CORS_EVALUATED, "1")
        if not request.path.startswith(CHANNEL):
            return
        response.headers["Vary"] = "Origin, Accept-Encoding"
        origin = request.headers.get("origin", "")
        if origin.lower() not in origins:
            return
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = RESPONSE_HEADERS
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = METHODS
            response.headers["Access-Control-Allow-Headers"] = REQUEST_HEADERS
            response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)

    return allow
