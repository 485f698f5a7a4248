"""Choices below a reply, and when they have had their time."""

from playwright.sync_api import Locator, expect

from tests.browser.chat import Chat
from tests.browser.conftest import Visit
from tests.browser.publisher import Publisher, reply

YES_NO = [{"title": "Yes", "payload": "/yes"}, {"title": "No", "payload": "/no"}]


def choices(chat: Chat, place: int) -> Locator:
    return chat.replies.nth(place).locator(".choices button")


def test_choices_are_over_once_one_was_taken(
    embed: Visit, publisher: Publisher
) -> None:
    """A reply's choice is taken once; another reply's choices stay."""
    publisher.script.turns = [
        [reply("Is it new?", buttons=YES_NO), reply("Is it old?", buttons=YES_NO)]
    ]
    chat = embed().open()
    chat.ask("hello")
    expect(chat.replies).to_have_count(2)
    choices(chat, 0).first.click()
    for button in choices(chat, 0).all():
        expect(button).to_be_disabled()
    expect(choices(chat, 1).first).to_be_enabled()
    expect(chat.replies).to_have_count(3)
    assert publisher.script.asked[1:] == [{"button": "/yes"}]


def test_choices_are_over_after_a_reload(embed: Visit, publisher: Publisher) -> None:
    """What was tapped before a reload cannot be tapped again after it."""
    publisher.script.turns = [[reply("Is it new?", buttons=YES_NO)]]
    chat = embed().open()
    chat.ask_and_wait("hello")
    publisher.script.history = [
        {"from": "reader", "id": "1", "text": "hello"},
        {"from": "assistant", **reply("Is it new?", buttons=YES_NO)},
        {"from": "reader", "id": "2", "text": "Yes"},
        {"from": "assistant", **reply("Is it old?", buttons=YES_NO)},
    ]
    chat.page.reload()
    chat.open()
    expect(choices(chat, 0).first).to_be_disabled()
    expect(choices(chat, 1).first).to_be_enabled()


def test_self_check_goes_on_with_its_latest_question(
    embed: Visit, publisher: Publisher
) -> None:
    """An answer in words leaves no earlier question of the self-check to tap."""
    publisher.script.turns = [
        [reply("Sign 1 of 2?", "self_check", buttons=YES_NO)],
        [reply("A side remark."), reply("Sign 1 of 2?", "self_check", buttons=YES_NO)],
    ]
    chat = embed().open()
    chat.ask_and_wait("check me")
    expect(choices(chat, 0).first).to_be_enabled()
    chat.ask("what is an emg?")
    expect(chat.replies).to_have_count(3)
    expect(choices(chat, 0).first).to_be_disabled()
    expect(choices(chat, 2).first).to_be_enabled()
