"""Answers the questions a message asks, and remembers what was answered."""

from dataclasses import replace

from actions.alert import alert_given
from actions.asked import Question, from_latest_message
from actions.content_action import ContentAction
from actions.conversation import Conversation, remember
from actions.fallback import decline
from actions.outcome import Outcome
from actions.replies import answer_reply, declined_in, shown_passages
from actions.self_check import START
from article.content import Alert, Content

WORRIES = {"is_it_serious", "when_to_see_doctor"}  # answers that offer the self-check


def give(
    content: Content, conversation: Conversation, questions: list[Question]
) -> Outcome:
    """One reply a question, in order, as many as there is room for."""
    questions = questions[: conversation.room]
    replies = [answer_reply(content, question) for question in questions]
    if questions[-1].slug in WORRIES:
        buttons = (START, *replies[-1].buttons[:2])
        replies[-1] = replace(replies[-1], buttons=buttons)
    history = conversation.history + [
        {"answer": question.slug, "terms": sorted(about(content, question))}
        for question in questions
    ]
    return Outcome(replies, [remember(history)])


def already_given(
    content: Content, conversation: Conversation, alert: Alert
) -> Outcome:
    """Says nothing more, and remembers what the alert was about."""
    if alert.gives not in content.answers:
        return Outcome([], [])
    given = give(content, conversation, [Question(alert.gives)])
    return Outcome([], given.events)


def about(content: Content, question: Question) -> set[str]:
    """The terms the answer came down to: empty when it was not on one item."""
    passages = content.passages_of(content.answers[question.slug])
    shown = [passage for passage in shown_passages(content, question) if passage.about]
    if shown == [passage for passage in passages if passage.about]:
        return set()
    return {passage.about[0] for passage in shown} | (
        question.terms & {term for passage in shown for term in passage.about}
    )


class ActionAnswer(ContentAction):
    """Runs on every `ask_...` intent."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_answer"

    def respond(self, content: Content, conversation: Conversation) -> Outcome:
        """Answer each question of the message."""
        questions = from_latest_message(content, conversation.message)
        alert = alert_given(content, conversation.message)
        if alert and questions:
            others = [
                question for question in questions if question.slug != alert.gives
            ]
            if not others:
                return already_given(content, conversation, alert)
            questions = others
        if not questions:  # the model knows an answer that the content lost
            return decline(content, conversation)
        given = give(content, conversation, questions)
        declined = declined_in(conversation.message)
        return Outcome([*given.replies, *declined], given.events)
