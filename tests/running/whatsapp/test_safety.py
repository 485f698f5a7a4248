"""Emergencies and the self-check on WhatsApp, with the assistant running."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator import inbound
from emulator.readers import Reader
from ops.stand import Stand

EMERGENCY = "my chest hurts and i cant breathe"
TABLES = ("events", "whatsapp_message", "whatsapp_part", "whatsapp_reader")


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("12025570001", "call 911."),
        ("447700900001", "call 999."),
        ("4915730000001", "call 112."),
        ("84901000001", "(112, 911 or 999)"),
    ],
)
def test_number_of_the_readers_country(stranger: Any, phone: str, number: str) -> None:
    """The reader's own number tells which emergency number is named."""
    stranger.reader = Reader(phone)
    (alert,) = stranger.say(EMERGENCY)
    assert "Get emergency help now" in alert.text
    assert number in alert.text


def test_first_notice_names_the_number_of_the_readers_country(stranger: Any) -> None:
    """The notice is said before any sign, and knows the country all the same."""
    stranger.reader = Reader("447700900077")
    notice, _ = stranger.say("what is bfs?", replies=2)
    assert "call 999." in notice.text


def test_emergency_in_a_caption(stranger: Any) -> None:
    """The words beside a picture are screened like any others."""
    picture = inbound.image(stranger.reader, EMERGENCY)
    alert, _ = stranger.say(picture, replies=2)
    assert "Get emergency help now" in alert.text


def test_self_check_as_a_form(
    assistant: Stand,
    chat: Any,
    rows: Callable[[Stand, str], Any],
    eventually: Callable[..., None],
) -> None:
    """The signs are asked one by one; "stop" ends that, and nothing of it is kept."""
    (first,) = chat.say("start the self check")
    assert [title for _, title in first.choices] == ["Yes", "No", "Not sure"]
    (second,) = chat.say("yes, since quetzalcoatl week")
    assert "2 of 5" in second.text
    (third,) = chat.say(inbound.button_reply(chat.reader, *second.choices[1]))
    assert "3 of 5" in third.text
    (stopped,) = chat.say("stop")
    assert stopped.text.startswith("Stopped")
    eventually(
        lambda: (
            "quetzalcoatl"
            not in repr([rows(assistant, f"SELECT * FROM {name}") for name in TABLES])
        )
    )
    assert chat.say("hello")[0].text.startswith("Hello")
