"""Another site, with pages that hold the widget and a web channel that says what a
test tells it to.
"""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ORIGIN = "http://publisher.test"
CHANNEL = f"{ORIGIN}/channel/"
GATE_SECONDS = 20


def reply(text: str, kind: str = "answer", **fields: Any) -> dict[str, Any]:
    """A reply of the contract."""
    return {
        "text": text, "kind": kind, "sections": [], "level": None, "buttons": [],
        **fields,
    }  # fmt: skip


@dataclass
class Script:
    """What the scripted channel holds and says.

    `turns` are the replies to the next messages; while `gate` is not set a turn
    stops after its first reply. `told` is what was said since the last session
    began, `history` what the channel tells in its place. `asked` are the bodies
    received, `deleted` the tokens of conversations deleted, `refuse` the errors by
    the path's last part.
    """

    turns: list[list[dict[str, Any]]] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)
    history: list[dict[str, Any]] | None = None
    about: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    sessions: int = 0
    deleted: list[str] = field(default_factory=list)
    refuse: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)


class Publisher(ThreadingHTTPServer):
    """The site; `pages` are (headers, HTML) by path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, tuple[dict[str, str], str]] = {}
        self.script = Script()

    def clear(self) -> None:
        """Forget what the last test set."""
        self.pages = {}
        self.script = Script(
            about={"title": "A", "whatsapp": "https://wa.me/1", "starters": ["One?"]}
        )
        self.script.gate.set()


class Handler(BaseHTTPRequestHandler):
    """Pages, and the channel below /channel/."""

    protocol_version = "HTTP/1.1"
    server: Publisher

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """A page, or what the channel holds."""
        script = self.server.script
        path = self.path.partition("?")[0]
        if self.refused():
            return
        if path.endswith("/history"):
            told = script.told if script.history is None else script.history
            self.send_json(200, {"messages": told})
        elif path.endswith("/about"):
            self.send_json(200, script.about)
        elif path in self.server.pages:
            headers, html = self.server.pages[path]
            headers = {"Content-Type": "text/html; charset=utf-8", **headers}
            self.send(200, html.encode(), headers)
        else:
            self.send(404, b"", {})

    def do_POST(self) -> None:
        """A session, or the next turn of the script."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        script = self.server.script
        if self.refused():
            return
        if self.path.endswith("/session"):
            script.sessions += 1
            script.told = []
            self.send_json(
                200, {"token": f"token-{script.sessions}", "expires_in": 3600}
            )
        else:
            asked = json.loads(body)
            script.asked.append(asked)
            reader = {"id": self.headers["Message-Id"], "text": asked.get("text", "")}
            script.told.append({"from": "reader", **reader})
            self.send_turn(script)

    def do_DELETE(self) -> None:
        """Notes whose conversation goes."""
        if self.refused():
            return
        self.server.script.deleted.append(self.headers["Authorization"])
        self.send(204, b"", {})

    def refused(self) -> bool:
        """Whether the script refuses this path, and the refusal is sent."""
        name = self.path.partition("?")[0].rpartition("/")[2]
        refusal = self.server.script.refuse.get(name)
        if refusal:
            self.send_json(*refusal)
        return refusal is not None

    def send_turn(self, script: Script) -> None:
        """The replies, a line each, in chunks."""
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for line in script.turns.pop(0) if script.turns else [reply("Yes.")]:
            script.told.append({"from": "assistant", **line})
            data = json.dumps(line).encode() + b"\n"
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
            self.wfile.flush()
            script.gate.wait(GATE_SECONDS)
        self.wfile.write(b"0\r\n\r\n")

    def send_json(self, status: int, body: dict[str, Any]) -> None:
        """A JSON response."""
        data = json.dumps(body).encode()
        self.send(status, data, {"Content-Type": "application/json"})

    def send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """A whole response."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
