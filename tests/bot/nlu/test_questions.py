"""The form of questions as readers type them."""

import pytest

from bot.nlu import questions


@pytest.mark.parametrize(
    ("text", "yes_no"),
    [
        ("can stress cause it ?", True),
        ("hi , is it dangerous", True),
        ("my mum has it . should she see a doctor", True),
        ("is it true that coffee does this", True),
        ("what is a tic ?", False),
        ("how long does it take", False),
        ("i am tired . what can i do", False),
        ("magnesium foods", False),
        ("so does it hurt", True),
        ("tell me if it hurts", True),
        ("which foods have it and is it in milk", True),
    ],
)
def test_yes_no_form(text: str, yes_no: bool) -> None:
    """A question that wants a yes or no is told from one that wants a fact."""
    assert questions.is_yes_no(text) is yes_no


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("what is bfs ? and can stress cause twitching ?", 2),
        ("what is an emg and how does acupuncture work", 2),
        ("what are tics and cramps", 0),
        ("i sit all day . can that cause it ?", 0),
        ("what is bfs ?", 0),
    ],
)
def test_separate_questions(text: str, parts: int) -> None:
    """Two questions are two; a story before a question is not one."""
    assert len(questions.split(text)) == parts


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("is it dangerous", "is bfs dangerous"),
        ("what causes those", "what causes bfs"),
        ("and the treatment ?", "and the treatment ? bfs"),
    ],
)
def test_subject_takes_the_pronouns_place(text: str, whole: str) -> None:
    """A leaning question is read with what it leans on."""
    assert questions.with_subject(text, "bfs") == whole


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("and without the meds ?", "meds ?"),
        ("what helps besides magnesium", "magnesium"),
        ("with meds", ""),
    ],
)
def test_left_out(text: str, unwanted: str) -> None:
    """What a reader does not want is told from what is wanted."""
    assert questions.left_out(text) == unwanted


def test_one_question_beside_a_statement() -> None:
    """Only a text that says something and asks one thing has such a question."""
    text = "my arm is numb since monday , what tests are there"
    assert questions.asked_beside(text) == "what tests are there"
    assert questions.asked_beside("what tests are there") == ""
    assert questions.asked_beside("what is it , what tests are there") == ""


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("what else does it do", True),
        ("what other reasons are there", True),
        ("is there another", True),
        ("the other one", False),
        ("what does it do", False),
    ],
)
def test_wants_others(text: str, others: bool) -> None:
    """What was told of already is not asked for again."""
    assert questions.wants_others(text) is others


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("what does the second one do", "what does mri do"),
        ("is the last one or the first kind dearer", "is mri or x-ray dearer"),
        ("does the third one hurt", "does the third one hurt"),
        ("what should i do the first time", "what should i do the first time"),
    ],
)
def test_with_items(text: str, meant: str) -> None:
    """An item picked by its place gets its name; a place without an item stays."""
    assert questions.with_items(text, ["x-ray", "mri"]) == meant


@pytest.mark.parametrize("text", ["the other one", "and the other nerve test ?"])
def test_means_the_other(text: str) -> None:
    """A word may stand between "other" and what it is one of."""
    assert questions.means_the_other(text)


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("and the one with the needles , how is that done", True),
        ("ok thanks . where can i reach the people behind this", False),
        ("thanks , and how long does one of them take", True),
        ("why ?", True),
    ],
)
def test_leans(text: str, leans: bool) -> None:
    """A thanks or an "ok" before a question is no sign that it leans."""
    assert questions.leans(text) is leans


@pytest.mark.parametrize(
    ("text", "of_a_word"),
    [
        ("and stenosis , i forgot , what was that again ?", False),
        ("trigger point = ?", False),
        ("sorry what does that word mean", True),
    ],
)
def test_asks_meaning(text: str, of_a_word: bool) -> None:
    """What something is can be asked with its name, or of a word said before."""
    assert questions.asks_meaning(text)
    assert questions.asks_word_meaning(text) is of_a_word
    assert not questions.asks_meaning("what is that good for")


def test_alternatives() -> None:
    """A comparison may set more things against each other than it names items."""
    assert questions.alternatives("cramp or tic ?") == 2
    assert questions.alternatives("twitch vs cramp vs tic") == 3
