"""Readers shared among processes, on SQLite and on PostgreSQL."""

import threading

import pytest

from bot.channels.whatsapp.leases import LeaseLost
from tests.bot.channels.whatsapp.stored import LEASE, NOW, Stored, message


def test_reader_is_leased_to_one(stored: Stored) -> None:
    """A leased reader is another's only after the lease has run out."""
    stored.take(message(1))
    (reader,) = stored.lease("a")
    assert stored.lease("b") == []
    stored.leases.renew("a", [reader], NOW + 20, LEASE)
    assert stored.lease("b", NOW + 40) == []
    assert stored.lease("b", NOW + 51) == [reader]
    assert stored.claims.next(reader, "a") is None


def test_reader_being_served_is_not_claimed_anew(stored: Stored) -> None:
    """A lease that ran out unnoticed gives its owner no second go at the reader."""
    stored.take(message(1))
    (reader,) = stored.lease("a")
    claim, later = stored.leases.claim, NOW + LEASE + 1
    assert claim("a", [reader], later, LEASE, 10) == []
    assert claim("a", [], later, LEASE, 10) == [reader]


def test_lease_of_a_reader_no_longer_served_runs_out(stored: Stored) -> None:
    """A reader who could not be given back is not held by those served beside."""
    stored.take(message(1), message(2, sender="12135550151"))
    left, served = stored.lease("a")
    stored.leases.renew("a", [served], NOW + 20, LEASE)
    assert stored.lease("b", NOW + LEASE + 1) == [left]


def test_readers_are_shared_without_overlap(stored: Stored) -> None:
    """Processes that claim at the same time never get the same reader."""
    stored.take(*(message(n, sender=f"1213555{n:04}") for n in range(60)))
    found: list[str] = []

    def work(owner: str) -> None:
        while got := stored.lease(owner, most=3):
            found.extend(got)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # A claim that met only rows others were holding found none; the rest is left.
    found += stored.lease("last", most=60)
    assert len(found) == len(set(found)) == 60


def test_released_reader_waits_until_it_may(stored: Stored) -> None:
    """A reader whose message has to wait is left alone until then."""
    stored.take(message(1))
    (reader,) = stored.lease()
    stored.leases.release("a", NOW + 10, reader)
    assert stored.lease(now=NOW + 9) == []
    assert stored.lease(now=NOW + 10) == [reader]


def test_answer_is_stored_by_the_leaseholder_only(stored: Stored) -> None:
    """A process that lost its reader neither stores nor sends."""
    stored.take(message(1))
    claimed = stored.only_message("a")
    stored.lease("b", NOW + LEASE + 1)
    with pytest.raises(LeaseLost):
        stored.answer(claimed, "a")
    stored.answer(claimed, "b")
    (part,) = stored.outbox.parts(claimed.id)
    with pytest.raises(LeaseLost):
        stored.outbox.start(part, claimed.reader, "a", NOW)
    assert stored.outbox.start(part, claimed.reader, "b", NOW + LEASE + 2)
    assert not stored.outbox.start(part, claimed.reader, "b", NOW + LEASE + 2)
    with pytest.raises(LeaseLost):
        stored.outbox.start(part, claimed.reader, "b", NOW + 3 * LEASE)
