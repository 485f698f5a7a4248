"""The widget by keyboard, and where the focus goes."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.publisher import Publisher, reply
from tests.browser.states import ANSWER, PHONE, failed


def test_everything_by_keyboard(embed: Visit, publisher: Publisher) -> None:
    """A reader without a mouse opens, asks, chooses, cites, deletes and closes."""
    publisher.script.turns = [[ANSWER], [reply("A week.")]]
    chat = embed()
    press = chat.page.keyboard.press
    press("Tab")
    expect(chat.launcher).to_be_focused()
    expect(chat.launcher).to_have_attribute("aria-expanded", "false")
    press("Enter")
    expect(chat.field).to_be_focused()
    more = chat.page.get_by_role("button", name="More")
    expect(more).to_have_attribute("aria-expanded", "false")
    chat.page.keyboard.type("what helps?")
    press("Shift+Enter")
    chat.page.keyboard.type("today")
    press("Enter")
    expect(chat.replies).to_have_count(1)
    assert publisher.script.asked == [{"text": "what helps?\ntoday"}]
    expect(chat.field).to_be_focused()
    press("Shift+Tab")
    expect(chat.page.get_by_role("button", name="How long?")).to_be_focused()
    press("Space")
    expect(chat.replies).to_have_count(2)
    assert publisher.script.asked[-1] == {"button": "/a"}
    copy = chat.page.get_by_role("button", name="Copy this answer")
    for button in (copy.last, copy.first):
        press("Shift+Tab")
        expect(button).to_be_focused()
    press("Shift+Tab")
    expect(chat.page.get_by_role("link", name="4.2 Water, more")).to_be_focused()
    more.focus()
    press("Enter")
    press("Escape")
    expect(chat.page.locator(".menu")).to_be_hidden()
    expect(more).to_be_focused()
    press("Enter")
    expect(more).to_have_attribute("aria-expanded", "true")
    for _ in range(3):
        press("Tab")
    expect(
        chat.page.get_by_role("button", name="Delete this conversation")
    ).to_be_focused()
    press("Enter")
    expect(chat.page.get_by_role("button", name="Keep it")).to_be_focused()
    press("Escape")
    expect(chat.page.locator(".sure")).to_be_hidden()
    press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_focus_goes_back_to_the_page_that_opened_it(embed: Visit) -> None:
    """Opened by a button of the publisher's, it gives the focus back to that button."""
    chat = embed(body='<button id="ask">Ask us</button>')
    chat.page.evaluate(
        "() => { ask.onclick = () => document.querySelector('why-chat').open = true; }"
    )
    button = chat.page.locator("#ask")
    button.press("Enter")
    expect(chat.field).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_focus_stays_inside_where_the_panel_covers_the_page(embed: Visit) -> None:
    """On a phone Tab goes round in the panel, as nothing else can be seen."""
    chat = embed(body="<a href='#'>behind</a>", **PHONE).open()
    expect(chat.panel).to_have_attribute("aria-modal", "true")
    names = set()
    for _ in range(8):
        chat.page.keyboard.press("Tab")
        focused = "document.activeElement.shadowRoot?.activeElement?.title"
        names.add(chat.page.evaluate(focused))
    assert {"More", "Close the chat", "Send"} <= names
    assert None not in names


def test_focus_is_not_lost_with_what_had_it(embed: Visit, publisher: Publisher) -> None:
    """A starter, a choice or `Try again` that goes hands the focus to the field."""
    chat = embed().open()
    publisher.script.turns = [[ANSWER]]
    chat.page.get_by_role("button", name="One?").press("Enter")
    expect(chat.field).to_be_focused()
    chat.page.get_by_role("button", name="How long?").press("Enter")
    expect(chat.field).to_be_focused()
    expect(chat.dots).to_be_hidden()
    failed(chat, publisher)
    publisher.script.refuse.clear()
    chat.readers.last.get_by_role("button", name="Try again").press("Enter")
    expect(chat.field).to_be_focused()
    expect(chat.banner).to_be_hidden()
    failed(chat, publisher)
    publisher.script.refuse.clear()
    chat.banner.get_by_role("button", name="Try again").press("Enter")
    expect(chat.banner).to_be_hidden()
    expect(chat.field).to_be_focused()
