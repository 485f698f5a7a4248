"""`make run` as an operator meets it: started, stopped, and refused a port."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ops.servers import free_port
from settings import ROOT

SECONDS = 60


def start(environment: dict[str, str], *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ops.run", *options],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("phone", [False, True])
def test_servers_stop_together(
    model: Path, tmp_path: Path, ending: signal.Signals, phone: bool
) -> None:
    """However it is ended, with a phone on the desk or not, nothing is left."""
    ports = [free_port() for _ in range(3 if phone else 2)]
    environment = {
        "PORT": str(ports[0]),
        "ACTION_SERVER_PORT": str(ports[1]),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'run.db'}",
    }
    process = start(environment, *(["--whatsapp", str(ports[2])] if phone else []))
    deadline = time.monotonic() + SECONDS
    while not all(listening(port) for port in ports):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    process.send_signal(ending)
    output, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, output
    assert not any(listening(port) for port in ports)


def test_busy_port_is_one_clear_sentence(model: Path) -> None:
    """A port in use names the setting that changes it."""
    with socket.socket() as holder:
        holder.bind(("0.0.0.0", 0))
        holder.listen()
        port = holder.getsockname()[1]
        process = start({"PORT": str(port), "ACTION_SERVER_PORT": str(free_port())})
        output, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert f"Port {port} is in use; choose another with PORT=." in output
    assert "Traceback" not in output
