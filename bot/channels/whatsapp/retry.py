"""What to do after a send went wrong, by the error's class."""

import random
from dataclasses import dataclass

from bot.channels.whatsapp import errors

FIRST_DELAY_SECONDS = 1.0
LONGEST_DELAY_SECONDS = 40.0  # and up to half as much by chance: a minute
MOST_DOUBLINGS = 10
# What may be the message's own fault; the rest passes, and is tried until the
# reader's 24 hours are over.
ATTEMPTS_BY_CODE = {1: 3, 131000: 4, 131016: 5}
PAIR_RATE_BASE = 4  # Meta asks to wait 4^n seconds, n from 0
MOST_PAIR_RATE_ATTEMPTS = 6


@dataclass(frozen=True)
class Again:
    """Send it again after so many seconds."""

    seconds: float


@dataclass(frozen=True)
class HaltAll:
    """Send nothing to anyone until it works again; nothing is given up."""


@dataclass(frozen=True)
class AsText:
    """Send its words as plain text instead."""


@dataclass(frozen=True)
class GiveUp:
    """Record it as failed; `reader_lost`: nothing else will arrive either."""

    reader_lost: bool = False


@dataclass(frozen=True)
class Unknown:
    """Record that nobody knows, and do not send it again."""


Step = Again | HaltAll | AsText | GiveUp | Unknown


def after(error: errors.SendError, attempts: int, safety: bool, plain: bool) -> Step:
    """The next step after the `attempts`-th attempt failed.

    `plain`: what was sent was its plain text already. A safety reply whose
    outcome is unknown is sent once more as text: twice is better than never.
    """
    if isinstance(error, errors.OutcomeUnknown):
        return AsText() if safety and not plain else Unknown()
    if isinstance(error, errors.TokenRefused | errors.AccountStopped):
        return HaltAll()
    if isinstance(error, errors.PairRateHit):
        if attempts >= MOST_PAIR_RATE_ATTEMPTS:
            return GiveUp()
        return Again(PAIR_RATE_BASE ** (attempts - 1) + random.random())
    if isinstance(error, errors.Transient | errors.NotSent):
        most = ATTEMPTS_BY_CODE.get(error.code or 0)
        if most and attempts >= most:
            return AsText() if safety and not plain else GiveUp()
        return Again(backoff_seconds(attempts))
    if isinstance(error, errors.RequestRefused) and not plain:
        return AsText()
    lost = (errors.ReaderUnreachable, errors.WindowClosed, errors.PersonNeeded)
    return GiveUp(reader_lost=isinstance(error, lost))


def backoff_seconds(attempts: int) -> float:
    """Doubling delays with up to half of them added at random."""
    doublings = min(attempts - 1, MOST_DOUBLINGS)
    delay = min(FIRST_DELAY_SECONDS * 2**doublings, LONGEST_DELAY_SECONDS)
    return delay * (1 + random.random() / 2)
