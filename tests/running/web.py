"""Requests to the running server's web channel."""

import json
from typing import Any

import requests

from ops.stand import Stand

SECONDS = 30
HISTORY = "/webhooks/web/history"


def post(stand: Stand, path: str, body: Any, token: str = "") -> requests.Response:
    """The answer to a body: as JSON, or bytes as they are."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    url = f"{stand.url}/webhooks/web/{path}"
    return requests.post(url, data=data, headers=headers, timeout=SECONDS)


def ask(
    stand: Stand, method: str, path: str, token: str = "", **headers: str
) -> requests.Response:
    """The answer to a request without a body; _ in a header's name is a hyphen."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if token:
        named["Authorization"] = f"Bearer {token}"
    url = stand.url + path
    return requests.request(
        method, url, headers=named, timeout=SECONDS, allow_redirects=False
    )
