"""The emergency number named follows the reader's country."""

import pytest

from bot.safety.emergency_number import emergency_number


@pytest.mark.parametrize(
    ("phone_number", "number"),
    [
        ("12135550101", "911"),
        ("447700900123", "999"),
        ("4930123456", "112"),
        ("35312345678", "112"),
        ("84912345678", None),
        ("12462345678", None),  # Barbados, which shares North America's code
        ("17872345678", "911"),  # Puerto Rico
        ("US.13491208655302741918", None),
        ("", None),
    ],
)
def test_number_by_calling_code(phone_number: str, number: str | None) -> None:
    """A known calling code names one number, any other none."""
    assert emergency_number(phone_number) == number
