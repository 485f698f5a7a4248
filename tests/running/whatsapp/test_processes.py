"""Two processes on one PostgreSQL: shared work, crashes, one message many times."""

import os
import random
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.channels.whatsapp.worker import MOST_READERS
from emulator import inbound
from emulator.account import Account
from emulator.line import Attempt, Shape
from emulator.readers import Reader
from emulator.running import RunningEmulator, running_emulator
from emulator.updates import MOST_UPDATES, Update
from ops.connected import settings_for
from ops.servers import Server, free_port
from ops.stand import Stand, running_assistant
from tests.running.whatsapp.chat import WAIT_SECONDS

# The first contact's notice comes before the first of the answers.
QUESTIONS = ["what is bfs?", "which foods contain magnesium?", "thanks"]
REPEATS = 50
CRASHES = 3
READERS = 40
LEASE_SECONDS = "3"


@dataclass
class Cluster:
    """Two Rasa servers on one database, each with a line from Meta's side."""

    stand: Stand
    meta: RunningEmulator
    servers: list[Server]
    rows: Callable[[Stand, str], Any]

    def submit(self, number: int, *updates: Update) -> "Future[list[Attempt]]":
        """Deliver to one of the two, without waiting."""
        webhook = f"{self.servers[number].url}webhooks/whatsapp/webhook"
        return self.meta.submit(*updates, shape=Shape(webhook=webhook))

    def crash(self, number: int) -> None:
        """End a server as a power cut would, and start it again."""
        server = self.servers[number]
        os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait()
        port = int(server.url.rstrip("/").rpartition(":")[2])
        self.servers[number] = self.stand.start_rasa(port)

    def idle(self) -> bool:
        """Whether no stored message waits for anything any more."""
        return not self.rows(self.stand, "SELECT 1 FROM whatsapp_message WHERE open")

    def turns(self) -> int:
        """How many turns were taken."""
        query = "SELECT count(*) FROM events WHERE type_name = 'user'"
        return int(self.rows(self.stand, query)[0][0])


@pytest.fixture(scope="module")
def cluster(
    model: Path,
    new_database: Callable[[], str],
    rows: Callable[[Stand, str], Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Cluster]:
    """Two servers behind which one PostgreSQL stands."""
    folder = tmp_path_factory.mktemp("cluster")
    retries = [0.2] * 600  # a server that starts again takes its time
    with running_emulator(account=Account(), retry_seconds=retries) as meta:
        meta.desk.throughput.per_second = None
        meta.desk.statuses = ()
        environment = {**settings_for(meta), "WHATSAPP_LEASE_SECONDS": LEASE_SECONDS}
        with running_assistant(folder, model, environment, new_database()) as stand:
            second = stand.start_rasa(free_port())
            running = Cluster(stand, meta, [stand.rasa, second], rows)
            try:
                second.wait_until_ready()
                yield running
            finally:
                for server in running.servers:
                    server.stop()


def test_same_message_fifty_times_to_two_processes(
    cluster: Cluster, new_reader: Callable[[], Reader]
) -> None:
    """However often and wherever a message is delivered, it is answered once."""
    reader = new_reader()
    question = inbound.text(reader, QUESTIONS[0])
    posts = [cluster.submit(n % 2, question) for n in range(REPEATS)]
    attempts = [attempt for post in posts for attempt in post.result()]
    assert {attempt.status for attempt in attempts} == {200}
    taken = Counter(attempt.webhook for attempt in attempts)
    assert sorted(taken.values()) == [REPEATS // 2] * 2
    cluster.meta.wait_for_sent(2, reader)
    cluster.submit(0, inbound.text(reader, "goodbye")).result()
    notice, first, last = cluster.meta.wait_for_sent(3, reader)
    assert "not a diagnosis" in notice.text
    assert "Source" in first.text
    assert "Goodbye" in last.text


def test_thousand_messages_in_one_post(
    cluster: Cluster,
    new_reader: Callable[[], Reader],
    eventually: Callable[..., None],
) -> None:
    """The biggest delivery Meta makes is taken at once and each message answered."""
    readers = [new_reader() for _ in range(MOST_UPDATES)]
    updates = [
        inbound.sticker(reader) if number % 10 else inbound.text(reader, "thanks")
        for number, reader in enumerate(readers)
    ]
    (attempt,) = cluster.submit(0, *updates).result()
    assert attempt.status == 200
    eventually(cluster.idle)
    sent = Counter(message.reader_id for message in cluster.meta.sent)
    assert {sent[reader.id] for reader in readers} == {1}


def test_crashes_under_load_lose_and_double_nothing(
    cluster: Cluster,
    new_reader: Callable[[], Reader],
    eventually: Callable[..., None],
) -> None:
    """Whenever processes are killed, each message gets its one answer, or is known
    to have an outcome nobody knows."""
    turns_before = cluster.turns()
    sent_before = len(cluster.meta.sent)
    chance = random.Random(20_261_123)
    readers = [new_reader() for _ in range(READERS)]
    updates = [
        inbound.text(reader, question) for question in QUESTIONS for reader in readers
    ]
    posts = []
    crash_at = {chance.randrange(10, len(updates)) for _ in range(CRASHES)}
    for number, update in enumerate(updates):
        posts.append(cluster.submit(number % 2, update))
        if number in crash_at:
            # in the middle of the work, of which there is some: the last one at least
            answered = min(sent_before + number + 1, len(cluster.meta.sent) + 3)
            cluster.meta.wait_for_sent(answered - 1, seconds=WAIT_SECONDS)
            cluster.crash(chance.randrange(2))
    assert all(post.result()[-1].status == 200 for post in posts)
    eventually(cluster.idle)
    copies = Counter(
        message.body["biz_opaque_callback_data"] for message in cluster.meta.sent
    )
    assert set(copies.values()) == {1}
    ids = f"SELECT id FROM whatsapp_message ORDER BY id DESC LIMIT {len(updates)}"
    query = f"SELECT token, state FROM whatsapp_part WHERE message IN ({ids})"
    outcomes = cluster.rows(cluster.stand, query)
    assert len(outcomes) == len(updates) + len(readers)  # each one's notice
    for token, state in outcomes:
        assert state in {"sent", "unknown"}
        assert copies[token] == 1 or state == "unknown"
    in_doubt = sum(1 for _, state in outcomes if state == "unknown")
    assert in_doubt <= CRASHES * MOST_READERS  # at most what was going out at a crash
    assert cluster.turns() == turns_before + len(updates)
