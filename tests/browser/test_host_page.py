"""The element in pages of others: their policies, their CSS, their scripts."""

from typing import Any

import pytest
from playwright.sync_api import expect

from ops.stand import Stand
from tests.browser.chat import Chat, requested
from tests.browser.conftest import Visit
from tests.browser.publisher import CHANNEL, ORIGIN, Publisher, reply

HOSTILE = """<style>
html, body { display: block !important; font-size: 62.5% !important; }
* { display: none !important; }
:not(html, body) { all: unset; font: 60px/4 fantasy !important; color: red !important;
  background: lime !important; opacity: .1 !important;
  letter-spacing: 1em !important; text-transform: uppercase !important;
  visibility: hidden !important; position: static !important; float: left !important;
  padding: 99px !important; border: 9px solid !important; box-sizing: content-box;
  width: 1px !important; pointer-events: none !important; transform: scale(.1); }
button, textarea, p, a { all: unset; content: "no" !important; }
.panel, .launcher, .log, [hidden] { display: none !important; }
</style>"""


# What Safari before 15.4 or 16.4, or Chrome before 94, does not have.
YOUNGER = """
for (const [owner, ...names] of [
  [ShadowRoot.prototype, "adoptedStyleSheets"],
  [Document.prototype, "adoptedStyleSheets", "fragmentDirective"],
  [Object, "hasOwn", "groupBy"], [Crypto.prototype, "randomUUID"],
  [Array.prototype, "at", "findLast", "toSorted"],
  [String.prototype, "at", "replaceAll"], [AbortSignal, "any", "timeout"],
  [window, "BroadcastChannel", "structuredClone", "scheduler", "navigation"],
  [HTMLElement.prototype, "popover", "inert", "checkVisibility"],
]) for (const name of names) delete owner[name];
"""


LOOK = """(root) => [...root.shadowRoot.querySelectorAll("*")].map((element) => {
  const style = getComputedStyle(element);
  return [element.tagName, element.className.toString(), ...[
    "display", "visibility", "opacity", "color", "background-color", "font-size",
    "font-family", "letter-spacing", "text-transform", "direction", "width", "height",
    "padding", "border", "pointer-events", "transform"].map((name) => style[name])
  ].join(" | ");
})"""


EVENTS = """(element) => {
  window.events = [];
  for (const type of ["open", "close", "message"])
    element.addEventListener(type, ({detail}) => events.push([type, detail]));
}"""


def conversation(chat: Chat, publisher: Publisher) -> Chat:
    """The element with something said in it."""
    button = {"title": "More?", "payload": "/a"}
    publisher.script.turns = [
        [
            reply(
                "Yes.\n• One\n\nSource: section 7.4 A",
                sections=["7.4"],
                buttons=[button],
            )
        ]
    ]
    chat.open().ask_and_wait("hello")
    chat.element.evaluate("(e) => e.shadowRoot.activeElement.blur()")
    return chat


def test_strict_policy_needs_only_what_is_documented(
    embed: Visit, publisher: Publisher, stand: Stand
) -> None:
    """With script-src and connect-src for the assistant the policy blocks nothing."""
    policy = (
        f"default-src 'none'; script-src {stand.url}; connect-src {ORIGIN}; "
        "base-uri 'none'; form-action 'none'; report-uri /report; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    chat = embed(headers={"Content-Security-Policy": policy})
    conversation(chat, publisher)
    expect(chat.panel).to_have_css("display", "flex")
    expect(chat.replies.locator(".bubble")).to_have_css(
        "border-radius", "16px 16px 16px 4.8px"
    )
    blocked = "fetch('/report', {method: 'POST', body: '{}'}).then(() => true)"
    assert chat.page.evaluate(blocked)  # reports arrive where the messages do
    assert publisher.script.asked == [{"text": "hello"}, {}]


def test_browser_of_2021_looks_and_works_the_same(
    embed: Visit, publisher: Publisher, stand: Stand
) -> None:
    """Without what came after 2021 the look comes as a file, policy or not."""
    policy = (
        f"default-src 'none'; script-src {stand.url}; style-src {stand.url}; "
        f"connect-src {ORIGIN}"
    )
    chat = embed(headers={"Content-Security-Policy": policy})
    chat.page.context.add_init_script(YOUNGER)
    with chat.page.expect_response("**/styles.css"):
        chat.page.reload()
    conversation(chat, publisher)
    expect(chat.panel).to_have_css("display", "flex")
    expect(chat.replies.get_by_role("link", name="7.4")).to_be_visible()


def test_hostile_styles_do_not_reach_in(embed: Visit, publisher: Publisher) -> None:
    """Whatever the page's CSS says of everything, the widget looks the same."""
    still = {"reduced_motion": "reduce"}
    plain = conversation(embed(**still), publisher).element.evaluate(LOOK)
    hostile = conversation(embed(head=HOSTILE, **still), publisher)
    expect(hostile.page.locator("h1")).to_be_hidden()
    assert hostile.element.evaluate(LOOK) == plain
    expect(hostile.field).to_be_editable()


def test_events_tell_what_happens_and_no_word(
    embed: Visit, publisher: Publisher
) -> None:
    """`open`, `message` and `close` come in order, without text."""
    publisher.script.turns = [[reply("See 7.4.", sections=["7.4"])]]
    chat = embed()
    chat.element.evaluate(EVENTS)
    chat.open()
    chat.ask_and_wait("a secret word")
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    answer = {"from": "assistant", "kind": "answer", "level": None, "sections": ["7.4"]}
    assert chat.page.evaluate("JSON.parse(JSON.stringify(events))") == [
        ["open", None],
        ["message", {"from": "reader"}],
        ["message", answer],
        ["close", None],
    ]


def test_attributes_hold_from_the_start_and_when_changed(embed: Visit) -> None:
    """`open`, `heading`, `strings` and `position` do what the table says, at once."""
    strings = """strings='{"send": "Go", "heading": "Not this"}'"""
    chat = embed(f'open heading="Ask us" {strings}')
    title = chat.panel.get_by_role("heading", level=2)
    expect(chat.panel).to_be_visible()
    expect(title).to_have_text("Ask us")
    expect(chat.panel.get_by_role("button", name="Go")).to_be_visible()
    chat.element.evaluate("(e) => { e.setAttribute('heading', 'Ask them'); }")
    expect(title).to_have_text("Ask them")
    chat.element.evaluate("(e) => { e.strings = {send: 'Off'}; }")
    expect(chat.panel.get_by_role("button", name="Off")).to_be_visible()
    width = chat.page.viewport_size["width"]
    assert place(chat)["x"] > width / 2
    chat.element.evaluate("(e) => { e.setAttribute('position', 'start'); }")
    assert place(chat)["x"] < width / 2
    chat.element.evaluate("(e) => { e.open = false; }")
    expect(chat.panel).to_be_hidden()
    expect(chat.element).not_to_have_attribute("open", "")
    chat.element.evaluate("(e) => { e.setAttribute('position', 'inline'); }")
    expect(chat.panel).to_be_visible()
    expect(chat.launcher).to_be_hidden()
    assert chat.element.evaluate("(e) => e.open")
    chat.element.evaluate("(e) => { e.hidden = true; }")
    expect(chat.panel).to_be_hidden()


def place(chat: Chat) -> Any:
    """Where the panel stands."""
    return chat.panel.bounding_box()


def test_moved_element_keeps_its_conversation(
    embed: Visit, publisher: Publisher
) -> None:
    """Moved in the page, even with an answer on its way, it goes on as before."""
    publisher.script.turns = [[reply("First."), reply("Second.")]]
    publisher.script.gate.clear()
    chat = embed(body="<div id=other></div>").open()
    chat.ask("hello")
    expect(chat.replies).to_have_count(1)
    chat.element.evaluate("(e) => other.append(e)")
    publisher.script.history = [
        {"from": "assistant", **reply(text)}
        for text in ("First.", "Second.", "Said in another tab.")
    ]
    publisher.script.gate.set()
    expect(chat.replies).to_have_count(3)
    expect(chat.replies.last).to_have_text("Assistant: Said in another tab.")
    expect(chat.panel).to_be_visible()
    chat.ask_and_wait("still there?")
    expect(chat.launcher).to_have_count(1)


def test_removed_element_can_come_back(embed: Visit, publisher: Publisher) -> None:
    """Taken out with an answer on its way it fails nothing; back, it is up to date."""
    publisher.script.turns = [[reply("First."), reply("Second.")]]
    publisher.script.gate.clear()
    chat = embed().open()
    chat.ask("hello")
    expect(chat.replies).to_have_count(1)
    chat.element.evaluate("(e) => { window.kept = e; e.remove(); }")
    expect(chat.panel).to_have_count(0)
    publisher.script.gate.set()
    chat.page.evaluate(
        "['online', 'offline', 'resize'].forEach((type) => "
        "dispatchEvent(new Event(type)))"
    )
    publisher.script.history = [
        {"from": "assistant", **reply(text)}
        for text in ("First.", "Second.", "Said in another tab.")
    ]
    chat.page.evaluate("document.body.append(kept)")
    expect(chat.replies.last).to_have_text("Assistant: Said in another tab.")
    chat.ask_and_wait("still there?")


@pytest.mark.parametrize("attributes", ["", "open", "position=inline"])
def test_nothing_is_loaded_twice(
    embed: Visit, publisher: Publisher, attributes: str
) -> None:
    """A panel asks for the conversation and for what it opens with once."""
    kept = f"""<script>localStorage["why-chat:{CHANNEL}"] =
      '{{"token": "t", "until": 9e15}}'</script>"""
    chat = embed(attributes, head=kept)
    asked = requested(chat.page)
    with chat.page.expect_response("**/history") as history:
        chat.page.reload()
        if not attributes:
            chat.open()
    history.value.finished()
    expect(chat.page.get_by_role("button", name="One?")).to_be_visible()
    chat.ask_and_wait("hello")
    names = [
        url.rpartition("/")[2].partition("?")[0] for url in asked if "channel" in url
    ]
    assert sorted(names) == ["about", "history", "messages"]
