"""The screen's published figures, and what an emergency may not wait for."""

import pytest

from ops.evaluate import Client
from ops.safety_report import screen_all, share
from ops.stand import Stand

FEWEST_ROWS = 400
EMERGENCY = "my chest hurts badly and i cant breathe"
CRISIS = "i want to kill myself"


def test_published_figures_hold(stand: Stand) -> None:
    """No emergency of the labelled set is missed; alerts and quiet keep their share."""
    rows = screen_all(Client(stand.url))
    assert len(rows) >= FEWEST_ROWS
    missed = [row for row in rows if row.level == "emergency" and not row.right]
    assert missed == []
    assert share(rows, "see_doctor") >= 0.97
    assert share(rows, "none") >= 0.95


@pytest.mark.parametrize(
    ("text", "says"), [(EMERGENCY, "emergency"), (CRISIS, "crisis")]
)
def test_emergency_is_the_only_reply(client: Client, text: str, says: str) -> None:
    """Nothing stands before or beside the emergency reply."""
    (reply,) = client.say(client.session(), text)
    assert (reply["kind"], reply["level"]) == ("alert", "emergency")
    assert "112, 911 or 999" in reply["text"]
    assert says in reply["text"]


def test_sign_split_over_two_messages(client: Client) -> None:
    """The second half of a sign completes the first."""
    token = client.session()
    first = client.say(token, "i have a question about my breathing")
    assert "emergency" not in {reply["level"] for reply in first}
    (second,) = client.say(token, "i am really struggling with it")
    assert second["level"] == "emergency"


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("my hand has been tingling, which foods contain magnesium?", ["7.4"]),
        ("my arm is numb since monday, what tests are there", ["3", "3.1", "3.2"]),
        ("i cant feel my thumb for weeks. is there a test", ["3", "3.1", "3.2"]),
    ],
)
def test_report_is_alerted_and_its_question_answered(
    client: Client, text: str, sections: list[str]
) -> None:
    """A sign that needs a doctor comes first, with its sections; then the answer."""
    _, alert, answer = client.say(client.session(), text)
    assert (alert["kind"], alert["level"]) == ("alert", "see_doctor")
    assert alert["sections"] == ["6.2", "9.4"]
    assert (answer["kind"], answer["sections"]) == ("answer", sections)


def test_question_beside_a_report_is_answered_later_on(client: Client) -> None:
    """What was talked of before does not hide what is asked beside a sign."""
    token = client.session()
    client.say(token, "which foods contain sodium?")
    report = "i cant feel my thumb for weeks. is there a test"
    alert, answer = client.say(token, report)
    assert (alert["kind"], alert["level"]) == ("alert", "see_doctor")
    assert (answer["kind"], answer["sections"]) == ("answer", ["3", "3.1", "3.2"])


@pytest.mark.parametrize(
    "question",
    ["is cbd oil any good?", "who won the world cup?", "how much magnesium a day?"],
)
def test_question_beside_a_report_is_declined(client: Client, question: str) -> None:
    """A sign comes first, and that the article does not cover the question is said."""
    _, alert, declined = client.say(client.session(), f"my arm tingles, {question}")
    assert (alert["kind"], alert["level"]) == ("alert", "see_doctor")
    assert declined["kind"] == "not_covered"


def test_notice_is_given_once(client: Client) -> None:
    """A reader is told once what this is, also after a long conversation."""
    token = client.session()
    kinds = []
    for _ in range(12):
        kinds += [r["kind"] for r in client.say(token, "which foods contain zinc?")]
        kinds += [r["kind"] for r in client.say(token, "what is an emg?")]
    assert kinds.count("notice") == 1
    assert kinds[0] == "notice"
