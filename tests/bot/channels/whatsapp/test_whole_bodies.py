"""Whatever is damaged in a delivery, the rest of it is stored."""

import asyncio
import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.channels.whatsapp.connector import inbox_engine
from bot.channels.whatsapp.payloads import read
from bot.channels.whatsapp.receiving import Receiver
from bot.channels.whatsapp.tables import Base, MessageRow, PartRow
from settings import ROOT, Settings
from tests.bot.channels.whatsapp.damage import damage
from tests.bot.channels.whatsapp.stored import NOW, SEAL, Stored

DATA = ROOT / "tests" / "data" / "whatsapp"
MESSAGES = yaml.safe_load((DATA / "messages.yml").read_text("utf-8"))
TYPED = {"type": "text", "text": {"body": "my shoulder"}}
NUMBER_ID = "100200300"
NUMBERS = count(100)
METADATA = {"display_phone_number": "12135550101", "phone_number_id": NUMBER_ID}


def message(number: int, **fields: Any) -> dict[str, Any]:
    sender = {"from": f"1213{number:07}", "from_user_id": f"US.{number}"}
    written = {"id": f"wamid.{number}", "timestamp": str(int(NOW))}
    return {**written, **sender, **(fields or TYPED)}


def entry(name: str, value: dict[str, Any]) -> dict[str, Any]:
    value = {"metadata": dict(METADATA), **value}
    return {"id": "1", "changes": [{"field": name, "value": value}]}


def entries(token: str, content: dict[str, Any]) -> list[dict[str, Any]]:
    """One of everything that is read, with a message of this type, to be damaged."""
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
    moved = {"wa_id": f"1213{number:07}", "user_id": ids, "timestamp": str(int(NOW))}
    return [
        entry(
            "messages",
            {"contacts": [contact], "messages": [message(number, **content)]},
        ),
        entry("messages", {"messages": [changed], "statuses": statuses}),
        entry("user_id_update", {"user_id_update": [moved]}),
    ]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stored]:
    """A real inbox on SQLite, kept from one example to the next."""
    path = tmp_path_factory.mktemp("bodies") / "inbox.db"
    engine = inbox_engine(Settings(database_url=f"sqlite:///{path}"))
    Base.metadata.create_all(engine)
    yield Stored(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def token(stored: Stored) -> str:
    """The token of a part that was sent."""
    return stored.answered(safety=True)


async def at_once(function: Any, *arguments: Any) -> Any:
    return function(*arguments)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_damage_costs_no_neighbour(
    stored: Stored, token: str, data: st.DataObject
) -> None:
    """However a body is damaged it is stored, with what was whole before and after."""
    case = data.draw(st.sampled_from(MESSAGES))
    damaged: Any = json.loads(json.dumps(entries(token, case["message"])))
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
    asyncio.run(Receiver(stored.inbox, at_once).take(delivery))
    keys = [SEAL.key("message", f"wamid.{number}") for number in whole]
    kept = MessageRow.key.in_(keys)
    with stored.engine.begin() as connection:
        found = connection.execute(select(MessageRow.key).where(kept)).all()
    assert len(found) == len(whole)


def test_whole_body_is_taken(stored: Stored, token: str) -> None:
    """Undamaged, each of these parts does something."""
    body = {"object": "whatsapp_business_account", "entry": entries(token, TYPED)}
    delivery = read(body, NUMBER_ID)
    assert (len(delivery.events), len(delivery.statuses)) == (3, 3)
    stored.inbox.receive(delivery, NOW)
    assert "delivered" in stored.column(PartRow.status)
