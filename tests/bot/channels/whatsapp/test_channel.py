"""The webhook while one of its settings is missing."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
import requests
from sanic import Sanic

from bot.channels.whatsapp.channel import NEEDED, WhatsAppInput
from emulator.line import signature
from ops.servers import free_port
from settings import Settings

SECRET = "a secret of the tests"
BODY = b'{"object": "whatsapp_business_account", "entry": []}'
# What verification gets, and a signed delivery, by what is missing.
EXPECTED = {
    "whatsapp_app_secret": (200, 401, "not_signed"),
    "whatsapp_verify_token": (403, 503, "channel_off"),
    "whatsapp_access_token": (200, 503, "channel_off"),
    "whatsapp_phone_number_id": (200, 503, "channel_off"),
}


async def taken(*_: Any) -> None:
    raise AssertionError("a channel that is off takes no turn")


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """A server with four channels, each named by the setting it lacks."""
    app = Sanic("channels", configure_logging=False)
    for missing in NEEDED:
        values = {name: SECRET for name in NEEDED if name != missing}
        routes = WhatsAppInput(Settings(**values)).blueprint(taken)
        routes.name = missing
        app.blueprint(routes, url_prefix=f"/{missing}")
    port = free_port()
    server = await app.create_server("127.0.0.1", port, return_asyncio_server=True)
    await server.startup()
    await server.after_start()
    yield f"http://127.0.0.1:{port}"
    await server.before_stop()
    await server.close()
    await server.after_stop()


async def test_one_setting_is_missing(address: str) -> None:
    """Without a secret nothing is believed; what is signed and cannot be answered is
    left with Meta."""
    query = {"hub.mode": "subscribe", "hub.verify_token": SECRET, "hub.challenge": "1"}
    signed = {"X-Hub-Signature-256": signature(SECRET, BODY)}
    found = {}
    for missing in NEEDED:
        webhook = f"{address}/{missing}/webhook"
        get = partial(requests.get, webhook, params=query, timeout=5)
        post = partial(requests.post, webhook, data=BODY, headers=signed, timeout=5)
        verified = await asyncio.to_thread(get)
        refused = await asyncio.to_thread(post)
        code = refused.json()["error"]["code"]
        found[missing] = (verified.status_code, refused.status_code, code)
    assert found == EXPECTED
