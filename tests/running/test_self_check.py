"""The self-check in a running assistant, and what is left of it."""

import sqlite3
from typing import Any

from ops.evaluate import Client
from ops.stand import Stand

QUESTIONS = 5


def say(client: Client, token: str, text: str) -> list[dict[str, Any]]:
    return client.say(token, text)


def stored(stand: Stand) -> str:
    with sqlite3.connect(stand.database) as connection:
        return "\n".join(str(row) for row in connection.execute("select * from events"))


def test_whole_self_check_keeps_nothing(stand: Stand) -> None:
    """Answers by tap and in words lead to a cited summary, and are wiped."""
    client = Client(stand.url)
    token = client.session()
    *_, offer = client.say(token, "should i be worried about the twitch?")
    assert "/self_check" in [button["payload"] for button in offer["buttons"]]
    (first,) = client.say(token, "/self_check", field="button")
    assert "1 of 5" in first["text"]
    assert [button["title"] for button in first["buttons"]] == ["Yes", "No", "Not sure"]
    assert "2 of 5" in say(client, token, "yes, since quetzalcoatl week")[-1]["text"]
    answered, again = say(client, token, "which foods contain magnesium?")
    assert answered["sections"] == ["7.4"]
    assert "2 of 5" in again["text"]
    assert "3 of 5" in say(client, token, "not really")[-1]["text"]
    assert "2 of 5" in say(client, token, "go back")[-1]["text"]
    assert "3 of 5" in say(client, token, "nope")[-1]["text"]
    assert "4 of 5" in say(client, token, "no idea")[-1]["text"]
    token_left = stored(stand)
    assert "quetzalcoatl" in token_left
    while True:
        *_, last = client.say(token, "/deny", field="button")
        if "Questions to take" in last["text"]:
            break
    assert "quetzalcoatl" not in stored(stand)
    assert "You said yes to" not in stored(stand)
    assert '"name": "self_check", "value": {' not in stored(stand)
