"""The page at `/`: what this is, how to reach it, and a plain chat to try it."""

from pathlib import Path

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

HERE = Path(__file__).parent
FILES = {
    "/": (HERE / "page.html", "text/html; charset=utf-8"),
    "/page.js": (HERE / "page.js", "text/javascript; charset=utf-8"),
}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


async def page(request: Request) -> HTTPResponse | None:
    """The page or its script; any other request goes on to its own route."""
    if request.path not in FILES or request.method not in {"GET", "HEAD"}:
        return None
    path, content_type = FILES[request.path]
    return response.text(
        path.read_text("utf-8"), headers=HEADERS, content_type=content_type
    )
