"""What the red-flag screen's model is trained on."""

from itertools import chain

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
    training_data: TrainingData, matcher: SignMatcher
) -> tuple[list[str], list[str]]:
    """The training texts of the screen and what each is.

    Of other intents those are no report for sure that speak of no one or name no
    sign.
    """
    texts, labels = [], []
    others = 0
    said = chain(
        zip(*examples(training_data)), zip(*examples(training_data, leaning=True))
    )
    for text, intent in said:
        if intent in LEARNED:
            texts.append(text)
            labels.append(LEARNED[intent])
        elif not (
            speaks_of_someone(text)
            and any(matcher.matches(sentence) for sentence in sentences(text))
        ):
            others += 1
            short = len(text.split()) < FEW_WORDS
            if intent == OF_HEALTH or short or others % ONE_IN == 0:
                texts.append(text)
                labels.append(NO_RED_FLAG)
    return texts, labels
