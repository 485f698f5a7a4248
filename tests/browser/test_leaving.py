"""Leaving a conversation: a new chat, deleting, and what is then still on its way."""

import json

import pytest
from playwright.sync_api import Route, expect

from tests.browser.chat import Chat
from tests.browser.conftest import Visit
from tests.browser.publisher import CHANNEL, Publisher, reply

OLD = {"from": "reader", "id": "1", "text": "hello"}
Late = tuple[Chat, Route]


def delete(chat: Chat) -> None:
    chat.choose("Delete this conversation")
    chat.page.get_by_role("button", name="Delete", exact=True).click()


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
        delete(chat)
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


def test_expired_conversation_is_deleted_too(
    embed: Visit, publisher: Publisher
) -> None:
    """A token past its time still deletes what was said under it."""
    chat = embed().open()
    chat.ask_and_wait("hello")
    kept = json.dumps({"token": "old", "until": 1})
    chat.page.evaluate(
        "([key, kept]) => localStorage.setItem(key, kept)",
        [f"why-chat:{CHANNEL}", kept],
    )
    delete(chat)
    expect(chat.notice).to_have_text("The conversation was deleted.")
    assert publisher.script.deleted == ["Bearer old"]


@pytest.mark.parametrize("status", [429, 503])
def test_failed_delete_is_told(embed: Visit, publisher: Publisher, status: int) -> None:
    """What could not be deleted is still there, and the reader is told so."""
    chat = embed().open()
    said = chat.listen()
    chat.ask_and_wait("hello")
    code = {429: "too_fast", 503: "busy"}[status]
    publisher.script.refuse["history"] = (status, {"error": {"code": code}})
    delete(chat)
    told = "The conversation could not be deleted. Try again."
    expect(chat.notice).to_have_text(told)
    expect(chat.notice).to_be_in_viewport()
    expect(chat.replies).to_have_count(1)
    expect(chat.banner).to_be_hidden()
    assert said()[-1] == ["polite", told]
    publisher.script.refuse.clear()
    delete(chat)
    expect(chat.notice).to_have_text("The conversation was deleted.")


def test_conversation_of_a_lost_key_is_forgotten_here(
    embed: Visit, publisher: Publisher
) -> None:
    """What the assistant can never delete leaves the browser, and the reader knows."""
    chat = embed().open()
    chat.ask_and_wait("hello")
    publisher.script.refuse["history"] = (401, {"error": {"code": "token_invalid"}})
    delete(chat)
    expect(chat.notice).to_contain_text("could not delete it")
    expect(chat.replies).to_have_count(0)
    assert chat.page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("how", ["Delete this conversation", "New chat"])
def test_nothing_typed_is_left_on_the_device(
    embed: Visit, publisher: Publisher, how: str
) -> None:
    """Deleting wipes unsent words and the draft; a new chat leaves the draft."""
    chat = embed().open()
    publisher.script.refuse["messages"] = (502, {})
    chat.ask("a secret word")
    expect(chat.readers).to_contain_text("Not sent.")
    chat.field.fill("another one")
    if how == "New chat":
        chat.choose(how)
    else:
        delete(chat)
    expect(chat.readers).to_have_count(0)
    expect(chat.field).to_have_value("another one" if how == "New chat" else "")
    kept = chat.page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert "secret" not in kept
    assert ("another" in kept) == (how == "New chat")


@pytest.fixture
def late(embed: Visit) -> Late:
    """A panel reopened after a reload, and its history's request, which waits."""
    chat = embed().open()
    chat.ask_and_wait("hello")
    chat.page.reload()
    held: list[Route] = []

    def hold_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    chat.page.route("**/history", hold_first)
    with chat.page.expect_request("**/history"):
        chat.open()
    return chat, held[0]


def answer_late(chat: Chat, request: Route) -> None:
    """Answer the request that waits with what was said before the reload."""
    with chat.page.expect_response("**/history"):
        request.fulfill(json={"messages": [OLD]})
    chat.page.evaluate("new Promise((done) => setTimeout(done, 100))")


@pytest.mark.parametrize("left", [False, True])
def test_history_does_not_overtake_the_reader(
    late: Late, publisher: Publisher, left: bool
) -> None:
    """A history that comes late replaces neither a turn under way nor a new chat."""
    chat, request = late
    publisher.script.turns = [[reply("First."), reply("Second.")]]
    publisher.script.gate.clear()
    if left:
        chat.choose("New chat")
    chat.ask("something else")
    expect(chat.replies).to_have_text(["Assistant: First."])
    answer_late(chat, request)
    publisher.script.history = [OLD]
    expect(chat.replies).to_have_text(["Assistant: First."])
    publisher.script.gate.set()
    if left:
        expect(chat.dots).to_be_hidden()
        expect(chat.replies).to_have_count(2)
        expect(chat.readers).to_have_text(["You: something else"])
    else:  # it is asked for again, once the turn is over
        expect(chat.readers.first).to_have_text("You: hello")


def test_history_does_not_undo_a_quick_turn(late: Late, publisher: Publisher) -> None:
    """Read before a turn that is over meanwhile, it is asked for again."""
    chat, request = late
    chat.ask_and_wait("something else")
    publisher.script.history = [
        OLD,
        {"from": "reader", "id": "2", "text": "something else"},
        {"from": "assistant", **reply("Yes.")},
    ]
    answer_late(chat, request)
    expect(chat.readers).to_have_text(["You: hello", "You: something else"])
    expect(chat.replies).to_have_text(["Assistant: Yes."])
