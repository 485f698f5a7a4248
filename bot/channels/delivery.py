"""How a text travels: compressed, and not again when the browser has it."""

import gzip
import hashlib
from collections.abc import Mapping
from functools import cached_property

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

LEAST_COMPRESSED_BYTES = 860  # below one network packet there is nothing to win
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
HTML = "text/html; charset=utf-8"
JSON = "application/json"


class Document:
    """A text with its type, as bytes to send."""

    def __init__(self, text: str, content_type: str) -> None:
        self.body = text.encode("utf-8")
        self.content_type = content_type

    @cached_property
    def digest(self) -> str:
        """Names the text: the start of its sha256, in hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()[:16]

    @cached_property
    def gzipped(self) -> bytes:
        """The body, compressed."""
        return gzip.compress(self.body, mtime=0)

    def answer(
        self, request: Request, headers: Mapping[str, str], status: int = 200
    ) -> HTTPResponse:
        """The response to `request`: 304 without a body when it has the text."""
        tag = f'W/"{self.digest}"'
        sent = {**SAFE, "ETag": tag, "Vary": "Accept-Encoding", **headers}
        if status == 200 and tag in request.headers.get("if-none-match", ""):
            return response.empty(304, sent)
        body = self.body
        if len(body) >= LEAST_COMPRESSED_BYTES and _takes_gzip(request):
            body = self.gzipped
            sent["Content-Encoding"] = "gzip"
        return HTTPResponse(body, status, sent, self.content_type)


def _takes_gzip(request: Request) -> bool:
    for entry in request.headers.get("accept-encoding", "").split(","):
        name, _, quality = entry.strip().partition(";")
        if name == "gzip":
            return quality.replace(" ", "") not in {"q=0", "q=0.0"}
    return False
