"""Two processes on one PostgreSQL: shared work, crashes, the same message many times."""

import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import create_engine, text

from ops.servers import Server, free_port
from ops.stand import Stand, running_assistant

QUESTIONS = ["what is bfs?", "which foods contain magnesium?", "thanks"]
SECONDS = 60
REPEATS = 50
BIGGEST_BATCH = 1000


@dataclass
class Cluster:
    """Two Rasa servers on one database."""

    stand: Stand
    meta: Any
    lines: list[Any]
    servers: list[Server]

    def rows(self, query: str) -> list[Any]:
        engine = create_engine(self.stand.settings.database_url, future=True)
        with engine.connect() as connection:
            rows = connection.execute(text(query)).all()
        engine.dispose()
        return rows

    def wait_until_done(self, messages: int) -> None:
        query = "SELECT count(*) FROM whatsapp_message WHERE NOT open"
        deadline = time.monotonic() + SECONDS
        while (done := self.rows(query)[0][0]) < messages:
            assert time.monotonic() < deadline, f"{done} of {messages}"

    def deliver(self, *messages: dict[str, Any], to: int) -> float:
        """Deliver as Meta does: again, and elsewhere, until it is taken; seconds."""
        body = json.dumps(self.body_of(*messages)).encode()
        while True:
            started = time.monotonic()
            try:
                if self.lines[to % 2].post(body).status_code == 200:
                    return time.monotonic() - started
            except requests.ConnectionError:
                to += 1

    def crash(self, number: int) -> None:
        """End a server as a power cut would, and start it again."""
        server = self.servers[number]
        os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait()
        port = int(server.url.rpartition(":")[2].strip("/"))
        self.servers[number] = self.stand.start_rasa(port)

    body_of: Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def cluster(
    model: Path,
    shared_meta: Any,
    new_database: Callable[[], str],
    tmp_path_factory: pytest.TempPathFactory,
    connect: Callable[..., Any],
) -> Iterator[Cluster]:
    """Two servers behind which one PostgreSQL stands."""
    folder = tmp_path_factory.mktemp("cluster")
    with running_assistant(
        folder, model, connect.environment(shared_meta), new_database()
    ) as stand:
        second = stand.start_rasa(free_port())
        second.wait_until_ready()
        servers = [stand.rasa, second]
        lines = [connect.line(server.url, shared_meta) for server in servers]
        running = Cluster(stand, shared_meta, lines, servers, connect.body_of)
        yield running
        for server in running.servers:
            server.stop()
