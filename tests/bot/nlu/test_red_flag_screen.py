"""The red-flag screen as a graph component: it decides, and it fails safe."""

import logging
from typing import Any

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import WORDS
from bot.nlu.red_flag_screen import RedFlagScreen
from bot.nlu.spelling import Speller

EXAMPLES = {
    "report_emergency": ["my chest hurts", "he collapsed", "cant breathe"],
    "report_crisis": ["i want to die", "thinking of suicide", "end my life"],
    "report_see_doctor": ["my arm is numb", "it gets worse", "my fingers are asleep"],
    "no_red_flag": ["no chest pain", "phone is having a seizure", "had it as a kid"],
    "ask_bfs": ["what is bfs", "is bfs dangerous", "bfs meaning"],
}
SPELLER = Speller([], frozenset())


def message(
    text: str, intent: str = "ask_bfs", confidence: float = 0.9, **data: Any
) -> Message:
    fields = {"intent": {"name": intent, "confidence": confidence}, **data}
    return Message({"text": text, WORDS: SPELLER.words(text), **fields})


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> RedFlagScreen:
    """The component, trained on a few examples, saved and loaded again."""
    data = TrainingData(
        [
            Message({"text": text, "intent": intent, WORDS: SPELLER.words(text)})
            for intent, texts in EXAMPLES.items()
            for text in texts
        ]
    )
    storage = LocalModelStorage(tmp_path_factory.mktemp("model"))
    config = RedFlagScreen.get_default_config()
    resource = Resource("screen")
    RedFlagScreen.create(config, storage, resource, None).train(data)
    return RedFlagScreen.load(config, storage, resource, None)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("my chest hurts, what is bfs?", "report_emergency"),
        ("i want to kill myself", "report_crisis"),
        ("my fingers are numb", "report_see_doctor"),
        ("my fingers are numb, what is bfs?", "ask_bfs"),
    ],
)
def test_red_flag_decides_the_intent(
    screen: RedFlagScreen, text: str, intent: str
) -> None:
    """An emergency outranks any intent; a question survives a lesser sign."""
    confidence = 0.9 if "?" in text else 0.1
    (read,) = screen.process([message(text, confidence=confidence)])
    assert read.get("intent")["name"] == intent
    assert read.get("red_flag")["level"] in {"emergency", "see_doctor"}


def test_broken_screen_gives_the_cautious_reply(
    screen: RedFlagScreen, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    """An error inside the screen is never silence, and is logged without the text."""

    def broken(*_: Any) -> None:
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr(screen, "find", broken)
    with caplog.at_level(logging.ERROR):
        (read,) = screen.process([message("hello there")])
    assert read.get("intent")["name"] == "screen_failed"
    assert "safety.screen.failed error=ZeroDivisionError" in caplog.text
    assert "secret" not in caplog.text


def test_text_before_completes_a_sign(screen: RedFlagScreen) -> None:
    """The two halves of a sign are read together."""
    tracker = DialogueStateTracker("reader", [])
    tracker.update(UserUttered("something about my breathing"))
    (read,) = screen.process([message("i am struggling with it")], tracker)
    assert read.get("red_flag")["level"] == "emergency"


def after(screen: RedFlagScreen, text: str, **judged: Any) -> DialogueStateTracker:
    """A conversation in which the text was screened, or `judged` as given."""
    (read,) = screen.process([message(text)])
    parse_data = {"red_flag": {**read.get("red_flag"), **judged}}
    tracker = DialogueStateTracker("reader", [])
    tracker.update(UserUttered(text, parse_data=parse_data))
    return tracker


def test_emergency_goes_on_while_nothing_clear_is_said(screen: RedFlagScreen) -> None:
    """ "like 40 of them" after an overdose is still the overdose; a question is not."""
    tracker = after(screen, "i swallowed a box of pills")
    (read,) = screen.process([message("bfs meaning", "not_covered")], tracker)
    assert read.get("red_flag")["signs"] == ("overdose",)
    (read,) = screen.process([message("what is bfs", "ask_bfs")], tracker)
    assert read.get("intent")["name"] == "ask_bfs"


def test_what_was_judged_harmless_stays_so(screen: RedFlagScreen) -> None:
    """A figure of speech raises no alarm one message later."""
    tracker = after(screen, "i swallowed a box of pills", level="")
    (read,) = screen.process([message("bfs meaning", "not_covered")], tracker)
    assert read.get("red_flag")["level"] == ""


def test_question_about_a_sign_stays_one_behind_a_message(
    screen: RedFlagScreen,
) -> None:
    """What names a sign by itself is judged by itself."""
    tracker = after(screen, "how much ibuprofen can i take")
    (read,) = screen.process([message("what counts as slurred speech")], tracker)
    assert read.get("red_flag")["signs"] == ()


def test_emergency_that_only_the_model_found_goes_on(screen: RedFlagScreen) -> None:
    """What no pattern names is an emergency in the next message, too."""
    tracker = after(screen, "bfs meaning", level="emergency", crisis=True)
    (read,) = screen.process([message("bfs meaning", "not_covered")], tracker)
    assert read.get("intent")["name"] == "report_crisis"


def test_country_number_reaches_the_reply(screen: RedFlagScreen) -> None:
    """The number in the message's metadata fills the slot by its entity."""
    told = message("my chest hurts", metadata={"emergency_number": "999"})
    (read,) = screen.process([told])
    (entity,) = read.get("entities")
    assert (entity["entity"], entity["value"]) == ("emergency_number", "999")
