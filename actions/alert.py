"""What is said first when a message reports a sign that needs a doctor."""

from collections.abc import Mapping
from typing import Any

from actions.replies import Reply, button
from article.content import Alert, Content
from article.rendering import source_line

LEVEL = "see_doctor"
NEXT = ("when_to_see_doctor", "diagnosis_overview", "contact")


def alert_given(content: Content, message: Mapping[str, Any]) -> Alert | None:
    """The alert on what the screen found in the message, if it found any."""
    finding = message.get("red_flag") or {}
    if finding.get("level") != LEVEL:
        return None
    return content.alerts.get(finding.get("alert") or "")


def alert_reply(content: Content, message: Mapping[str, Any]) -> Reply | None:
    """The reply that gives the alert."""
    alert = alert_given(content, message)
    if alert is None:
        return None
    source = source_line(content.sections[number] for number in alert.sections)
    buttons = tuple(
        button(content.answers[slug]) for slug in NEXT if slug in content.answers
    )
    text = f"⚠️ {alert.text}\n\n{source}"
    return Reply(text, "alert", alert.sections, buttons, LEVEL)
