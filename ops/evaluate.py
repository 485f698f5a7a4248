"""Scores a running assistant on the held-out messages of tests/data.

`python -m ops.evaluate` starts the assistant on free ports with a database of
its own; with --url it asks one that runs already. The messages were written
apart from the training data and are never trained on.

    questions.jsonl     {"text", "sections", "must", "kind"}
    dialogues.jsonl     {"turns": [{"text", "sections", "must"}, ...]}
    not_covered.jsonl   {"text", "kind"}

A question is answered when a reply cites one of `sections` and contains an
alternative of each `must` group; a message is declined when no reply is an
answer.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from article.limits import ANSWER_CHARS, SECTIONS_PER_ANSWER
from ops.prepare import newest_model
from ops.servers import StartError
from ops.stand import running_assistant
from settings import ROOT

DATA = ROOT / "tests" / "data"
ANSWERING = {"answer", "contact", "alert"}
REPLIES_PER_TURN = 3
TIMEOUT_SECONDS = 30
Row = dict[str, Any]


class Client:
    """Speaks the web channel's contract and takes the time of each turn."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/") + "/webhooks/web"
        self._http = requests.Session()
        self.seconds: list[float] = []

    def session(self) -> str:
        """The token of a fresh conversation."""
        answer = self._http.post(
            f"{self._url}/session", json={}, timeout=TIMEOUT_SECONDS
        )
        answer.raise_for_status()
        return str(answer.json()["token"])

    def say(self, token: str, text: str, field: str = "text") -> list[Row]:
        """The replies to a message.

        Raises:
            requests.HTTPError: the channel answered with an error.
        """
        started = time.perf_counter()
        answer = self._http.post(
            f"{self._url}/messages",
            json={field: text},
            headers={"Authorization": f"Bearer {token}"},
            timeout=TIMEOUT_SECONDS,
        )
        self.seconds.append(time.perf_counter() - started)
        answer.raise_for_status()
        return list(answer.json()["messages"])


@dataclass
class Score:
    """How many of how many were right, and what went wrong in the rest."""

    name: str
    right: int = 0
    total: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, verdict: str, shown: str) -> None:
        """Count one row; a verdict other than "right" is remembered."""
        self.total += 1
        if verdict == "right":
            self.right += 1
        else:
            self.wrong.append(f"{verdict}: {shown}")

    @property
    def share(self) -> float:
        """The share that was right, 0 to 1."""
        return self.right / self.total

    def __str__(self) -> str:
        reasons = Counter(entry.split(":")[0] for entry in self.wrong)
        detail = ", ".join(f"{reason} {count}" for reason, count in reasons.items())
        figure = f"{100 * self.share:5.1f} %  ({self.right}/{self.total})"
        return f"{self.name:22s}{figure}  {detail}"


def judge(replies: list[Row], expected: Row) -> str:
    """ "right", or what is wrong with the replies to a question."""
    answers = [reply for reply in replies if reply["kind"] in ANSWERING]
    if not answers:
        asked = any(reply["kind"] == "clarify" for reply in replies)
        return "asked back" if asked else "not answered"
    if len(replies) > REPLIES_PER_TURN:
        return "too many replies"
    for reply in answers:
        if len(reply["text"]) > ANSWER_CHARS:
            return "too long"
        if reply["kind"] == "answer" and len(reply["sections"]) > SECTIONS_PER_ANSWER:
            return "too many sections"
    if not {s for reply in answers for s in reply["sections"]} & set(
        expected["sections"]
    ):
        return "wrong section"
    text = " ".join(reply["text"] for reply in answers).lower().replace("–", "-")
    if not all(any(stem in text for stem in group) for group in expected["must"]):
        return "fact missing"
    return "right"


def read(name: str, folder: Path = DATA) -> list[Row]:
    """The rows of a data file."""
    lines = (folder / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def evaluate(client: Client) -> dict[str, Score]:
    """Ask everything; the scores by name."""
    scores = {
        name: Score(name)
        for name in ("questions", "dialogue turns", "later turns", "not covered")
    }
    for row in read("questions"):
        replies = client.say(client.session(), row["text"])
        scores["questions"].add(judge(replies, row), _shown(row["text"], replies))
    for dialogue in read("dialogues"):
        token = client.session()
        for number, turn in enumerate(dialogue["turns"]):
            replies = client.say(token, turn["text"])
            verdict, shown = judge(replies, turn), _shown(turn["text"], replies)
            scores["dialogue turns"].add(verdict, f"turn {number + 1} {shown}")
            if number:
                scores["later turns"].add(verdict, shown)
    for row in read("not_covered"):
        replies = client.say(client.session(), row["text"])
        answered = any(reply["kind"] == "answer" for reply in replies)
        verdict = f"answered {row['kind']}" if answered else "right"
        scores["not covered"].add(verdict, _shown(row["text"], replies))
    return scores


def report(client: Client, scores: dict[str, Score], show_wrong: bool) -> str:
    """The scores and the turn times as a table."""
    ordered = sorted(client.seconds)
    median = 1000 * statistics.median(ordered)
    slow = 1000 * ordered[int(0.95 * (len(ordered) - 1))]
    lines = [str(score) for score in scores.values()]
    lines.append(f"{'turn time':22s}median {median:.0f} ms, 95 % within {slow:.0f} ms")
    if show_wrong:
        for score in scores.values():
            lines += ["", score.name, *score.wrong]
    return "\n".join(lines)


def _shown(text: str, replies: list[Row]) -> str:
    got = " / ".join(
        f"[{r['kind']} {','.join(r['sections'])}] {r['text'][:70]!r}" for r in replies
    )
    return f"{text!r} got {got}"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; an exit status."""
    parser = argparse.ArgumentParser(description="Score the assistant.")
    parser.add_argument("--url", help="ask an assistant that runs already")
    parser.add_argument("--show-wrong", action="store_true")
    options = parser.parse_args(arguments)
    if options.url:
        client = Client(options.url)
        print(report(client, evaluate(client), options.show_wrong))
        return 0
    model = newest_model()
    if model is None:
        print("There is no model; run `make train` first.", file=sys.stderr)
        return 1
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            running_assistant(Path(folder), model) as stand,
        ):
            client = Client(stand.url)
            print(report(client, evaluate(client), options.show_wrong))
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
