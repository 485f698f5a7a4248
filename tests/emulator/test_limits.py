"""What the emulated Graph API takes and refuses, limit by limit."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.errors import GraphError
from emulator.rules import check
from tests.emulator.bodies import (
    TAKEN,
    Body,
    button,
    buttons,
    card,
    header,
    interactive,
    link,
    row,
    rows,
    text,
    typed,
)

LENGTHS: list[tuple[str, Callable[[str], Body], int, int]] = [
    ("text", text, 4096, 100),
    ("button body", lambda words: buttons(body=words), 1024, 131009),
    ("list body", lambda words: rows(1, body=words), 1024, 131009),
    ("button title", lambda words: button(title=words), 20, 131009),
    ("button id", lambda words: button(id=words), 256, 131009),
    ("header", header, 60, 131009),
    ("footer", lambda words: buttons(footer={"text": words}), 60, 131009),
    ("list button", lambda words: rows(1, button=words), 20, 131009),
    ("row title", lambda words: row(title=words), 24, 131009),
    ("row id", lambda words: row(id=words), 200, 131009),
    ("row description", lambda words: row(description=words), 72, 131009),
    ("link title", link, 20, 131009),
    (
        "caption",
        lambda words: typed("image", {"id": "1", "caption": words}),
        1024,
        131009,
    ),
    (
        "tracking data",
        lambda words: {**text("x"), "biz_opaque_callback_data": words},
        512,
        131009,
    ),
]


@pytest.mark.parametrize(
    ("build", "longest", "code"),
    [row[1:] for row in LENGTHS],
    ids=[r[0] for r in LENGTHS],
)
def test_lengths(build: Callable[[str], Body], longest: int, code: int) -> None:
    """A text is taken at its limit and refused one UTF-16 unit above it."""
    check(build("x" * longest))
    check(build("😀" * (longest // 2)))
    for above in ("x" * (longest + 1), "😀" * (longest // 2 + 1)):
        with pytest.raises(GraphError) as refused:
            check(build(above))
        assert refused.value.code == code


@pytest.mark.parametrize("body", TAKEN.values(), ids=TAKEN)
def test_taken(body: Body) -> None:
    """What Meta documents is taken."""
    check(body)


REFUSED = {
    "no object": ([], 100),
    "no product": ({"to": "+12025550111", "text": {"body": "a"}}, 100),
    "nobody": ({"messaging_product": "whatsapp", "text": {"body": "a"}}, 100),
    "a group": ({**text("a"), "recipient_type": "group"}, 100),
    "a number of letters": ({**text("a"), "to": "anna"}, 131009),
    "no body": (typed("text", {}), 100),
    "an empty body": (text(""), 100),
    "a body that is a number": (text(7), 100),
    "an unknown type": (typed("poll", {"name": "x"}), 100),
    "an unknown interactive type": (interactive("quiz", {}), 100),
    "no interactive type": (typed("interactive", {"body": {"text": "x"}}), 100),
    "no buttons": (buttons(0), 131009),
    "four buttons": (buttons(4), 131009),
    "an empty button title": (button(title=""), 131009),
    "a button id with an edge space": (button(id=" 1"), 131009),
    "eleven rows": (rows(11), 131009),
    "eleven rows in two sections": (rows(6, 5), 131009),
    "eleven sections": (rows(*[1] * 11), 131009),
    "an empty section": (rows(0), 131009),
    "two sections without titles": (rows(1, 1, named=False), 131009),
    "a picture above a list": (
        rows(1, header={"type": "image", "image": {"id": "1"}}),
        100,
    ),
    "a header without text": (buttons(header={"type": "text"}), 100),
    "a link to an address of numbers": (link(url="http://10.0.0.1/x"), 131009),
    "a link without its url": (
        interactive(
            "cta_url", {"name": "cta_url", "parameters": {"display_text": "x"}}
        ),
        100,
    ),
    "a picture by id and link": (
        typed("image", {"id": "1", "link": "https://example.com/a.png"}),
        131009,
    ),
    "a sound with a caption": (typed("audio", {"id": "1", "caption": "c"}), 131009),
    "a place off the globe": (
        typed("location", {"latitude": 91, "longitude": 0}),
        131009,
    ),
    "a contact without a name": (typed("contacts", [{"phones": []}]), 100),
    "a contact without part of a name": (
        typed("contacts", [{"name": {"formatted_name": "WHY"}}]),
        131009,
    ),
    "258 contacts": (typed("contacts", [card()] * 258), 131009),
    "a reaction in reply": (
        typed(
            "reaction",
            {"message_id": "wamid.1", "emoji": "👍"},
            context={"message_id": "wamid.2"},
        ),
        131009,
    ),
    "a read mark of nothing": (
        {"messaging_product": "whatsapp", "status": "read"},
        100,
    ),
}


@pytest.mark.parametrize(("body", "code"), REFUSED.values(), ids=REFUSED)
def test_refused(body: Any, code: int) -> None:
    """What breaks a rule is refused with Meta's code."""
    with pytest.raises(GraphError) as refused:
        check(body)
    assert refused.value.code == code


@pytest.mark.parametrize("member", ["id", "title"])
def test_buttons_are_unique(member: str) -> None:
    """Two buttons with the same id, or the same title, are refused."""
    replies = [{"id": str(n), "title": str(n), member: "same"} for n in range(2)]
    action = {"buttons": [{"type": "reply", "reply": reply} for reply in replies]}
    with pytest.raises(GraphError) as refused:
        check(interactive("button", action))
    assert refused.value.code == 131009


def test_row_ids_are_unique_across_sections() -> None:
    """The same row id in two sections is refused, the same title is not."""
    sections = [
        {"title": f"s{n}", "rows": [{"id": str(n), "title": "same"}]} for n in range(2)
    ]
    check(interactive("list", {"button": "Pick", "sections": sections}))
    sections[1]["rows"] = sections[0]["rows"]
    with pytest.raises(GraphError):
        check(interactive("list", {"button": "Pick", "sections": sections}))


WORDINGS = {
    "(#100) Param text['body'] must be at most 4096 characters long.": text("x" * 5000),
    "(#100) The parameter text['body'] is required.": text(""),
    "(#100) The parameter messaging_product is required.": {"to": "+1"},
    "(#100) The parameter interactive['body']['text'] is required.": typed(
        "interactive", {"type": "button", "action": buttons()["interactive"]["action"]}
    ),
    "Body text length invalid. Min length: 1, Max length: 1024": rows(1, body=""),
    "Button title length invalid. Min length: 1, Max length: 20": button(
        title="x" * 21
    ),
    "Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3": buttons(4),
    "Row title is too long. Max length is 24": row(title="x" * 25),
    "Total row count exceed max allowed count: 10": rows(11),
}


@pytest.mark.parametrize(("wording", "body"), WORDINGS.items(), ids=WORDINGS)
def test_wording(wording: str, body: Body) -> None:
    """Errors read as they were seen on the wire."""
    with pytest.raises(GraphError) as refused:
        check(body)
    error = refused.value.body()["error"]
    assert wording in (error["message"], error.get("error_data", {}).get("details"))
    assert error["fbtrace_id"].startswith("A")
