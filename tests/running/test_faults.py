"""When something behind the assistant fails, the reader is told, never left."""

import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from ops.evaluate import Client
from ops.stand import Stand, running_assistant

QUESTION = "which foods contain magnesium?"
CONTACT = "+1 (213) 555-0101"


@pytest.fixture(scope="module")
def breakable(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """An assistant that the tests below break, one after the other, and mend."""
    folder = tmp_path_factory.mktemp("breakable")
    with running_assistant(folder, model, {"ACTION_TIMEOUT_SECONDS": "2"}) as stand:
        yield stand


def expect_apology(stand: Stand) -> None:
    client = Client(stand.url)
    (reply,) = client.say(client.session(), QUESTION)
    assert reply["kind"] == "notice"
    assert CONTACT in reply["text"]


def get(stand: Stand, path: str) -> str:
    answer = requests.get(stand.url + path, timeout=10)
    assert answer.status_code == 200
    return answer.text


def expect_answer(stand: Stand) -> None:
    client = Client(stand.url)
    notice, reply = client.say(client.session(), QUESTION)
    assert notice["kind"] == "notice"
    assert reply["kind"] == "answer"


def expect_emergency(stand: Stand) -> None:
    client = Client(stand.url)
    (reply,) = client.say(client.session(), "my chest hurts and i cant breathe")
    assert (reply["kind"], reply["level"]) == ("alert", "emergency")
    assert "112, 911 or 999" in reply["text"]


def test_action_server_down(breakable: Stand) -> None:
    """Without an action server the reader gets an apology and the contact route.

    Both stand in the history, and the conversation goes on.
    """
    breakable.actions.stop()
    expect_emergency(breakable)
    client = Client(breakable.url)
    token = client.session()
    (apology,) = client.say(token, QUESTION)
    assert (apology["kind"], CONTACT in apology["text"]) == ("notice", True)
    *_, reply = client.say(client.session(), "my arm tingles")
    assert (reply["kind"], reply["level"]) == ("alert", "see_doctor")
    assert "Cannot connect to host" in breakable.log()
    breakable.restart_actions()
    notice, reply = client.say(token, QUESTION)
    assert reply["kind"] == "answer"
    answer = requests.get(
        f"{breakable.url}/webhooks/web/history",
        headers={"Authorization": f"Bearer {token}"},
        timeout=10,
    )
    told = [entry["text"] for entry in answer.json()["messages"]]
    assert told == [QUESTION, apology["text"], QUESTION, notice["text"], reply["text"]]


def test_action_server_hanging(breakable: Stand) -> None:
    """A hanging action server is not waited for."""
    os.killpg(breakable.actions.process.pid, signal.SIGSTOP)
    started = time.monotonic()
    try:
        expect_apology(breakable)
    finally:
        os.killpg(breakable.actions.process.pid, signal.SIGCONT)
    assert time.monotonic() - started < 4
    expect_answer(breakable)


def test_content_missing(breakable: Stand) -> None:
    """A database without content is an apology, and the log names the reason."""
    with sqlite3.connect(breakable.database) as database:
        rows = database.execute("SELECT * FROM article").fetchall()
        database.execute("DELETE FROM article")
    expect_apology(breakable)
    assert "the database holds no content" in breakable.log()
    marks = ",".join("?" * len(rows[0]))
    with sqlite3.connect(breakable.database) as database:
        database.executemany(f"INSERT INTO article VALUES ({marks})", rows)
    expect_answer(breakable)


def test_database_locked(breakable: Stand) -> None:
    """A writer that holds the database costs the reader at most an apology."""
    holder = sqlite3.connect(breakable.database, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        client = Client(breakable.url)
        replies = client.say(client.session(), QUESTION)
        assert replies
        assert replies[0]["kind"] in {"notice", "answer"}
        expect_emergency(breakable)
    finally:
        holder.rollback()
        holder.close()
    expect_answer(breakable)


def test_database_gone(breakable: Stand) -> None:
    """A deleted database is survived: an apology now, answers after an import.

    The pages stay as they were.
    """
    pages = {path: get(breakable, path) for path in ("/", "/article")}
    gone = breakable.folder / "gone"
    gone.mkdir()
    for file in breakable.folder.glob(f"{breakable.database.name}*"):
        file.rename(gone / file.name)
    breakable.actions.stop()
    breakable.restart_actions()
    expect_apology(breakable)
    expect_emergency(breakable)
    assert {path: get(breakable, path) for path in pages} == pages
    breakable.database.unlink(missing_ok=True)
    for file in gone.iterdir():
        file.rename(breakable.folder / file.name)
    breakable.actions.stop()
    breakable.restart_actions()
    expect_answer(breakable)
