"""`make shell` gives the same texts as the web, in a terminal of its own."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
import yaml

from ops.evaluate import Client
from ops.servers import free_port
from ops.stand import Stand
from settings import ROOT

DATA = ROOT / "tests" / "data" / "whatsapp"
SCRIPTS = yaml.safe_load((DATA / "scripts.yml").read_text("utf-8"))
START_SECONDS, TURN_SECONDS, QUIET_SECONDS = 90, 20, 0.2
COLUMNS, LINES = 4000, 400  # so that nothing is wrapped or scrolled away
PROMPT = "Your input ->"
FREE_TEXT = "Type out your own message..."
ENTER, UP = "\r", "\x1b[A"
# What colours text, moves the cursor or asks where it is.
CONTROL = re.compile(r"\x1b(?:\[[0-9;?]*[a-zA-Z]|\][^\x07]*\x07|[=>])")


class Shell:
    """A `rasa shell` on a terminal that only this test looks at."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._terminal, inner = pty.openpty()
        size = ["stty", "cols", str(COLUMNS), "rows", str(LINES)]
        subprocess.run(size, stdin=inner, check=True)
        self.opening = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ops.run", "--shell"],
            cwd=ROOT,
            # Nobody answers here where the cursor is; it would be waited for.
            env={
                **os.environ,
                **environment,
                "TERM": "xterm",
                "PROMPT_TOOLKIT_NO_CPR": "1",
            },
            stdin=inner,
            stdout=inner,
            stderr=inner,
            start_new_session=True,
        )
        os.close(inner)

    def until_asked(self, seconds: float = TURN_SECONDS) -> str:
        """What is shown until the shell waits for the reader's words."""
        received, offered = "", False
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if select.select([self._terminal], [], [], QUIET_SECONDS)[0]:
                received += os.read(self._terminal, 1 << 16).decode("utf-8", "replace")
                continue
            shown = CONTROL.sub("", received).rstrip()
            if shown.endswith(PROMPT):
                return shown
            if shown.endswith(FREE_TEXT) and not offered:
                offered = True  # a choice of buttons, of which that is the last
                self.press(UP + ENTER)
        raise AssertionError(f"no prompt after {seconds} s: {received[-2000:]}")

    def say(self, text: str) -> str:
        """Type a message; what is shown then."""
        self.press(text + ENTER)
        return self.until_asked()

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self._terminal, keys.encode())

    def close(self) -> None:
        """End it, and the action server with it."""
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(START_SECONDS)
        os.close(self._terminal)


@pytest.fixture(scope="module")
def shell(stand: Stand) -> Iterator[Shell]:
    """`make shell` on the database of the shared assistant."""
    environment = {
        "PORT": str(free_port()),
        "ACTION_SERVER_PORT": str(free_port()),
        "DATABASE_URL": stand.settings.database_url,
    }
    running = Shell(environment)
    try:
        running.opening = running.until_asked(START_SECONDS)
        yield running
    finally:
        running.close()


def words(text: str) -> str:
    return " ".join(text.split())


def test_terminal_is_for_the_chat(shell: Shell) -> None:
    """No log line and no library's warning stands before the first prompt."""
    assert "Starting the chat" in shell.opening
    assert not re.search("warning|INFO|DEBUG", shell.opening, re.IGNORECASE)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script[0])
def test_same_texts_in_the_shell(
    shell: Shell, client: Client, script: list[str]
) -> None:
    """A conversation gets the same texts in the terminal, source lines and all."""
    shell.say("/restart")  # Rasa's own command: typed, it is text on our channels only
    token = client.session()
    for said in [line for line in script if line != "/restart"]:
        shown = words(shell.say(said))
        for reply in client.say(token, said):
            assert words(reply["text"]) in shown
            shown = shown.replace(words(reply["text"]), "")
        assert "Source: section" not in shown
