"""Replies as WhatsApp messages."""

from dataclasses import replace

import pytest

from article.content import Content, Publisher
from article.limits import (
    LINK_BUTTON_CHARS,
)
from bot.channels.reply import Button, Reply
from bot.channels.whatsapp.formatting import formatted
from bot.channels.whatsapp.lengths import units
from bot.channels.whatsapp.outbound import Payload, parts_of, said_at

PUBLISHER = Publisher(
    "WHY.EDU.VN",
    "https://why.edu.vn/",
    "101 Curiosity Lane",
    "+1 (213) 555-0101",
    "https://wa.me/12135550101",
)


def reply(text: str, titles: list[str], kind: str = "answer") -> Reply:
    buttons = [
        Button(title=title, payload=f"/ask_{number}")
        for number, title in enumerate(titles)
    ]
    return Reply(text=text, kind=kind, sections=[], level=None, buttons=buttons)


def payloads(*replies: Reply, publisher: Publisher = PUBLISHER) -> list[Payload]:
    return [part.payload for part in parts_of(replies, publisher)]


def kinds(*replies: Reply, publisher: Publisher = PUBLISHER) -> list[str]:
    return [
        payload["interactive"]["type"]
        if payload["type"] == "interactive"
        else payload["type"]
        for payload in payloads(*replies, publisher=publisher)
    ]


@pytest.mark.parametrize(
    ("buttons", "expected"),
    [
        (0, ["text"]),
        (1, ["button"]),
        (3, ["button"]),
        (4, ["list"]),
        (10, ["list"]),
        (11, ["list", "list"]),
        (25, ["list", "list", "list"]),
    ],
)
def test_buttons_take_the_form_that_fits(buttons: int, expected: list[str]) -> None:
    """Three are reply buttons, ten a list, more are pages of lists."""
    titles = [f"Choice {number}" for number in range(buttons)]
    assert kinds(reply("Choose", titles)) == expected


def test_long_title_makes_a_list_that_shows_it_whole() -> None:
    """A title too long for a button is a row with the whole title below."""
    title = "How long does a session take?"
    (payload,) = payloads(reply("Choose", [title]))
    (section,) = payload["interactive"]["action"]["sections"]
    assert section["rows"] == [
        {"id": "/ask_0", "title": "How long does a…", "description": title}
    ]


def test_titles_that_would_be_alike_differ() -> None:
    """WhatsApp refuses two equal titles, so the second gets a number."""
    (payload,) = payloads(reply("Choose", ["More", "More", "More"]))
    buttons = payload["interactive"]["action"]["buttons"]
    assert [b["reply"]["title"] for b in buttons] == ["More", "More 2", "More 3"]


def test_long_answer_is_split_at_sentences() -> None:
    """What does not fit one message goes before it, whole sentences at a time."""
    sentence = "The shoulder twitches because a muscle is tired. "
    *heads, last = payloads(reply(sentence * 120, ["More"]))
    texts = [head["text"]["body"] for head in heads]
    texts.append(last["interactive"]["body"]["text"])
    assert all(text.endswith("tired.") for text in texts)
    assert " ".join(texts) == (sentence * 120).strip()


def test_contact_route_comes_as_a_card() -> None:
    """A reply on the contact route brings a card to save, and a link button."""
    assert kinds(reply("Write to us", ["About"], "contact")) == ["button", "contacts"]
    link, card = payloads(reply("Write to us", [], "contact"))
    parameters = link["interactive"]["action"]["parameters"]
    assert parameters["url"] == PUBLISHER.url
    assert units(parameters["display_text"]) <= LINK_BUTTON_CHARS
    (contact,) = card["contacts"]
    assert contact["phones"][0]["wa_id"] == "12135550101"
    assert contact["addresses"][0]["street"] == PUBLISHER.address


def test_known_position_comes_as_a_place() -> None:
    """Where the article's file gives a position, the contact route is on the map."""
    located = replace(PUBLISHER, latitude=34.09, longitude=-118.41)
    *_, part = parts_of([reply("Write to us", [], "contact")], located)
    assert part.payload["location"] == {
        "latitude": 34.09,
        "longitude": -118.41,
        "name": PUBLISHER.name,
        "address": PUBLISHER.address,
    }
    assert part.plain["text"]["body"] == PUBLISHER.address


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (0, 0, ["cta_url", "contacts", "location"]),
        (1, 0, ["text", "cta_url", "contacts"]),
        (1, 1, ["text", "cta_url", "text"]),
        (0, 1, ["cta_url", "text", "contacts"]),
        (0, 3, ["cta_url", "text", "text", "text"]),
    ],
)
def test_card_and_place_come_where_there_is_room(
    before: int, after: int, expected: list[str]
) -> None:
    """What only repeats the text makes no fourth message, nor comes between."""
    located = replace(PUBLISHER, latitude=34.09, longitude=-118.41)
    contact = reply("Write to us", [], "contact")
    said = [*[reply("Yes", [])] * before, contact, *[reply("No", [])] * after]
    assert kinds(*said, publisher=located) == expected


@pytest.mark.parametrize(("position", "said"), [(0, 0), (2, 0), (3, 1), (4, 2), (9, 2)])
def test_part_leads_back_to_its_reply(position: int, said: int) -> None:
    """Each message sent is known to belong to one reply."""
    replies = [reply("a " * 4000, ["One"]), reply("b", []), reply("c", ["Two"])]
    assert said_at(replies, position) is replies[said]


def test_plain_text_names_every_choice() -> None:
    """Refused as a list, a reply still says all its choices, by number."""
    (part,) = parts_of([reply("Choose", ["One", "Two"], "menu")], None)
    assert part.plain["text"]["body"] == "Choose\n\n1. One\n2. Two"


def test_safety_replies_are_marked() -> None:
    """An alert is known as one until it has arrived."""
    parts = parts_of([reply("Call now", [], "alert"), reply("Yes", [])], None)
    assert [part.safety for part in parts] == [True, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Bold** and __bold__", "*Bold* and *bold*"),
        ("# Heading\ntext", "*Heading*\ntext"),
        ("see [the site](https://why.edu.vn/)", "see the site (https://why.edu.vn/)"),
        ("~~gone~~", "~gone~"),
        ("• one\n• two", "• one\n• two"),
        ("2 ** 3 ** 4, snake_case, a*b", "2 ** 3 ** 4, snake_case, a*b"),
        (
            "• Magnesium: nuts (https://x.org/a_b_c)",
            "• Magnesium: nuts (https://x.org/a_b_c)",
        ),
    ],
)
def test_formatting(text: str, expected: str) -> None:
    """Markdown becomes WhatsApp's marks; other text stays as it is."""
    assert formatted(text) == expected


def test_content_is_shown_as_it_is(content: Content) -> None:
    """No passage of the article holds marks that WhatsApp would take for format."""
    for passage in content.passages.values():
        assert formatted(passage.text) == passage.text.strip()
