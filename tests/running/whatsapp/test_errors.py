"""What the reader gets when Meta refuses, fails or falls silent."""

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from emulator import inbound
from emulator.readers import Reader
from ops.stand import Stand

QUESTION = "what is bfs?"
EMERGENCY = "my chest hurts and i cant breathe"
PAIR_RATE = 131056
MORE_THAN_A_BURST = 44  # beside the two when they met
WAIT_SECONDS = 20


@pytest.fixture
def parts(
    assistant: Stand, rows: Callable[[Stand, str], Any]
) -> Callable[..., list[tuple[Any, ...]]]:
    """The parts of the test's own answers."""
    query = "SELECT coalesce(max(id), 0) FROM whatsapp_part"
    ((latest,),) = rows(assistant, query)

    def ask(columns: str = "state") -> list[tuple[Any, ...]]:
        where = f"WHERE id > {latest} ORDER BY id"
        return rows(assistant, f"SELECT {columns} FROM whatsapp_part {where}")

    return ask


@pytest.mark.parametrize(
    "code", [1, 2, 4, 80007, 130429, 131000, 131016, 131056, 131057, 133004]
)
def test_passing_trouble_is_waited_out(chat: Any, code: int) -> None:
    """A refusal that passes delays the answer, and it arrives once."""
    chat.meta.faults.fail(code)
    chat.say(QUESTION)
    chat.say("goodbye")
    assert len(chat.replies) == 2


def test_bare_server_error_is_waited_out(chat: Any) -> None:
    """A 502 in HTML is tried again."""
    chat.meta.faults.gateway(502)
    assert len(chat.say(QUESTION)) == 1


@pytest.mark.parametrize("code", [100, 131009, 131008, 135000])
def test_refused_form_is_sent_as_text(chat: Any, code: int) -> None:
    """A message whose form WhatsApp refuses arrives as text with its choices."""
    chat.meta.faults.fail(code)
    (sent,) = chat.say("show me the menu")
    assert sent.kind == "text"
    assert "\n1. Twitching basics" in sent.text
    (answer,) = chat.say("2")
    assert answer.kind == "interactive"


@pytest.mark.parametrize("code", [131026, 131030, 131047, 130472, 131048, 131049])
def test_reader_who_cannot_be_reached_is_recorded(
    chat: Any, parts: Callable[..., Any], eventually: Callable[..., None], code: int
) -> None:
    """A permanent failure is kept with code and trace id, and not tried again."""
    chat.meta.faults.fail(code)
    chat.meta.deliver(inbound.text(chat.reader, "how can i contact you"))
    eventually(lambda: parts() == [("failed",)] * 2)
    for found_code, trace_id in parts("code, trace_id"):
        assert found_code == code
        assert trace_id.startswith("A")
    chat.say("hello")
    assert len(chat.replies) == 1


def test_broken_connection_is_unknown_and_not_repeated(
    chat: Any, parts: Callable[..., Any], eventually: Callable[..., None]
) -> None:
    """What may have arrived is recorded as unknown, and not sent blindly again."""
    chat.meta.faults.drop()
    chat.meta.deliver(inbound.text(chat.reader, QUESTION))
    eventually(lambda: parts() == [("unknown",)])
    chat.say("hello")
    assert len(chat.replies) == 1


def test_missing_answer_is_settled_by_a_status(
    chat: Any, parts: Callable[..., Any], eventually: Callable[..., None]
) -> None:
    """When only Meta's answer is lost, its status tells that the message arrived."""
    chat.meta.faults.hang()
    chat.say(QUESTION)
    eventually(lambda: parts("state, status") == [("sent", "delivered")])
    chat.say("hello")
    assert len(chat.replies) == 2


@pytest.mark.parametrize("code", [190, 10, 368, 131031])
def test_refused_account_is_one_alarm_and_loses_nothing(
    assistant: Stand, chat: Any, new_reader: Callable[[], Reader], code: int
) -> None:
    """While token or account are refused everything waits; then all is answered."""
    before = assistant.log().count("whatsapp.sending.halted")
    readers = [new_reader() for _ in range(3)]
    chat.meta.faults.fail(code, len(readers))
    chat.meta.deliver(*(inbound.text(reader, "hello") for reader in readers))
    for reader in readers:
        chat.meta.wait_for_sent(1, reader, WAIT_SECONDS)
    chat.say("hello")
    assert [len(chat.meta.sent_to(reader)) for reader in readers] == [1] * 3
    assert assistant.log().count("whatsapp.sending.halted") == before + 1


def test_spam_limit_is_an_alarm(
    assistant: Stand, chat: Any, parts: Callable[..., Any], eventually: Any
) -> None:
    """What Meta holds back for the number's quality is told to a person."""
    chat.meta.faults.fail(131048)
    chat.meta.deliver(inbound.text(chat.reader, QUESTION))
    eventually(lambda: parts() == [("failed",)])
    assert "whatsapp.spam.limited code=131048" in assistant.log()


@pytest.mark.parametrize("words", [EMERGENCY, "my arm tingles"])
def test_failed_alert_comes_again_as_plain_text(chat: Any, words: str) -> None:
    """An alert that Meta accepted and did not deliver is sent once more."""
    chat.meta.faults.fail_later(131000)
    failed, again = chat.say(words, replies=2)
    assert again.kind == "text"
    assert again.text.startswith(failed.text)
    chat.say("goodbye")
    assert len(chat.replies) == 3


def test_alert_of_unknown_outcome_comes_again(chat: Any) -> None:
    """When nobody knows whether an alert arrived, twice is better than never."""
    chat.meta.faults.drop()
    (alert,) = chat.say(EMERGENCY)
    assert "emergency" in alert.text


def test_reader_who_blocked_the_number(
    chat: Any, parts: Callable[..., Any], eventually: Callable[..., None]
) -> None:
    """An answer to somebody who blocked the number is recorded as failed."""
    person = chat.meta.desk.people.meet(chat.reader)
    person.blocked = True
    chat.say(QUESTION)
    eventually(lambda: parts("state, code") == [("failed", 131026)])
    person.blocked = False
    assert len(chat.say("hello")) == 1


def test_burst_to_one_reader_keeps_the_pair_rate(chat: Any) -> None:
    """Beyond 45 messages a reader gets one in six seconds, and Meta refuses none."""
    before = len(chat.meta.refused)
    chat.say(*["thanks"] * MORE_THAN_A_BURST, replies=MORE_THAN_A_BURST)
    # On a quick machine the burst may exceed the number's 80 messages a second.
    refused = {refusal.error.code for refusal in chat.meta.refused[before:]}
    assert PAIR_RATE not in refused
    *_, before, last = chat.meta.sent_to(chat.reader)
    assert last.at - before.at > 1


def test_delivery_is_refused_while_the_database_fails(
    assistant: Stand, chat: Any, eventually: Callable[..., None]
) -> None:
    """What cannot be stored gets 503, comes again, and is answered once."""
    failures = assistant.log().count("whatsapp.store.failed")
    holder = sqlite3.connect(assistant.database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        post = chat.meta.submit(inbound.text(chat.reader, "hello"))
        # A status of another message may fail before.
        eventually(
            lambda: assistant.log().count("whatsapp.store.failed") > failures + 1
        )
    finally:
        holder.rollback()
        holder.close()
    first, *_, last = [attempt.status for attempt in post.result()]
    assert (first, last) == (503, 200)
    chat.meta.wait_for_sent(chat.earlier + 1, chat.reader, WAIT_SECONDS)
    chat.say("goodbye")
    assert len(chat.replies) == 2


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (131026, "Unable to deliver message to this recipient."),
        (131047, "%24 hours%"),
    ],
)
def test_failed_status_is_stored(
    chat: Any,
    parts: Callable[..., Any],
    eventually: Callable[..., None],
    code: int,
    reason: str,
) -> None:
    """What Meta accepted and failed later is recorded with its code and reason."""
    chat.meta.faults.fail_later(code)
    chat.say(QUESTION)
    columns = f"state, code, reason LIKE '{reason}'"
    eventually(lambda: parts(columns) == [("failed", code, 1)])
