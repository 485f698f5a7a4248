"""What the reader sees when the server refuses."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Visit
from tests.browser.publisher import Publisher, reply


def test_too_long_text_is_given_back(embed: Visit, publisher: Publisher) -> None:
    """What was too long stands in the field again, also after a reload."""
    publisher.script.refuse["messages"] = (413, {"error": {"code": "too_long"}})
    chat = embed().open()
    chat.ask("a long story")
    expect(chat.readers.last).to_contain_text("That is too long.")
    expect(chat.field).to_have_value("a long story")
    again = chat.readers.last.get_by_role("button", name="Try again")
    expect(again).to_have_count(0)
    chat.page.reload()
    expect(chat.open().field).to_have_value("a long story")


def test_too_long_text_does_not_replace_a_draft(embed: Visit) -> None:
    """What the reader has begun to write meanwhile stays."""
    chat = embed().open()
    held: list[Route] = []
    chat.page.route("**/messages", lambda route: held.append(route))
    with chat.page.expect_request("**/messages"):
        chat.ask("a long story")
    chat.field.fill("half a quest")
    held[0].fulfill(status=413, json={"error": {"code": "too_long"}})
    expect(chat.readers.last).to_contain_text("That is too long.")
    expect(chat.field).to_have_value("half a quest")


def test_refused_fresh_token_is_a_failure(embed: Visit, publisher: Publisher) -> None:
    """When the token just issued is refused too, the message is not sent for ever."""
    refusal = (401, {"error": {"code": "token_invalid"}})
    publisher.script.refuse = {"messages": refusal, "history": refusal}
    chat = embed().open()
    sent: list[str] = []
    chat.page.on("request", lambda request: sent.append(request.url))
    chat.ask("hello")
    expect(chat.readers).to_have_text(["You: helloNot sent. Try again"])
    assert len([url for url in sent if url.endswith("/messages")]) == 2
    publisher.script.refuse.clear()
    chat.readers.last.get_by_role("button", name="Try again").click()
    expect(chat.replies).to_have_count(1)


def test_unsent_message_survives_a_reload(embed: Visit, publisher: Publisher) -> None:
    """What was not sent is still there, with what was said before, and can be sent."""
    chat = embed().open()
    chat.ask_and_wait("first")
    publisher.script.history = [
        {"from": "reader", "id": "1", "text": "first"},
        {"from": "assistant", **reply("Yes.")},
    ]
    publisher.script.refuse["messages"] = (502, {})
    chat.ask("second")
    expect(chat.readers.last).to_contain_text("Not sent.")
    publisher.script.refuse.clear()
    chat.page.reload()
    chat.open()
    expect(chat.readers).to_have_text(["You: first", "You: secondNot sent. Try again"])
    chat.readers.last.get_by_role("button", name="Try again").click()
    expect(chat.replies).to_have_count(2)
    expect(chat.readers.last).to_have_text("You: second")
    assert publisher.script.asked == [{"text": "first"}, {"text": "second"}]
    assert chat.page.evaluate("sessionStorage.length") == 0


FULL = "Storage.prototype.setItem = () => { throw new Error('full'); };"
FORBIDDEN = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, {get() { throw new Error("forbidden"); }});"""


@pytest.mark.parametrize("storage", [FULL, FORBIDDEN], ids=["full", "forbidden"])
def test_conversation_goes_on_where_nothing_is_kept(
    embed: Visit, publisher: Publisher, storage: str
) -> None:
    """A browser that keeps nothing has one conversation as long as the page."""
    chat = embed(head=f"<script>{storage}</script>").open()
    chat.ask_and_wait("one")
    chat.ask_and_wait("two")
    assert publisher.script.sessions == 1
    chat.choose("Delete this conversation")
    chat.page.get_by_role("button", name="Delete", exact=True).click()
    expect(chat.readers).to_have_count(0)
    assert len(publisher.script.deleted) == 1
    chat.ask_and_wait("three")
    assert publisher.script.sessions == 2


def test_answer_that_is_cut_off_is_an_outage(
    embed: Visit, publisher: Publisher
) -> None:
    """A response that breaks off is told like a server that is away."""
    chat = embed().open()
    chat.page.route("**/session", lambda route: route.fulfill(body='{"tok'))
    chat.ask("hello")
    expect(chat.readers).to_contain_text("Not sent.")
    expect(chat.banner).to_contain_text("cannot be reached")
    chat.page.unroute("**/session")
    chat.readers.last.get_by_role("button", name="Try again").click()
    expect(chat.replies).to_have_count(1)


def test_nothing_is_lost_when_the_conversation_expires(
    embed: Visit, publisher: Publisher
) -> None:
    """Two messages sent at once into an expired conversation are both asked anew."""
    chat = embed().open()
    chat.ask_and_wait("hello")
    chat.expire()
    chat.ask("one")
    chat.ask("two")
    expect(chat.notice).to_contain_text("has expired")
    expect(chat.readers).to_have_text(["You: one", "You: two"])
    expect(chat.replies).to_have_count(2)
    assert publisher.script.sessions == 2


def test_fallback_is_legible_in_the_banner(embed: Visit, publisher: Publisher) -> None:
    """The fallback's links have the banner's colour, whatever the page gives them."""
    publisher.script.refuse["about"] = (502, {})
    chat = embed(
        head="<style>a { color: #00e !important }</style>", color_scheme="dark"
    )
    chat.open()
    expect(chat.fallback).to_be_visible()
    expect(chat.fallback).to_have_css("color", "rgb(232, 237, 241)")


@pytest.mark.parametrize("path", ["history", "about"])
def test_too_many_requests_are_no_outage(
    embed: Visit, publisher: Publisher, path: str
) -> None:
    """A server that asks for a slower pace is there, and is asked again."""
    chat = embed().open()
    chat.ask_and_wait("hello")
    error = {"code": "too_fast", "retry_after": 1}
    publisher.script.refuse[path] = (429, {"error": error})
    chat.page.reload()
    said = chat.listen()
    with chat.page.expect_response(f"**/{path}*"):
        chat.open()
    chat.ask_and_wait("hello again")
    assert [text for _, text in said()] == ["Assistant. Yes."]
    publisher.script.history = [{"from": "assistant", **reply("From before.")}]
    publisher.script.refuse.clear()
    if path == "history":
        expect(chat.replies).to_have_text(["Assistant: From before."])
    else:
        expect(chat.page.get_by_text("One?")).to_be_attached()
