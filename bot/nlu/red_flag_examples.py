"""What the red-flag screen's model is trained on."""

from collections.abc import Collection

from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.intent_classifier import examples
from bot.safety import intents
from bot.safety.people import speaks_of_someone
from bot.safety.screen import CRISIS, EMERGENCY, FEW_WORDS, NO_RED_FLAG, SEE_DOCTOR
from bot.safety.sign_matcher import SignMatcher
from bot.safety.wording import sentences

ONE_IN = 2  # of the other intents' longer examples is enough; more only cost time
OF_HEALTH = "not_covered"  # whose examples are all needed: they speak of what ails one
LEARNED = {
    intents.EMERGENCY: EMERGENCY,
    intents.CRISIS: CRISIS,
    intents.SEE_DOCTOR: SEE_DOCTOR,
    intents.LOOK_ALIKE: NO_RED_FLAG,
}


def reports_and_others(
    training_data: TrainingData, matcher: SignMatcher, warnings: Collection[str]
) -> tuple[list[str], list[str]]:
    """The training texts of the screen and what each is.

    `warnings` are the intents whose answers are the alerts' own. Of other intents
    those examples are taken that are no report for sure: they speak of no one or
    name no sign. What is asked after an answer leaves unsaid of whom it speaks, and
    what a warning answers may be a report: "still there after two months".
    """

    def names_sign(text: str) -> bool:
        return any(matcher.matches(sentence) for sentence in sentences(text))

    texts, labels, others = [], [], []
    for text, intent in zip(*examples(training_data)):
        if intent in LEARNED:
            texts.append(text)
            labels.append(LEARNED[intent])
        elif not names_sign(text) or (
            intent not in warnings and not speaks_of_someone(text)
        ):
            others.append((text, intent))
    for text, intent in zip(*examples(training_data, leaning=True)):
        if intent not in warnings and not names_sign(text):
            others.append((text, intent))
    for number, (text, intent) in enumerate(others):
        short = len(text.split()) < FEW_WORDS
        if intent == OF_HEALTH or short or number % ONE_IN == 0:
            texts.append(text)
            labels.append(NO_RED_FLAG)
    return texts, labels
