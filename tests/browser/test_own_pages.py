"""What the pages and the widget ask of the network, and how much they are."""

from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import expect

from ops.stand import Stand
from tests.browser.chat import requested
from tests.browser.conftest import Visit


def test_nothing_is_asked_of_third_parties(embed: Visit, stand: Stand) -> None:
    """The page, the widget and a conversation ask the page and the assistant only."""
    chat = embed(server=None)
    asked = requested(chat.page)
    chat.page.reload()
    chat.open().ask_and_wait("which foods contain magnesium?")
    hosts = {urlsplit(address).netloc for address in asked}
    assert hosts == {"publisher.test", urlsplit(stand.url).netloc}
    assert chat.page.context.cookies() == []


@pytest.mark.parametrize("path", ["/", "/article"])
def test_own_pages_ask_only_their_server(visit: Visit, stand: Stand, path: str) -> None:
    """The assistant's own pages load nothing from elsewhere."""
    chat = visit(path)
    asked = requested(chat.page)
    chat.page.reload()
    expect(chat.panel if path == "/" else chat.launcher).to_be_visible()
    assert {urlsplit(address).netloc for address in asked} == {
        urlsplit(stand.url).netloc
    }


def test_own_pages_work_without_scripts(visit: Visit, stand: Stand) -> None:
    """Without scripts the demo page leads to article and WhatsApp, and sources land."""
    chat = visit("/", java_script_enabled=False)
    expect(chat.fallback).to_be_visible()
    expect(chat.element.get_by_role("link", name="WhatsApp")).to_be_visible()
    chat.fallback.click()
    assert chat.page.url == f"{stand.url}/article"
    chat.page.goto(f"{stand.url}/article#s-7.4")
    section = chat.page.locator("[id='s-7.4']")
    expect(section).to_be_in_viewport()
    expect(section).to_contain_text("spinach")


def test_script_and_style_are_small(visit: Visit, stand: Stand) -> None:
    """Script and style come as one file of at most 15 KB, as it is sent."""
    chat = visit("/article")
    asked = requested(chat.page)
    chat.page.reload()
    expect(chat.launcher).to_be_visible()
    scripts = {url.rpartition("/")[2] for url in asked if url.endswith(".js")}
    assert scripts == {"why-chat.js"}
    address = f"{stand.url}/widget/why-chat.js"
    answer = requests.get(address, timeout=10, stream=True)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.raw.read()) <= 15 * 1024
