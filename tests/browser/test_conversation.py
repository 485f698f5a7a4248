"""What a reader can do with the widget, against the running assistant."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from ops.stand import Stand
from tests.browser.conftest import Visit
from tests.browser.publisher import Publisher, reply

MAGNESIUM = "which foods contain magnesium?"


def test_answer_cites_its_section_on_the_page(visit: Visit) -> None:
    """An answer's source chip leads to the section it names."""
    chat = visit().open()
    answer = chat.ask_and_wait(MAGNESIUM)
    expect(answer).to_contain_text("dark leafy greens")
    chip = answer.get_by_role("link", name="7.4 Dietary Sources of Electrolytes")
    chip.click()
    assert chat.page.evaluate("location.hash") == "#s-7.4"
    expect(chat.page.locator("[id='s-7.4']")).to_be_in_viewport()


def test_source_opens_the_article_from_a_page_without_it(
    visit: Visit, stand: Stand
) -> None:
    """Where the page has no such section, the chip opens the article page at it."""
    chat = visit("/")
    answer = chat.ask_and_wait(MAGNESIUM)
    with chat.page.context.expect_page() as opened:
        answer.get_by_role("link", name="7.4").click()
    assert opened.value.url.startswith(f"{stand.url}/article#s-7.4")
    expect(opened.value.locator("[id='s-7.4']")).to_contain_text("spinach")


@pytest.mark.parametrize("path", ["/article", "/"])
def test_source_lands_on_the_passage(visit: Visit, path: str) -> None:
    """In a section longer than the window the line of the answer is in view."""
    chat = visit(path, viewport={"width": 320, "height": 200})
    page = chat.page
    if path == "/article":
        chat.open()
    link = chat.ask_and_wait("which foods have sodium?").get_by_role("link", name="7.4")
    if path == "/article":
        link.click()
        expect(chat.panel).to_be_hidden()
    else:
        with page.context.expect_page() as opened:
            link.click()
        page = opened.value
    section = page.locator("[id='s-7.4']")
    line = section.get_by_text("Sodium:")
    expect(line).to_be_in_viewport()
    expect(section.get_by_role("heading")).not_to_be_in_viewport()


def test_buttons_and_lists_are_buttons(visit: Visit) -> None:
    """A menu is a list of buttons; a tapped one is asked under its title."""
    chat = visit().open()
    menu = chat.ask_and_wait("show me the menu")
    expect(menu.get_by_role("button")).to_have_count(10)
    menu.get_by_role("button", name="Electrolytes").click()
    expect(chat.readers.last).to_contain_text("Electrolytes")
    expect(chat.replies).to_have_count(2)
    expect(chat.page.get_by_text("/show_topic")).to_have_count(0)


def test_starters_fit_the_section_of_the_page(embed: Visit) -> None:
    """An empty chat offers questions on the section the page names."""
    chat = embed('context="7.4"', server=None).open()
    first = chat.page.locator(".welcome").get_by_role("button").first
    expect(first).to_have_text("Which foods contain electrolytes?")
    first.click()
    expect(chat.replies.first).to_contain_text("7.4")


def test_history_is_there_after_a_reload(visit: Visit) -> None:
    """A reload shows the same conversation and goes on with it."""
    chat = visit().open()
    chat.ask_and_wait(MAGNESIUM)
    chat.page.reload()
    chat.open()
    expect(chat.readers).to_have_text([f"You: {MAGNESIUM}"])
    expect(chat.replies).to_have_count(1)
    follow_up = chat.ask_and_wait("and potassium?")
    expect(follow_up).to_contain_text("bananas")


def test_tabs_share_the_conversation(visit: Visit) -> None:
    """What is said in one tab stands in the other, at once and in order."""
    one = visit().open()
    page = one.page.context.new_page()
    page.goto(one.page.url)
    two = type(one)(page).open()
    one.ask_and_wait(MAGNESIUM)
    expect(two.replies).to_have_count(1)
    two.ask_and_wait("what is bfs?")
    expect(one.readers).to_have_text([f"You: {MAGNESIUM}", "You: what is bfs?"])
    one.choose("New chat")
    expect(two.readers).to_have_count(0)


def test_draft_is_kept(visit: Visit) -> None:
    """What was typed and not sent is there after closing and after a reload."""
    chat = visit().open()
    chat.field.fill("half a quest")
    chat.page.get_by_role("button", name="Close the chat").click()
    chat.page.reload()
    chat.open()
    expect(chat.field).to_have_value("half a quest")
    chat.ask_and_wait("whole question")
    chat.page.reload()
    expect(chat.open().field).to_have_value("")


def test_forget_me_deletes_the_conversation(visit: Visit, stand: Stand) -> None:
    """Deleting asks first, then nothing is left on the server."""
    chat = visit().open()
    chat.ask_and_wait("what is an emg?")
    stored = chat.page.evaluate("JSON.stringify(localStorage)")
    token = json.loads(json.loads(stored)[f"why-chat:{stand.url}/"])["token"]
    chat.choose("Delete this conversation")
    chat.page.get_by_role("button", name="Keep it").click()
    expect(chat.replies).to_have_count(1)
    chat.choose("Delete this conversation")
    chat.page.get_by_role("button", name="Delete", exact=True).click()
    expect(chat.notice).to_have_text("The conversation was deleted.")
    expect(chat.replies).to_have_count(0)
    answer = chat.page.request.get(
        f"{stand.url}/webhooks/web/history",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.json() == {"messages": []}


def test_goes_on_on_whatsapp_with_the_question(visit: Visit) -> None:
    """The WhatsApp link carries the latest question."""
    chat = visit().open()
    chat.ask_and_wait(MAGNESIUM)
    chat.page.get_by_role("button", name="More").click()
    link = chat.page.get_by_role("link", name="Continue on WhatsApp")
    address = urlsplit(link.get_attribute("href") or "")
    assert address.netloc + address.path == "wa.me/12135550101"
    assert parse_qs(address.query) == {"text": [MAGNESIUM]}


def test_answer_is_copied_whole(visit: Visit) -> None:
    """Copying takes the answer with its source line."""
    chat = visit(permissions=["clipboard-read", "clipboard-write"]).open()
    answer = chat.ask_and_wait(MAGNESIUM)
    answer.get_by_role("button", name="Copy this answer").click()
    copied = chat.page.wait_for_function(
        "navigator.clipboard.readText().then((text) => text.includes('7.4') && text)"
    )
    assert "Source: section 7.4" in copied.json_value()
    expect(answer.locator(".told")).to_have_text("Copied")


def test_answer_without_a_source_is_copied_too(
    embed: Visit, publisher: Publisher
) -> None:
    """It can be copied as any answer; where that fails it is shown and told."""
    publisher.script.turns = [[reply("Hello.", "small_talk"), reply("Plain.")]]
    chat = embed().open()  # not a secure page: there is no clipboard
    said = chat.listen()
    chat.ask("hello")
    expect(chat.replies).to_have_count(2)
    copy = chat.page.get_by_role("button", name="Copy this answer")
    expect(copy).to_have_count(1)
    copy.click()
    expect(chat.replies.last).to_contain_text("Could not be copied")
    assert said()[-1] == ["polite", "Could not be copied"]


def test_replies_show_as_they_are_produced(embed: Visit, publisher: Publisher) -> None:
    """The first reply is on the screen while the second is not made yet."""
    publisher.script.turns = [[reply("First."), reply("Second.")]]
    publisher.script.gate.clear()
    chat = embed().open()
    chat.ask("hello")
    expect(chat.replies).to_have_text(["Assistant: First."])
    expect(chat.dots).to_be_visible()
    publisher.script.gate.set()
    expect(chat.replies).to_have_count(2)
    expect(chat.dots).to_be_hidden()


def test_messages_sent_at_once_are_answered_in_order(visit: Visit) -> None:
    """Nothing is lost when a reader does not wait."""
    chat = visit().open()
    for text in ("what is bfs?", "what is an emg?"):
        chat.ask(text)
    expect(chat.replies).to_have_count(2)
    messages = chat.page.locator(".messages > li:not([data-kind=notice])")
    said = messages.all_inner_texts()
    kinds = ["You" in text for text in said]
    assert kinds in ([True, True, False, False], [True, False, True, False])
    expect(chat.replies.nth(0)).to_contain_text(re.compile("BFS|benign", re.IGNORECASE))
