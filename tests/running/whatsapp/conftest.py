"""An assistant connected to the emulator of Meta's side, and readers who write."""

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from emulator.account import Account
from emulator.readers import Reader
from emulator.running import RunningEmulator, running_emulator
from ops.connected import settings_for
from ops.stand import Stand, running_assistant
from tests.running.whatsapp.chat import WAIT_SECONDS, Chat

ASK_AGAIN_SECONDS = 0.05
LEASE_SECONDS = "3"
NUMBERS = count(1)


@pytest.fixture(scope="session")
def meta() -> Iterator[RunningEmulator]:
    """Meta's side of the shared assistant."""
    with running_emulator(account=Account()) as running:
        yield running


@pytest.fixture(scope="session")
def assistant(
    model: Any, meta: RunningEmulator, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stand]:
    """An assistant on SQLite with its channel on, and the self-check as a form."""
    folder = tmp_path_factory.mktemp("whatsapp")
    environment = {
        **settings_for(meta),
        "WHATSAPP_LEASE_SECONDS": LEASE_SECONDS,
        "WHATSAPP_SELF_CHECK": "form",
    }
    with running_assistant(folder, model, environment) as running:
        meta.line.webhook = f"{running.url}/webhooks/whatsapp/webhook"
        yield running


@pytest.fixture
def new_reader() -> Callable[[], Reader]:
    """Makes readers nobody else is."""
    return lambda: Reader(f"1202556{next(NUMBERS):04}")


@pytest.fixture
def stranger(
    assistant: Stand, meta: RunningEmulator, new_reader: Callable[[], Reader]
) -> Chat:
    """A new reader's chat with the shared assistant."""
    return Chat(meta, new_reader())


@pytest.fixture
def chat(stranger: Chat) -> Chat:
    """The chat of a reader who knows already what this is."""
    return stranger.meet()


@pytest.fixture(scope="session")
def eventually() -> Callable[[Callable[[], Any]], None]:
    """Asks again until what is in a database is as expected."""

    def wait(condition: Callable[[], Any]) -> None:
        deadline = time.monotonic() + WAIT_SECONDS
        while not condition():
            assert time.monotonic() < deadline, "waited in vain"
            time.sleep(ASK_AGAIN_SECONDS)

    return wait


@pytest.fixture(scope="session")
def rows() -> Callable[[Stand, str], Sequence[Any]]:
    """Asks an assistant's database."""

    def ask(stand: Stand, query: str) -> Sequence[Any]:
        engine = create_engine(stand.settings.database_url, future=True)
        with engine.connect() as connection:
            found = [tuple(row) for row in connection.execute(text(query))]
        engine.dispose()
        return found

    return ask
