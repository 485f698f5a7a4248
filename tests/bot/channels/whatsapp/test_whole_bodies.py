"""Whatever is damaged in a delivery, the rest of it is stored."""

import asyncio
import copy
import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.channels.whatsapp.connector import inbox_engine
from bot.channels.whatsapp.identity import Seal
from bot.channels.whatsapp.inbox import Inbox
from bot.channels.whatsapp.outbound import Part, text_payload
from bot.channels.whatsapp.outbox import Outbox
from bot.channels.whatsapp.payloads import read
from bot.channels.whatsapp.receiving import Receiver
from bot.channels.whatsapp.tables import Base, MessageRow, PartRow
from settings import Settings

NUMBER_ID = "100200300"
NOW = 1_800_000_000
SEAL = Seal("a secret of the tests")
NUMBERS = count(1)
METADATA = {"display_phone_number": "12135550101", "phone_number_id": NUMBER_ID}
NASTY = ["\ud800", "\x00", "a\x00b", "wamid.x", "US.1", "1" * 600, "failed", ""]
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.sampled_from(NASTY)
)
JUNK = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def message(number: int, **fields: Any) -> dict[str, Any]:
    words = {"type": "text", "text": {"body": "my shoulder"}}
    sender = {"from": f"1213{number:07}", "from_user_id": f"US.{number}"}
    return {"id": f"wamid.{number}", "timestamp": str(NOW), **sender, **words, **fields}


def entry(name: str, value: dict[str, Any]) -> dict[str, Any]:
    value = {"metadata": dict(METADATA), **value}
    return {"id": "1", "changes": [{"field": name, "value": value}]}


def entries(token: str) -> list[dict[str, Any]]:
    """One of everything that is read, to be damaged."""
    number = next(NUMBERS)
    contact = {"wa_id": f"1213{number:07}", "user_id": f"US.{number}", "profile": {}}
    error = {"code": 131000, "title": "Late", "error_data": {"details": "24 hours"}}
    statuses = [
        {"id": "wamid.out", "status": name, "biz_opaque_callback_data": token}
        for name in ("sent", "delivered", "failed")
    ]
    statuses[2]["errors"] = [error]  # type: ignore[assignment]
    system = {"type": "user_changed_number", "wa_id": f"1214{number:07}"}
    changed = message(next(NUMBERS), type="system", system=system)
    ids = {"previous": f"US.{number}", "current": f"US.{next(NUMBERS)}"}
    moved = {"wa_id": f"1213{number:07}", "user_id": ids, "timestamp": str(NOW)}
    return [
        entry("messages", {"contacts": [contact], "messages": [message(number)]}),
        entry("messages", {"messages": [changed], "statuses": statuses}),
        entry("user_id_update", {"user_id_update": [moved]}),
    ]


def places(part: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    steps: list[Any] = []
    if isinstance(part, dict):
        steps = list(part)
    elif isinstance(part, list):
        steps = list(range(len(part)))
    found = [(*path, step) for step in steps]
    return found + [p for step in steps for p in places(part[step], (*path, step))]


def damage(data: st.DataObject, body: Any) -> None:
    path = data.draw(st.sampled_from(places(body) or [()]))
    if not path:
        return
    part = body
    for step in path[:-1]:
        part = part[step]
    how = data.draw(st.sampled_from(["drop", "replace", "double"]))
    if how == "drop":
        del part[path[-1]]
    elif how == "double" and isinstance(part, list):
        part.append(copy.deepcopy(part[path[-1]]))
    else:
        part[path[-1]] = data.draw(JUNK)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A real inbox on SQLite, kept from one example to the next."""
    path = tmp_path_factory.mktemp("bodies") / "inbox.db"
    engine = inbox_engine(Settings(database_url=f"sqlite:///{path}"))
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def token(database: Engine) -> str:
    """The token of a part that was sent."""
    inbox, outbox = Inbox(database, SEAL), Outbox(database, SEAL)
    first = entry("messages", {"messages": [message(next(NUMBERS))]})
    body = {"object": "whatsapp_business_account", "entry": [first]}
    inbox.receive(read(body, NUMBER_ID), NOW)
    (reader,) = inbox.claim_readers("a", NOW, 30, 1)
    claimed = inbox.next_message(reader, "a")
    assert claimed is not None
    part = Part(text_payload("rich"), text_payload("plain"), safety=True)
    outbox.store(claimed.id, reader, "a", [part], ([], ""))
    (stored,) = outbox.parts(claimed.id)
    outbox.start(stored, reader, "a", NOW)
    outbox.sent(stored, "wamid.out")
    return stored.token


async def at_once(function: Any, *arguments: Any) -> Any:
    return function(*arguments)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_damage_costs_no_neighbour(
    database: Engine, token: str, data: st.DataObject
) -> None:
    """However a body is damaged it is stored, with what was whole before and after."""
    damaged: Any = entries(token)
    for _ in range(data.draw(st.integers(1, 4))):
        damage(data, damaged)
    whole = [next(NUMBERS), next(NUMBERS)]
    before, after = [
        entry("messages", {"messages": [message(number)]}) for number in whole
    ]
    body = {
        "object": "whatsapp_business_account",
        "entry": [before, *damaged, after],
    }
    delivery = read(json.loads(json.dumps(body)), NUMBER_ID)
    receiver = Receiver(Inbox(database, SEAL), at_once)
    asyncio.run(receiver.take(delivery))
    keys = [SEAL.key("message", f"wamid.{number}") for number in whole]
    query = select(MessageRow.key).where(MessageRow.key.in_(keys))
    with database.begin() as connection:
        assert len(connection.execute(query).all()) == len(whole)


def test_whole_body_is_taken(database: Engine, token: str) -> None:
    """Undamaged, each of these parts does something."""
    body = {"object": "whatsapp_business_account", "entry": entries(token)}
    delivery = read(body, NUMBER_ID)
    assert (len(delivery.events), len(delivery.statuses)) == (3, 3)
    Inbox(database, SEAL).receive(delivery, NOW)
    with database.begin() as connection:
        statuses = connection.execute(select(PartRow.status)).scalars()
        assert "delivered" in list(statuses)
