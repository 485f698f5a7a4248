"""Reads a message for red flags: by the editors' patterns and by a trained model.

The graver of the two wins. The patterns know who has a sign and when
(bot/safety/circumstances.py); the model has read the examples of
data/nlu/safety and catches what no pattern foresaw.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from article.red_flags import RedFlagsFile
from bot.safety.circumstances import (
    asks_in_general,
    begins_with_an_if,
    reported,
)
from bot.safety.past import says_now, says_over
from bot.safety.people import speaks_of_someone
from bot.safety.sign_matcher import SignMatcher
from bot.safety.traces import has_trace_of_other, is_told
from bot.safety.wording import Sentence, clauses, count_words, sentences

EMERGENCY = "emergency"
CRISIS = "crisis"  # an emergency: someone may want to die
SEE_DOCTOR = "see_doctor"
NO_RED_FLAG = ""
RED_FLAG_LEVEL = "red_flag_level"  # slot and entity
GRAVITY = {NO_RED_FLAG: 0, SEE_DOCTOR: 1, EMERGENCY: 2}

# Probabilities from which on the model is believed: of an emergency, and of any report,
# which at least needs a doctor. It has to be surer of a general question, of an "if"
# and of few words ("left side" is often an answer), and surest of a clause and where
# the patterns found a sign and explained it away. Found by cross-validation and on
# sets that were not learned.
BELIEVED = {EMERGENCY: 0.22, SEE_DOCTOR: 0.3}
BELIEVED_OF_LITTLE = {EMERGENCY: 0.4, SEE_DOCTOR: 0.7}
BELIEVED_IN_DOUBT = {EMERGENCY: 0.7, SEE_DOCTOR: 0.7}
# What is a report for sure is an emergency as soon as what says much.
SURELY_NO_OTHER = 0.1  # probability of no red flag, below which it is one
# What is none for sure, with a trace of something else (traces.has_trace_of_other), has
# no lesser sign in a clause: "it lasted a month last year but stopped, why?"
SURELY_OTHER = 0.9
NEVER_BELIEVED = 1.0
FEW_WORDS = 4
# What is over is no sign, but an emergency that is over may come again.
BELIEVED_OF_WHAT_IS_OVER = 0.99
# From which probability of no red flag on the model takes back what the patterns
# found, if it takes no clause for a report: in a story, in a text with a trace of
# something else, and without one. An emergency without a
# trace is taken back only where nothing says "now" and there is enough to read, or no
# one has it: "i fainted, should i drink more?" takes nothing back.
TAKEN_BACK_OF_A_STORY = 0.9
TAKEN_BACK = 0.94
TAKEN_BACK_WITHOUT_TRACE = {EMERGENCY: 0.97, SEE_DOCTOR: 0.96}
TAKEN_BACK_OF_NO_ONE = 0.99
ENOUGH_WORDS = 12
TAKEN_BACK_OF_A_CLAUSE = 0.5
LATER_SENTENCES = 8  # within which a sign may turn out to be over


@dataclass(frozen=True)
class Finding:
    """What a message reports: level, signs, and what a see-a-doctor reply says.

    `crisis` is set where someone may want to die.
    """

    level: str = NO_RED_FLAG
    signs: tuple[str, ...] = ()
    alert: str = ""
    crisis: bool = False

    def graver(self, other: "Finding") -> "Finding":
        """The graver of two findings; of equals, this one."""
        return other if GRAVITY[other.level] > GRAVITY[self.level] else self


class Screen:
    """Screens texts; `probabilities` maps a text to the model's, by level."""

    def __init__(
        self,
        red_flags: RedFlagsFile,
        probabilities: Callable[[str], Mapping[str, float]] | None = None,
    ) -> None:
        self._signs = {str(name): sign for name, sign in red_flags.signs.items()}
        self._usual_alert = str(next(iter(red_flags.alerts)))
        self._things = frozenset(red_flags.things)
        self._matcher = SignMatcher(red_flags)
        self._probabilities = probabilities

    def read(self, *readings: str) -> Finding:
        """The gravest finding over the readings of one message, as typed and as meant.

        The model reads the last of them, whole and clause by clause: a sign may hide
        in a long message.
        """
        finding, explained_away = self._by_patterns(readings)
        taken_back = _least_taken_back(readings[-1], finding.level)
        certain = finding.level == EMERGENCY and taken_back is None
        if self._probabilities is None or certain:
            return finding
        whole = self._probabilities(readings[-1])
        said = clauses(readings[-1])
        parts = [self._probabilities(clause) for clause in said]
        if taken_back and self._takes_back(whole, parts, taken_back):
            return Finding()
        believed = _least_believed(readings[-1], finding.level, explained_away)
        read = [(readings[-1], whole, believed)]
        surer = _least_believed_of_clauses(readings[-1], whole[NO_RED_FLAG])
        for number, likely in enumerate(parts):
            from_here = " . ".join(said[number:])
            read.append((from_here, likely, surer))
        for text, likely, least in read:
            if says_over(text):
                least = {**least, SEE_DOCTOR: BELIEVED_OF_WHAT_IS_OVER}
            finding = finding.graver(self._by_model(likely, least, finding))
        return finding

    def _takes_back(
        self,
        whole: Mapping[str, float],
        parts: Sequence[Mapping[str, float]],
        least: float,
    ) -> bool:
        unlikely = [part[NO_RED_FLAG] < TAKEN_BACK_OF_A_CLAUSE for part in parts]
        return whole[NO_RED_FLAG] >= least and not any(unlikely)

    def _by_model(
        self, likely: Mapping[str, float], least: Mapping[str, float], found: Finding
    ) -> Finding:
        least_grave = least[EMERGENCY]
        if likely[NO_RED_FLAG] < SURELY_NO_OTHER:
            least_grave = BELIEVED[EMERGENCY]
        if likely[EMERGENCY] + likely[CRISIS] >= least_grave:
            crisis = likely[CRISIS] > likely[EMERGENCY]
            return Finding(EMERGENCY, found.signs, crisis=crisis)
        if 1 - likely[NO_RED_FLAG] >= least[SEE_DOCTOR]:
            return Finding(SEE_DOCTOR, alert=self._usual_alert)
        return Finding()

    def patterns(self, *readings: str) -> Finding:
        """The finding by the patterns alone."""
        return self._by_patterns(readings)[0]

    def named(self, *texts: str) -> set[str]:
        """The signs that any of the texts names, reported or not."""
        return {
            match.sign
            for text in texts
            for sentence in sentences(text)
            for match in self._matcher.matches(sentence)
        }

    def _by_patterns(self, readings: Sequence[str]) -> tuple[Finding, bool]:
        """The finding, and whether anything was named that is no report."""
        found: list[str] = []
        explained_away = False
        for sentence, later in _with_later(readings):
            for match in self._matcher.matches(sentence):
                explained_away = True
                sign = self._signs[match.sign]
                if match.sign not in found and reported(
                    sentence, match, sign, later, self._things
                ):
                    found.append(match.sign)
        return self._of(found), explained_away

    def _of(self, signs: Sequence[str]) -> Finding:
        names = tuple(signs)
        entries = [self._signs[name] for name in names]
        levels: list[str] = [entry.level for entry in entries]
        gravest = max(levels, key=lambda level: GRAVITY[level], default=NO_RED_FLAG)
        alerts = [entry.alert for entry in entries if entry.alert]
        return Finding(
            gravest,
            names,
            alerts[0] if gravest == SEE_DOCTOR and alerts else "",
            any(entry.crisis for entry in entries),
        )


def _with_later(
    readings: Sequence[str],
) -> Iterator[tuple[Sentence, Sequence[Sentence]]]:
    """Each sentence of the readings once, with those that follow it soon."""
    read: set[tuple[str, ...]] = set()
    for text in readings:
        told = sentences(text)
        for position, sentence in enumerate(told, 1):
            if tuple(sentence.words) not in read:
                read.add(tuple(sentence.words))
                yield sentence, told[position : position + LATER_SENTENCES]


def _least_believed(text: str, level: str, explained_away: bool) -> Mapping[str, float]:
    """The probabilities from which on the model is believed of the whole text."""
    if explained_away and not level:
        return BELIEVED_IN_DOUBT
    told = [sentence.words for sentence in sentences(text)]
    if any(asks_in_general(words) or begins_with_an_if(words) for words in told) or (
        "?" in text and not speaks_of_someone(text)
    ):
        return BELIEVED_OF_LITTLE
    return BELIEVED_OF_LITTLE if count_words(text) < FEW_WORDS else BELIEVED


def _least_believed_of_clauses(text: str, none: float) -> Mapping[str, float]:
    """The same of its clauses, where `none` is the probability of no red flag."""
    if none >= SURELY_OTHER and has_trace_of_other(text):
        return {**BELIEVED_IN_DOUBT, SEE_DOCTOR: NEVER_BELIEVED}
    return BELIEVED_IN_DOUBT


def _least_taken_back(text: str, level: str) -> float | None:
    """The probability from which on the model may take back a sign in the text.

    None where there is none, or where the patterns have the last word.
    """
    words = count_words(text)
    if not level or words < FEW_WORDS:
        return None
    if is_told(text):
        return TAKEN_BACK_OF_A_STORY
    if has_trace_of_other(text):
        return TAKEN_BACK
    if level == EMERGENCY and says_now(text):
        return None
    if level == EMERGENCY and words < ENOUGH_WORDS:
        return None if speaks_of_someone(text) else TAKEN_BACK_OF_NO_ONE
    return TAKEN_BACK_WITHOUT_TRACE[level]
