"""What the reader gets when Meta refuses, fails or falls silent."""

import time
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from ops.stand import Stand

QUESTION = "what is bfs?"


def parts(
    stand: Stand, columns: str = "state, code, trace_id"
) -> list[tuple[Any, ...]]:
    """The parts of the latest message."""
    engine = create_engine(stand.settings.database_url, future=True)
    latest = "(SELECT max(message) FROM whatsapp_part)"
    query = f"SELECT {columns} FROM whatsapp_part WHERE message = {latest} ORDER BY id"
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return rows


def wait_for_parts(stand: Stand, *states: str) -> list[tuple[Any, ...]]:
    deadline = time.monotonic() + 20
    while [row[0] for row in parts(stand)] != list(states):
        assert time.monotonic() < deadline, parts(stand)
    return parts(stand)


@pytest.mark.parametrize("code", [1, 2, 4, 80007, 130429, 131000, 131016, 131056])
def test_passing_trouble_is_waited_out(
    line: Any, shared_meta: Any, reader: str, code: int
) -> None:
    """A refusal that passes delays the answer, and it arrives once."""
    shared_meta.refuse(code)
    line.say(reader, QUESTION)
    line.say(reader, "goodbye")
    assert len(shared_meta.to(reader)) == 2


def test_bare_server_error_is_waited_out(
    line: Any, shared_meta: Any, reader: str
) -> None:
    """A 502 without Meta's error body is tried again."""
    shared_meta.fail(502)
    assert len(line.say(reader, QUESTION)) == 1


@pytest.mark.parametrize("code", [100, 131009, 131008, 135000])
def test_refused_form_is_sent_as_text(
    line: Any, shared_meta: Any, reader: str, code: int
) -> None:
    """A message whose form WhatsApp refuses arrives as text with its choices."""
    shared_meta.refuse(code)
    (sent,) = line.say(reader, "show me the menu")
    assert sent["type"] == "text"
    assert "\n1. Twitching basics" in sent["text"]["body"]
    (answer,) = line.say(reader, "2")
    assert answer["type"] == "interactive"


@pytest.mark.parametrize("code", [131026, 131030, 131047, 130472, 131048, 131049])
def test_reader_who_cannot_be_reached_is_recorded(
    assistant: Stand, line: Any, shared_meta: Any, reader: str, code: int
) -> None:
    """A permanent failure is kept with code and trace id, and not tried again."""
    shared_meta.refuse(code)
    line.deliver(
        {
            "from": reader,
            "id": f"wamid.{reader}",
            "timestamp": str(int(time.time())),
            "type": "text",
            "text": {"body": "how can i contact you"},
        }
    )
    assert wait_for_parts(assistant, "failed", "failed") == [
        ("failed", code, "Trace1"),
        ("failed", code, "Trace1"),
    ]
    line.say(reader, "hello")
    assert len(shared_meta.to(reader)) == 1


def test_lost_answer_is_unknown_and_not_repeated(
    assistant: Stand, line: Any, shared_meta: Any, reader: str
) -> None:
    """When Meta's answer is lost the message is not sent twice; a status settles it."""
    shared_meta.lose_answer()
    (sent,) = line.say(reader, QUESTION)
    wait_for_parts(assistant, "unknown")
    token = sent["biz_opaque_callback_data"]
    status = {"id": sent["id"], "status": "delivered"}
    line.deliver(statuses=[{**status, "biz_opaque_callback_data": token}])
    assert parts(assistant, "state, status") == [("sent", "delivered")]
    line.say(reader, "hello")
    assert len(shared_meta.to(reader)) == 2


def test_expired_token_is_one_alarm_and_loses_nothing(
    assistant: Stand, line: Any, shared_meta: Any, reader: str
) -> None:
    """While the token is refused everything waits; with a good one all is answered."""
    before = assistant.log().count("whatsapp.sending.halted")
    shared_meta.refuse(190, times=5, status=401)
    others = [f"{reader}{n}" for n in range(5)]
    line.deliver(
        *(
            {
                "from": other,
                "id": f"wamid.{other}",
                "timestamp": str(int(time.time())),
                "type": "text",
                "text": {"body": QUESTION},
            }
            for other in others
        )
    )
    shared_meta.wait(lambda: all(shared_meta.to(other) for other in others))
    assert [len(shared_meta.to(other)) for other in others] == [1] * 5
    assert assistant.log().count("whatsapp.sending.halted") == before + 1


def test_failed_status_is_stored(assistant: Stand, line: Any, reader: str) -> None:
    """What Meta accepted and failed later is recorded with its reason."""
    (sent,) = line.say(reader, QUESTION)
    wait_for_parts(assistant, "sent")
    error = {"code": 131026, "title": "Message undeliverable"}
    line.deliver(statuses=[{"id": sent["id"], "status": "failed", "errors": [error]}])
    assert parts(assistant, "state, code, reason") == [
        ("failed", 131026, "Message undeliverable")
    ]
