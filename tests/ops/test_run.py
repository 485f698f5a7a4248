"""`make run` and `make shell` as an operator meets them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

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


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_servers_stop_together(
    model: Path, tmp_path: Path, ending: signal.Signals
) -> None:
    """However it is ended, nothing is left."""
    ports = [free_port(), free_port()]
    process = start(settings(ports, tmp_path))
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
    for name in ("setup.sh", "uv.sh", "progress.sh"):
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


def test_lock_uses_the_uv_of_the_setup(tmp_path: Path) -> None:
    """Where uv is not installed, the one that the setup put into .uv resolves."""
    shutil.copy(ROOT / ".python-version", tmp_path)
    (tmp_path / "ops").mkdir()
    for name in ("lock.sh", "uv.sh"):
        shutil.copy(ROOT / "ops" / name, tmp_path / "ops")
    uv = tmp_path / ".uv" / "bin" / "uv"
    uv.parent.mkdir(parents=True)
    uv.write_text('#!/bin/sh\nfor last; do :; done\necho resolved >"$last"\n')
    uv.chmod(0o755)
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("sh", "cat"):
        (programs / name).symlink_to(str(shutil.which(name)))
    subprocess.run(
        ["sh", "ops/lock.sh"],
        cwd=tmp_path,
        env={"PATH": str(programs)},
        timeout=SECONDS,
        check=True,
    )
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert (tmp_path / name).read_text("utf-8") == "resolved\n"


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
            **settings(ports, tmp_path),
            "PHONE_PORT": str(ports[2]),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    wait_for(lambda: process.poll() is not None or listening(ports[2]))
    assert "<title>A phone on the desk</title>" in get(phone).text
    reader = get(f"{phone}/control/state").json()["readers"][0]["id"]
    question = {"type": "text", "text": "which foods contain magnesium?"}
    said = requests.post(
        f"{phone}/control/readers/{reader}/messages", json=question, timeout=SECONDS
    )
    assert said.status_code == 202
    wait_for(lambda: "Source: section 7.4" in get(f"{phone}/control/messages").text)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=SECONDS)
    wait_for(lambda: not any(listening(port) for port in ports))


def get(address: str) -> requests.Response:
    return requests.get(address, timeout=SECONDS)


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
