"""What the widget can show, each state brought about from the one before."""

from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.publisher import Publisher, reply

PHONE = {"viewport": {"width": 360, "height": 740}}
NARROW = {"viewport": {"width": 320, "height": 640}}
ZOOMED = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
LOOKS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
    "320 px": NARROW,
    "200 % zoom": ZOOMED,
    "forced colours": {"forced_colors": "active"},
}
ANSWER = reply(
    "Two things help:\n• Rest\n• Water\n\nSource: sections 4.1 Rest; 4.2 Water, more",
    sections=["4.1", "4.2"],
    buttons=[{"title": "How long?", "payload": "/a"}],
)
MENU = reply(
    "Pick a topic:",
    "menu",
    buttons=[{"title": f"Topic {n}", "payload": f"/{n}"} for n in range(10)],
)
EMERGENCY = reply("Call for help now.", "alert", level="emergency")
TOO_FAST = {"error": {"code": "too_fast", "retry_after": 7}}
SEE_DOCTOR = reply(
    "Please see a doctor soon.\n\nSource: section 6.1 Signs",
    "alert",
    level="see_doctor",
    sections=["6.1"],
)


def closed(chat: Chat, _: Publisher) -> None:
    expect(chat.launcher).to_be_visible()


def empty(chat: Chat, _: Publisher) -> None:
    chat.open()
    expect(chat.page.get_by_role("button", name="One?")).to_be_visible()


def answered(chat: Chat, publisher: Publisher) -> None:
    publisher.script.turns = [[ANSWER]]
    chat.ask_and_wait("what helps?")


def listed(chat: Chat, publisher: Publisher) -> None:
    publisher.script.turns = [[MENU]]
    chat.ask_and_wait("topics")


def emergency(chat: Chat, publisher: Publisher) -> None:
    publisher.script.turns = [[EMERGENCY]]
    chat.ask_and_wait("my chest hurts")


def see_doctor(chat: Chat, publisher: Publisher) -> None:
    publisher.script.turns = [[SEE_DOCTOR]]
    chat.ask_and_wait("my arm is numb")


def writing(chat: Chat, publisher: Publisher) -> None:
    publisher.script.gate.clear()
    chat.ask("hello")
    expect(chat.dots).to_be_visible()


def failed(chat: Chat, publisher: Publisher) -> None:
    publisher.script.gate.set()
    publisher.script.refuse["messages"] = (502, {})
    chat.ask("hello")
    expect(chat.readers.last).to_contain_text("Not sent.")
    expect(chat.banner).to_be_visible()


def too_fast(chat: Chat, publisher: Publisher) -> None:
    publisher.script.refuse["messages"] = (429, TOO_FAST)
    chat.ask("again")
    expect(chat.readers.last).to_contain_text("That was too fast.")


def offline(chat: Chat, _: Publisher) -> None:
    chat.page.context.set_offline(True)
    expect(chat.banner).to_contain_text("You are offline")


def expired_slow_and_failed(chat: Chat, publisher: Publisher) -> None:
    publisher.script.refuse.clear()
    chat.page.context.set_offline(False)
    expect(chat.banner).to_be_hidden()
    expect(chat.dots).to_be_hidden()
    chat.expire()
    publisher.script.turns = [[reply("I am sorry, I cannot look that up.", "notice")]]
    publisher.script.gate.clear()
    chat.ask("hello?")
    expect(chat.notice).to_contain_text("has expired")
    expect(chat.all_replies.last).to_contain_text("I am sorry")
    chat.page.clock.fast_forward(9_000)
    expect(chat.slow).to_be_visible()


def inline(chat: Chat, publisher: Publisher) -> None:
    publisher.script.gate.set()
    chat.element.evaluate("(e) => { e.setAttribute('position', 'inline'); }")
    expect(chat.panel).to_have_attribute("role", "region")


def right_to_left(chat: Chat, publisher: Publisher) -> None:
    chat.page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
    answered(chat, publisher)
    emergency(chat, publisher)


def menu_open(chat: Chat, _: Publisher) -> None:
    chat.page.get_by_role("button", name="More").click()
    expect(chat.page.locator(".menu")).to_be_visible()


def asked_whether_to_delete(chat: Chat, _: Publisher) -> None:
    chat.page.get_by_role("button", name="Delete this conversation").click()
    expect(chat.page.locator(".sure")).to_be_visible()


# Each leads on from the one before.
STATES = [
    closed, empty, answered, listed, emergency, see_doctor, writing, failed,
    too_fast, offline, expired_slow_and_failed, menu_open, asked_whether_to_delete,
    inline, right_to_left,
]  # fmt: skip
