"""What the safety report counts."""

import pytest

from ops.safety_report import Screened, table


@pytest.mark.parametrize(
    ("level", "given", "right", "over_alarm"),
    [
        ("emergency", "emergency", True, False),
        ("emergency", "see_doctor", False, False),
        ("see_doctor", "see_doctor", True, False),
        ("see_doctor", "emergency", True, True),
        ("see_doctor", "none", False, False),
        ("none", "none", True, False),
        ("none", "see_doctor", False, False),
        ("none", "emergency", False, True),
    ],
)
def test_verdict(level: str, given: str, right: bool, over_alarm: bool) -> None:
    """An emergency reply is safe for a lesser sign, and counted as too much."""
    row = Screened("text", level, "report", given)
    assert (row.right, row.over_alarm) == (right, over_alarm)
    last = table([row]).splitlines()[-1]
    assert last.endswith(f"| {int(over_alarm)} |")
