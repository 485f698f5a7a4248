"""The pages and files around the chat: `/`, `/article` and `/widget/...`.

A file of the widget has one address for publishers, `/widget/why-chat.js`, which
leads to another that holds the hash of all files: `/widget/<hash>/why-chat.js`.
What is there never changes, so browsers keep it.
"""

import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from article.content import Content
from article.store import StoreError
from bot.channels.article_page import article_page
from bot.channels.delivery import HTML, SAFE, Document
from bot.channels.joined_script import bare, joined
from bot.channels.page_template import FOLDER, render

SCRIPT = "why-chat.js"
SCRIPT_TYPE = "text/javascript; charset=utf-8"
STYLE_TYPE = "text/css; charset=utf-8"
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
KEPT = "public, max-age=31536000, immutable"
KEPT_SHORT = "public, max-age=300"


def demo_page(content: Content) -> str:
    """The page at `/`, with the chat in it, as HTML."""
    return render("demo.html", content=content)


PAGES = {"/": demo_page, "/article": article_page}


class Site:
    """Answers requests for pages and files; the files are read once, here."""

    def __init__(
        self, content: Callable[[], Awaitable[Content]], folder: Path = FOLDER
    ) -> None:
        self._content = content
        self._files = {SCRIPT: Document(joined(folder / SCRIPT), SCRIPT_TYPE)}
        for path in sorted(folder.glob("*.css")):
            self._files[path.name] = Document(bare(path.read_text("utf-8")), STYLE_TYPE)
        every = "".join(file.digest for file in self._files.values())
        self.version = hashlib.sha256(every.encode()).hexdigest()[:12]
        self._pages: dict[str, tuple[str, Document]] = {}

    async def answer(self, request: Request) -> HTTPResponse | None:
        """The page or file; any other request goes on to its own route."""
        if request.method not in {"GET", "HEAD"}:
            return None
        if request.path in PAGES:
            return await self._page_answer(request)
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

    async def _page_answer(self, request: Request) -> HTTPResponse:
        """The page of the content as it is, or as it last was while it is away."""
        path = request.path
        revision, page = self._pages.get(path, (None, None))
        try:
            content = await self._content()
        except StoreError:
            if page is None:
                text = "The page cannot be shown just now. Please try again soon.\n"
                return response.text(text, 503, {**SAFE, "Retry-After": "10"})
        else:
            if page is None or revision != content.revision:
                page = Document(PAGES[path](content), HTML)
                self._pages[path] = content.revision, page
        return page.answer(request, PAGE_HEADERS)
