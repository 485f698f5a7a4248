"""Measures the WhatsApp channel under load, against the emulator.

`python -m ops.whatsapp_load` (make whatsapp-load) runs one assistant and delivers
readers' questions at a steady rate, each POST one message from another reader:

    acknowledge time   from the POST to its 200
    reply time         from the POST until Meta's side accepted the reply

Then it delivers a backlog at once: how fast that shrinks is what one process
sustains. --postgres measures on a throw-away PostgreSQL instead of SQLite. It fails
when the median acknowledge time is more than Meta asks for.
"""

import argparse
import statistics
import sys
import tempfile
import time
from concurrent.futures import Future
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

from emulator import inbound
from emulator.line import Attempt
from emulator.readers import Reader
from emulator.running import RunningEmulator, running_emulator
from ops.connected import settings_for
from ops.postgres import running_postgres
from ops.prepare import newest_model
from ops.servers import StartError
from ops.stand import running_assistant

RATE_PER_SECOND = 40
SECONDS = 30
BACKLOG = 400
WAIT_SECONDS = 120
WARM_UP = 20
# Source: Meta's page "Throughput", 2026.
MEDIAN_ACKNOWLEDGE_SECONDS = 0.25
QUESTIONS = (
    "what is bfs?",
    "which foods contain magnesium?",
    "can stress make my shoulder twitch",
    "when should i see a doctor",
    "how long does a decompression session take",
    "thanks",
)


class TooSlow(RuntimeError):
    """Meta asks for more; the message says what was measured."""


def steady(meta: RunningEmulator, readers: list[Reader], rate: float) -> str:
    """Deliver a message a reader at the rate; what was measured, in a line each."""
    posted: dict[str, float] = {}
    posts: list[Future[list[Attempt]]] = []
    started = time.monotonic()
    for number, (reader, question) in enumerate(zip(readers, cycle(QUESTIONS))):
        time.sleep(max(0.0, started + number / rate - time.monotonic()))
        posted[reader.id] = time.time()
        posts.append(meta.submit(inbound.text(reader, question)))
    replied = _first_replies(meta, readers)
    acknowledged = [post.result()[-1].seconds for post in posts]
    median = statistics.median(acknowledged)
    if median > MEDIAN_ACKNOWLEDGE_SECONDS:
        raise TooSlow(f"Acknowledged in {median * 1000:.0f} ms at the median.")
    replies = [replied[reader.id] - posted[reader.id] for reader in readers]
    return "\n".join([_line("acknowledge", acknowledged), _line("reply", replies)])


def backlog(meta: RunningEmulator, readers: list[Reader]) -> str:
    """Deliver a message of every reader in one POST; how fast they are answered."""
    started = time.time()
    updates = [inbound.text(r, q) for r, q in zip(readers, cycle(QUESTIONS))]
    meta.deliver(*updates)
    last = max(_first_replies(meta, readers).values())
    return f"sustained     {len(readers) / (last - started):5.1f} replies a second"


def _first_replies(meta: RunningEmulator, readers: list[Reader]) -> dict[str, float]:
    """When each reader's first reply was accepted, once all were."""
    wanted = {reader.id for reader in readers}
    found: dict[str, float] = {}
    deadline = time.monotonic() + WAIT_SECONDS
    while len(found) < len(wanted):
        if time.monotonic() > deadline:
            raise StartError(f"{len(wanted) - len(found)} messages got no reply.")
        time.sleep(1)  # seldom: looking costs the assistant's processor time
        for message in meta.sent:
            if message.reader_id in wanted:
                found.setdefault(message.reader_id, message.at)
    return found


def _line(name: str, seconds: list[float]) -> str:
    hundredths = statistics.quantiles(seconds, n=100)
    median, most = hundredths[49] * 1000, hundredths[98] * 1000
    return f"{name:12}  median {median:6.0f} ms   99th of 100 {most:6.0f} ms"


def _readers(prefix: str, count: int) -> list[Reader]:
    return [Reader(f"{prefix}{number:05}") for number in range(count)]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; an exit status."""
    parser = argparse.ArgumentParser(description="Measure the WhatsApp channel.")
    parser.add_argument("--rate", type=float, default=RATE_PER_SECOND)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args(arguments)
    model = newest_model()
    if model is None:
        print("There is no model; run `make train` first.", file=sys.stderr)
        return 1
    try:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = stack.enter_context(running_postgres()) if options.postgres else None
            meta = stack.enter_context(running_emulator())
            # The default of 80 a second counts both ways: 40 questions are the limit.
            meta.desk.throughput.per_second = None
            stand = stack.enter_context(
                running_assistant(folder, model, settings_for(meta), url)
            )
            meta.line.webhook = f"{stand.url}/webhooks/whatsapp/webhook"
            steady(meta, _readers("1202550", WARM_UP), 10)
            kind = "PostgreSQL" if url else "SQLite"
            print(
                f"{options.rate:g} messages a second for {options.seconds:g} s, {kind}:"
            )
            count = int(options.rate * options.seconds)
            print(steady(meta, _readers("1202551", count), options.rate))
            print(backlog(meta, _readers("1202552", BACKLOG)))
    except (StartError, TooSlow) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
