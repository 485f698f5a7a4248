"""What the servers are started with."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ops.servers import Server, action_server, free_port
from settings import Settings

OTHER_LOCAL_ADDRESS = "127.0.0.2"
SETTINGS = Settings(
    database_url="sqlite:///nowhere.db",
    web_trusted_proxies=2,
    whatsapp_self_check="form",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An action server, started where another setting is exported."""
    log = tmp_path_factory.mktemp("servers") / "actions.log"
    with pytest.MonkeyPatch.context() as exported:
        exported.setenv("SELF_CHECK_SECONDS", "1")
        exported.setenv("WHATSAPP_SELF_CHECK", "list")
        started = action_server(replace(SETTINGS, action_server_port=free_port()), log)
    try:
        started.wait_until_ready()
        yield started
    finally:
        started.stop()


def port(server: Server) -> int:
    return int(server.url.rstrip("/").rpartition(":")[2])


def test_settings_survive_the_way_through_the_environment() -> None:
    """What a server reads is what it was started with."""
    assert Settings.read(SETTINGS.variables()) == SETTINGS
    assert Settings.read(Settings().variables()) == Settings()


def test_a_server_has_its_own_settings_alone(server: Server) -> None:
    """What is exported where the tests run changes none of its settings."""
    words = Path(f"/proc/{server.process.pid}/environ").read_text().split("\0")
    variables = dict(word.split("=", 1) for word in words if word)
    settings = replace(SETTINGS, action_server_port=port(server))
    assert Settings.read(variables) == settings


def test_only_this_machine_reaches_the_action_server(server: Server) -> None:
    """It takes any call, and only the Rasa server beside it needs it."""
    with socket.socket() as local:
        assert local.connect_ex(("127.0.0.1", port(server))) == 0
    with socket.socket() as other:
        assert other.connect_ex((OTHER_LOCAL_ADDRESS, port(server))) != 0
