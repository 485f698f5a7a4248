"""The reply contract: what every channel gets of a bot message.

Custom actions pass `kind`, `sections` and `level` as keywords of
`utter_message`; fixed sentences of domain.yml carry them as `metadata`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from rasa.core.agent import Agent


class Button(TypedDict):
    """A choice the reader can tap."""

    title: str
    payload: str


class Reply(TypedDict):
    """One message to the reader."""

    text: str
    kind: str
    sections: list[str]
    level: str | None
    buttons: list[Button]


def reply_from(
    text: str, buttons: Sequence[Mapping[str, Any]], extra: Mapping[str, Any]
) -> Reply:
    """The reply of an output channel's text, buttons and keyword arguments."""
    fields = {**(extra.get("metadata") or {}), **extra}
    return Reply(
        text=text,
        kind=fields.get("kind") or "notice",
        sections=list(fields.get("sections") or []),
        level=fields.get("level"),
        buttons=[Button(title=b["title"], payload=b["payload"]) for b in buttons],
    )


def fixed_reply(agent: Agent, name: str, **slots: str) -> Reply:
    """A fixed sentence of domain.yml, its {slots} filled in.

    Of its variations the one whose conditions the slots meet, else the first.
    """
    variations = agent.domain.responses[name]
    fixed = next((each for each in variations if _meets(each, slots)), variations[0])
    text = fixed["text"]
    for slot, value in slots.items():
        text = text.replace(f"{{{slot}}}", value)
    return reply_from(text, fixed.get("buttons", []), fixed)


def _meets(variation: Mapping[str, Any], slots: Mapping[str, str]) -> bool:
    conditions = variation.get("condition") or []
    return bool(conditions) and all(
        slots.get(condition["name"]) == condition["value"] for condition in conditions
    )
