"""Starts the action server and the Rasa server, and stops both together.

`python -m ops.run` serves the web channel; with --shell it opens `rasa shell`, with
--whatsapp it connects a phone on the desk (the emulator) to the WhatsApp channel.
"""

import argparse
import signal
import subprocess
import sys
import time
from pathlib import Path

from emulator.account import Account
from emulator.server import GRAPH_VERSION
from ops.connected import account_settings
from ops.prepare import environment, newest_model
from ops.servers import (
    POLL_SECONDS,
    Server,
    StartError,
    StoppedError,
    action_server,
    emulator,
    endpoints_for,
    rasa_server,
)
from settings import ROOT, Settings, SettingsError

LOGS = ROOT / "var"
ACTION_LOG = LOGS / "action_server.log"
RASA_LOG = LOGS / "rasa_server.log"
PHONE_LOG = LOGS / "emulator.log"
SERVER_LOGS = {
    "action server": ACTION_LOG,
    "Rasa server": RASA_LOG,
    "emulator": PHONE_LOG,
}
SHOWN_CHARS = 3000


def serve(settings: Settings, endpoints: Path, model: Path, phone_port: int = 0) -> int:
    """Run both servers until a signal, or until one of them dies.

    With a `phone_port` the emulator runs beside them, connected to WhatsApp.

    Raises:
        StartError: a port is in use, or a server ended.
    """
    started = time.monotonic()
    servers: list[Server] = []
    _new_logs(*SERVER_LOGS.values())
    if phone_port:
        graph_url = f"http://127.0.0.1:{phone_port}/{GRAPH_VERSION}"
        account = account_settings(Account(), graph_url)
        settings = Settings.read({**settings.variables(), **account})
    print("Starting the assistant ...", flush=True)
    try:
        servers.append(action_server(settings, ACTION_LOG))
        servers.append(rasa_server(settings, model, endpoints, RASA_LOG))
        for server in servers:
            server.wait_until_ready()
        if phone_port:
            webhook = f"http://127.0.0.1:{settings.port}/webhooks/whatsapp/webhook"
            servers.append(emulator(webhook, phone_port, PHONE_LOG))
            servers[-1].wait_until_ready()
        seconds = time.monotonic() - started
        address = f"http://localhost:{settings.port}/"
        print(f"Ready in {seconds:.0f} s: {address}  (Ctrl-C stops it)")
        if phone_port:
            print(f"The phone on the desk: http://localhost:{phone_port}/")
        print(f"Logs: {_shown(RASA_LOG)}, {_shown(ACTION_LOG)}", flush=True)
        while True:
            for server in servers:
                server.check_alive()
            time.sleep(POLL_SECONDS)
    finally:
        for server in servers:
            server.stop()


def shell(settings: Settings, endpoints: Path, model: Path) -> int:
    """Run the action server and `rasa shell` beside it; the shell's exit status.

    What Rasa logs goes to a file: the terminal is for the chat.

    Raises:
        StartError: a port is in use, or the action server ended.
    """
    _new_logs(ACTION_LOG, RASA_LOG)
    print(f"Starting the chat; its log is {_shown(RASA_LOG)} ...", flush=True)
    actions = action_server(settings, ACTION_LOG)
    try:
        actions.wait_until_ready()
        command = [
            sys.executable, "-m", "rasa", "shell", "--model", str(model),
            "--endpoints", str(endpoints), "--port", str(settings.port),
        ]  # fmt: skip
        with RASA_LOG.open("wb") as log:
            status = subprocess.call(command, cwd=ROOT, env=environment(), stderr=log)
        if status:
            _show_end(RASA_LOG)
        return status
    finally:
        actions.stop()


def main(arguments: list[str] | None = None) -> int:
    """Run the command; an exit status."""
    parser = argparse.ArgumentParser(description="Start the assistant.")
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument("--shell", action="store_true", help="chat in this terminal")
    kinds.add_argument(
        "--whatsapp",
        type=int,
        default=0,
        metavar="PORT",
        help="serve a WhatsApp phone to try at this port",
    )
    options = parser.parse_args(arguments)
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _interrupt)
    try:
        settings = Settings.read()
        model = newest_model()
        if model is None:
            raise StartError("There is no model; run `make train` first.")
        with endpoints_for(settings.action_server_port) as endpoints:
            if options.shell:
                return shell(settings, endpoints, model)
            return serve(settings, endpoints, model, options.whatsapp)
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0
    except (SettingsError, StartError) as error:
        print(error, file=sys.stderr)
        if isinstance(error, StoppedError):
            _show_end(SERVER_LOGS[error.server])
        return 1


def _show_end(log: Path) -> None:
    print(log.read_text("utf-8", "replace")[-SHOWN_CHARS:], file=sys.stderr)


def _new_logs(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _interrupt(signum: int, _: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
