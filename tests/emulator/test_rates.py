"""Meta's two brakes, by a clock the test sets."""

from emulator.rates import PairRate, Throughput


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


def test_a_burst_is_paid_back() -> None:
    """45 at once are taken, the next only as time pays one back each six seconds."""
    clock = Clock()
    pair = PairRate(now=clock)
    assert all(pair.count("anna") for _ in range(45))
    assert not pair.count("anna")
    assert pair.count("ben")
    clock.seconds += 6
    assert pair.count("anna")
    assert not pair.count("anna")


def test_one_in_six_seconds_is_always_taken() -> None:
    """A steady message in six seconds never borrows."""
    clock = Clock()
    pair = PairRate(burst=1, now=clock)
    for _ in range(100):
        assert pair.count("anna")
        clock.seconds += 6


def test_throughput_is_of_the_last_second() -> None:
    """80 in a second are taken, and again a second later."""
    clock = Clock()
    throughput = Throughput(now=clock)
    assert [throughput.count() for _ in range(81)] == [True] * 80 + [False]
    clock.seconds += 1
    assert throughput.count()


def test_limits_can_be_off() -> None:
    """Without a limit everything is taken."""
    pair, throughput = PairRate(burst=None), Throughput(per_second=None)
    assert all(pair.count("anna") and throughput.count() for _ in range(1_000))
