"""The self-check: the article's warning signs, one at a time, kept nowhere.

Where it stands is in the slot `self_check`: {"started": seconds since 1970,
"answers": ["yes", "no", "unsure", ...]}. When it ends the slot is emptied and the
tracker store wipes what was said (bot/self_check_events.py).
"""

import re
import time
from typing import Any

from actions.alert import alert_reply
from actions.asked import Question
from actions.conversation import Conversation, self_check_at
from actions.outcome import Outcome
from actions.process import settings
from actions.replies import Reply, answer_reply
from article.content import Content, WarningSign
from article.rendering import warning_signs_text

YES, NO, UNSURE = "yes", "no", "unsure"
START = {"title": "Check warning signs", "payload": "/self_check"}
BUTTONS = (
    {"title": "Yes", "payload": "/affirm"},
    {"title": "No", "payload": "/deny"},
    {"title": "Not sure", "payload": "/not_sure"},
)
AFTERWARDS = (
    {"title": "When to see a doctor", "payload": "/ask_when_to_see_doctor"},
    {"title": "How it is diagnosed", "payload": "/ask_diagnosis_overview"},
    {"title": "Contact", "payload": "/ask_contact"},
)
INTRODUCTION = (
    "I will read you the article's warning signs. Answer yes, no or not sure; say "
    "back or stop whenever you like. Nothing you answer is kept, and this is no "
    "diagnosis.\n\n"
)
STOPPED = "Stopped; nothing of it is kept. Ask me anything else about the article."
EXPIRED = "The self-check was left for too long and ended; nothing of it is kept."
NONE_NAMED = "You said yes to none of the article's warning signs."
ON_NONE_NAMED = Question("is_it_serious")
SAID_IN_WORDS = (
    (UNSURE, re.compile(r"^(?:not (?:so |really |quite )?sure|unsure|maybe|perhaps|"
                        r"idk|dunno|(?:i )?do ?n.?t know|(?:i have )?no (?:idea|clue)|"
                        r"hard to say|possibly|(?:i )?can(?: ?no|')?t tell|"
                        r"yes and no|skip|next|pass)\b")),
    (NO, re.compile(r"^(?:no|nope|nah|never|not (?:really|at all|that|yet)|none|"
                    r"neither|nothing|probably not|(?:i )?do(?: not|n'?t) think so|"
                    r"i think not|(?:(?:i|it|that) )?(?:have|has|had|do|does|did|am|is|"
                    r"was)(?: not|n'?t| none| never)|i never)\b")),
    (YES, re.compile(r"^(?:yes|yeah|yep|yup|ya|yea|sure|i think so|"
                     r"it (?:has|does|did)|"
                     r"i (?:have|do|did)(?! (?:a|another|some) (?:\w+ )?question)|"
                     r"sometimes|a (?:bit|little))\b")),
)  # fmt: skip
STOP_IN_WORDS = re.compile(
    r"^(?:please |ok |okay )?(?:stop|quit|exit|cancel|abort|leave|finish|end|enough|"
    r"never ?mind|(?:i'?m|i am) (?:done|finished)|no more|go away)"
    r"(?: (?:it|this|that|now|here|please|thanks|the check|questions))*\W*$"
)
INTENTS = {"affirm": YES, "deny": NO, "not_sure": UNSURE}
ENDING = {"stop", "goodbye"}  # intents


def start(content: Content, conversation: Conversation) -> Outcome:
    """The first question, or the list of signs where the channel only shows it."""
    if conversation.channel == "whatsapp" and settings().whatsapp_self_check == "list":
        return Outcome([sign_list(content)], [])
    state = {"started": time.time(), "answers": []}
    first = question_reply(content, state, INTRODUCTION)
    return Outcome([first], [self_check_at(state)])


def sign_list(content: Content) -> Reply:
    """All warning signs with what the article advises, cited, asking nothing."""
    names = dict.fromkeys(sign.alert for sign in content.self_check)
    alerts = [content.alerts[name] for name in names]
    text = warning_signs_text((alert.text, alert.sections) for alert in alerts)
    sections = _sections(content, content.self_check)
    return Reply(text, "self_check", sections, AFTERWARDS)


def question_reply(content: Content, state: dict[str, Any], before: str = "") -> Reply:
    """The question the self-check waits at."""
    step = len(state["answers"])
    sign = content.self_check[step]
    progress = f"Warning sign {step + 1} of {len(content.self_check)}"
    sections = content.alerts[sign.alert].sections
    text = f"{before}{progress}\n{sign.question}"
    return Reply(text, "self_check", sections, BUTTONS)


def active(conversation: Conversation) -> dict[str, Any] | None:
    """The self-check under way, unless it expired or an emergency ended it."""
    return None if _expired(conversation) else _begun(conversation)


def proceed(content: Content, conversation: Conversation) -> Outcome | None:
    """What the message does to the self-check under way; None if nothing."""
    if _expired(conversation) and conversation.intent in INTENTS:
        ended = Reply(EXPIRED, "self_check", buttons=(START,))
        return Outcome([ended], [self_check_at(None)])
    state = active(conversation)
    if state is None or len(state["answers"]) >= len(content.self_check):
        return None
    if conversation.intent == "self_check":
        return start(content, conversation)
    if conversation.intent == "repeat":
        return Outcome([question_reply(content, state)], [])
    if conversation.intent in ENDING or STOP_IN_WORDS.search(_plain(conversation)):
        return Outcome([Reply(STOPPED, "self_check")], [self_check_at(None)])
    answers = list(state["answers"])
    if conversation.intent == "go_back":
        return _ask(content, {**state, "answers": answers[:-1]})
    asked = content.self_check[len(answers)]
    said = answer_in(conversation, asked)
    if said is None:
        return None
    answers.append(said)
    if len(answers) == len(content.self_check):
        return Outcome(summary(content, answers), [self_check_at(None)])
    step = _ask(content, {**state, "answers": answers})
    alert = alert_reply(content, conversation.message)
    if alert is None or _reported(conversation) == asked.alert:
        return step
    return Outcome([alert, *step.replies], step.events)


def answer_in(conversation: Conversation, asked: WarningSign) -> str | None:
    """Yes, no or unsure, if the message is such an answer to the sign asked."""
    text = _plain(conversation)
    if "?" in text:
        return None
    for answer, words in SAID_IN_WORDS:
        if words.search(text):
            return answer
    if _reported(conversation) == asked.alert:
        return YES
    return INTENTS.get(conversation.intent) if conversation.sure else None


def _plain(conversation: Conversation) -> str:
    return conversation.text.strip().lower().replace("’", "'")


def _reported(conversation: Conversation) -> str:
    """The alert that what the message reports calls for, if it reports anything."""
    return str((conversation.message.get("red_flag") or {}).get("alert") or "")


def summary(content: Content, answers: list[str]) -> list[Reply]:
    """What the article says of the signs ticked, and questions for a doctor."""
    paired = list(zip(content.self_check, answers))
    ticked = [sign for sign, answer in paired if answer == YES]
    unsure = [sign for sign, answer in paired if answer == UNSURE]
    if not ticked and not unsure:
        says = answer_reply(content, ON_NONE_NAMED)
        text = f"{NONE_NAMED}\n{says.text}"
        return [Reply(text, "self_check", says.sections, AFTERWARDS)]
    lines = ["You said yes to:"] if ticked else ["You said yes to none of them."]
    lines += [f"• {sign.said} ({_numbers(content, sign)})" for sign in ticked]
    lines += ["Not sure:"] if unsure else []
    lines += [f"• {sign.said} ({_numbers(content, sign)})" for sign in unsure]
    advice = [content.alerts[sign.alert].text for sign in ticked or unsure]
    sections = _sections(content, tuple(ticked + unsure))
    told = Reply("\n".join(lines), "self_check", sections)
    says = Reply("The article says: " + " ".join(advice), "self_check", sections)
    asked = [f"{n}. {sign.ask_doctor}" for n, sign in enumerate(ticked + unsure, 1)]
    take = Reply(
        "Questions to take to a doctor:\n" + "\n".join(asked),
        "self_check",
        buttons=AFTERWARDS,
    )
    return [told, says, take]


def _begun(conversation: Conversation) -> dict[str, Any] | None:
    """The self-check that was begun and not ended yet."""
    state = conversation.self_check
    return state if isinstance(state, dict) else None


def _expired(conversation: Conversation) -> bool:
    state = _begun(conversation)
    if state is None:
        return False
    return bool(time.time() - state["started"] > settings().self_check_seconds)


def _ask(content: Content, state: dict[str, Any]) -> Outcome:
    return Outcome([question_reply(content, state)], [self_check_at(state)])


def _numbers(content: Content, sign: WarningSign) -> str:
    return ", ".join(content.alerts[sign.alert].sections)


def _sections(content: Content, signs: tuple[WarningSign, ...]) -> tuple[str, ...]:
    numbers = [n for sign in signs for n in content.alerts[sign.alert].sections]
    return tuple(dict.fromkeys(numbers))
