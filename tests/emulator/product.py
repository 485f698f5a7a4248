"""A product that does as a test says: a webhook, and calls of the Graph API."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests
from playwright.sync_api import Page

from emulator.running import RunningEmulator

HELLO = {"body": "hello"}
TIMEOUT_SECONDS = 5
POLL_SECONDS = 0.01


@dataclass
class Received:
    """A POST the product got."""

    raw: bytes
    signature: str

    @property
    def body(self) -> Any:
        """Its JSON."""
        return json.loads(self.raw)

    def items(self, part: str) -> list[Any]:
        """All of its messages, or statuses."""
        return [
            item
            for entry in self.body["entry"]
            for change in entry["changes"]
            for item in change["value"].get(part, [])
        ]


@dataclass
class Product:
    """A webhook that records what it gets and answers as told."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    on_message: Callable[[Any], None] | None = None
    changed: threading.Condition = field(default_factory=threading.Condition)

    def items(self, part: str) -> list[Any]:
        """All messages, or statuses, of all POSTs."""
        return [item for post in self.received for item in post.items(part)]

    def take(self, post: Received) -> int:
        """Record the POST; the HTTP status to answer."""
        with self.changed:
            self.received.append(post)
            self.changed.notify_all()
            status = self.answers.pop(0) if self.answers else 200
        if self.on_message and status == 200:
            for message in post.items("messages"):
                threading.Thread(target=self.on_message, args=(message,)).start()
        return status

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait until the condition holds, looked at after every POST."""
        with self.changed:
            assert self.changed.wait_for(condition, TIMEOUT_SECONDS)


@contextmanager
def running_product() -> Iterator[Product]:
    """Serve a product on a free port."""
    product = Product()

    class Webhook(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            signature = self.headers.get("X-Hub-Signature-256", "")
            self.answer(product.take(Received(raw, signature)), b"")

        def do_GET(self) -> None:
            challenge = self.path.partition("hub.challenge=")[2]
            self.answer(200, challenge.encode())

        def answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """The tests' output stays free of requests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Webhook)
    product.url = f"http://127.0.0.1:{server.server_address[1]}/webhook"
    serve = partial(server.serve_forever, poll_interval=POLL_SECONDS)
    threading.Thread(target=serve, daemon=True).start()
    try:
        yield product
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Sender:
    """Calls the Graph API the way a product does."""

    meta: RunningEmulator

    def send(
        self,
        to: str,
        kind: str,
        content: Any,
        timeout: float = TIMEOUT_SECONDS,
        **more: Any,
    ) -> requests.Response:
        """Send one message."""
        body = {"to": to, "type": kind, kind: content, **more}
        return self.post(body, timeout=timeout)

    def post(
        self, body: dict[str, Any], token: str = "", timeout: float = TIMEOUT_SECONDS
    ) -> requests.Response:
        """Post a body, with the envelope every one has."""
        return requests.post(
            f"{self.meta.graph_url}/{self.meta.account.phone_number_id}/messages",
            json={"messaging_product": "whatsapp", **body},
            headers={
                "Authorization": f"Bearer {token or self.meta.account.access_token}"
            },
            timeout=timeout,
        )


def code_of(answer: requests.Response) -> int:
    """The error code of a refusal."""
    return int(answer.json()["error"]["code"])


def write(page: Page, text: str) -> None:
    """Send it from the emulated phone."""
    page.get_by_label("Message", exact=True).fill(text)
    page.get_by_label("Send", exact=True).click()
