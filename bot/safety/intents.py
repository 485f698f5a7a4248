"""The intents the red-flag screen decides on, and learns from."""

EMERGENCY = "report_emergency"
CRISIS = "report_crisis"
SEE_DOCTOR = "report_see_doctor"
LOOK_ALIKE = "no_red_flag"
SCREEN_FAILED = "screen_failed"

# The classifier leaves these to the screen.
SCREENED = frozenset({EMERGENCY, CRISIS, SEE_DOCTOR, LOOK_ALIKE})
