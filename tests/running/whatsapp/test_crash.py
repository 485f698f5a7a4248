"""A process killed in the middle of its work, on SQLite."""

import os
import signal
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from emulator import inbound
from emulator.readers import Reader
from emulator.running import RunningEmulator
from ops.stand import Stand
from tests.running.whatsapp.chat import WAIT_SECONDS, Chat

READERS = 20


RETRY_SECONDS = (0.2,) * 600  # Meta's side waits for a server that starts again


@pytest.fixture
def telling_nothing(assistant: Stand, meta: RunningEmulator) -> Any:
    """Meta's side tells nothing of what it took, so that outcomes stay unknown."""
    told, meta.desk.statuses = meta.desk.statuses, ()
    yield
    meta.desk.statuses = told


@pytest.fixture
def delivering_again(assistant: Stand, meta: RunningEmulator) -> Any:
    """Meta's side delivers until it is answered, however long a restart takes."""
    waited, meta.line.retry_seconds = meta.line.retry_seconds, RETRY_SECONDS
    yield
    meta.line.retry_seconds = waited


@pytest.mark.usefixtures("telling_nothing", "delivering_again")
def test_crash_while_sending(
    assistant: Stand,
    meta: RunningEmulator,
    new_reader: Callable[[], Reader],
    rows: Callable[[Stand, str], Any],
    eventually: Callable[..., None],
) -> None:
    """Killed while an answer, an alert and a deletion's confirmation go out and more
    waits, nothing is lost; only the alert is said twice; what was deleted is gone."""
    asker, alarmed, leaver = (Chat(meta, new_reader()).meet() for _ in range(3))
    others = [new_reader() for _ in range(READERS)]
    known = "SELECT id FROM whatsapp_reader WHERE address IS NOT NULL"
    ((before,),) = rows(assistant, "SELECT max(id) FROM whatsapp_message")
    meta.faults.hang(3)
    meta.deliver(
        inbound.text(asker.reader, "what is bfs?"),
        inbound.text(alarmed.reader, "my chest hurts and i cant breathe"),
        inbound.text(leaver.reader, "delete my data"),
    )
    for chat in (asker, alarmed, leaver):
        meta.wait_for_sent(chat.earlier + 1, chat.reader, WAIT_SECONDS)
    readers_before = len(rows(assistant, known))
    posts = [meta.submit(inbound.text(reader, "thanks")) for reader in others]
    meta.submit(inbound.text(asker.reader, "goodbye")).result()
    os.killpg(assistant.rasa.process.pid, signal.SIGKILL)
    assistant.rasa.process.wait()
    assistant.restart_rasa()
    assert {post.result()[-1].status for post in posts} == {200}
    waiting = f"SELECT 1 FROM whatsapp_message WHERE id > {before} AND open"
    eventually(lambda: not rows(assistant, waiting))
    assert [each.text[:7] for each in asker.replies[1:]] == ["Goodbye"]
    first, again = alarmed.replies
    assert first.text == again.text
    assert len(leaver.replies) == 1
    assert len(rows(assistant, known)) == readers_before + READERS - 1
    outcomes = rows(
        assistant, f"SELECT token, state FROM whatsapp_part WHERE message > {before}"
    )
    copies = Counter(each.body["biz_opaque_callback_data"] for each in meta.sent)
    assert {state for _, state in outcomes} == {"sent", "unknown"}
    assert all(copies[token] or state == "unknown" for token, state in outcomes)
    twice = {token for token, _ in outcomes if copies[token] > 1}
    assert twice == {first.body["biz_opaque_callback_data"]}
    assert all(len(meta.sent_to(reader)) <= 1 for reader in others)
