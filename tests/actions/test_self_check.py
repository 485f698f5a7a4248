"""What the self-check says stands in the content."""

from actions.self_check import NO, YES, sign_list, summary
from article.content import Content
from article.limits import ANSWER_CHARS


def test_the_list_says_what_the_article_advises_of_each_sign(content: Content) -> None:
    """Where the signs are only listed, each has its own advice and sections."""
    reply = sign_list(content)
    header, *lines = reply.text.splitlines()
    assert header == "The article's warning signs, with their sections:"
    assert lines == [
        f"• {alert.text} ({', '.join(alert.sections)})"
        for alert in (content.alerts[sign.alert] for sign in content.self_check)
    ]
    assert len(reply.text) <= ANSWER_CHARS
    assert {"6.1", "6.2", "6.3", "6.4", "7.6", "7.7"} <= set(reply.sections)


def test_a_no_to_every_sign_gives_the_articles_own_words(content: Content) -> None:
    """No sign named is no all-clear: the article's answer stands below it."""
    (reply,) = summary(content, [NO] * len(content.self_check))
    assert content.passages["faq_serious"].text in reply.text
    assert reply.sections == ("9.1",)


def test_the_whole_summary_fits(content: Content) -> None:
    """With a yes to every sign each part is one message."""
    told, says, take = summary(content, [YES] * len(content.self_check))
    assert max(len(part.text) for part in (told, says, take)) <= ANSWER_CHARS
