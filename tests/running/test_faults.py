"""When something behind the assistant fails, the reader is told, never left."""

import os
import signal
import sqlite3
import time
from contextlib import closing

import pytest
import requests

from ops.evaluate import Client
from ops.stand import Stand

QUESTION = "which foods contain magnesium?"
CONTACT = "+1 (213) 555-0101"


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
    (alert,) = client.say(token, "my arm tingles")
    assert (alert["kind"], alert["level"]) == ("alert", "see_doctor")
    (apology,) = client.say(token, QUESTION)  # the sign was in the message before
    assert (apology["kind"], apology["level"]) == ("notice", None)
    assert CONTACT in apology["text"]
    (thanked,) = client.say(token, "thanks")
    assert thanked["kind"] == "small_talk"
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
    replies = [alert, apology, thanked, notice, reply]
    said = ["my arm tingles", QUESTION, "thanks", QUESTION]
    assert set(told) == {*said, *(reply["text"] for reply in replies)}
    assert len(told) == len(said) + len(replies)


def test_action_server_slower_than_its_time(breakable: Stand) -> None:
    """It is not waited for, and what it says too late is not said at all."""
    client = Client(breakable.url)
    token = client.session()
    client.say(token, "what is an emg?")
    os.killpg(breakable.actions.process.pid, signal.SIGSTOP)
    started = time.monotonic()
    try:
        (reply,) = client.say(token, QUESTION)
    finally:
        os.killpg(breakable.actions.process.pid, signal.SIGCONT)
    assert reply["kind"] == "notice"
    assert time.monotonic() - started < 4
    (reply,) = client.say(token, "what is bfs?")
    assert reply["sections"] == ["9.10"]


def test_content_missing(breakable: Stand) -> None:
    """A database without content is an apology, and the log names the reason."""
    with sqlite3.connect(breakable.database) as database:
        rows = database.execute("SELECT * FROM content_article").fetchall()
        database.execute("DELETE FROM content_article")
    expect_apology(breakable)
    assert "the database holds no content" in breakable.log()
    marks = ",".join("?" * len(rows[0]))
    with sqlite3.connect(breakable.database) as database:
        database.executemany(f"INSERT INTO content_article VALUES ({marks})", rows)
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


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "history", None),
        ("DELETE", "history", None),
        ("POST", "messages", {"button": "/ask_contact"}),
    ],
)
def test_conversations_unreadable(
    breakable: Stand, method: str, path: str, body: dict[str, str] | None
) -> None:
    """What needs the stored conversation is refused as the contract says."""
    url = f"{breakable.url}/webhooks/web/{path}"
    headers = {"Authorization": f"Bearer {Client(breakable.url).session()}"}
    with closing(sqlite3.connect(breakable.database)) as database:
        database.execute("ALTER TABLE events RENAME TO away")
        try:
            answer = requests.request(method, url, json=body, headers=headers)
        finally:
            database.execute("ALTER TABLE away RENAME TO events")
    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "not_ready"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "web.database.failed error=OperationalError" in breakable.log()
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
