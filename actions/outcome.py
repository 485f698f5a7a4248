"""What an action says and what it leaves behind."""

from collections.abc import Sequence
from dataclasses import dataclass

from rasa_sdk.events import EventType

from actions.replies import FixedReply, Reply


@dataclass(frozen=True)
class Outcome:
    """The replies in order, and the events for the tracker."""

    replies: Sequence[Reply | FixedReply]
    events: list[EventType]
