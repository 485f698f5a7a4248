"""What a reader gets when a turn failed: an apology, or what an emergency needs.

By the patterns alone, read from the content files, so that it works without the
model, the action server and the database.
"""

import logging
from functools import lru_cache

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from article.files import read_red_flags
from bot.channels.reply import Reply, fixed_reply
from bot.safety.emergency_number import EMERGENCY_NUMBER
from bot.safety.screen import EMERGENCY, RED_FLAG_LEVEL, Finding, Screen
from settings import ROOT

logger = logging.getLogger(__name__)


def last_resort(agent: Agent, message: UserMessage) -> Reply:
    """The fixed sentence of domain.yml that fits the message."""
    usual = next(
        s.initial_value for s in agent.domain.slots if s.name == EMERGENCY_NUMBER
    )
    number = (message.metadata or {}).get(EMERGENCY_NUMBER) or usual
    name, level = _response(message.text or "")
    slots = {EMERGENCY_NUMBER: number, RED_FLAG_LEVEL: level}
    return fixed_reply(agent, name, **slots)


def _response(text: str) -> tuple[str, str]:
    """The sentence's name, and the level of what the text reports."""
    try:
        finding = _find(text)
    except Exception as error:  # noqa: BLE001 - the reader gets the cautious reply
        logger.error("safety.last_resort.failed error=%s", type(error).__name__)
        return "utter_screen_failed", ""
    if finding.level == EMERGENCY:
        name = "utter_report_crisis" if finding.crisis else "utter_report_emergency"
        return name, finding.level
    return "utter_unavailable", finding.level


def _find(text: str) -> Finding:
    return _screen().patterns(text)


@lru_cache(maxsize=1)
def _screen() -> Screen:
    return Screen(read_red_flags(ROOT / "content"))
