"""WCAG 2.2 AA, state by state, and the widget without a mouse or without sight."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.publisher import Publisher
from tests.browser.states import (
    ANSWER,
    EMERGENCY,
    LOOKS,
    PHONE,
    SEE_DOCTOR,
    STATES,
    emergency,
    empty,
    see_doctor,
)

UNREACHABLE = "The assistant cannot be reached just now."
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
