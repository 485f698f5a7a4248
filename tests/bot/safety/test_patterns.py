"""The patterns tell a report from what only sounds like one."""

import pytest

from article.files import read_red_flags
from bot.safety.screen import EMERGENCY, NO_RED_FLAG, SEE_DOCTOR, Screen
from bot.safety.wording import sentences
from settings import ROOT

SCREEN = Screen(read_red_flags(ROOT / "content"))


@pytest.mark.parametrize(
    ("text", "level"),
    [
        # own and others' signs, now
        ("my chest hurts", EMERGENCY),
        ("My husband’s chest hurts", EMERGENCY),
        ("she can't breathe", EMERGENCY),
        ("took 30 ibuprofen", EMERGENCY),
        ("my arm tingles", SEE_DOCTOR),
        ("all of a sudden he is very confused", EMERGENCY),
        ("he came off the trampoline, his forearm looks like a z", EMERGENCY),
        ("a guy is having a fit in the gym", EMERGENCY),
        ("i can not work out where i am", EMERGENCY),
        ("aunt is completely muddled overnight", EMERGENCY),
        ("i lost my conscience in the bus today", EMERGENCY),
        ("my arm has a bend where no bend should be", EMERGENCY),
        ("the arm is bend in place where should be no bend", EMERGENCY),
        ("potassium 2.9 and the arm is weak", SEE_DOCTOR),
        ("chest pain would be an emergency, i have none", NO_RED_FLAG),
        ("it has been twitching for 6 weeks", SEE_DOCTOR),
        ("it is been half a year, i got used to it", SEE_DOCTOR),
        # the same, not reported
        ("no chest pain", NO_RED_FLAG),
        ("i don't have any chest pain or numbness", NO_RED_FLAG),
        ("can a pinched nerve cause chest pain?", NO_RED_FLAG),
        ("what if my arm goes numb", NO_RED_FLAG),
        ("i had chest pain two years ago", NO_RED_FLAG),
        ("the numbness i had is gone now", NO_RED_FLAG),
        ("my phone is having a seizure", NO_RED_FLAG),
        ("this bill gave me a heart attack", NO_RED_FLAG),
        ("took 2 ibuprofen", NO_RED_FLAG),
        ("twitching for 3 days", NO_RED_FLAG),
        ("numbness and tingling causes shoulder", NO_RED_FLAG),
        ("weakness causes me to drop my cup", SEE_DOCTOR),
        ("my headache is gone since i have a new chair", NO_RED_FLAG),
        ("does massage make the heart race or is it just relaxing", NO_RED_FLAG),
        ("was dizzy after the jab, nothing since", NO_RED_FLAG),
        ("my hand was numb for a bit but it is fine again", NO_RED_FLAG),
        ("had chest pain in march, gone now", NO_RED_FLAG),
        # what turns it back into a report
        ("chest pain an hour ago, gone now", EMERGENCY),
        ("the pain went away, then my fingers went numb", SEE_DOCTOR),
        ("my fingers were numb, it went away and came back", SEE_DOCTOR),
        ("tingling in both hands, pain gone now though", SEE_DOCTOR),
        ("my arm is numb, is it ok now to stretch", SEE_DOCTOR),
        ("my arm is weak, will it be gone by itself", SEE_DOCTOR),
        ("numb fingers, everything else is back to normal", SEE_DOCTOR),
        ("tingling fingers, they are better now and then", SEE_DOCTOR),
        ("had chest pain last year and now again", EMERGENCY),
        ("no cough but my chest hurts", EMERGENCY),
        ("i cannot control my bladder", EMERGENCY),
        ("why does my chest hurt so much?", EMERGENCY),
        ("is 3 months of twitching too long?", SEE_DOCTOR),
        ("just a twitch. also i fainted", EMERGENCY),
        ("car crash on sunday, now the shoulder twitches", SEE_DOCTOR),
        ("in the car my left side went numb", EMERGENCY),
        ("was reading about salt for my mum, just now she passed out", EMERGENCY),
        ("not gone yet, it will be three months on sunday", SEE_DOCTOR),
        # a condition, an age, a figure of speech
        ("it twitches when i am tired", NO_RED_FLAG),
        ("he had a seizure when he was 4, he is 31 now", NO_RED_FLAG),
        ("my hand was numb for a bit, feeling is fully back", NO_RED_FLAG),
        ("i read about chest pain", NO_RED_FLAG),
        ("the price gave me nearly a heart attack", NO_RED_FLAG),
        ("my head explodes from all these words", NO_RED_FLAG),
        ("my head explodes and i see double", EMERGENCY),
        # denials in other orders, a statement that asks, what is fixed
        ("neither my leg nor my arm is numb", NO_RED_FLAG),
        ("nothing numb, it started an hour ago", NO_RED_FLAG),
        ("nothing is numb and i sleep well", NO_RED_FLAG),
        ("nothing helps my numb arm", SEE_DOCTOR),
        ("not my leg, my arm is numb", SEE_DOCTOR),
        ("none of those: chest pain, fainting, numb", NO_RED_FLAG),
        ("head injury can cause twitching later in life?", NO_RED_FLAG),
        ("my chest pain can cause me to faint", EMERGENCY),
        ("the dizziness was from low salt in august, fixed since", NO_RED_FLAG),
        ("my hand was numb last year, now it is good", NO_RED_FLAG),
        ("last year my hand was numb, now is everything good again", NO_RED_FLAG),
        ("he was dizzy last summer, not now", NO_RED_FLAG),
        ("the tingling stopped and i feel great now", NO_RED_FLAG),
        ("my hand was numb last year, now it is numb again", SEE_DOCTOR),
        ("dlaczego drga mi bark od rana?", NO_RED_FLAG),
        ("my flatmate od'd", EMERGENCY),
        ("wat counts as slurred speech", NO_RED_FLAG),
        ("i have not had any accident or injury to that shoulder", NO_RED_FLAG),
        ("i have not had a fall but my arm is numb", SEE_DOCTOR),
        ("severe pain was treated in spring and has not returned", NO_RED_FLAG),
        ("my numbness has returned", SEE_DOCTOR),
        (
            "my arm was numb in march, it's all good now, how do i stop it coming back",
            NO_RED_FLAG,
        ),
        ("my arm was numb, it went away, now it keeps coming back", SEE_DOCTOR),
        ("my arm was numb in may but it hasn't been back", NO_RED_FLAG),
        ("my sight got blurry in the past month", SEE_DOCTOR),
        ("my sight got blurry in the past", NO_RED_FLAG),
        ("my vision is not as sharp as it was last year", SEE_DOCTOR),
        ("over and over this winter my arm went numb", SEE_DOCTOR),
        ("it moved to my neck and eyelid as well now", SEE_DOCTOR),
        ("0 pain 0 weakness, it looks odd", NO_RED_FLAG),
        ("3rd time this yr my shoulder does it", SEE_DOCTOR),
        ("let's say the twitch lasts 5 weeks, then what", NO_RED_FLAG),
        ("she hit her head skating and is muddled", EMERGENCY),
        ("been cutting again, it is too much", EMERGENCY),
        ("i believe her electrolytes are off", SEE_DOCTOR),
        ("i mixed too much oxy with beer", EMERGENCY),
        ("taken paracetamol 8 nos together", EMERGENCY),
        ("took ibuprofen at 8", NO_RED_FLAG),
        ("shoulder pain 9/10", SEE_DOCTOR),
        ("can i mix ibuprofen and wine?", NO_RED_FLAG),
        ("i ate 8 pieces of sushi", NO_RED_FLAG),
        ("ramię boli i od rana drga", NO_RED_FLAG),
        ("i think i od", EMERGENCY),
        ("double dosed paracetamol all day", EMERGENCY),
        ("should i go low on salt?", NO_RED_FLAG),
        ("after landing in london my shoulder twitches", NO_RED_FLAG),
        ("after landing on my shoulder it twitches", SEE_DOCTOR),
        ("i mixed too much protein into my shake", NO_RED_FLAG),
        ("dor no peito sorry chest pain strong now", EMERGENCY),
        ("my friend is sending goodbye messages", EMERGENCY),
        ("she has burns she made herself", EMERGENCY),
        ("took a bad landing, the shoulder keeps spasming", SEE_DOCTOR),
        ("what is the difference between weakness and just being tired", NO_RED_FLAG),
        ("had weakness after surgery, full strength now", NO_RED_FLAG),
        ("had an irregular heartbeat back then, bloods fine", NO_RED_FLAG),
        ("no pain, it just will not quit, ten weeks now", SEE_DOCTOR),
        ("my gp says i am short of calcium", SEE_DOCTOR),
        ("is lettuce low on sodium?", NO_RED_FLAG),
        ("fell off a wall and can't remember it", EMERGENCY),
        ("should i one day have trouble breathing, what then", NO_RED_FLAG),
        # a plan with a condition, and a school that is no past
        ("if she leaves me i'll kill myself", EMERGENCY),
        ("what if i ever wanted to kill myself?", NO_RED_FLAG),
        ("they took my phone at school, i want to die", EMERGENCY),
        ("fainted back at school, never since", NO_RED_FLAG),
    ],
)
def test_level(text: str, level: str) -> None:
    """Each text gets the level of what it reports."""
    assert SCREEN.patterns(text).level == level


def test_graver_sign_wins() -> None:
    """Of several signs the gravest decides, and all are named."""
    finding = SCREEN.patterns("my arm is numb and my chest hurts")
    assert finding.level == EMERGENCY
    assert {"numbness", "chest_pain"} <= set(finding.signs)
    assert finding.alert == ""


def test_crisis_is_told_from_other_emergencies() -> None:
    """Someone who may want to die gets crisis wording."""
    assert SCREEN.patterns("i want to kill myself").crisis
    assert not SCREEN.patterns("my chest hurts").crisis


def test_long_sentence_is_read_in_parts() -> None:
    """A sentence without an end is read part by part, a sign at its end included."""
    filler = "and then we went to the shop for bread and milk " * 12
    assert len(sentences(filler)) > 1
    for words in range(20):
        text = filler + "and " * words + "my chest hurts"
        assert SCREEN.patterns(text).level == EMERGENCY
    assert SCREEN.patterns(filler).level == NO_RED_FLAG
