"""Taps, numbers, labels and requests."""

import pytest

from article.limits import ROW_ID_CHARS
from bot.channels.reply import Button, Reply
from bot.channels.whatsapp.choices import offered, tap_id, typed
from bot.channels.whatsapp.lengths import units
from bot.channels.whatsapp.outbound import parts_of
from bot.channels.whatsapp.words import request_of

BUTTONS = [
    Button(title="Is it serious?", payload="/ask_serious"),
    Button(title="Topics", payload="/help"),
]


@pytest.mark.parametrize(
    ("text", "kind", "payload"),
    [
        ("2", "menu", "/help"),
        (" 1. ", "clarify", "/ask_serious"),
        ("#2", "menu", "/help"),
        ("(2)", "menu", "/help"),
        ("3", "menu", None),
        ("0", "menu", None),
        ("2", "answer", None),
        ("topics", "answer", "/help"),
        ("IS IT SERIOUS", "answer", None),
        ("2 weeks", "menu", None),
        ("is it serious if it hurts?", "menu", None),
        ("", "menu", None),
        ("?", "menu", None),
    ],
)
def test_typed_choice(text: str, kind: str, payload: str | None) -> None:
    """A number or label names a button; an answer's numbers are its own items."""
    assert typed(text, BUTTONS, kind) == payload


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("How long does a…", "/ask_long"),
        ("how long does a", "/ask_long"),
        ("More 2", "/more_b"),
        ("How long does a session take?", None),
        ("how long does", None),
    ],
)
def test_typed_label_as_it_is_shown(text: str, payload: str | None) -> None:
    """A label typed as the list shows it, cut or numbered, names its button."""
    titles = {
        "/ask_long": "How long does a session take?",
        "/more_a": "More",
        "/more_b": "More",
    }
    buttons = [Button(title=t, payload=p) for p, t in titles.items()]
    assert typed(text, buttons, "answer") == payload


def test_numbers_mean_what_is_shown() -> None:
    """A number names the button that stands beside it, repeated ones left out."""
    buttons = [*BUTTONS[:1] * 2, Button(title=" ", payload="/none"), *BUTTONS[1:]]
    reply = Reply(text="", kind="menu", sections=[], level=None, buttons=buttons)
    (part,) = parts_of([reply], None)
    assert part.plain["text"]["body"].endswith("1. Is it serious?\n2. Topics")
    assert typed("2", *offered([reply])) == "/help"


@pytest.mark.parametrize("payload", ["/ask_bfs", "/x" * 400, " /edge ", "/é" * 150])
def test_tap_names_one_payload(payload: str) -> None:
    """The id is the payload's own and no other's, within WhatsApp's limit."""
    assert tap_id(payload) not in {tap_id("/other"), tap_id(f"{payload}x")}
    assert units(tap_id(payload)) <= ROW_ID_CHARS


@pytest.mark.parametrize(
    ("text", "request_name"),
    [
        ("STOP", "stop"),
        (" stop. ", "stop"),
        ("Please stop!", "stop"),
        ("Unsubscribe", "stop"),
        ("opt-out", "stop"),
        ("Start", "start"),
        ("delete my data", "delete"),
        ("Please delete my data now", "delete"),
        ("please can you delete my data", "delete"),
        ("Could you please delete my data now, thanks", "delete"),
        ("delete my account", "delete"),
        ("Delete everything!", "delete"),
        ("STOPALL", "stop"),
        ("stop it", "stop"),
        ("quit", "stop"),
        ("Cancel", "stop"),
        ("please", None),
        ("please now thanks", None),
        ("can you cancel my appointment", None),
        ("how do I stop the twitching", None),
        ("it won't stop", None),
        ("should I start exercising", None),
        ("does it delete data", None),
        ("", None),
        ("🛑", None),
    ],
)
def test_request_to_the_channel(text: str, request_name: str | None) -> None:
    """Only a whole message is a request; the same word in a question is not."""
    assert request_of(text) == request_name
