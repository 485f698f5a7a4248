"""How near answers are to what is named."""

from bot.nlu.catalogue import Catalogue, Entry
from bot.nlu.nearness import Nearness

TERMS = {"surgery": ["surgery"], "massage": ["massage"]}
CATALOGUE = Catalogue(
    "shoulder twitching",
    {
        "ask_spine_surgery": Entry("spine", "treatment", "spine surgery", [], []),
        "ask_therapies": Entry("treatment", "kinds", "therapies", ["massage"], []),
    },
    TERMS,
    [],
)


def test_answer_is_about_its_items_and_its_subject() -> None:
    """ "or surgery?" is nearer to the answer on spine surgery, which lists no item."""
    intents = ["ask_spine_surgery", "ask_therapies", "greet"]
    nearness = Nearness(
        intents, CATALOGUE, lambda text: [t for t in TERMS if t in text]
    )
    assert nearness.cover(["surgery"]).tolist() == [1, 0, 0]
    assert nearness.cover(["massage", "surgery"]).tolist() == [1, 1, 0]
    assert nearness.terms_of("greet") == set()
