"""WCAG 2.2 AA, state by state, and the widget without a mouse or without sight."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.conftest import Visit
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
UNREACHABLE = "The assistant cannot be reached just now."
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
SIZES = """(root) => [...root.shadowRoot.querySelectorAll("button, .sources a")]
  .filter((element) => element.offsetParent)
  .map((element) => [element.textContent || element.title,
    Math.min(...Object.values(element.getBoundingClientRect().toJSON()).slice(2, 4))])
  .filter(([, size]) => size < 24)"""


@pytest.mark.parametrize("look", LOOKS)
def test_no_violation_in_any_state(
    embed: Visit, publisher: Publisher, look: str
) -> None:
    """Whatever is shown, axe finds nothing, targets are 24 px, nothing overflows."""
    options: dict[str, Any] = LOOKS[look]
    chat = embed(**options)
    chat.page.clock.install()
    found = []
    for state in STATES:
        state(chat, publisher)
        found += [(state.__name__, problem) for problem in chat.problems()]
        found += [(state.__name__, small) for small in chat.element.evaluate(SIZES)]
        found += [(state.__name__, wide) for wide in chat.too_wide()]
    assert found == []


@pytest.mark.parametrize("path", ["/", "/article"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_own_pages_have_no_violation(visit: Visit, path: str, scheme: str) -> None:
    """The demo page and the article page pass axe-core, open menu and all."""
    chat = visit(path, color_scheme=scheme)
    expect(chat.page.get_by_role("heading").first).to_be_visible()
    for summary in chat.page.locator("summary").all():
        summary.click()
    assert chat.problems() == []


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


def test_zoomed_panel_keeps_its_size(embed: Visit) -> None:
    """Pinching to enlarge the panel does not shrink it, a keyboard does."""
    chat = embed(has_touch=True, is_mobile=True, **PHONE).open()
    session = chat.page.context.new_cdp_session(chat.page)
    size = "e => e.getBoundingClientRect().height"
    before = chat.panel.evaluate(size)
    session.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 2})
    chat.page.wait_for_function("visualViewport.scale === 2")
    chat.page.evaluate("new Promise(requestAnimationFrame)")
    assert chat.panel.evaluate(size) == before
    chat.page.evaluate(
        """() => {
          Object.defineProperty(visualViewport, "scale", {value: 1});
          Object.defineProperty(visualViewport, "height", {value: 400});
          visualViewport.dispatchEvent(new Event("resize"));
        }"""
    )
    assert chat.panel.evaluate(size) == 400


def test_what_a_screen_reader_is_told(embed: Visit, publisher: Publisher) -> None:
    """Each reply is announced once with its choices; an alert at once, by its word."""
    publisher.script.turns = [[ANSWER], [EMERGENCY, SEE_DOCTOR]]
    chat = embed().open()
    said = chat.listen()
    chat.ask_and_wait("what helps?")
    told = said()
    assert [role for role, _ in told] == ["polite"]
    assert told[0][1].startswith("Assistant. Two things help:")
    assert told[0][1].endswith("Choices: How long?")
    chat.ask_and_wait("my chest hurts")
    expect(chat.replies).to_have_count(3)
    assert said()[1:] == [
        ["alert", "Emergency. Call for help now."],
        ["alert", f"See a doctor. {SEE_DOCTOR['text']}"],
    ]


def test_history_and_own_words_are_not_announced(
    visit: Visit, publisher: Publisher
) -> None:
    """A reload reads nothing out again; a failure and its cause are told, once."""
    chat = visit().open()
    chat.ask_and_wait("what is bfs?")
    chat.page.reload()
    said = chat.listen()
    chat.open()
    expect(chat.replies).to_have_count(1)
    assert said() == []
    chat.page.route("**/webhooks/web/messages", lambda route: route.abort())
    chat.ask("hello")
    expect(chat.readers.last).to_contain_text("Not sent.")
    expect(chat.banner).to_be_visible()
    told = [["polite", "Not sent."], ["polite", UNREACHABLE]]
    assert said() == told
    chat.readers.last.get_by_role("button", name="Try again").click()
    expect(chat.dots).to_be_hidden()
    assert said() == [*told, told[0]]


def test_loss_of_the_connection_is_announced(embed: Visit) -> None:
    """That the reader is offline is told once, inside the panel."""
    chat = embed(**PHONE).open()
    said = chat.listen()
    chat.page.context.set_offline(True)
    expect(chat.banner).to_be_visible()
    told = "You are offline. What you send goes out when you are back."
    assert said() == [["polite", told]]
    inside = "(e) => [...e.querySelectorAll('[aria-live], [role=alert]')].length"
    assert chat.panel.evaluate(inside) == 2
    chat.page.context.set_offline(False)
    expect(chat.banner).to_be_hidden()


def test_alerts_are_read_one_by_one(embed: Visit) -> None:
    """A second alert does not make a screen reader repeat the first."""
    chat = embed().open()
    urgent = chat.panel.locator("[role=alert]")
    expect(urgent).to_have_attribute("aria-atomic", "false")


@pytest.mark.parametrize(
    ("scheme", "theme"),
    [("light", ""), ("dark", ""), ("light", "dark"), ("dark", "light")],
)
def test_alerts_look_like_alerts(
    embed: Visit, publisher: Publisher, scheme: str, theme: str
) -> None:
    """An alert has a drawing, a word and a colour of its own; themes can be forced."""
    chat = embed(f'theme="{theme}"' if theme else "", color_scheme=scheme)
    empty(chat, publisher)
    emergency(chat, publisher)
    see_doctor(chat, publisher)
    colours = set()
    for place, word in enumerate(("Emergency", "See a doctor")):
        alert = chat.replies.nth(place)
        expect(alert.locator(".word svg")).to_be_visible()
        expect(alert.locator(".word")).to_have_text(word)
        colours.add(
            alert.locator(".bubble").evaluate(
                "e => getComputedStyle(e).backgroundColor"
            )
        )
    assert len(colours) == 2
    panel = chat.panel.evaluate("e => getComputedStyle(e).backgroundColor")
    dark = (theme or scheme) == "dark"
    assert panel == ("rgb(27, 35, 42)" if dark else "rgb(255, 255, 255)")
    assert chat.problems() == []


def test_no_motion_for_those_who_want_none(embed: Visit, publisher: Publisher) -> None:
    """With reduced motion nothing moves."""
    publisher.script.gate.clear()
    chat = embed(reduced_motion="reduce").open()
    chat.ask("hello")
    expect(chat.dots).to_be_visible()
    moving = chat.element.evaluate("e => e.shadowRoot.getAnimations().length")
    assert moving == 0
    publisher.script.gate.set()
