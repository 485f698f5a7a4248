"""How fast we send to one reader, and when to nobody."""

from bot.channels.whatsapp.halting import Halt
from bot.channels.whatsapp.pacing import BURST_MESSAGES, SECONDS_PER_MESSAGE, PairPace


def test_pair_pace() -> None:
    """A burst of 45 goes out at once, then one message every six seconds."""
    pace = PairPace()
    for _ in range(BURST_MESSAGES):
        assert pace.wait_seconds("a", 0) == 0
        pace.sent("a", 0)
    assert pace.wait_seconds("a", 0) == SECONDS_PER_MESSAGE
    assert pace.wait_seconds("a", SECONDS_PER_MESSAGE) == 0
    assert pace.wait_seconds("b", 0) == 0


def test_halt() -> None:
    """While the token is refused one message at a time tries, more and more rarely."""
    halt = Halt()
    assert halt.readers_allowed(16, 4, 0) == 12
    assert halt.begin(now=0) == 1
    assert halt.begin(now=0.5) == 0.5
    assert halt.readers_allowed(16, 0, 0.9) == 0
    assert halt.readers_allowed(16, 0, 1) == 1
    assert halt.readers_allowed(16, 1, 1) == 0
    assert halt.begin(now=1) == 2
    assert not halt.end(started=0)  # was on its way when the first was refused
    assert halt.readers_allowed(16, 0, 1.5) == 0
    assert halt.end(started=1)
    assert halt.readers_allowed(16, 0, 1) == 16
    assert not halt.end(started=2)


def test_first_success_is_news() -> None:
    """A process that was started to end another's halt tells that it works again."""
    halt = Halt()
    assert [halt.end(started=0), halt.end(started=1)] == [True, False]
