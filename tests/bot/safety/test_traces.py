"""What casts a doubt on a report, and what does not."""

import pytest

from bot.safety.traces import has_trace_of_other


@pytest.mark.parametrize(
    "text", ["numb hand, how do i book an appointment?", "does the article say so?"]
)
def test_words_of_the_chat_itself_are_no_story(text: str) -> None:
    """Booking an appointment, and the article, cast no doubt on what is reported."""
    assert not has_trace_of_other(text)
