"""`make run` and `make shell` as an operator meets them."""

import os
import pty
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from article.content import Content
from article.store import ContentStore
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


def settings(ports: list[int], folder: Path) -> dict[str, str]:
    return {
        "PORT": str(ports[0]),
        "ACTION_SERVER_PORT": str(ports[1]),
        "DATABASE_URL": f"sqlite:///{folder / 'run.db'}",
    }


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def child(process: subprocess.Popen[str], name: str) -> int:
    """The process that `process` started and whose command has this word."""
    of = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    commands = {
        int(pid): Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        for pid in of.read_text().split()
    }
    return next(pid for pid, command in commands.items() if name in command)


@pytest.mark.parametrize(
    ("ending", "phone"),
    [(signal.SIGINT, False), (signal.SIGTERM, True), (signal.SIGHUP, False)],
)
def test_servers_stop_together(
    model: Path, tmp_path: Path, ending: signal.Signals, phone: bool
) -> None:
    """However it is ended, with a phone on the desk or not, nothing is left."""
    ports = [free_port() for _ in range(3 if phone else 2)]
    options = ["--whatsapp", str(ports[2])] if phone else []
    process = start(settings(ports, tmp_path), *options)
    wait_for(lambda: all(listening(port) for port in ports))
    process.send_signal(ending)
    output, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, output
    assert not any(listening(port) for port in ports)


@pytest.mark.parametrize(
    ("module", "name"), [("rasa_sdk", "action server"), ("rasa", "Rasa server")]
)
def test_death_of_one_stops_both(
    model: Path, tmp_path: Path, module: str, name: str
) -> None:
    """When a server dies the other is stopped, and a sentence says which it was."""
    ports = [free_port(), free_port()]
    process = start(settings(ports, tmp_path))
    wait_for(lambda: all(listening(port) for port in ports))
    os.killpg(child(process, module), signal.SIGKILL)
    output, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert f"The {name} stopped (status -9)." in output
    assert not any(listening(port) for port in ports)


def test_shell_answers(model: Path, content: Content, tmp_path: Path) -> None:
    """`make shell` is a chat in the terminal, with the action server beside it."""
    ports = [free_port(), free_port()]
    environment = settings(ports, tmp_path)
    ContentStore(environment["DATABASE_URL"], 2).replace(content)
    master, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "ops.run", "--shell"],
        cwd=ROOT,
        env={**os.environ, **environment, "TERM": "dumb"},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    shown = b""

    def wait_until_shown(words: bytes) -> None:
        nonlocal shown
        deadline = time.monotonic() + SECONDS
        while words not in shown:
            assert time.monotonic() < deadline, shown[-1000:].decode()
            if select.select([master], [], [], 0.2)[0]:
                shown += os.read(master, 65536)

    wait_until_shown(b"Your input ->")
    # A reply without buttons, which `rasa shell` would make a menu of.
    os.write(master, b"stop the check\r")
    wait_until_shown(b"Ask me anything about the article.")
    os.write(master, b"/stop\r")
    assert process.wait(SECONDS) == 0
    os.close(master)
    assert not listening(ports[1])


def test_second_run_prepares_nothing(model: Path, tmp_path: Path) -> None:
    """With nothing changed nothing is installed, imported or trained."""
    environment = settings([free_port(), free_port()], tmp_path)
    said = [
        subprocess.run(
            ["make", "--silent", "prepared"],
            cwd=ROOT,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=True,
        ).stdout
        for _ in range(2)
    ]
    assert said[0].startswith("Imported")  # into a new database
    assert said[1] == ""


def test_missing_python_is_one_clear_sentence(tmp_path: Path) -> None:
    """Where uv neither has Python 3.10 nor can get it, the setup says so."""
    for name in (".python-version", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "ops").mkdir()
    for name in ("setup.sh", "progress.sh"):
        shutil.copy(ROOT / "ops" / name, tmp_path / "ops")
    uv = tmp_path / "bin" / "uv"
    uv.parent.mkdir()
    uv.write_text("#!/bin/sh\necho 'error: No interpreter found' >&2\nexit 2\n")
    uv.chmod(0o755)
    done = subprocess.run(
        ["sh", "ops/setup.sh", "requirements.lock"],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{uv.parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 1
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith("Python 3.10 was not found and could not be downloaded")


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
