"""`python -m emulator`, as a person starts it."""

import signal
import socket
import subprocess
import sys

import requests

from ops.servers import free_port
from settings import ROOT
from tests.emulator.product import Product

TIMEOUT_SECONDS = 10


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-u", "-m", "emulator", *arguments]


def test_starts_and_stops(product: Product) -> None:
    """It says where it is, verifies the webhook, and ends at a signal."""
    port = free_port()
    with subprocess.Popen(
        command("--port", str(port), "--webhook", product.url, "--verify"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(4)]
        assert lines[0].startswith(f"The phone on the desk: http://127.0.0.1:{port}/")
        assert lines[3] == "Webhook verified.\n"
        page = requests.get(f"http://127.0.0.1:{port}/", timeout=TIMEOUT_SECONDS)
        assert "script-src 'self'" in page.headers["Content-Security-Policy"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(TIMEOUT_SECONDS) == 0


def test_port_in_use() -> None:
    """A port that is taken is said so in a sentence."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            command("--port", str(port)),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
        )
    assert done.returncode == 1
    assert f"Port {port} cannot be used" in done.stderr
    assert "Traceback" not in done.stderr
