"""What the trained model adds to the patterns, and takes back."""

from article.files import read_red_flags
from bot.safety.screen import CRISIS, EMERGENCY, NO_RED_FLAG, SEE_DOCTOR, Screen
from settings import ROOT

RED_FLAGS = read_red_flags(ROOT / "content")


def screen_with(**likely: float) -> Screen:
    levels = (EMERGENCY, CRISIS, SEE_DOCTOR, NO_RED_FLAG)
    likely = {"none": 1 - sum(likely.values()), **likely}
    probabilities = {level: likely.get(level or "none", 0.0) for level in levels}
    return Screen(RED_FLAGS, lambda text: probabilities)


def test_model_adds_what_no_pattern_names() -> None:
    """A text without a pattern is an emergency where the model is sure enough."""
    text = "xyzzy plugh plover frotz"
    assert screen_with(emergency=0.6).read(text).level == EMERGENCY
    assert screen_with(crisis=0.6).read(text).crisis
    assert screen_with(see_doctor=0.6).read(text).level == SEE_DOCTOR
    assert screen_with(none=1.0).read(text).level == NO_RED_FLAG
    # a few words say too little
    assert screen_with(emergency=0.35).read("xyzzy").level == NO_RED_FLAG
    assert screen_with(emergency=0.35).read("yes , since xyzzy").level == NO_RED_FLAG
    assert screen_with(emergency=0.35).read(text).level == EMERGENCY


def test_model_never_takes_a_pattern_back() -> None:
    """A sign the patterns found stays, whatever the model thinks."""
    assert screen_with(none=1.0).read("my chest hurts").level == EMERGENCY


def test_sure_model_takes_a_sign_back() -> None:
    """A lesser sign sooner than an emergency, which stays where someone has it now."""
    sure, surest = screen_with(none=0.97), screen_with(none=0.995)
    lesser = "my arm weakness or numbness first"
    assert screen_with(none=0.9).read(lesser).level == SEE_DOCTOR
    assert sure.read(lesser).level == NO_RED_FLAG
    grave = "chest pain and fainting at breakfast"
    assert sure.read(grave).level == EMERGENCY
    assert surest.read(grave).level == NO_RED_FLAG
    assert surest.read(f"my {grave}").level == EMERGENCY
    assert surest.read(f"{grave} today").level == EMERGENCY


def test_what_is_over_needs_a_surer_model() -> None:
    """What went away is a sign that needs a doctor only to a very sure model."""
    text = "the xyzzy went away after a week"
    assert screen_with(see_doctor=0.9).read(text).level == NO_RED_FLAG
    assert screen_with(see_doctor=0.995).read(text).level == SEE_DOCTOR
    assert screen_with(emergency=0.9).read(text).level == EMERGENCY


def test_what_stands_before_a_question_is_read_by_itself() -> None:
    """A harmless question does not hide what is said before it."""
    levels = (CRISIS, EMERGENCY, SEE_DOCTOR)

    def probabilities(text: str) -> dict[str, float]:
        likely = 0.0 if "yoga" in text else 0.9
        none = dict.fromkeys(levels, 0.0)
        return {**none, CRISIS: likely, NO_RED_FLAG: 1 - likely}

    screen = Screen(RED_FLAGS, probabilities)
    assert screen.read("xyzzy plugh plover , does yoga help").crisis
    assert screen.read("xyzzy plugh with yoga").level == NO_RED_FLAG


def test_denied_sign_needs_a_surer_model() -> None:
    """What the patterns explained away is an emergency only to a very sure model."""
    assert screen_with(emergency=0.5).read("no chest pain").level == NO_RED_FLAG
    assert screen_with(emergency=0.99).read("no chest pain").level == EMERGENCY


def test_what_is_surely_a_report_is_an_emergency_sooner() -> None:
    """Where no other reading is left, less than half as much is enough."""
    text = "no chest pain"
    assert screen_with(emergency=0.3).read(text).level == NO_RED_FLAG
    assert screen_with(emergency=0.3, see_doctor=0.65).read(text).level == EMERGENCY


def test_clause_of_what_is_surely_no_report_needs_no_doctor() -> None:
    """What a clause says of a lesser sign is nothing where the whole is in the past."""

    def probabilities(text: str) -> dict[str, float]:
        lesser = 0.05 if "xyzzy" in text and "plugh" in text else 0.95
        none = {EMERGENCY: 0.0, CRISIS: 0.0}
        return {**none, SEE_DOCTOR: lesser, NO_RED_FLAG: 1 - lesser}

    screen = Screen(RED_FLAGS, probabilities)
    assert screen.read("xyzzy lasted days. plugh for now?").level == SEE_DOCTOR
    over = "as a child xyzzy lasted days. plugh for now?"
    assert screen.read(over).level == NO_RED_FLAG


def test_any_report_needs_a_doctor() -> None:
    """What may be either an emergency or a lesser sign is one of both for sure."""
    text = "xyzzy plugh plover frotz"
    likely = {"emergency": 0.15, "see_doctor": 0.2}
    assert screen_with(**likely).read(text).level == SEE_DOCTOR
    assert screen_with(see_doctor=0.2).read(text).level == NO_RED_FLAG
