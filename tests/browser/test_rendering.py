"""Text is shown as text, whatever it is, and stays inside the panel."""

from typing import Any

import pytest
from playwright.sync_api import expect

from ops.stand import Stand
from tests.browser.chat import Chat
from tests.browser.conftest import Visit
from tests.browser.publisher import Publisher, reply

NARROW = {"viewport": {"width": 320, "height": 640}}
# Each sets `ran` should it ever be executed.
ATTACKS = [
    "<script>ran=1</script>",
    "<img src=x onerror=ran=1>",
    '"><img src=x onerror=ran=1>',
    "<svg onload=ran=1>",
    "<svg><script>ran=1</script></svg>",
    '<iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
    "<iframe src=javascript:parent.ran=1>",
    "<a href=javascript:ran=1>x</a>",
    "<a href='https://a.test' onclick=ran=1>x</a>",
    "<details open ontoggle=ran=1>",
    "<style>* { display: none !important }</style>",
    "<meta http-equiv=refresh content='0;url=javascript:ran=1'>",
    "<base href=//a.test>",
    "<math><mtext><style><img src=x onerror=ran=1></style>",
    "<template><img src=x onerror=ran=1></template>",
    "</textarea></p></li><img src=x onerror=ran=1>",
    "&lt;img src=x onerror=ran=1&gt;",
    "&#60;img src=x onerror=ran=1&#62;",
    "javascript:ran=1",
    "JaVaScRiPt:ran=1",
    "java\tscript:ran=1",
    "javascript://a.test/%0aran=1",
    "data:text/html,<script>ran=1</script>",
    "vbscript:ran=1",
    "blob:https://a.test/1",
    "[click](javascript:ran=1)",
    "![x](x' onerror='ran=1)",
    "https://a.test/\"onmouseover=\"ran=1",
    "https://a.test/'onmouseover='ran=1",
    "https://a.test/<img src=x onerror=ran=1>",
    "https://javascript:ran=1@a.test/",
    "• <img src=x onerror=ran=1>",
    "${ran=1} {{ran=1}} #{ran=1} <%ran=1%>",
    "{{constructor.constructor('ran=1')()}}",
    "{seconds} {number} {titles} __proto__ constructor",
    "\u202e<img src=x onerror=ran=1>\u2066",
]  # fmt: skip
PARTS = {"LI", "DIV", "P", "SPAN", "UL", "A", "BUTTON", "svg", "path"}
TAGS = "(log) => [...new Set([...log.querySelectorAll('*')].map((e) => e.tagName))]"
HANDLERS = """(root) => [...root.shadowRoot.querySelectorAll("*")]
  .flatMap((element) => element.getAttributeNames())
  .filter((name) => name.startsWith("on") || name === "srcdoc")"""
LINKS = """(root) => [...root.shadowRoot.querySelectorAll("a[href]")]
  .map(({href}) => new URL(href).protocol)"""


def assert_harmless(chat: Chat) -> None:
    """Nothing ran, and the page holds no element, handler or link that could."""
    parts = chat.page.locator(".messages").evaluate(TAGS)
    assert set(parts) <= PARTS
    assert chat.element.evaluate(HANDLERS) == []
    assert set(chat.element.evaluate(LINKS)) <= {"http:", "https:"}
    assert chat.page.evaluate("typeof ran") == "undefined"


def test_attack_in_bot_text_stays_text(embed: Visit, publisher: Publisher) -> None:
    """Markup, schemes and templates in a reply are shown and do nothing."""
    publisher.script.history = [
        {"from": "assistant", **reply(attack)} for attack in ATTACKS
    ]
    publisher.script.turns = [[reply("And now?")]]
    chat = embed().open()
    chat.ask_and_wait("hello")
    chat.page.reload()
    chat.open()
    expect(chat.replies).to_have_count(len(ATTACKS))
    for attack, shown in zip(ATTACKS, chat.replies.all()):
        text = attack.removeprefix("• ")
        assert shown.text_content() == f"Assistant: {text}"
    assert_harmless(chat)


def test_attack_in_reader_text_stays_text(embed: Visit, publisher: Publisher) -> None:
    """What the reader types is sent and shown as typed."""
    chat = embed().open()
    attacks = [attack for attack in ATTACKS if "\t" not in attack]
    for place, attack in enumerate(attacks):
        chat.ask(attack)
        expect(chat.replies).to_have_count(place + 1)
        assert chat.readers.last.text_content() == f"You: {attack}"
    assert publisher.script.asked == [{"text": attack} for attack in attacks]
    assert_harmless(chat)


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_in_what_stands_around_stays_text(
    embed: Visit, publisher: Publisher, attack: str
) -> None:
    """Choices, sources, kinds, first questions and the contact link are text too."""
    button = {"title": attack, "payload": attack}
    publisher.script.about = {"title": attack, "whatsapp": attack, "starters": [attack]}
    publisher.script.turns = [
        [
            reply(
                f"Text.\n\nSource: section 1.1 {attack}",
                attack,
                sections=["1.1", attack],
                level=attack,
                buttons=[button],
            ),
            reply(f"Text.\n\nSource: section 1.1 {attack}", sections=["1.1"]),
            reply("Alert.", "alert", level=attack),
        ]
    ]
    chat = embed().open()
    expect(chat.page.locator(".welcome button")).to_have_count(1)
    assert chat.page.locator(".welcome button").text_content() == attack
    chat.ask("hello")
    expect(chat.replies).to_have_count(3)
    assert chat.page.locator(".assistant .choices").text_content() == attack
    chat.page.get_by_role("button", name="More").click()
    assert_harmless(chat)


@pytest.mark.parametrize("name", ["server", "article"])
def test_address_of_another_scheme_is_ignored(
    embed: Visit, stand: Stand, name: str
) -> None:
    """`server` and `article` are http or https, or as if they were not given."""
    chat = embed(f"{name}='javascript:ran=1//'", server=None).open()
    answer = chat.ask_and_wait("which foods contain magnesium?")
    link = answer.get_by_role("link", name="7.4")
    address = link.get_attribute("href") or ""
    assert address.partition(":~:")[0] == f"{stand.url}/article#s-7.4"
    assert_harmless(chat)


LAYOUTS: dict[str, str] = {
    "long word": "w" * 800,
    "long address": "https://a.test/" + "path" * 200,
    "long chemical name": "Methionylthreonylthreonyl" * 30,
    "emoji": "😬👩‍👩‍👧‍👦🏳️‍🌈" * 80,
    "right to left": "لماذا يرتعش كتفي؟ " * 20,
    "right to left word": "لماذايرتعشكتفي" * 40,
    "mixed": "Why مرحبا? " + "שלום" * 60,
    "no spaces": "肩がぴくぴくする" * 60,
    "accents": "Z̴̡̛͔a̸l̷g̶o̵" * 60,
    "tall": "line\n" * 200,
    "list": "Two things:\n• " + "w" * 400 + "\n• short",
}


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_odd_text_stays_in_the_panel(
    embed: Visit, publisher: Publisher, layout: str, direction: str
) -> None:
    """At 320 px nothing has to be scrolled sideways, whoever wrote it."""
    text = LAYOUTS[layout]
    heading = text.replace("\n", " ")
    publisher.script.about["starters"] = [heading]
    publisher.script.turns = [
        [
            reply(
                f"{text}\n\nSource: section 7.4 {heading}",
                sections=["7.4"],
                buttons=[{"title": heading[:80], "payload": "/a"}],
            ),
            reply(text, "alert", level="emergency"),
        ]
    ]
    chat = embed(f'dir="{direction}"', **NARROW).open()
    expect(chat.page.locator(".welcome button")).to_be_visible()
    assert chat.too_wide() == []
    chat.field.fill(text)
    assert chat.too_wide() == []
    chat.field.press("Enter")
    expect(chat.replies).to_have_count(2)
    assert chat.too_wide() == []


def test_right_to_left_text_reads_right_to_left(
    embed: Visit, publisher: Publisher
) -> None:
    """Each message takes its direction from its own letters."""
    publisher.script.turns = [[reply("لماذا يرتعش كتفي؟"), reply("Why?")]]
    chat = embed().open()
    chat.ask("שלום")
    expect(chat.replies).to_have_count(2)
    said: Any = chat.page.locator(".bubble p")
    directions = [
        one.evaluate("(e) => getComputedStyle(e).direction") for one in said.all()
    ]
    assert directions == ["rtl", "rtl", "ltr"]


def test_two_hundred_messages(embed: Visit, publisher: Publisher) -> None:
    """A long conversation opens at its end and goes on there."""
    chat = embed(**NARROW).open()
    chat.ask_and_wait("hello")
    publisher.script.history = [
        {"from": "reader", "id": str(n), "text": f"Question {n}?"}
        if n % 2
        else {"from": "assistant", **reply(f"Answer {n}. " * 20, sections=["7.4"])}
        for n in range(200)
    ]
    chat.page.reload()
    chat.open()
    expect(chat.page.locator(".messages > li")).to_have_count(200)
    expect(chat.readers.last).to_be_in_viewport()
    assert chat.too_wide() == []
    chat.ask_and_wait("and now?")
    expect(chat.replies.last).to_be_in_viewport()
    assert chat.too_wide() == []
