"""The widget when the server is slow, away, new, or wants no more for now."""

import json
import os
import signal

from playwright.sync_api import Route, expect

from ops.stand import Stand
from tests.browser.conftest import Visit
from tests.browser.publisher import Publisher

MAGNESIUM = "which foods contain magnesium?"


def test_slow_answer_is_explained(visit: Visit, stand: Stand) -> None:
    """After eight seconds without an answer the reader is told it takes longer."""
    chat = visit()
    chat.page.clock.install()
    chat.open()
    os.killpg(stand.actions.process.pid, signal.SIGSTOP)
    try:
        chat.ask(MAGNESIUM)
        expect(chat.dots).to_be_visible()
        chat.page.clock.fast_forward(9_000)
        expect(chat.slow).to_be_visible()
    finally:
        os.killpg(stand.actions.process.pid, signal.SIGCONT)
    expect(chat.replies).to_have_count(1)
    expect(chat.slow).to_be_hidden()


def test_offline_message_goes_out_when_back(visit: Visit) -> None:
    """A message typed without a connection is sent once there is one."""
    chat = visit().open()
    chat.page.context.set_offline(True)
    expect(chat.banner).to_contain_text("You are offline")
    chat.ask(MAGNESIUM)
    expect(chat.readers.last).to_contain_text("Not sent.")
    chat.page.context.set_offline(False)
    expect(chat.replies).to_have_count(1)
    expect(chat.banner).to_be_hidden()
    expect(chat.readers).to_have_text([f"You: {MAGNESIUM}"])


def test_resending_never_asks_twice(visit: Visit) -> None:
    """When only the answer got lost, trying again fetches it."""
    chat = visit().open()

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    chat.page.route("**/webhooks/web/messages", lose)
    chat.ask(MAGNESIUM)
    expect(chat.readers.last).to_contain_text("Not sent.")
    chat.readers.last.get_by_role("button", name="Try again").click()
    expect(chat.replies).to_have_count(1)
    expect(chat.readers).to_have_text([f"You: {MAGNESIUM}"])


def test_restarted_server_is_survived(visit: Visit, stand: Stand) -> None:
    """A restart in the middle loses no word and no thread."""
    chat = visit().open()
    chat.ask_and_wait(MAGNESIUM)
    stand.rasa.stop()
    try:
        chat.ask("and potassium?")
        expect(chat.readers.last).to_contain_text("Not sent.")
        expect(chat.banner).to_contain_text("cannot be reached")
        expect(chat.fallback).to_be_visible()
    finally:
        stand.restart_rasa()
    chat.readers.last.get_by_role("button", name="Try again").click()
    expect(chat.replies).to_have_count(2)
    expect(chat.replies.last).to_contain_text("bananas")
    expect(chat.banner).to_be_hidden()


def test_expired_conversation_makes_room_for_a_new_one(
    visit: Visit, stand: Stand
) -> None:
    """A token past its time leads to a new conversation and a small notice."""
    chat = visit()
    kept = json.dumps({"token": "old", "until": 1})
    key = f"why-chat:{stand.url}/"
    chat.page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [key, kept])
    chat.open()
    expect(chat.notice).to_contain_text("has expired")
    expect(chat.ask_and_wait(MAGNESIUM)).to_contain_text("leafy")


def test_token_the_server_refuses_is_replaced(visit: Visit, stand: Stand) -> None:
    """A message under a refused token is sent again under a fresh one."""
    chat = visit().open()
    menu = chat.ask_and_wait("show me the menu")
    key = f"why-chat:{stand.url}/"
    kept = json.dumps({"token": "a.b.c", "until": 9e15})
    chat.page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [key, kept])
    menu.get_by_role("button", name="Electrolytes").click()
    expect(chat.notice).to_contain_text("has expired")
    expect(chat.readers).to_have_text(["You: Electrolytes"])
    expect(chat.replies).to_have_count(1)


def test_too_fast_says_when_to_try_again(embed: Visit, publisher: Publisher) -> None:
    """A refused message stays, with the time to wait."""
    error = {"code": "too_fast", "message": "-", "retry_after": 7}
    publisher.script.refuse["messages"] = (429, {"error": error})
    chat = embed().open()
    chat.ask("hello")
    expect(chat.readers.last).to_contain_text("Try again in 7 seconds.")
    publisher.script.refuse.clear()
    chat.readers.last.get_by_role("button", name="Try again").click()
    expect(chat.replies).to_have_count(1)
