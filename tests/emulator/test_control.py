"""The control API: a reader's acts, conditions, and the stream of what happens."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from emulator.acts import MAKERS
from emulator.readers import ANNA, CARO
from emulator.running import RunningEmulator
from tests.emulator.product import Product, Sender

TIMEOUT_SECONDS = 5


def call(
    meta: RunningEmulator, method: str, path: str, body: Any = None
) -> requests.Response:
    url = f"{meta.url}/control/{path}"
    return requests.request(method, url, json=body, timeout=TIMEOUT_SECONDS)


ACTS: list[dict[str, Any]] = [
    {"type": "text", "text": "hi"},
    {"type": "button_reply", "choice": "b", "title": "Yes", "of": "wamid.1"},
    {"type": "list_reply", "choice": "r", "title": "Row", "description": "More"},
    {"type": "template_button", "payload": "p", "title": "Yes"},
    {"type": "image", "caption": "look"},
    {"type": "video"},
    {"type": "audio"},
    {"type": "document", "filename": "scan.pdf"},
    {"type": "sticker"},
    {"type": "location", "latitude": 1.5, "longitude": 2, "name": "Clinic"},
    {"type": "contacts", "name": "Ben"},
    {"type": "reaction", "message_id": "wamid.1", "emoji": "👍"},
    {"type": "order"},
    {"type": "request_welcome"},
    {"type": "edit", "original": "wamid.1", "text": "better"},
    {"type": "revoke", "original": "wamid.1"},
    {"type": "unsupported"},
    {"type": "unavailable"},
]


@pytest.mark.parametrize("fields", ACTS, ids=[each["type"] for each in ACTS])
def test_acts(meta: RunningEmulator, product: Product, fields: dict[str, Any]) -> None:
    """Each thing a reader can do reaches the product."""
    answer = call(meta, "POST", f"readers/{ANNA.id}/messages", fields)
    assert answer.status_code == 202
    product.wait_for(lambda: bool(product.items("messages")))
    assert product.items("messages")[0]["id"] == answer.json()["id"]


def test_every_act_is_tried() -> None:
    """The table above leaves out no act."""
    assert {each["type"] for each in ACTS} == set(MAKERS)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (f"readers/{ANNA.id}/messages", {"type": "dance"}, 400),
        (f"readers/{ANNA.id}/messages", {"type": "text"}, 400),
        (f"readers/{ANNA.id}/messages", {"type": ["text"]}, 400),
        (f"readers/{ANNA.id}/messages", {"type": "location", "latitude": "x"}, 400),
        ("readers/19990001111/messages", {"type": "text", "text": "x"}, 404),
        ("readers", {"phone": "12"}, 400),
        ("faults", {"copies": 0}, 400),
        ("faults", {"copies": "2"}, 400),
        ("faults", {"together": 1}, 400),
        ("faults", {"speed": 1}, 400),
        ("faults", {"sends": [{"kind": "explode"}]}, 400),
        ("faults", {"sends": [{"kind": "fail", "code": 7}]}, 400),
        ("faults", {"sends": [{"kind": "fail", "on": "birthdays"}]}, 400),
        ("faults", {"sends": {}}, 400),
        ("faults", {"statuses": ["eaten"]}, 400),
        ("faults", [], 400),
    ],
)
def test_nonsense(meta: RunningEmulator, path: str, body: Any, status: int) -> None:
    """What makes no sense is refused with the reason and changes nothing."""
    before = call(meta, "GET", "state").json()
    answer = call(meta, "POST", path, body)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]
    assert call(meta, "GET", "state").json() == before


def test_conditions(meta: RunningEmulator, sender: Sender) -> None:
    """What is asked to go wrong goes wrong, and can be set back."""
    call(meta, "POST", f"readers/{ANNA.id}", {"window_open": True})
    normal = call(meta, "GET", "state").json()["conditions"]
    wanted = {
        "sends": [{"kind": "fail", "code": 131056, "count": 2}],
        "copies": 3,
        "delay_seconds": 0.5,
        "per_second": None,
        "statuses": ["sent"],
    }
    changed = call(meta, "POST", "faults", wanted).json()
    assert len(changed["sends"]) == 2
    assert (changed["copies"], changed["per_second"]) == (3, None)
    answer = sender.send(ANNA.phone, "text", {"body": "hello"})
    assert answer.json()["error"]["code"] == 131056
    assert call(meta, "DELETE", "faults").json() == normal
    assert sender.send(ANNA.phone, "text", {"body": "hello"}).status_code == 200


@pytest.mark.parametrize("together", [False, True])
def test_held_back(meta: RunningEmulator, product: Product, together: bool) -> None:
    """Messages can be held and come backwards, or all in one POST."""
    call(meta, "POST", "faults", {"gather": 3, "together": together})
    for text in "abc":
        fields = {"type": "text", "text": text}
        call(meta, "POST", f"readers/{ANNA.id}/messages", fields)
    product.wait_for(lambda: len(product.items("messages")) == 3)
    texts = [item["text"]["body"] for item in product.items("messages")]
    assert texts == (["a", "b", "c"] if together else ["c", "b", "a"])
    assert len(product.received) == (1 if together else 3)


def test_release(meta: RunningEmulator, product: Product) -> None:
    """What is held can be handed on before there are enough."""
    call(meta, "POST", "faults", {"gather": 5})
    fields = {"type": "text", "text": "hi"}
    call(meta, "POST", f"readers/{ANNA.id}/messages", fields)
    assert product.received == []
    call(meta, "POST", "release")
    product.wait_for(lambda: len(product.received) == 1)


def test_readers(meta: RunningEmulator) -> None:
    """Readers can be added and found by number and user id."""
    fields = {"phone": "+1 202 555 0144", "name": "Dora", "hidden": True}
    answer = call(meta, "POST", "readers", fields)
    (dora,) = [each for each in answer.json()["readers"] if each["name"] == "Dora"]
    assert answer.status_code == 201
    assert dora["id"] == dora["user_id"]
    for known_as in (dora["id"], "12025550144"):
        changed = call(meta, "POST", f"readers/{known_as}", {"blocked": True})
        assert changed.status_code == 200
    person = meta.desk.find(dora["id"])
    assert person is not None
    assert person.blocked


def test_messages_of_a_reader(meta: RunningEmulator, product: Product) -> None:
    """One reader's messages can be asked for."""
    for reader in (ANNA, CARO):
        fields = {"type": "text", "text": reader.name}
        call(meta, "POST", f"readers/{reader.id}/messages", fields)
    product.wait_for(lambda: len(product.received) == 2)
    found = call(meta, "GET", f"messages?reader={CARO.id}").json()["messages"]
    assert [each["body"]["text"]["body"] for each in found] == ["Caro"]
    assert len(call(meta, "GET", "messages").json()["messages"]) == 2


def test_read(meta: RunningEmulator, product: Product, sender: Sender) -> None:
    """A reader reads all that came, once."""
    meta.desk.statuses = ()
    call(meta, "POST", f"readers/{ANNA.id}", {"window_open": True})
    sender.send(ANNA.phone, "text", {"body": "hello"})
    assert len(call(meta, "POST", f"readers/{ANNA.id}/read").json()["read"]) == 1
    product.wait_for(lambda: len(product.items("statuses")) == 1)
    assert call(meta, "POST", f"readers/{ANNA.id}/read").json()["read"] == []


def test_verify(meta: RunningEmulator) -> None:
    """The webhook can be verified on request."""
    assert call(meta, "POST", "verify").json() == {"verified": True}


def test_stream(meta: RunningEmulator, sender: Sender) -> None:
    """The stream begins with the state and tells what happens."""
    url = f"{meta.url}/control/stream"
    with requests.get(url, stream=True, timeout=TIMEOUT_SECONDS) as answer:
        events = _events(answer)
        name, state = next(events)
        assert name == "state"
        assert {each["name"] for each in state["readers"]} >= {"Anna", "Ben", "Caro"}
        fields = {"type": "text", "text": "hi"}
        call(meta, "POST", f"readers/{ANNA.id}/messages", fields)
        names = [next(events)[0] for _ in range(4)]
        assert names == ["readers", "message", "attempt", "status"]
        sender.send(ANNA.phone, "text", {"body": ""})
        name, refused = next(events)
        assert name == "refused"
        assert refused["error"]["code"] == 100


def _events(answer: requests.Response) -> Iterator[tuple[str, Any]]:
    name = ""
    for line in answer.iter_lines(chunk_size=1):
        key, _, value = line.decode().partition(": ")
        if key == "event":
            name = value
        elif key == "data":
            yield name, json.loads(value)
