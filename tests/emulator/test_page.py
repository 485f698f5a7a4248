"""The phone in a real browser: what a reader sees and can do."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from emulator.readers import ANNA
from emulator.running import RunningEmulator
from tests.emulator.conftest import PHONE
from tests.emulator.product import Product, Sender, write

DESK = {"width": 1280, "height": 860}
BUTTONS = {
    "type": "button",
    "body": {"text": "Is it *this*?"},
    "footer": {"text": "Tap one"},
    "action": {
        "buttons": [
            {"type": "reply", "reply": {"id": "yes", "title": "Yes, it is"}},
            {"type": "reply", "reply": {"id": "more", "title": "Something else"}},
        ]
    },
}
ROWS = [
    {"id": "sleep", "title": "Sleep", "description": "Rest and recovery"},
    {"id": "stress", "title": "Stress"},
]
LIST = {
    "type": "list",
    "body": {"text": "What then?"},
    "action": {
        "button": "See the topics",
        "sections": [{"title": "Topics", "rows": ROWS}],
    },
}
LINK = {
    "type": "cta_url",
    "body": {"text": "All of it"},
    "action": {
        "name": "cta_url",
        "parameters": {"display_text": "Open it", "url": "https://why.edu.vn/"},
    },
}


@pytest.fixture
def echo(product: Product, sender: Sender) -> Product:
    """A product that marks, asks with buttons, then with a list, then thanks."""

    def answer(message: dict[str, Any]) -> None:
        to = message["from"]
        sender.post({"status": "read", "message_id": message["id"]})
        tapped = message.get("interactive", {})
        if "button_reply" in tapped:
            sender.send(to, "interactive", LIST)
        elif "list_reply" in tapped:
            chosen = tapped["list_reply"]["id"]
            sender.send(to, "text", {"body": f"You chose *{chosen}*"})
        elif message["type"] == "text":
            sender.send(to, "text", {"body": f"You said: {message['text']['body']}"})
            sender.send(to, "interactive", BUTTONS)

    product.on_message = answer
    return product


def test_a_conversation(page: Page, echo: Product, meta: RunningEmulator) -> None:
    """A reader writes, taps a button and picks from a list; ticks turn to read."""
    write(page, "why does it twitch?")
    expect(page.locator(".theirs").first).to_contain_text(
        "You said: why does it twitch?"
    )
    expect(page.locator(".mine .ticks").first).to_have_attribute("aria-label", "Read")
    page.get_by_role("button", name="Something else").click()
    page.get_by_role("button", name="See the topics").click()
    sheet = page.get_by_role("dialog", name="See the topics")
    expect(sheet).to_contain_text("Rest and recovery")
    expect(sheet.get_by_role("button", name="Send")).to_be_disabled()
    sheet.get_by_label("Sleep").check()
    sheet.get_by_role("button", name="Send").click()
    expect(page.locator(".theirs").last).to_contain_text("You chose sleep")
    expect(page.locator(".theirs").last.locator("strong")).to_have_text("sleep")
    expect(page.locator(".mine").last).to_contain_text("What then?")
    taps = [item["interactive"] for item in echo.items("messages")[1:]]
    assert taps == [
        {
            "type": "button_reply",
            "button_reply": {"id": "more", "title": "Something else"},
        },
        {"type": "list_reply", "list_reply": ROWS[0]},
    ]
    asked = [each for each in meta.sent if each.kind == "interactive"]
    contexts = [item["context"]["id"] for item in echo.items("messages")[1:]]
    assert contexts == [each.id for each in asked]
    meta.wait_for(lambda: all(each.status == "read" for each in meta.sent))


def test_ticks(page: Page, product: Product, meta: RunningEmulator) -> None:
    """A message that is taken has two ticks, one that is not a warning."""
    write(page, "hello")
    ticks = page.locator(".mine .ticks").first
    expect(ticks).to_have_attribute("aria-label", "Delivered")
    meta.line.retry_seconds = ()
    product.answers = [500]
    write(page, "again")
    ticks = page.locator(".mine .ticks").last
    expect(ticks).to_have_attribute("aria-label", "The assistant did not take it")


def test_typing(page: Page, product: Product, sender: Sender) -> None:
    """The typing indicator shows until the answer comes."""
    write(page, "hello")
    product.wait_for(lambda: bool(product.items("messages")))
    read = {"status": "read", "message_id": product.items("messages")[0]["id"]}
    sender.post({**read, "typing_indicator": {"type": "text"}})
    expect(page.locator("#presence")).to_have_text("typing …")
    expect(page.locator("#typing")).to_be_visible()
    sender.send(ANNA.phone, "text", {"body": "hi"})
    expect(page.locator("#typing")).to_have_count(0)


def test_attachments(page: Page, product: Product) -> None:
    """A photo with a caption, a place and a sticker can be sent."""
    page.get_by_label("Attach", exact=True).first.click()
    page.get_by_role("menuitem", name="Photo").click()
    page.get_by_label("Caption").fill("is this normal?")
    page.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(page.locator(".mine").last).to_contain_text("is this normal?")
    page.get_by_label("Attach", exact=True).first.click()
    page.get_by_role("menuitem", name="Location").click()
    page.get_by_role("dialog").get_by_role("button", name="Send").click()
    page.get_by_label("Attach", exact=True).first.click()
    page.get_by_role("menuitem", name="Sticker").click()
    product.wait_for(lambda: len(product.items("messages")) == 3)
    kinds = {item["type"]: item for item in product.items("messages")}
    assert kinds["image"]["image"]["caption"] == "is this normal?"
    assert kinds["location"]["location"]["latitude"] == 38.8977
    assert "sticker" in kinds


def test_reaction_and_reply(page: Page, product: Product, sender: Sender) -> None:
    """A message can be given a reaction, lose it, and be replied to."""
    write(page, "hello")
    product.wait_for(lambda: bool(product.items("messages")))
    target = sender.send(ANNA.phone, "text", {"body": "hi"}).json()["messages"][0]["id"]
    page.locator(".theirs").hover()
    for shown in (1, 0):
        page.get_by_label("React or reply").click()
        page.get_by_label("React with ❤️").click()
        expect(page.locator(".reactions")).to_have_count(shown)
    page.get_by_label("React or reply").click()
    page.get_by_role("menuitem", name="Reply").click()
    write(page, "thanks")
    product.wait_for(lambda: len(product.items("messages")) == 4)
    _, added, removed, reply = product.items("messages")
    assert added["reaction"] == {"message_id": target, "emoji": "❤️"}
    assert removed["reaction"] == {"message_id": target}
    assert reply["context"]["id"] == target


FORMATTED = {
    "*bold* _italic_ ~gone~": "<strong>bold</strong> <em>italic</em> <s>gone</s>",
    "*_both_*": "<strong><em>both</em></strong>",
    "`code` ```mono```": '<code>code</code> <code class="mono">mono</code>',
    "2 * 3 * 4 snake_case_name": "2 * 3 * 4 snake_case_name",
    "* not bold *": "<li>not bold *</li>",
    "- one\n- two": "<ul><li>one</li><li>two</li></ul>",
    "3. three": '<ol start="3"><li>three</li></ol>',
    "> said": "<blockquote>said</blockquote>",
    "<img src=x onerror=alert(1)>": "&lt;img src=x onerror=alert(1)&gt;",
    "*<b>x</b>*": "<strong>&lt;b&gt;x&lt;/b&gt;</strong>",
    "javascript:alert(1)": "javascript:alert(1)",
    "see https://why.edu.vn/a_b_c.": 'rel="noopener noreferrer">https://why.edu.vn/a_b_c</a>.',
}


def test_formatting(page: Page) -> None:
    """WhatsApp's marks are shown, and nothing sent is ever read as HTML."""
    shown = page.evaluate(
        """async (texts) => {
            const { formatted } = await import("/page/formatting.js");
            return texts.map((text) => {
                const holder = document.createElement("div");
                holder.append(...formatted(text));
                return holder.innerHTML;
            });
        }""",
        list(FORMATTED),
    )
    for html, expected in zip(shown, FORMATTED.values()):
        assert expected in html


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(
    browser: Browser,
    meta: RunningEmulator,
    echo: Product,
    sender: Sender,
    viewport: Any,
    scheme: Any,
) -> None:
    """axe finds nothing wrong, in the chat and in an open list; nothing overflows."""
    page = browser.new_page(viewport=viewport, color_scheme=scheme)
    page.goto(meta.url)
    write(page, "hello")
    expect(page.get_by_role("button", name="Yes, it is")).to_be_visible()
    sender.send(ANNA.phone, "interactive", LINK)
    sender.send(ANNA.phone, "interactive", LIST)
    opener = page.get_by_role("button", name="See the topics")
    expect(opener).to_be_visible()
    assert _wrong(page) == []
    opener.click()
    assert _wrong(page) == []
    wide = "document.documentElement.scrollWidth > innerWidth"
    assert not page.evaluate(wide)
    page.close()


def _wrong(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in violations]
