"""The emergency number to name to a reader, where a phone number tells the country.

Only 112, 911 and 999 are ever named; elsewhere all three are, neutrally.
"""

EMERGENCY_NUMBER = "emergency_number"  # slot, entity and key of a message's metadata
NORTH_AMERICA = "911"
BRITAIN = "999"
EUROPE = "112"
# Calling codes (ITU-T E.164) of countries whose emergency number is the value.
NUMBERS = {
    "1": NORTH_AMERICA,
    "44": BRITAIN,
    **dict.fromkeys(
        [
            "30",
            "31",
            "32",
            "33",
            "34",
            "351",
            "352",
            "353",
            "354",
            "356",
            "357",
            "358",
            "359",
            "36",
            "370",
            "371",
            "372",
            "385",
            "386",
            "39",
            "40",
            "420",
            "421",
            "43",
            "45",
            "46",
            "47",
            "48",
            "49",
        ],
        EUROPE,
    ),
}
LONGEST_CODE = 3


def emergency_number(phone_number: str) -> str | None:
    """The number for a phone number in digits; None where it is not known."""
    for length in range(LONGEST_CODE, 0, -1):
        found = NUMBERS.get(phone_number[:length])
        if found and phone_number.isdecimal():
            return found
    return None
