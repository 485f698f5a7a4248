"""Failures of the Graph API, ordered from the desk."""

import pytest
import requests

from emulator.readers import ANNA
from emulator.running import RunningEmulator
from tests.emulator.product import HELLO, Product, Sender, code_of


def test_fail_next(written: RunningEmulator, sender: Sender) -> None:
    """The next sends fail with the code asked for, and only those."""
    written.faults.fail(131000, count=2)
    answers = [sender.send(ANNA.phone, "text", HELLO) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [500, 500, 200]
    assert code_of(answers[0]) == 131000
    assert len(written.sent) == 1


def test_fail_later(written: RunningEmulator, sender: Sender) -> None:
    """A message can be accepted and fail afterwards."""
    written.faults.fail_later(131049)
    assert sender.send(ANNA.phone, "text", HELLO).status_code == 200
    written.wait_for(lambda: written.sent[0].status == "failed")


def test_hang(written: RunningEmulator, sender: Sender) -> None:
    """A message can be accepted without an answer."""
    written.faults.hang()
    with pytest.raises(requests.ReadTimeout):
        sender.send(ANNA.phone, "text", HELLO, timeout=0.2)
    assert len(written.sent) == 1


def test_drop(written: RunningEmulator, sender: Sender) -> None:
    """A connection can break before anything was accepted."""
    written.faults.drop()
    with pytest.raises(requests.ConnectionError):
        sender.send(ANNA.phone, "text", HELLO)
    assert written.sent == []


def test_slow(written: RunningEmulator, sender: Sender, product: Product) -> None:
    """A message can be accepted and told of before its answer comes."""
    written.faults.slow(60)
    with pytest.raises(requests.ReadTimeout):
        sender.send(ANNA.phone, "text", HELLO, timeout=0.2)
    product.wait_for(lambda: len(product.items("statuses")) == 2)


def test_gateway(written: RunningEmulator, sender: Sender) -> None:
    """An error can come as a page instead of JSON."""
    written.faults.gateway(504)
    answer = sender.send(ANNA.phone, "text", HELLO)
    assert answer.status_code == 504
    assert answer.headers["Content-Type"].startswith("text/html")


def test_faults_of_marks(written: RunningEmulator, sender: Sender) -> None:
    """Read marks fail by themselves, messages do not notice."""
    written.faults.fail(131000, on="marks")
    assert sender.send(ANNA.phone, "text", HELLO).status_code == 200
    read = {"status": "read", "message_id": written.ledger.messages[0].id}
    assert sender.post(read).status_code == 500
    assert sender.post(read).status_code == 200
