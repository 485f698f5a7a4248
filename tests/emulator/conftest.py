"""A running emulator and the product it delivers to."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from emulator import inbound
from emulator.readers import ANNA, CARO
from emulator.running import RunningEmulator, running_emulator
from tests.emulator.product import Product, Sender, running_product

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def product() -> Iterator[Product]:
    """A product that takes everything and says nothing."""
    with running_product() as running:
        yield running


@pytest.fixture
def meta(product: Product) -> Iterator[RunningEmulator]:
    """An emulator that delivers to the product."""
    with running_emulator(webhook=product.url) as running:
        yield running


@pytest.fixture
def sender(meta: RunningEmulator) -> Sender:
    """A way to send from the product's side."""
    return Sender(meta)


@pytest.fixture
def written(meta: RunningEmulator) -> RunningEmulator:
    """An emulator to which Anna and Caro just wrote."""
    meta.deliver(inbound.text(ANNA, "hi"), inbound.text(CARO, "hi"))
    return meta


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for all tests of this file."""
    chromium = shutil.which("chromium")
    assert chromium, "chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, meta: RunningEmulator) -> Iterator[Page]:
    """The page on a phone; a script's error fails the test."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text))
    page.goto(meta.url)
    expect(page.locator("#presence")).to_have_text("+1 202 555 0100")
    yield page
    context.close()
    assert errors == []
