"""An editor's mistake is told with file, entry and reason, and changes nothing."""

import shutil
from pathlib import Path

import pytest

from article.files import read_content
from article.mistakes import ContentError, Mistake
from tests.article.editing import edit

# what is put in the place of what, and the mistake it makes
MISTAKES = {
    "missing field": ("    facet: what\n", "", "answers > what_is_tea > facet", "req"),
    "unknown field": ("title: Tea", "titel: Tea", "titel", "not permitted"),
    "unknown facet": ("facet: what", "facet: wat", "what_is_tea > facet", "permitted"),
    "bad section number": ('"1":', '"one":', "sections", "regex"),
    "duplicate key": ("  why_tea:", "  what_is_tea:", "line", "duplicate key"),
    "broken YAML": ("terms:", "terms: [", "line", "not YAML"),
    "unknown passage": ("[tea_is]", "[tea_was]", "what_is_tea", "passage tea_was"),
    "unknown answer": ("[why_tea]", "[how_tea]", "what_is_tea", "answer how_tea"),
    "leads to itself": ("[why_tea]", "[what_is_tea]", "what_is_tea", "itself"),
    "unknown term": ("about: [leaf]", "about: [bag]", "tea_is > about", "term bag"),
    "wrong topic": ("topic: tea", "topic: pot", "topic", "file's name, tea"),
    "long title": ("What tea is", "T" * 21, "what_is_tea > title", "at most 20"),
    "same title": ("Why tea", "What tea is", "answer title", "already stands"),
    "passage twice": ("[tea_is, pot_is]", "[tea_is, tea_is]", "why_tea > passages",
                      "tea_is stands twice"),
    "next twice": ("[why_tea]", "[why_tea, why_tea]", "what_is_tea > next",
                   "why_tea stands twice"),
    "term twice": ("about: [leaf]", "about: [leaf, leaf]", "about", "leaf stands"),
    "long item": ("made of", "made " * 50, "tea_is > about", "at most 250"),
    "term without names": ("leaf: [leaf]", "leaf: []", "terms > leaf", "at least 1"),
    "name of two terms": ("leaf: [leaf]", "leaf: [leaf]\n  tree: [bush, Leaf]",
                          "terms > tree", "Leaf is a name of leaf already"),
    "no such section": ('"1.1":', '"1.44":', "sections > 1.44", "no section 1.44"),
    "section without quotes": ('"1.1":', "1.10:", "sections", "1.1 stands without"),
    "other number": ("A pot holds tea. Ask +1 (213) 555-0199",
                     "Ask +1 (213) 555-0100", "1.1 > pot_is",
                     "names +1 (213) 555-0100, article.yml has +1 (213) 555-0199"),
    "long answer": ("A pot", "A pot " * 170, "why_tea", "at most 1024"),
}  # fmt: skip

LONG_LIST = "".join(
    f"  {name}:\n    sections: ['1']\n    text: {'See. ' * 110}\n" for name in "ab"
) + "self_check:\n" + "".join(
    f"  - {{question: Hm, said: hm, alert: {name}, ask_doctor: Hm}}\n" for name in "ab"
)  # fmt: skip
RED_FLAG_MISTAKES = {
    "unknown set": ("{pain}", "{pian}", "signs", "no set of words is called {pian}"),
    "loose gap": ("brown .. tooth", "brown ..", "signs", "between two words"),
    "bad number": ("brown .. tooth", "#x tooth", "signs", "least number"),
    "not a word": ("brown .. tooth", "br*wn tooth", "signs", "not a word"),
    "unknown alert": ("alert: teeth\n    patterns", "alert: gums\n    patterns",
                      "alerts", "unknown alert gums"),
    "alert missing": ("    alert: teeth\n    patterns", "    patterns",
                      "signs > stain", "names what"),
    "unknown level": ("level: emergency", "level: grave", "signs > burn", "permitted"),
    "unknown section": ('["1"]', '["2"]', "alerts > teeth", "unknown section 2"),
    "gives what": ("gives: why_tea", "gives: why", "alerts > teeth", "answer why"),
    "long alert": ("See a", "See " * 200, "alerts > teeth > text", "at most 600"),
    "alert's section without quotes": ('["1"]', "[1.10]", "alerts > teeth",
                                       "1.1 stands without quotes"),
    "alert's section twice": ('["1"]', '["1", "1"]', "teeth > sections", "twice"),
    "words in a set": ("[pain, hurt]", "[pain, it hurts]", "words > pain",
                       "'it hurts' is not one word"),
    "words in things": ("[pot]", "[tea pot]", "things", "'tea pot' is not one word"),
    "long question": ("Are your", "Are your " * 70, "self_check > 0 > question", "600"),
    "long name of a sign": ("brown teeth", "brown " * 30, "0 > said", "at most 130"),
    "long doctor's question": ("Is it", "Is it " * 30, "0 > ask_doctor", "most 150"),
    "long list of signs": ("self_check:", LONG_LIST, "self_check", "at most 1024"),
    "self-check's alert": ("said: brown teeth\n    alert: teeth",
                           "said: brown teeth\n    alert: gums",
                           "self_check", "unknown alert gums"),
}  # fmt: skip


def mistakes_in(folder: Path) -> list[Mistake]:
    """What an import of the folder tells its editor."""
    with pytest.raises(ContentError) as caught:
        read_content(folder)
    return list(caught.value.mistakes)


def test_the_small_content_is_right(folder: Path) -> None:
    """What the mistakes below are made in holds none."""
    content = read_content(folder)
    assert list(content.answers) == ["what_is_tea", "why_tea"]


@pytest.mark.parametrize("kind", MISTAKES)
def test_mistake_names_file_entry_and_reason(folder: Path, kind: str) -> None:
    """Each kind of mistake is reported where it stands and why it is one."""
    old, new, entry, reason = MISTAKES[kind]
    edit(folder / "tea.yml", old, new)
    found = mistakes_in(folder)
    told = [mistake for mistake in found if reason in mistake.reason]
    assert told, found
    assert told[0].file == "tea.yml"
    assert entry in told[0].entry


@pytest.mark.parametrize("kind", RED_FLAG_MISTAKES)
def test_mistake_in_the_red_flags_is_told(folder: Path, kind: str) -> None:
    """So is each kind of mistake in the red flags."""
    old, new, entry, reason = RED_FLAG_MISTAKES[kind]
    edit(folder / "red_flags.yml", old, new)
    found = mistakes_in(folder)
    told = [mistake for mistake in found if reason in mistake.reason]
    assert told, found
    assert told[0].file == "red_flags.yml"
    assert entry in told[0].entry


def test_slug_used_in_two_files(folder: Path) -> None:
    """A passage slug that two files use is reported with the other file."""
    edit(folder / "article.yml", "[tea]", "[tea, pot]")
    shutil.copy(folder / "tea.yml", folder / "pot.yml")
    edit(folder / "pot.yml", "topic: tea", "topic: pot")
    with pytest.raises(ContentError, match=r"passage tea_is: already stands in"):
        read_content(folder)


def test_topic_without_file(folder: Path) -> None:
    """A topic of article.yml needs its file."""
    edit(folder / "article.yml", "[tea]", "[tea, pot]")
    with pytest.raises(ContentError, match=r"article.yml: topics > pot: no file"):
        read_content(folder)


@pytest.mark.parametrize(
    ("place", "entry", "reason"),
    [
        ("latitude: 34.1", "publisher > __root__", "both latitude and longitude"),
        ("latitude: 91\n  longitude: 0", "publisher > latitude", "equal to 90"),
        ("latitude: 0\n  longitude: east", "publisher > longitude", "valid float"),
    ],
)
def test_position_that_is_none(
    folder: Path, place: str, entry: str, reason: str
) -> None:
    """A position is two numbers of degrees, or left out."""
    edit(folder / "article.yml", "  name: P", f"  name: P\n  {place}")
    told = mistakes_in(folder)
    assert [mistake.entry for mistake in told] == [entry]
    assert reason in told[0].reason


@pytest.mark.parametrize(
    ("old", "new", "entry"),
    [
        ("\nurl: https://", "\nurl: www.", "url"),
        ("  url: https://", "  url: ", "publisher > url"),
        ("  url: https://example.org/", "  url: https://", "publisher > url"),
        ("https://wa.me/", "wa.me/", "publisher > whatsapp_link"),
        ("wa.me/", "wa.me/+", "publisher > whatsapp_link"),
        ("wa.me/12135550199", "wa.me/message/TEA", "publisher > whatsapp_link"),
    ],
)
def test_address_that_leads_nowhere(
    folder: Path, old: str, new: str, entry: str
) -> None:
    """A link names its scheme, and WhatsApp's ends with the number's digits."""
    edit(folder / "article.yml", old, new)
    (told,) = mistakes_in(folder)
    assert (told.file, told.entry) == ("article.yml", entry)
    assert "does not match" in told.reason


def test_file_that_is_not_utf8(folder: Path) -> None:
    """A file in another encoding is one clear mistake."""
    (folder / "tea.yml").write_bytes(b"topic: \xff\xfe")
    with pytest.raises(ContentError, match=r"tea.yml: file: not UTF-8"):
        read_content(folder)


def test_every_mistake_is_told_at_once(folder: Path) -> None:
    """Two mistakes are two lines, not one now and one after the next try."""
    edit(folder / "tea.yml", "[why_tea]", "[how_tea]")
    edit(folder / "tea.yml", "about: [leaf]", "about: [x]")
    assert len(mistakes_in(folder)) == 2


def test_topic_listed_twice(folder: Path) -> None:
    """A topic stands once in the menu."""
    edit(folder / "article.yml", "[tea]", "[tea, tea]")
    with pytest.raises(ContentError, match=r"article.yml: topics: tea stands twice"):
        read_content(folder)


def test_section_that_no_file_holds(folder: Path) -> None:
    """A printed section without a place is a mistake too."""
    edit(folder / "article.yml", '"1": 1', '"1": 2')
    with pytest.raises(ContentError, match=r"chapters: no file has section 1.2"):
        read_content(folder)
