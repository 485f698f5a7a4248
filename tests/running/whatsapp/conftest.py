"""Meta's side for the tests, and an assistant connected to it."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import requests

from ops.stand import Stand, running_assistant

NUMBER_ID = "100200300"
SECRET = "the app secret of the tests"
VERIFY_TOKEN = "the verify token of the tests"
LEASE_SECONDS = 3
SECONDS = 30
NUMBERS = count(1)


class Meta:
    """A Graph API that takes everything, unless told otherwise, and delivers."""

    def __init__(self) -> None:
        meta, self.accepted, self.shown = self, [], []
        self._news = threading.Condition()
        self._answers: list[Callable[[dict[str, Any]], tuple[int, Any] | None]] = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                found = meta.answer(json.loads(self.rfile.read(length)))
                if found is None:
                    self.close_connection = True
                    return
                body = json.dumps(found[1]).encode()
                self.send_response(found[0])
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Keep the tests' output readable."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v25.0"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()

    def answer(self, payload: dict[str, Any]) -> tuple[int, Any] | None:
        """What the next request gets; None breaks the connection."""
        with self._news:
            if payload.get("status") == "read":
                self.shown.append(payload)
                return 200, {"success": True}
            if self._answers:
                found = self._answers.pop(0)(payload)
            else:
                found = self._accept(payload)
            self._news.notify_all()
            return found

    def _accept(self, payload: dict[str, Any]) -> tuple[int, Any]:
        message_id = f"wamid.out{next(NUMBERS)}"
        self.accepted.append({**payload, "id": message_id})
        return 200, {"messages": [{"id": message_id}]}

    def refuse(self, code: int, times: int = 1, status: int = 400) -> None:
        """Refuse the next sends with this code."""
        error = {"message": f"(#{code}) No", "code": code, "fbtrace_id": "Trace1"}
        self._answers += [lambda _: (status, {"error": error})] * times

    def fail(self, status: int) -> None:
        """Answer the next send with a bare status."""
        self._answers.append(lambda _: (status, "no"))

    def lose_answer(self) -> None:
        """Take the next send, but break the connection instead of answering."""

        def take(payload: dict[str, Any]) -> None:
            self._accept(payload)

        self._answers.append(take)

    def to(self, reader: str) -> list[dict[str, Any]]:
        """What this reader was sent."""
        return [sent for sent in self.accepted if sent.get("to") == f"+{reader}"]

    def wait(self, condition: Callable[[], Any], seconds: float = SECONDS) -> None:
        """Wait until the condition holds."""
        with self._news:
            assert self._news.wait_for(lambda: condition(), seconds), "waited in vain"


class Line:
    """Delivers to an assistant what readers write."""

    def __init__(self, url: str, meta: Meta) -> None:
        self.address = f"{url}/webhooks/whatsapp/webhook"
        self._meta = meta
        self._http = requests.Session()

    def post(
        self, body: bytes, signature: str | bytes | None = None
    ) -> requests.Response:
        """Deliver bytes, signed unless a signature is given."""
        if signature is None:
            signature = "sha256=" + _digest(body)
        headers = {"X-Hub-Signature-256": signature} if signature else {}
        return self._http.post(
            self.address, data=body, headers=headers, timeout=SECONDS
        )

    def deliver(self, *messages: dict[str, Any], **value: Any) -> None:
        """Deliver messages in one body."""
        answer = self.post(json.dumps(body_of(*messages, **value)).encode())
        assert answer.status_code == 200, answer.text

    def say(
        self, reader: str, *messages: Any, replies: int = 1
    ) -> list[dict[str, Any]]:
        """Deliver messages and wait for so many more sends to the reader."""
        before = len(self._meta.to(reader))
        self.deliver(*(message(reader, each) for each in messages))
        self._meta.wait(lambda: len(self._meta.to(reader)) >= before + replies)
        return self._meta.to(reader)[before:]


def _digest(body: bytes) -> str:
    return hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()


def message(reader: str, content: str | dict[str, Any]) -> dict[str, Any]:
    """A message as Meta delivers it; a string is text."""
    if isinstance(content, str):
        content = {"type": "text", "text": {"body": content}}
    base = {"from": reader, "timestamp": str(int(time.time()))}
    return {**base, "id": f"wamid.in{next(NUMBERS)}", **content}


def body_of(*messages: dict[str, Any], **value: Any) -> dict[str, Any]:
    """A webhook body."""
    metadata = {"display_phone_number": "12135550101", "phone_number_id": NUMBER_ID}
    held = {"metadata": metadata, "messages": list(messages), **value}
    change = {"field": "messages", "value": held}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "1", "changes": [change]}],
    }


def environment_for(meta: Meta) -> dict[str, str]:
    return {
        "WHATSAPP_PHONE_NUMBER_ID": NUMBER_ID,
        "WHATSAPP_ACCESS_TOKEN": "the access token of the tests",
        "WHATSAPP_APP_SECRET": SECRET,
        "WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
        "WHATSAPP_GRAPH_URL": meta.url,
        "WHATSAPP_ID_SECRET": "the id secret of the tests",
        "WHATSAPP_LEASE_SECONDS": str(LEASE_SECONDS),
    }


@pytest.fixture(scope="session")
def shared_meta() -> Iterator[Meta]:
    meta = Meta()
    yield meta
    meta.close()


@pytest.fixture(scope="session")
def assistant(
    model: Path, shared_meta: Meta, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stand]:
    """An assistant on SQLite with its channel on."""
    folder = tmp_path_factory.mktemp("whatsapp")
    with running_assistant(folder, model, environment_for(shared_meta)) as running:
        yield running


@pytest.fixture
def line(assistant: Stand, shared_meta: Meta) -> Line:
    """The shared assistant's webhook."""
    return Line(assistant.url, shared_meta)


@pytest.fixture
def reader() -> str:
    """A reader nobody else is."""
    return f"1213556{next(NUMBERS):04}"
