"""Every name that stands in several layers stands in all of them."""

import ast
import json
import re
from collections import defaultdict
from itertools import chain
from pathlib import Path
from typing import get_args

import pytest
import yaml

from article.contact_route import other_routes
from article.content import Content
from article.schema import Facet
from settings import ROOT, Settings

DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
RULES = [
    rule
    for path in sorted((ROOT / "data/stories").glob("*.yml"))
    for rule in yaml.safe_load(path.read_text("utf-8"))["rules"]
]
NLU_FOLDER = ROOT / "data/nlu"
NLU = {
    path.relative_to(NLU_FOLDER).as_posix(): yaml.safe_load(path.read_text("utf-8"))
    for path in sorted(NLU_FOLDER.rglob("*.yml"))
}
# not typed by readers: a button's intent, Rasa's own, and a failure's
UNTYPED = {"show_topic", "nlu_fallback", "screen_failed"}
FEWEST_EXAMPLES = 30


def examples() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for entry in chain.from_iterable(file["nlu"] for file in NLU.values()):
        after = entry.get("metadata", {}).get("after")  # told apart by it
        end = f" (after {after})" if after else ""
        for line in entry["examples"].splitlines():
            found[entry["intent"]].append(line.removeprefix("- ").strip() + end)
    return found


def rule_intents() -> set[str]:
    found: set[str] = set()
    for rule in RULES:
        for step in rule["steps"]:
            found |= {
                entry["intent"] for entry in step.get("or", [step]) if "intent" in entry
            }
    return found


def test_every_answer_has_its_intent_and_examples(content: Content) -> None:
    """Content, domain, rules and training data know the same questions."""
    asked = {f"ask_{slug}" for slug in content.answers}
    declined = {"ask_dose", "ask_diagnosis", "ask_appointment", "ask_human"}
    in_domain = {i for i in DOMAIN["intents"] if i.startswith("ask_")}
    assert in_domain - declined == asked
    assert asked <= set(examples())


def test_every_intent_has_a_rule_and_examples() -> None:
    """No intent without a rule, and none a reader cannot reach."""
    assert set(DOMAIN["intents"]) == rule_intents()
    assert set(DOMAIN["intents"]) - UNTYPED == set(examples())


@pytest.mark.parametrize("intent", sorted(set(DOMAIN["intents"]) - UNTYPED))
def test_intent_has_enough_examples(intent: str) -> None:
    """An intent has at least 30 examples."""
    assert len(examples()[intent]) >= FEWEST_EXAMPLES


def test_no_example_stands_twice() -> None:
    """A text trains one intent, once."""
    seen: dict[str, str] = {}
    twice = []
    for intent, texts in examples().items():
        for text in texts:
            key = re.sub(r"\W+", " ", text.lower()).strip() or text
            if key in seen:
                twice.append((text, seen[key], intent))
            seen[key] = intent
    assert twice == []


def test_topics_have_one_file_in_every_layer(content: Content) -> None:
    """A topic's stem is the name of its content and of both its training files."""
    stems = set(content.topics)
    assert {f"{stem}.yml" for stem in stems} <= set(NLU)
    assert {f"in_context/{stem}.yml" for stem in stems} <= set(NLU)


def test_what_is_asked_next_stands_in_the_file_of_the_topic(content: Content) -> None:
    """An example asked after an answer stands in the file of that answer's topic."""
    for file, data in NLU.items():
        for entry in data["nlu"]:
            after = entry.get("metadata", {}).get("after")
            if after:
                assert file == f"in_context/{content.answers[after].topic}.yml", after


def test_every_response_and_action_is_used() -> None:
    """No dead response, no action without a rule; some sentences are code's."""
    steps = [step for rule in RULES for step in rule["steps"]]
    used = {step["action"] for step in steps if "action" in step} - {"action_listen"}
    for path in (ROOT / "bot").rglob("*.py"):
        used |= set(re.findall(r'"(utter_\w+)"', path.read_text("utf-8")))
    for path in (ROOT / "actions").glob("*.py"):
        used |= set(re.findall(r'response="(utter_\w+)"', path.read_text("utf-8")))
    assert set(DOMAIN["responses"]) | set(DOMAIN["actions"]) == used


def test_every_response_says_its_kind() -> None:
    """Fixed sentences carry the reply contract's metadata."""
    for name, variants in DOMAIN["responses"].items():
        for variant in variants:
            assert variant["metadata"]["kind"], name
            for button in variant.get("buttons", []):
                assert len(button["title"]) <= 20, (name, button)
                assert button["payload"].lstrip("/") in DOMAIN["intents"], name


@pytest.mark.parametrize("page", ["bot/widget/demo.html", "docs/widget.md"])
def test_pages_name_the_articles_contact_route(content: Content, page: str) -> None:
    """The number on a page is the content's; the importer checks domain.yml's."""
    text = (ROOT / page).read_text("utf-8")
    assert list(other_routes(text, content.publisher)) == []


def test_sections_named_in_the_domain_are_the_articles(content: Content) -> None:
    """Fixed sentences name sections by their own headings."""
    texts = [each["text"] for v in DOMAIN["responses"].values() for each in v]
    named = re.findall(r"section ([\d.]+) ([^;.]+)", " ".join(texts))
    assert named
    for number, heading in named:
        assert content.sections[number].heading == heading


def test_held_out_messages_are_not_trained_on() -> None:
    """No message of the test set stands in the training data."""
    trained = {
        re.sub(r"\W+", " ", t.lower()).strip() for v in examples().values() for t in v
    }
    for path in (ROOT / "tests/data").glob("*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            for turn in row.get("turns", [row]):
                text = re.sub(r"\W+", " ", turn["text"].lower()).strip()
                # a bare word or two is nobody's own
                assert text not in trained or len(text.split()) <= 3, text


FORBIDDEN = {
    "article": {"bot", "actions", "ops", "emulator"},
    "actions": {"bot", "ops", "emulator"},
    "bot": {"actions", "ops", "emulator"},
    "emulator": {"article", "bot", "actions", "ops", "settings"},
}


@pytest.mark.parametrize("package", FORBIDDEN)
def test_import_rules(package: str) -> None:
    """`bot` and `actions` know `article`, never each other; `emulator` knows none."""
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            for name in names:
                assert name.split(".")[0] not in FORBIDDEN[package], (path, name)


def test_every_setting_is_in_the_readme() -> None:
    """README's table lists each setting with its default's variable name."""
    readme = (ROOT / "README.md").read_text("utf-8")
    for name in Settings.__dataclass_fields__:
        assert f"`{name.upper()}`" in readme, name


def test_every_command_is_in_the_readme() -> None:
    """README's table lists each command that `make help` shows."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    readme = (ROOT / "README.md").read_text("utf-8")
    for name in set(re.findall(r"^([a-z-]+):.* ## ", makefile, re.M)) - {"help"}:
        assert f"| `make {name}` |" in readme, name


def test_every_facet_is_explained_to_editors() -> None:
    """The content folder's README lists each facet an answer may have."""
    readme = (ROOT / "content/README.md").read_text("utf-8")
    assert re.findall(r"^\| `([a-z_]+)` \|", readme, re.M) == list(get_args(Facet))


def test_only_settings_reads_the_environment() -> None:
    """One module reads the environment for settings."""
    for package in ("article", "actions", "bot", "emulator"):
        for path in Path(ROOT / package).rglob("*.py"):
            text = path.read_text("utf-8")
            assert not re.search(r"os\.environ|getenv", text), path
