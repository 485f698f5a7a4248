"""What an action says and what it leaves behind."""

from dataclasses import dataclass

from rasa_sdk.events import EventType

from actions.replies import Reply


@dataclass(frozen=True)
class Outcome:
    """The replies in order, and the events for the tracker."""

    replies: list[Reply]
    events: list[EventType]
