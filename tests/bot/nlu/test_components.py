"""The graph components as Rasa uses them."""

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.events import BotUttered, SlotSet
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from article.files import fingerprint
from bot.nlu.intent_classifier import SentenceIntentClassifier
from bot.nlu.red_flag_screen import RedFlagScreen
from bot.nlu.sources import LEARNING, sources_fingerprint
from bot.nlu.spelling_corrector import SpellingCorrector
from bot.nlu.term_extractor import TermExtractor
from settings import ROOT

COMPONENTS = [
    SpellingCorrector,
    TermExtractor,
    SentenceIntentClassifier,
    RedFlagScreen,
]
READING_CONTEXT = {SentenceIntentClassifier, RedFlagScreen}
EXAMPLES = {
    "ask_electrolyte_foods": ["which foods have magnesium", "what to eat for calcium"],
    "ask_bfs": ["what is bfs", "is benign fasciculation syndrome dangerous"],
    "ask_nerve_tests": ["what does an emg measure", "nerve conduction studies"],
    "ask_dose": ["how many tablets should i take", "how many mg for me"],
    "greet": ["hello", "hi there"],
    "follow_up": ["is it dangerous", "and how long"],
    "report_emergency": ["my chest hurts", "he collapsed"],
    "report_crisis": ["i want to die", "thinking of suicide"],
    "report_see_doctor": ["my arm is numb", "it gets worse"],
    "no_red_flag": ["no chest pain", "had it as a kid"],
}


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> list:
    """The components, trained on a few examples, saved and loaded again."""
    data = TrainingData(
        [
            Message({"text": text, "intent": intent})
            for intent, texts in EXAMPLES.items()
            for text in texts
        ]
    )
    storage = LocalModelStorage(tmp_path_factory.mktemp("model"))
    loaded = []
    for component in COMPONENTS:
        config = component.get_default_config()
        resource = Resource(component.__name__)
        trained = component.create(config, storage, resource, None)
        trained.train(data)
        trained.process_training_data(data)
        loaded.append(component.load(config, storage, resource, None))
    return loaded


def read(pipeline: list, text: str, tracker=None) -> Message:
    message = Message({"text": text})
    for component in pipeline:
        context = [tracker] if component.__class__ in READING_CONTEXT else []
        component.process([message], *context)
    return message


def test_message_gets_intent_ranking_terms_and_questions(pipeline: list) -> None:
    """A misspelt question comes out with all that the actions need."""
    message = read(pipeline, "wich foods hav magnesum")
    assert message.get("intent")["name"] == "ask_electrolyte_foods"
    assert message.get("intent_ranking")[0]["name"] == "ask_electrolyte_foods"
    (entity,) = message.get("entities")
    assert (entity["entity"], entity["value"]) == ("term", "magnesium")
    assert (entity["start"], entity["end"]) == (15, 23)
    (asked,) = message.get("questions")
    assert asked["terms"] == ["magnesium"]


def test_leaning_message_is_read_after_the_last_answer(pipeline: list) -> None:
    """ "Is it dangerous" means what was answered last; alone it means nothing."""
    tracker = DialogueStateTracker("reader", [AnySlot("history", mappings=[])])
    tracker.update(SlotSet("history", [{"answer": "bfs", "terms": []}]))
    assert read(pipeline, "is it dangerous").get("intent")["name"] == "follow_up"
    after = read(pipeline, "is it dangerous", tracker)
    assert after.get("intent")["name"] == "ask_bfs"


def test_the_other_of_two_items_is_the_one_not_told_of(pipeline: list) -> None:
    """After the EMG "the other one" means the nerve conduction study."""
    tracker = DialogueStateTracker("reader", [AnySlot("history", mappings=[])])
    tracker.update(SlotSet("history", [{"answer": "nerve_tests", "terms": ["emg"]}]))
    (asked,) = read(pipeline, "and the other one?", tracker).get("questions")
    assert (asked["intent"], asked["terms"]) == (
        "ask_nerve_tests",
        ["nerve_conduction"],
    )


def test_an_item_is_asked_about_by_its_place(pipeline: list) -> None:
    """ "What does the second one do" asks about the second item shown last."""
    tracker = DialogueStateTracker("reader", [AnySlot("history", mappings=[])])
    tracker.update(SlotSet("history", [{"answer": "nerve_tests", "terms": []}]))
    choices = [
        f'/ask_nerve_tests{{"term": "{term}"}}' for term in ("emg", "nerve_conduction")
    ]
    tracker.update(BotUttered("Two tests:", metadata={"choices": choices}))
    (asked,) = read(pipeline, "what does the second one do?", tracker).get("questions")
    assert (asked["intent"], asked["terms"]) == (
        "ask_nerve_tests",
        ["nerve_conduction"],
    )


def test_what_is_not_answered_gives_no_subject(pipeline: list) -> None:
    """After a question about the dose "it" stands for no answer, and is left."""
    message = read(pipeline, "how many tablets should i take? is it dangerous")
    asked = message.get("questions")
    assert asked[0]["intent"] == "ask_dose"


def test_red_flag_has_the_last_word(pipeline: list) -> None:
    """A sign in a question about something else decides the intent."""
    message = read(pipeline, "wich foods hav magnesum? my chest hurts")
    assert message.get("intent")["name"] == "report_emergency"
    assert message.get("red_flag")["asks"]


def test_empty_message_is_left_alone(pipeline: list) -> None:
    """Nothing typed is nothing asked."""
    assert read(pipeline, "").get("intent") is None


@pytest.mark.parametrize("component", COMPONENTS)
@pytest.mark.parametrize(
    ("config", "told"),
    [
        ({"contents": "content"}, "no option 'contents'"),
        ({"content": 5}, "content must be a str"),
        ({"content": "nowhere"}, "no folder 'nowhere'"),
    ],
)
def test_bad_config_is_refused_by_name(component, config: dict, told: str) -> None:
    """A wrong option names the component and the option."""
    with pytest.raises(InvalidConfigException, match=told) as caught:
        component.validate_config(config)
    assert component.__name__ in str(caught.value)


@pytest.mark.parametrize("component", COMPONENTS)
def test_content_is_part_of_the_fingerprint(component) -> None:
    """Rasa trains again when the content or the code that learns changes."""
    learning = sources_fingerprint(LEARNING)
    addon = component.fingerprint_addon({})
    assert addon == fingerprint(ROOT / "content") + learning
