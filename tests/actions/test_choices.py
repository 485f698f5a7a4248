"""What "the second one" picks: of what was shown last, whoever said it."""

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.alert import alert_reply
from actions.answer import give
from actions.asked import Question
from actions.conversation import Conversation
from actions.follow_up import ActionChoose, ActionMore, chosen, follow
from actions.menu import menu
from actions.replies import FixedReply, Reply
from actions.see_doctor import ActionSeeDoctor
from article.content import Content

GREETING = {
    "event": "bot",
    "text": "Hello.",
    "data": {"buttons": [{"title": "Why?", "payload": "/ask_causes_overview"},
                         {"title": "Topics", "payload": "/help"}]},
    "metadata": {"utter_action": "utter_greet", "metadata": {"kind": "small_talk"}},
}  # fmt: skip
NO_BUTTONS = {"event": "bot", "text": "I only speak English.", "data": {}}


def said(reply: Reply) -> dict[str, Any]:
    """The tracker's event of a reply, as Rasa makes it of the action's response."""
    dispatcher = CollectingDispatcher()
    reply.utter(dispatcher)
    (response,) = dispatcher.messages
    event = {"event": "bot", "text": response.pop("text")}
    event["data"] = {"buttons": response.pop("buttons")}
    return {**event, "metadata": response}


def conversation(*events: dict[str, Any], text: str = "") -> Conversation:
    message = {"text": text, "intent": {"name": "choose_item"}}
    tracker = Tracker("sender", {}, message, list(events), False, None, {}, None)
    return Conversation.of(tracker)


def replies(content: Content, slug: str) -> list[dict[str, Any]]:
    given = give(content, conversation(), [Question(slug)])
    return [said(reply) for reply in given.replies if isinstance(reply, Reply)]


def test_items_come_before_buttons(content: Content) -> None:
    """After a list its second item is meant."""
    then = conversation(*replies(content, "spasm_types"))
    assert then.choices[1] == '/ask_spasm_types{"term": "cramp"}'


def test_buttons_of_an_answer_without_items(content: Content) -> None:
    """After an answer that lists nothing its second button is meant."""
    then = conversation(*replies(content, "what_is_a_spasm"))
    assert then.choices[1] == "/ask_spasm_types"


def test_a_fixed_reply_takes_the_place_of_an_older_list(content: Content) -> None:
    """After a list and a greeting the greeting's buttons are meant."""
    events = [*replies(content, "spasm_types"), GREETING]
    assert conversation(*events).choices == ["/ask_causes_overview", "/help"]


def test_a_reply_without_choices_leaves_the_list(content: Content) -> None:
    """What offers nothing changes nothing."""
    events = [*replies(content, "spasm_types"), NO_BUTTONS]
    assert len(conversation(*events).choices) == 3


def test_an_alert_offers_its_own_buttons(content: Content) -> None:
    """The answer that an alert stands for was not shown, so its list is not meant."""
    report = {"red_flag": {"level": "see_doctor", "alert": "severe"}}
    alert = alert_reply(content, report)
    assert alert is not None
    outcome = ActionSeeDoctor().respond(content, Conversation(report))
    assert outcome.replies == []
    events = [*replies(content, "spasm_types"), said(alert)]
    assert conversation(*events).choices == [b["payload"] for b in alert.buttons]


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("the second one", "menu", "pick a topic"),
        ("the first one", "answer", "Lifestyle factors"),
    ],
)
def test_choosing_does_what_the_button_does(
    content: Content, text: str, kind: str, said: str
) -> None:
    """ "the second one" after the greeting shows the topics, as a tap does."""
    then = conversation(GREETING, text=text)
    (reply,) = ActionChoose().respond(content, then).replies
    assert isinstance(reply, Reply)
    assert (reply.kind, said in reply.text) == (kind, True)


@pytest.mark.parametrize(
    ("payload", "reply"),
    [
        ("/ask_human", FixedReply("utter_ask_human")),
        ("/ask_dose", FixedReply("utter_ask_dose")),
    ],
)
def test_a_button_that_leads_to_a_fixed_reply(
    content: Content, payload: str, reply: FixedReply
) -> None:
    """So do buttons of which Rasa itself says the words."""
    assert follow(content, conversation(), payload).replies == [reply]


def test_a_button_that_starts_the_self_check(content: Content) -> None:
    """ "Check warning signs" can be chosen by its number."""
    (reply,) = follow(content, conversation(), "/self_check").replies
    assert isinstance(reply, Reply)
    assert reply.kind == "self_check"


def test_more_topics_by_number(content: Content) -> None:
    """The last button of a menu can be chosen too."""
    (first,) = menu(content).replies
    assert isinstance(first, Reply)
    then = conversation(said(first), text="the last one")
    (reply,) = ActionChoose().respond(content, then).replies
    assert isinstance(reply, Reply)
    assert reply.text == "More topics:"


def test_more_of_a_menu_is_its_next_page(content: Content) -> None:
    """ "more" after a page of the menu means the menu, not an older answer."""
    (first,) = menu(content).replies
    assert isinstance(first, Reply)
    then = conversation(*replies(content, "spasm_types"), said(first), text="more")
    (reply,) = ActionMore().respond(content, then).replies
    assert isinstance(reply, Reply)
    assert reply.text == "More topics:"


def test_a_number_beyond_the_list_picks_nothing() -> None:
    """There is no fifth of three."""
    assert chosen("the fifth", ["/a", "/b", "/c"]) is None
