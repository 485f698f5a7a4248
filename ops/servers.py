"""Starts and stops the two servers, for `make run` and for the tests."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ops.prepare import environment
from settings import ROOT, Settings

READY_SECONDS = 120
STOP_SECONDS = 10
POLL_SECONDS = 0.1
ENDPOINTS = ROOT / "endpoints.yml"
DEFAULT_ACTION_PORT = Settings.action_server_port


class StartError(RuntimeError):
    """The assistant cannot start; the message says why in a sentence."""


class StoppedError(StartError):
    """A server ended by itself."""

    def __init__(self, server: str, status: int) -> None:
        super().__init__(f"The {server} stopped (status {status}).")
        self.server = server


class Server:
    """A server process in a process group of its own.

    `health` is the path that answers once the server is ready.
    """

    def __init__(
        self,
        name: str,
        process: "subprocess.Popen[bytes]",
        url: str,
        health: str = "",
    ) -> None:
        self.name = name
        self.process = process
        self.url = url
        self.health = health

    def check_alive(self) -> None:
        """Make sure the process runs.

        Raises:
            StoppedError: it ended.
        """
        status = self.process.poll()
        if status is not None:
            raise StoppedError(self.name, status)

    def wait_until_ready(self) -> None:
        """Wait until the server answers that it is ready.

        Raises:
            StartError: it ended, or was not ready in time.
        """
        deadline = time.monotonic() + READY_SECONDS
        while not _answers(self.url + self.health):
            self.check_alive()
            if time.monotonic() > deadline:
                message = f"The {self.name} was not ready in {READY_SECONDS} seconds."
                raise StartError(message)
            time.sleep(POLL_SECONDS)

    def stop(self) -> None:
        """End the process politely, then for good."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def action_server(settings: Settings, log: Path) -> Server:
    """Start the action server with these settings alone; what it writes goes to `log`.

    Raises:
        StartError: its port is in use.
    """
    port = settings.action_server_port
    check_port(port, "ACTION_SERVER_PORT")
    command = ["rasa_sdk", "--actions", "actions", "--port", str(port)]
    # It takes any call, so only this machine may reach it.
    variables = {**settings.variables(), "SANIC_HOST": "127.0.0.1"}
    process = _start(command, log, variables)
    return Server("action server", process, f"http://127.0.0.1:{port}/", "health")


def rasa_server(settings: Settings, model: Path, endpoints: Path, log: Path) -> Server:
    """Start the Rasa server with these settings alone; what it writes goes to `log`.

    Raises:
        StartError: its port is in use.
    """
    check_port(settings.port, "PORT")
    command = [
        "rasa", "run", "--model", str(model), "--endpoints", str(endpoints),
        "--credentials", "credentials.yml", "--port", str(settings.port),
    ]  # fmt: skip
    process = _start(command, log, settings.variables())
    url = f"http://127.0.0.1:{settings.port}/"
    return Server("Rasa server", process, url, "webhooks/web/health")


def emulator(webhook: str, port: int, log: Path) -> Server:
    """Start Meta's side of WhatsApp, delivering to `webhook`.

    Raises:
        StartError: its port is in use.
    """
    check_port(port, "PHONE_PORT")
    options = ["--port", str(port), "--webhook", webhook, "--verify"]
    process = _start(["emulator", *options], log, {})
    return Server("emulator", process, f"http://127.0.0.1:{port}/")


@contextmanager
def endpoints_for(action_port: int) -> Iterator[Path]:
    """The endpoints file, with the action server's port put in where it differs."""
    if action_port == DEFAULT_ACTION_PORT:
        yield ENDPOINTS
        return
    text = ENDPOINTS.read_text("utf-8")
    with tempfile.NamedTemporaryFile("w", suffix=".yml", encoding="utf-8") as file:
        file.write(text.replace(f":{DEFAULT_ACTION_PORT}/", f":{action_port}/"))
        file.flush()
        yield Path(file.name)


def check_port(port: int, setting: str) -> None:
    """Make sure a server can listen on the port.

    Raises:
        StartError: something else listens there.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError as error:
            message = f"Port {port} is in use; choose another with {setting}=."
            raise StartError(message) from error


def free_port() -> int:
    """A port nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(
    command: list[str], log: Path, variables: Mapping[str, str]
) -> "subprocess.Popen[bytes]":
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env={**environment(), **variables},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1):
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False
