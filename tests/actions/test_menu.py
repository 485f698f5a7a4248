"""The menu leads to every answer, page by page."""

import json
import re
from typing import Any

import pytest

from actions.conversation import Conversation
from actions.follow_up import follow
from actions.menu import ActionShowMenu, menu, page_of
from article.content import Content
from article.limits import BUTTON_TITLE_CHARS, BUTTONS_PER_MESSAGE

TAPS = 3
FURTHER = {"title": "More", "payload": "/more"}
TEN = [{"title": str(n), "payload": f"/{n}"} for n in range(10)]
TWENTY = [{"title": str(n), "payload": f"/{n}"} for n in range(20)]


def taps_to_answers(content: Content) -> dict[str, int]:
    """The fewest taps from the menu to each answer, by its button's payload."""
    conversation = Conversation({})
    taps: dict[str, int] = {}
    shown = menu(content).replies
    for tap in range(1, TAPS + 2):
        buttons = [button for reply in shown for button in reply.buttons]
        assert all(len(b["title"]) <= BUTTON_TITLE_CHARS for b in buttons)
        assert all(len(reply.buttons) <= BUTTONS_PER_MESSAGE for reply in shown)
        payloads = [button["payload"] for button in buttons]
        taps |= {p: tap for p in payloads if p.startswith("/ask_") and p not in taps}
        menus = [p for p in payloads if not p.startswith("/ask_")]
        shown = [r for p in menus for r in follow(content, conversation, p).replies]
    return taps


def test_every_answer_is_at_most_three_taps_away(content: Content) -> None:
    """No topic and no question is cut from the menu."""
    taps = taps_to_answers(content)
    assert set(taps) == {f"/ask_{slug}" for slug in content.answers}
    assert max(taps.values()) <= TAPS


@pytest.mark.parametrize(
    ("buttons", "page", "titles"),
    [
        (TEN, 1, "0123456789"),
        (TEN, 2, "9"),
        (TWENTY, 1, "012345678M"),
        (TWENTY, 2, "9 10 11 12 13 14 15 16 17 M"),
        (TWENTY, 3, "18 19"),
        (TWENTY, 4, "012345678M"),
    ],
)
def test_pages(buttons: list[dict[str, str]], page: int, titles: str) -> None:
    """A page has ten buttons at most, the last of them leads on where more follow."""
    expected = titles.split() if " " in titles else list(titles)
    shown = page_of(buttons, page, FURTHER)
    assert [button["title"][:2].rstrip("o") for button in shown] == expected


@pytest.mark.parametrize(
    ("text", "values", "said"),
    [
        ("help", {}, "pick a topic"),
        ("faqs please", {}, "Common questions:"),
        ("Common questions", {}, "Common questions:"),
        ('/help{"page": "2"}', {"page": "2"}, "More topics:"),
        ('/help{"page": "x"}', {"page": "x"}, "pick a topic"),
    ],
)
def test_what_a_request_for_help_shows(
    content: Content, text: str, values: dict[str, Any], said: str
) -> None:
    """A topic asked for by its name is shown at once."""
    entities = [{"entity": name, "value": value} for name, value in values.items()]
    conversation = Conversation({"text": text, "entities": entities})
    (reply,) = ActionShowMenu().respond(content, conversation).replies
    assert said in reply.text


def test_payloads_are_intents_with_entities_in_json(content: Content) -> None:
    """What Rasa executes of a button: an intent, and entities as JSON."""
    for reply in menu(content).replies:
        for button in reply.buttons:
            found = re.fullmatch(r"/\w+(\{.*\})", button["payload"])
            assert found
            assert all(isinstance(v, str) for v in json.loads(found[1]).values())
