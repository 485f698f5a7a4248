"""Runs the emulator: `python -m emulator --help` lists what can be set."""

import argparse
import asyncio
import signal
import sys

from emulator.account import Account
from emulator.desk import Desk
from emulator.line import RETRY_SECONDS
from emulator.server import GRAPH_VERSION, serving

HOST = "127.0.0.1"
PORT = 8080
WEBHOOK = "http://127.0.0.1:5005/webhooks/whatsapp/webhook"


async def serve(account: Account, webhook: str, port: int, verify: bool) -> None:
    """Serve until a signal.

    Raises:
        OSError: the port is in use.
    """
    desk = Desk(account, webhook, RETRY_SECONDS)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(ending, stop.set)
    async with serving(desk, HOST, port) as url:
        print(f"The phone on the desk: {url}/  (Ctrl-C stops it)")
        print(f"Graph API for the product: {url}/{GRAPH_VERSION}")
        print(f"Delivers to: {webhook}", flush=True)
        if verify:
            verdict = "verified" if await desk.line.verify() else "NOT verified"
            print(f"Webhook {verdict}.", flush=True)
        await stop.wait()


def main(arguments: list[str] | None = None) -> int:
    """Run the command; an exit status."""
    known = Account()
    parser = argparse.ArgumentParser(
        prog="python -m emulator",
        description="Plays Meta's side of WhatsApp, with a phone in the browser.",
    )
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--webhook", default=WEBHOOK, help="the product's address")
    parser.add_argument("--app-secret", default=known.app_secret)
    parser.add_argument("--verify-token", default=known.verify_token)
    parser.add_argument("--access-token", default=known.access_token)
    parser.add_argument("--phone-number-id", default=known.phone_number_id)
    parser.add_argument("--name", default=known.name, help="whose chat the page shows")
    parser.add_argument(
        "--verify", action="store_true", help="verify the webhook on start"
    )
    options = parser.parse_args(arguments)
    account = Account(
        phone_number_id=options.phone_number_id,
        name=options.name,
        access_token=options.access_token,
        app_secret=options.app_secret,
        verify_token=options.verify_token,
    )
    try:
        asyncio.run(serve(account, options.webhook, options.port, options.verify))
    except OSError as error:
        print(f"Port {options.port} cannot be used: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
