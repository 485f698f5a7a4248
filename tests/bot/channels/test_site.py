"""The pages take what they say of the publisher from the content."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from article.content import Content
from bot.channels.article_page import article_page
from bot.channels.site import PAGES


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_contact_route_is_the_contents(
    content: Content, page: Callable[[Content], str]
) -> None:
    """Another number and link in the content are on the page, and the old ones not."""
    publisher = replace(
        content.publisher,
        whatsapp_number="+1 (213) 555-0199",
        whatsapp_link="https://wa.me/12135550199",
    )
    html = page(replace(content, publisher=publisher))
    fallback = html[html.index("<why-chat") :]
    assert "https://wa.me/12135550199" in fallback
    assert "+1 (213) 555-0199" in fallback
    assert content.publisher.whatsapp_link not in fallback
    assert html.count("https://wa.me/12135550199") == 2


def test_article_says_when_it_was_reviewed(content: Content) -> None:
    """A reader of the article sees how old its text is."""
    html = article_page(replace(content, reviewed=date(2026, 2, 3)))
    assert '<time datetime="2026-02-03">3 February 2026</time>' in html
