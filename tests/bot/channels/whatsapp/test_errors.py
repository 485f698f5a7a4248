"""What is done about each of Meta's errors."""

from typing import Any

import pytest

from bot.channels.whatsapp.errors import (
    BY_CODE,
    NotSent,
    OutcomeUnknown,
    Refused,
    class_of,
    refusal,
)
from bot.channels.whatsapp.retry import Again, AsText, GiveUp, HaltAll, Unknown, after


def error(code: int) -> Refused:
    body = {"error": {"code": code, "message": f"(#{code}) No", "fbtrace_id": "A1"}}
    return refusal(400, body, "{}")


STEPS: list[tuple[tuple[int, ...], Any]] = [
    ((1, 2, 4, 80007, 130429, 131000, 131016, 131057, 133004), Again),
    ((131056,), Again),
    ((0, 3, 10, 190, 200, 299, 131005), HaltAll),
    ((33, 368, 131031, 131037, 131042, 131045, 133010), HaltAll),
    ((100, 131008, 131009, 131051, 131053, 132000, 132012, 135000, 131062), AsText),
    ((131026, 131030, 131021, 130472, 130497, 130403, 131050), GiveUp),
    ((131047,), GiveUp),
    ((131048, 131049, 131064, 132069, 133016), GiveUp),
]


@pytest.mark.parametrize(
    ("code", "step"), [(code, step) for codes, step in STEPS for code in codes]
)
def test_first_step_by_code(code: int, step: type) -> None:
    """Every code Meta documents for sending has its step."""
    found = after(error(code), 1, safety=False, plain=False)
    assert isinstance(found, step)
    if code in (131026, 131047, 131048):
        assert found == GiveUp(reader_lost=True)


def test_each_code_stands_in_one_class() -> None:
    """No code is in two classes."""
    codes = [code for codes in BY_CODE.values() for code in codes]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    ("status", "body", "code", "name"),
    [
        (500, None, -500, "Transient"),
        (503, {"error": "down"}, -503, "Transient"),
        (429, None, -429, "Transient"),
        (400, None, -400, "RequestRefused"),
        (400, {"error": {"code": 999999}}, 999999, "RequestRefused"),
        (400, {"error": {"code": 100, "error_subcode": 33}}, 100, "AccountStopped"),
        (400, {"error": {"code": True}}, -400, "RequestRefused"),
        (401, {"error": {"code": 190, "error_data": "old"}}, 190, "TokenRefused"),
        (400, [], -400, "RequestRefused"),
    ],
)
def test_refusal(status: int, body: Any, code: int, name: str) -> None:
    """Whatever Meta answers becomes an error with a code."""
    found = refusal(status, body, "raw")
    assert (found.code, type(found).__name__) == (code, name)


def test_error_keeps_what_support_asks_for_but_no_number() -> None:
    """Code, trace id, reason and raw body are kept, phone numbers are not."""
    body = {
        "error": {
            "code": 131030,
            "message": "(#131030) Not allowed",
            "error_data": {"details": "Recipient +1 213 555 0150 not in list"},
            "fbtrace_id": "AbC",
        }
    }
    found = refusal(400, body, '{"to": "12135550150", "code": 131030}')
    assert found.trace_id == "AbC"
    assert found.reason == "(#131030) Not allowed Recipient (number) not in list"
    assert "12135550150" not in found.body
    assert "0150" not in found.body


def test_waits_grow_up_to_a_minute() -> None:
    """Waits double until they are between 40 seconds and a minute."""
    waits = []
    for attempts in range(1, 8):
        step = after(NotSent("down"), attempts, safety=False, plain=False)
        assert isinstance(step, Again)
        waits.append(step.seconds)
    assert all(2**n <= seconds <= 1.5 * 2**n for n, seconds in enumerate(waits[:6]))
    for attempts in (8, 100, 5000):
        step = after(NotSent("down"), attempts, safety=False, plain=False)
        assert isinstance(step, Again)
        assert 40 <= step.seconds <= 60


@pytest.mark.parametrize("code", [2, 4, 80007, 130429, 131057, 133004, -502])
def test_what_passes_is_never_given_up(code: int) -> None:
    """Trouble on Meta's side is waited out as long as the reader may be answered."""
    refused = refusal(502, None, "") if code < 0 else error(code)
    assert isinstance(after(refused, 1000, safety=True, plain=False), Again)


@pytest.mark.parametrize(("code", "most"), [(1, 3), (131000, 4), (131016, 5)])
def test_what_may_not_pass_is_given_up(code: int, most: int) -> None:
    """What may be the message's fault is tried a few times; an alert then as text."""
    assert isinstance(after(error(code), most - 1, safety=False, plain=False), Again)
    assert after(error(code), most, safety=False, plain=False) == GiveUp()
    assert after(error(code), most, safety=True, plain=False) == AsText()


def test_pair_rate_waits_as_meta_asks() -> None:
    """After 131056 the wait is 4^n seconds."""
    for n in range(5):
        step = after(error(131056), n + 1, safety=False, plain=False)
        assert isinstance(step, Again)
        assert 4**n <= step.seconds <= 4**n + 1


@pytest.mark.parametrize(
    ("safety", "plain", "step"),
    [(False, False, Unknown()), (True, False, AsText()), (True, True, Unknown())],
)
def test_unknown_outcome(safety: bool, plain: bool, step: object) -> None:
    """What may have arrived is not sent again, except a safety reply, once."""
    assert after(OutcomeUnknown("timeout"), 1, safety, plain) == step


def test_refused_plain_text_is_given_up() -> None:
    """There is nothing plainer than plain text."""
    assert after(error(100), 1, safety=True, plain=True) == GiveUp()


def test_unknown_codes_go_by_http_status() -> None:
    """A new code with a server's status is tried again, others are not."""
    assert class_of(999, http_status=500).__name__ == "Transient"
    assert class_of(999).__name__ == "RequestRefused"
