"""The emergency number to name to a reader, where a phone number tells the country.

Only 112, 911 and 999 are ever named; elsewhere all three are, neutrally.
"""

EMERGENCY_NUMBER = "emergency_number"  # slot, entity and key of a message's metadata
NORTH_AMERICA = "911"
BRITAIN = "999"
EUROPE = "112"
# Calling codes (ITU-T E.164) of countries whose emergency number is the value. Those
# of Caribbean and Atlantic countries begin with North America's 1; their numbers vary.
NUMBERS = {
    "1": NORTH_AMERICA,
    "44": BRITAIN,
    **dict.fromkeys(
        [
            "30", "31", "32", "33", "34", "351", "352", "353", "354", "356",
            "357", "358", "359", "36", "370", "371", "372", "385", "386", "39",
            "40", "420", "421", "43", "45", "46", "47", "48", "49",
        ],
        EUROPE,
    ),
    **dict.fromkeys(
        [
            "1242", "1246", "1264", "1268", "1284", "1345", "1441", "1473", "1649",
            "1658", "1664", "1721", "1758", "1767", "1784", "1809", "1829", "1849",
            "1868", "1869", "1876",
        ],
        None,
    ),
}  # fmt: skip
LONGEST_CODE = 4


def emergency_number(phone_number: str) -> str | None:
    """The number for a phone number in digits; None where it is not known."""
    if phone_number.isdecimal():
        for length in range(LONGEST_CODE, 0, -1):
            if phone_number[:length] in NUMBERS:
                return NUMBERS[phone_number[:length]]
    return None
