"""The page at `/`: a phone with the chat, and the desk it lies on."""

from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "page"
CONTENT_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; "
    "script-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def routes() -> list[web.RouteDef]:
    """The routes of the page and its files."""
    return [web.get("/", file), web.get("/page/{name}", file)]


async def file(request: web.Request) -> web.Response:
    """One file of the page.

    Raises:
        HTTPNotFound: there is none of this name.
    """
    name = request.match_info.get("name", "index.html")
    paths = {path.name: path for path in FOLDER.iterdir()}
    if name not in paths:
        raise web.HTTPNotFound
    return web.Response(
        text=paths[name].read_text("utf-8"),
        content_type=CONTENT_TYPES[paths[name].suffix],
        charset="utf-8",
        headers=HEADERS,
    )
