"""How often a session or an address may ask."""

import json

import pytest

from bot.channels import rate_limits
from bot.channels.rate_limits import RateLimit
from bot.channels.web_error import TooFast, error_response


class Clock:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_allowance_is_used_and_comes_back() -> None:
    """Two a minute pass at once; the third has to wait half a minute."""
    clock = Clock()
    limit = RateLimit(2, clock)
    waits = [limit.wait_seconds("a") for _ in range(4)]
    assert waits == pytest.approx([0, 0, 30, 30])
    assert limit.wait_seconds("b") == 0
    clock.now = 29.0
    assert limit.wait_seconds("a") == pytest.approx(1)
    clock.now = 30.1
    assert limit.wait_seconds("a") == 0
    clock.now = 10_000.0
    waits = [limit.wait_seconds("a") for _ in range(3)]
    assert waits == pytest.approx([0, 0, 30])


def test_forgets_whoever_asked_longest_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory for addresses is bounded."""
    monkeypatch.setattr(rate_limits, "MOST_KEYS", 2)
    limit = RateLimit(1, Clock())
    assert [limit.wait_seconds(key) for key in "abc"] == [0, 0, 0]
    assert limit.wait_seconds("c") == pytest.approx(60)
    assert limit.wait_seconds("a") == 0


async def test_refusal_says_when_to_come_back() -> None:
    """Too fast is 429 with whole seconds, in the header and in the body."""
    answer = await error_response(None, TooFast(6.2))
    assert answer.status == 429
    assert answer.headers["Retry-After"] == "7"
    error = json.loads(answer.body)["error"]
    assert error["code"] == "too_fast"
    assert error["retry_after"] == 7
