"""What Meta tells of the parts of an answer, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.channels.whatsapp.errors import OutcomeUnknown
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
