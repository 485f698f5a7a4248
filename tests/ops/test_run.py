"""`make run` as an operator meets it: started, stopped, and refused a port."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from ops.servers import free_port
from settings import ROOT

SECONDS = 60


def start(environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ops.run"],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(condition: Callable[[], Any]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_servers_stop_together(
    model: Path, tmp_path: Path, ending: signal.Signals
) -> None:
    """However it is ended, nothing is left."""
    ports = [free_port(), free_port()]
    process = start(environment_of(ports, tmp_path))
    wait_until(lambda: all(listening(port) for port in ports))
    process.send_signal(ending)
    output, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, output
    assert not any(listening(port) for port in ports)


def test_make_whatsapp(model: Path, tmp_path: Path) -> None:
    """`make whatsapp` serves a phone on which a message is answered, and leaves
    nothing when it is ended."""
    ports = [free_port(), free_port(), free_port()]
    phone = f"http://127.0.0.1:{ports[2]}"
    process = subprocess.Popen(
        ["make", "whatsapp"],
        cwd=ROOT,
        env={
            **os.environ,
            **environment_of(ports, tmp_path),
            "PHONE_PORT": str(ports[2]),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    wait_until(lambda: process.poll() is not None or listening(ports[2]))
    assert "<title>A phone on the desk</title>" in get(phone).text
    reader = get(f"{phone}/control/state").json()["readers"][0]["id"]
    question = {"type": "text", "text": "which foods contain magnesium?"}
    said = requests.post(
        f"{phone}/control/readers/{reader}/messages", json=question, timeout=SECONDS
    )
    assert said.status_code == 202
    wait_until(lambda: "Source: section 7.4" in get(f"{phone}/control/messages").text)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=SECONDS)
    wait_until(lambda: not any(listening(port) for port in ports))


def get(address: str) -> requests.Response:
    return requests.get(address, timeout=SECONDS)


def environment_of(ports: list[int], folder: Path) -> dict[str, str]:
    return {
        "PORT": str(ports[0]),
        "ACTION_SERVER_PORT": str(ports[1]),
        "DATABASE_URL": f"sqlite:///{folder / 'run.db'}",
    }


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
