"""Texts and messages keep to the lengths WhatsApp takes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article.limits import (
    BUTTON_ID_CHARS,
    BUTTON_TITLE_CHARS,
    INTERACTIVE_BODY_CHARS,
    LIST_BUTTON_CHARS,
    LIST_ROWS,
    REPLY_BUTTONS,
    ROW_DESCRIPTION_CHARS,
    ROW_ID_CHARS,
    ROW_TITLE_CHARS,
    SECTION_TITLE_CHARS,
    TEXT_CHARS,
)
from bot.channels.reply import Button, Reply
from bot.channels.whatsapp.choices import tap_id
from bot.channels.whatsapp.lengths import cut, split, units
from bot.channels.whatsapp.outbound import Payload, parts_of


@given(st.text(max_size=300), st.integers(2, 40))
def test_cut_and_split_keep_the_limit(text: str, most: int) -> None:
    """Cut and split texts fit, and a split loses nothing but white space."""
    assert units(cut(text, most)) <= most
    parts = split(text, most)
    assert all(0 < units(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("See Dr. Miller today. Then rest well.", "See Dr. Miller today."),
        ("Take foods, e.g. Spinach now. Then rest.", "Take foods, e.g. Spinach now."),
        ("Rest now. It is 5 vs. Ten days of pain.", "Rest now."),
        ('He said "stop." Then he left the room.', 'He said "stop."'),
        ("It helps approx. half of you. Then rest.", "It helps approx. half of you."),
        ("Rest first.\n1. Sleep well and eat well.", "Rest first."),
        ("Eat vitamin D. Then go for a short walk.", "Eat vitamin D."),
    ],
)
def test_split_at_the_end_of_a_sentence(text: str, first: str) -> None:
    """A title, an abbreviation or a list's number ends no sentence."""
    assert split(text, 32)[0] == first


def check(payload: Payload) -> None:
    if payload["type"] == "text":
        assert 1 <= units(payload["text"]["body"]) <= TEXT_CHARS
        return
    interactive = payload["interactive"]
    assert 1 <= units(interactive["body"]["text"]) <= INTERACTIVE_BODY_CHARS
    action = interactive["action"]
    if interactive["type"] == "button":
        choices = [button["reply"] for button in action["buttons"]]
        most, title_chars, id_chars = REPLY_BUTTONS, BUTTON_TITLE_CHARS, BUTTON_ID_CHARS
    else:
        assert 1 <= units(action["button"]) <= LIST_BUTTON_CHARS
        sections = action["sections"]
        assert all(units(s.get("title", "")) <= SECTION_TITLE_CHARS for s in sections)
        choices = [row for section in sections for row in section["rows"]]
        most, title_chars, id_chars = LIST_ROWS, ROW_TITLE_CHARS, ROW_ID_CHARS
    assert 1 <= len(choices) <= most
    for name, chars in (("title", title_chars), ("id", id_chars)):
        values = [choice[name] for choice in choices]
        assert len(set(values)) == len(values)
        assert all(1 <= units(value) <= chars for value in values)
        assert all(value == value.strip() for value in values)
    for choice in choices:
        assert units(choice.get("description", "")) <= ROW_DESCRIPTION_CHARS


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=9000),
    st.lists(st.tuples(st.text(max_size=60), st.text(max_size=300)), max_size=24),
    st.sampled_from(["answer", "menu", "alert"]),
)
def test_whatever_is_replied_keeps_every_limit(
    text: str, pairs: list[tuple[str, str]], kind: str
) -> None:
    """Any text and buttons become messages WhatsApp takes, and taps lead back."""
    buttons = [Button(title=title, payload=payload) for title, payload in pairs]
    given_reply = Reply(text=text, kind=kind, sections=[], level=None, buttons=buttons)
    sent = {payload for _, payload in pairs}
    for part in parts_of([given_reply], None):
        check(part.payload)
        check(part.plain)
        if part.payload["type"] == "interactive":
            action = part.payload["interactive"]["action"]
            rows = [r for s in action.get("sections", []) for r in s["rows"]]
            ids = [row["id"] for row in rows]
            ids += [button["reply"]["id"] for button in action.get("buttons", [])]
            assert set(ids) <= {tap_id(payload) for payload in sent}
