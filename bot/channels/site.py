"""The pages and files around the chat: `/`, `/article` and `/widget/...`.

A file of the widget has one address for publishers, `/widget/why-chat.js`, which
leads to another that holds the hash of all files: `/widget/<hash>/why-chat.js`.
What is there never changes, so browsers keep it; modules that import their
siblings always get those of the same version.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from article.content import Content
from article.store import StoreError
from bot.channels.article_page import FOLDER, article_page
from bot.channels.delivery import HTML, SAFE, Document

TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
}
PREFIX = "/widget/"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
PAGE_HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "Cache-Control": "no-cache",
}
# Pages of any site may load the files; they are the same for everyone.
FILE_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
BLOCK_COMMENT = re.compile(r"/\*\*.*?\*/", re.DOTALL)
LINE_COMMENT = "//"
KEPT = "public, max-age=31536000, immutable"
KEPT_SHORT = "public, max-age=300"


def bare(source: str) -> str:
    """The source without indentation, empty lines, and comments of their own line."""
    lines = (line.strip() for line in BLOCK_COMMENT.sub("", source).splitlines())
    kept = [line for line in lines if line and not line.startswith(LINE_COMMENT)]
    return "\n".join(kept) + "\n"


class Site:
    """Answers requests for pages and files; the files are read once, here."""

    def __init__(
        self, content: Callable[[], Awaitable[Content]], folder: Path = FOLDER
    ) -> None:
        self._content = content
        self._files = {
            path.name: Document(bare(path.read_text("utf-8")), TYPES[path.suffix])
            for path in sorted(folder.iterdir())
            if path.suffix in TYPES
        }
        every = "".join(file.digest for file in self._files.values())
        self.version = hashlib.sha256(every.encode()).hexdigest()[:12]
        self._home = Document((folder / "demo.html").read_text("utf-8"), HTML)
        self._article: tuple[str, Document] | None = None

    async def answer(self, request: Request) -> HTTPResponse | None:
        """The page or file; any other request goes on to its own route."""
        if request.method not in {"GET", "HEAD"}:
            return None
        if request.path == "/":
            return self._home.answer(request, PAGE_HEADERS)
        if request.path == "/article":
            return await self._article_answer(request)
        if request.path.startswith(PREFIX):
            return self._file_answer(request)
        return None

    def _file_answer(self, request: Request) -> HTTPResponse | None:
        version, _, name = request.path.removeprefix(PREFIX).rpartition("/")
        file = self._files.get(name)
        if file is None:
            return None
        if not version:
            to = f"{PREFIX}{self.version}/{name}"
            headers = {**SAFE, **FILE_HEADERS, "Cache-Control": KEPT_SHORT}
            return response.redirect(to, headers)
        # A page may still ask for a version from before an update.
        kept = KEPT if version == self.version else KEPT_SHORT
        return file.answer(request, {**FILE_HEADERS, "Cache-Control": kept})

    async def _article_answer(self, request: Request) -> HTTPResponse:
        try:
            content = await self._content()
        except StoreError:
            text = "The article cannot be shown just now. Please try again soon.\n"
            return response.text(text, 503, {**SAFE, "Retry-After": "10"})
        if self._article is None or self._article[0] != content.revision:
            self._article = content.revision, Document(article_page(content), HTML)
        return self._article[1].answer(request, PAGE_HEADERS)
