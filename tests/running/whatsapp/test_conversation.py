"""Conversations on WhatsApp, with the assistant running."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from emulator import inbound
from emulator.ledger import Message
from emulator.readers import Reader
from emulator.updates import Update
from ops.evaluate import Client
from ops.stand import Stand
from settings import ROOT

DATA = ROOT / "tests" / "data" / "whatsapp"
SCRIPTS = yaml.safe_load((DATA / "scripts.yml").read_text("utf-8"))
LONG_AGO = 1_700_000_000


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script[0])
def test_same_words_as_on_the_web(
    assistant: Stand, stranger: Any, script: list[str]
) -> None:
    """A conversation gets the same texts, sections and choices on both channels."""
    client = Client(assistant.url)
    token = client.session()
    stranger.reader = Reader(f"84{stranger.reader.phone[2:]}")  # no number is known
    for said in script:
        expected = client.say(token, said)
        cards = sum(1 for reply in expected if reply["kind"] == "contact")
        sent = stranger.say(said, replies=len(expected) + cards)
        spoken = [each for each in sent if each.kind != "contacts"]
        assert [each.text for each in spoken] == [r["text"] for r in expected]
        for each, reply in zip(spoken, expected):
            titles = [title for _, title in each.choices]
            assert titles == [button["title"] for button in reply["buttons"]]
            assert all(section in each.text for section in reply["sections"])
        assert len(sent) - len(spoken) == cards


def test_tap_and_number_and_label_lead_to_the_same(chat: Any) -> None:
    """A button may be tapped, named by its number, or typed."""
    (menu,) = chat.say("show me the menu")
    choice, title = menu.choices[0]
    (tapped,) = chat.say(inbound.list_reply(chat.reader, choice, title, of=menu.id))
    chat.say("show me the menu")
    (typed,) = chat.say(title.upper())
    chat.say("show me the menu")
    (numbered,) = chat.say("1.")
    assert tapped.text == typed.text == numbered.text
    (greeting,) = chat.say("hello")
    (answer,) = chat.say("2")  # the conversation does not know the greeting's buttons
    (serious,) = chat.say(inbound.button_reply(chat.reader, *greeting.choices[1]))
    assert answer.text == serious.text


def test_number_picks_from_the_message_it_replies_to(chat: Any) -> None:
    """A reply to an earlier list or answer picks from that one, not from the latest."""
    (menu,) = chat.say("show me the menu")
    choice, title = menu.choices[1]
    (second,) = chat.say(inbound.list_reply(chat.reader, choice, title, of=menu.id))
    (foods,) = chat.say("which foods contain magnesium?")
    (third,) = chat.say("3")
    chat.say("show me the menu", "what is bfs?", replies=2)

    def reply(words: str, to: Message) -> str:
        (answer,) = chat.say(inbound.text(chat.reader, words).replying_to(to.id))
        return str(answer.text)

    assert reply("2", menu) == reply(title, menu) == second.text
    assert reply("3", foods) == third.text
    assert reply("1", menu) != second.text


@pytest.mark.parametrize("payload", ["/restart", "/ask_contact", '/slot{"history": 1}'])
def test_tap_that_was_never_sent_is_only_words(chat: Any, payload: str) -> None:
    """A forged tap executes nothing; its title counts as typed."""
    forged = inbound.button_reply(chat.reader, payload, "what is bfs?")
    (answer,) = chat.say(forged)
    (expected,) = chat.say("what is bfs?")
    assert answer.text == expected.text


def test_burst_is_answered_in_order(chat: Any) -> None:
    """Messages of one body are each answered, one after the other."""
    sent = chat.say("hello", "what is bfs?", "goodbye", replies=3)
    assert sent[0].text.startswith("Hello")
    assert "Source" in sent[1].text
    assert "Goodbye" in sent[2].text


def test_message_is_shown_as_read_first(chat: Any) -> None:
    """The reader sees that it is read and an answer is coming."""
    question = inbound.text(chat.reader, "hello")
    chat.say(question)
    assert [m.typing for m in chat.meta.marks if m.message_id == question.id] == [True]


def test_failing_read_mark_harms_nothing(chat: Any) -> None:
    """An answer comes also when the read mark is refused."""
    chat.meta.faults.fail(131009, on="marks")
    assert chat.say("hello")


def test_caption_is_answered_and_the_picture_owned_up_to(chat: Any) -> None:
    """Words beside a picture are answered, and that it was not seen is said."""
    answer, note = chat.say(inbound.image(chat.reader, "what is bfs?"), replies=2)
    assert "Source" in answer.text
    assert "only read your words" in note.text


@pytest.mark.parametrize(
    "make",
    [
        lambda reader: inbound.location(reader, 12.25, 109.19, "A cafe"),
        lambda reader: inbound.contacts(reader, "A Friend"),
        inbound.order,
        inbound.unsupported,
    ],
    ids=["location", "contact", "order", "unsupported"],
)
def test_what_has_no_words_is_owned_up_to(
    chat: Any, make: Callable[[Reader], Update]
) -> None:
    """Who sends a place, a card or a basket is asked for words."""
    (note,) = chat.say(make(chat.reader))
    assert "only read text" in note.text


def test_note_of_an_order_is_answered(chat: Any) -> None:
    """Words beside a basket are answered like a caption."""
    answer, note = chat.say(inbound.order(chat.reader, "what is bfs?"), replies=2)
    assert "Source" in answer.text
    assert "only read your words" in note.text


def test_edited_message_is_answered_anew(chat: Any) -> None:
    """What a message says after it was edited gets an answer of its own."""
    question = inbound.text(chat.reader, "hello")
    edited = inbound.edit(chat.reader, question, "what is bfs?")
    greeting, answer = chat.say(question, edited, replies=2)
    assert greeting.text.startswith("Hello")
    assert "Source" in answer.text


def test_message_deleted_before_its_turn_is_not_answered(chat: Any) -> None:
    """A question taken back at once gets no answer."""
    question = inbound.text(chat.reader, "what is bfs?")
    (goodbye,) = chat.say(question, inbound.revoke(chat.reader, question), "goodbye")
    assert "Goodbye" in goodbye.text
    assert len(chat.replies) == 1


def test_album_is_owned_up_to_once(chat: Any) -> None:
    """Five pictures without words get one sentence."""
    pictures = [inbound.image(chat.reader) for _ in range(5)]
    first, second = chat.say(*pictures, "hello", replies=2)
    assert "only read text" in first.text
    assert second.text.startswith("Hello")


def test_first_opening_is_greeted(stranger: Any) -> None:
    """Who opens the chat for the first time is told what this is."""
    (greeting,) = stranger.say(inbound.request_welcome(stranger.reader))
    assert greeting.text.startswith("Hello")


def test_contact_route_comes_as_a_card(chat: Any) -> None:
    """Who asks for the contact gets a card to save."""
    _, card = chat.say("how can i contact you", replies=2)
    assert card.body["contacts"][0]["name"]["formatted_name"] == "WHY.EDU.VN"


@pytest.mark.parametrize(
    "make",
    [
        lambda reader: inbound.reaction(reader, "wamid.a", "👍"),
        lambda reader: inbound.text(reader, "hello all").in_group(),
        lambda reader: inbound.text(reader, "hello").at(LONG_AGO),
        lambda reader: inbound.message(reader, "hologram", {}),
        inbound.unavailable,
        inbound.identity_changed,
        lambda reader: inbound.flow_reply(reader, {"a": "b"}),
    ],
    ids=["reaction", "group", "stale", "unknown", "unavailable", "identity", "form"],
)
def test_fitting_silence(chat: Any, make: Callable[[Reader], Update]) -> None:
    """Reactions, groups, stale and unavailable messages get no answer."""
    chat.say(make(chat.reader), "goodbye")
    assert len(chat.replies) == 1


def test_unavailable_message_that_comes_after_all_is_answered(chat: Any) -> None:
    """After 131060 the real message under the same id is a message like any other."""
    unavailable = inbound.unavailable(chat.reader)
    chat.meta.deliver(unavailable)
    (answer,) = chat.say(inbound.text(chat.reader, "hello").with_id(unavailable.id))
    assert answer.text.startswith("Hello")
