"""What can be chosen in a running assistant, by tap, by name and by number."""

import pytest

from ops.evaluate import Client


def test_the_second_one_is_of_what_was_shown_last(client: Client) -> None:
    """A list, then a greeting, then its second button; then the menu's last page."""
    token = client.session()
    client.say(token, "what types of spasms are there?")
    (cramps,) = client.say(token, "the second one")
    assert cramps["text"].startswith("Cramps:")
    (greeting,) = client.say(token, "hello")
    (answer,) = client.say(token, "the second one")
    assert greeting["buttons"][1]["payload"] == "/ask_is_it_serious"
    assert answer["sections"] == ["9.1"]
    (topics,) = client.say(token, "menu")
    (further,) = client.say(token, topics["buttons"][-1]["payload"], field="button")
    assert topics["buttons"][-1]["title"] == "More topics"
    titles = [button["title"] for button in further["buttons"]]
    assert titles[-2:] == ["Common questions", "Contact"]


@pytest.mark.parametrize("text", ["faq", "FAQs", "common questions"])
def test_common_questions_are_shown_by_name(client: Client, text: str) -> None:
    """The topic at the end of the menu can be asked for."""
    *_, shown = client.say(client.session(), text)
    assert shown["kind"] == "menu"
    assert len(shown["buttons"]) == 10


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stress or dehydration?", ["Stress and anxiety:", "Dehydration:"]),
        ("mri or emg?", ["(EMG)", "(MRI)"]),
        ("chiropractor or physical therapist?", ["Physical therapy:", "Chiropractic"]),
        ("massage or acupuncture?", ["Massage therapy:", "Acupuncture:"]),
        ("potassium or magnesium?", ["Potassium", "Magnesium"]),
    ],
)
def test_both_sides_of_a_comparison(client: Client, text: str, said: list[str]) -> None:
    """Whichever answer the question comes to, both sides are told."""
    *_, reply = client.say(client.session(), text)
    assert reply["kind"] == "answer"
    assert all(words in reply["text"] for words in said)


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("does stretching help?", "Stretching can help."),
        ("can ALS cause a twitching shoulder?", "Only in rare cases."),
        ("should i lift with my back?", "Use your legs, not your back."),
        ("does decompression last?", "Relief can last, with other therapies"),
        ("is one session of decompression enough?", "It usually takes several"),
    ],
)
def test_yes_or_no_comes_first(client: Client, text: str, opening: str) -> None:
    """A yes/no question is answered before it is explained."""
    *_, reply = client.say(client.session(), text)
    assert reply["text"].startswith(opening)
