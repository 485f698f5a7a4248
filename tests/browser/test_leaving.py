"""Leaving a conversation: a new chat, deleting, and what is then still on its way."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.publisher import Publisher, reply


@pytest.mark.parametrize("deleted", [False, True])
def test_left_conversation_says_nothing_more(
    embed: Visit, publisher: Publisher, deleted: bool
) -> None:
    """Replies still on their way do not turn up in the conversation begun since."""
    publisher.script.turns = [[reply("Old."), reply("Late.")], [reply("New.")]]
    publisher.script.gate.clear()
    chat = embed().open()
    chat.ask("hello")
    chat.ask("and then?")
    expect(chat.replies).to_have_count(1)
    if deleted:
        chat.choose("Delete this conversation")
        chat.page.get_by_role("button", name="Delete", exact=True).click()
        expect(chat.notice).to_have_text("The conversation was deleted.")
    else:
        chat.choose("New chat")
    expect(chat.readers).to_have_count(0)
    expect(chat.dots).to_be_hidden()
    chat.ask("something else")
    publisher.script.gate.set()
    expect(chat.replies).to_have_text(["Assistant: New."])
    expect(chat.readers).to_have_text(["You: something else"])
    expect(chat.dots).to_be_hidden()
    asked = [body["text"] for body in publisher.script.asked]
    assert asked == ["hello", "something else"]
