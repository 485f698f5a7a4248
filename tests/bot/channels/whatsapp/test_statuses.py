"""What Meta tells of the parts of an answer, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.channels.whatsapp.errors import NotSent, OutcomeUnknown
from bot.channels.whatsapp.outbound import text_payload
from bot.channels.whatsapp.payloads import Status
from bot.channels.whatsapp.tables import PartRow
from tests.bot.channels.whatsapp.stored import NOW, READER, Stored


@pytest.mark.parametrize(
    ("names", "last"),
    [
        (["sent", "delivered", "read"], "read"),
        (["read", "delivered", "sent"], "read"),
        (["delivered", "sent", "delivered"], "delivered"),
        (["failed", "sent"], "failed"),
    ],
)
def test_statuses_in_any_order(stored: Stored, names: list[str], last: str) -> None:
    """Statuses are kept whatever order they come in, and never undone."""
    stored.answered()
    stored.tell(*(Status("wamid.out", name, "") for name in names))  # type: ignore[arg-type]
    assert stored.column(PartRow.status) == [last]


def test_failed_status_is_recorded(stored: Stored) -> None:
    """A send that Meta accepted and then failed counts as failed, with its reason."""
    token = stored.answered()
    reason = "more than 24 hours since +1 213 555 0150"
    stored.tell(Status("wamid.unseen", "failed", token, 131047, reason))
    assert stored.column() == ["failed"]
    assert stored.column(PartRow.code) == [131047]
    assert stored.column(PartRow.reason) == ["more than 24 hours since (number)"]


@pytest.mark.parametrize("plain", ["plain", "rich"])
def test_failed_safety_reply_goes_out_as_text(stored: Stored, plain: str) -> None:
    """An alert that was not delivered is sent again, plain, once, also when it was
    plain text already."""
    token = stored.answered(safety=True, plain=plain)
    stored.tell(Status("wamid.out", "failed", token, 131000, "something went wrong"))
    claimed = stored.claims.next(READER, "a")
    assert claimed is not None
    assert claimed.answering
    (part,) = stored.outbox.parts(claimed.id)
    assert part.payload == text_payload(plain)
    stored.outbox.start(part, claimed.reader, "a", NOW)
    stored.outbox.sent(part, "wamid.out2")
    stored.claims.finish(claimed, NOW)
    stored.tell(Status("wamid.out2", "failed", part.token, 131000, "again"))
    assert stored.claims.next(READER, "a") is None


def test_status_settles_what_was_not_recorded(stored: Stored) -> None:
    """A part that went out while the database failed is done with once it arrived."""
    claimed, part = stored.sending()
    stored.tell(Status("wamid.out", "delivered", part.token))
    assert stored.outbox.parts(claimed.id) == []
    assert stored.column(PartRow.state) == ["sent"]


@pytest.mark.parametrize("safety", [False, True])
@pytest.mark.parametrize(
    ("name", "state", "sends"),
    [
        ("sent", "sent", False),
        ("delivered", "sent", False),
        ("read", "sent", False),
        ("failed", "pending", True),
    ],
)
def test_status_of_a_part_to_be_sent_again(
    stored: Stored, name: Any, state: str, sends: bool, safety: bool
) -> None:
    """What Meta took although it refused it is not sent again, nor holds up more."""
    claimed, part = stored.sending(safety=safety)
    stored.outbox.again(part, NotSent("refused, and taken all the same"))
    stored.tell(Status("wamid.out", name, part.token, 131000, ""))
    assert stored.column(PartRow.state) == [state]
    assert bool(stored.outbox.parts(claimed.id)) == sends
    assert stored.outbox.start(part, claimed.reader, "a", NOW) == sends


@pytest.mark.parametrize("name", ["sent", "delivered", "read"])
def test_error_after_the_status_that_it_arrived(stored: Stored, name: Any) -> None:
    """A status that was quicker than Meta's error counts, whatever the error asks."""
    claimed, part = stored.sending(safety=True)
    stored.tell(Status("wamid.out", name, part.token))
    error = OutcomeUnknown("timeout")
    stored.outbox.again(part, error)
    stored.outbox.as_text(part, error)
    stored.outbox.ended(part, "unknown", error)
    assert stored.column(PartRow.state) == ["sent"]
    assert stored.claims.finish(claimed, NOW) == "answered"


def test_alert_put_back_as_text_outlives_the_failure_of_its_form(
    stored: Stored,
) -> None:
    """That an alert's first attempt failed does not keep its plain text from going."""
    claimed, part = stored.sending(safety=True)
    stored.outbox.as_text(part, OutcomeUnknown("timeout"))
    stored.tell(Status("wamid.out", "failed", part.token, 131000, "went wrong"))
    (again,) = stored.outbox.parts(claimed.id)
    assert again.payload == text_payload("plain")


def test_status_settles_an_unknown_outcome(stored: Stored) -> None:
    """A part nobody knew about turns out sent when Meta reports on it."""
    claimed, part = stored.sending()
    stored.outbox.ended(part, "unknown", OutcomeUnknown("timeout"))
    assert stored.claims.finish(claimed, NOW) == "unknown"
    stored.tell(Status("wamid.new", "delivered", part.token))
    assert stored.column() == ["answered"]


def test_same_failed_status_at_many_processes(stored: Stored) -> None:
    """However many are told at once that an alert failed, it goes out once more."""
    _, part = stored.sending(safety=True)
    stored.outbox.sent(part, "wamid.out")
    failed = Status("wamid.out", "failed", part.token, 131000, "went wrong")
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(stored.tell, [failed] * 8))
    assert sorted(stored.column(PartRow.state)) == ["failed", "pending"]


def test_statuses_at_many_processes_never_go_backwards(stored: Stored) -> None:
    """The latest of the statuses that come at once is the one that stays."""
    _, part = stored.sending(safety=True)
    stored.outbox.sent(part, "wamid.out")
    names = ["read", "delivered", "sent"] * 3
    told = [Status("wamid.out", name, part.token) for name in names]  # type: ignore[arg-type]
    with ThreadPoolExecutor(len(told)) as threads:
        list(threads.map(stored.tell, told))
    assert stored.column(PartRow.status) == ["read"]
