"""A real browser, another site, and the widget in a page of either."""

import shutil
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from ops.stand import Stand
from tests.browser.chat import Chat
from tests.browser.publisher import CHANNEL, ORIGIN, Publisher

SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
Visit = Callable[..., Chat]


@pytest.fixture(scope="session")
def publisher() -> Iterator[Publisher]:
    """The other site, running."""
    with Publisher() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


# Not for the session: Playwright's event loop would be in the way of async tests.
@pytest.fixture(scope="module")
def browser(publisher: Publisher) -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    chromium = shutil.which("chromium")
    assert chromium, "chromium is missing: apt-get install chromium"
    port = publisher.server_address[1]
    rules = f"--host-resolver-rules=MAP publisher.test 127.0.0.1:{port}"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium, args=[*SWITCHES, rules]
        )
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser, publisher: Publisher) -> Iterator[Callable[..., Any]]:
    """Makes a browser profile of its own; no script on its pages may fail."""
    publisher.clear()
    made: list[BrowserContext] = []
    failures: list[str] = []

    def make(**options: Any) -> BrowserContext:
        profile = browser.new_context(**options)
        profile.set_default_timeout(15_000)
        profile.on("weberror", lambda error: failures.append(str(error.error)))
        made.append(profile)
        return profile

    yield make
    for profile in made:
        profile.close()
    assert failures == []


@pytest.fixture
def visit(context: Callable[..., BrowserContext], stand: Stand) -> Visit:
    """Opens the assistant's own article page, which holds the widget."""

    def open_page(path: str = "/article", **options: Any) -> Chat:
        page = context(**options).new_page()
        page.goto(stand.url + path)
        return Chat(page)

    return open_page


@pytest.fixture
def embed(
    context: Callable[..., BrowserContext], stand: Stand, publisher: Publisher
) -> Visit:
    """Opens a page of the other site with the element in it.

    Its channel is the scripted one, or with `server=None` the assistant's.
    """

    def open_page(
        attributes: str = "",
        head: str = "",
        body: str = "",
        headers: dict[str, str] | None = None,
        server: str | None = CHANNEL,
        **options: Any,
    ) -> Chat:
        where = f'server="{server}"' if server else ""
        publisher.pages["/"] = (
            headers or {},
            f"""<!doctype html><html lang="en"><title>Page</title>
            <meta name="viewport" content="width=device-width">{head}
            <script type="module" src="{stand.url}/widget/why-chat.js"></script>
            <main><h1>Article</h1>{body}</main>
            <why-chat {where} {attributes}><a href="/fallback">Read it</a></why-chat>
            </html>""",
        )
        page = context(**options).new_page()
        page.goto(ORIGIN)
        page.evaluate("customElements.whenDefined('why-chat').then(() => true)")
        return Chat(page)

    return open_page
