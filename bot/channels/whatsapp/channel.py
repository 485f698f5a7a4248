"""The routes of the WhatsApp channel.

    GET  /webhooks/whatsapp/webhook   Meta verifies the address: echo the challenge
    POST /webhooks/whatsapp/webhook   Meta delivers: store, answer 200, then work

Answers other than 200 are {"error": {"code", "message"}}. Meta delivers again
after each of them, for days:

    401  no signature, or no secret to check it with
    403  wrong signature or verification token
    404  the channel is off: none of its settings is set
    413  longer than anything Meta sends
    503  genuine, but it could not be stored, or some settings are missing
"""

import asyncio
import json
import logging
from functools import partial
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.turn import OnNewMessage, ready_agent
from bot.channels.whatsapp import payloads
from bot.channels.whatsapp.answering import CHANNEL
from bot.channels.whatsapp.connector import Connector
from bot.channels.whatsapp.receiving import NotStored
from bot.channels.whatsapp.signature import HEADER, same_token, signed_by
from settings import Settings

logger = logging.getLogger(__name__)

LONGEST_BODY_BYTES = 3 * 1024 * 1024  # Meta's limit
NEEDED = (
    "whatsapp_phone_number_id",
    "whatsapp_access_token",
    "whatsapp_app_secret",
    "whatsapp_verify_token",
)


class WebhookError(Exception):
    """An answer other than 200: HTTP status, code and a sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class WhatsAppInput(InputChannel):
    """The input channel that credentials.yml names."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._missing = [name for name in NEEDED if not getattr(settings, name)]
        self._connector: Connector | None = None

    @classmethod
    def name(cls) -> str:
        """The channel's name in Rasa and in its URLs."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "WhatsAppInput":
        """Made by Rasa; the settings come from the environment.

        Raises:
            SettingsError: a setting cannot be used.
        """
        return cls(Settings.read())

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The channel's routes."""
        whatsapp = Blueprint("whatsapp_channel")

        @whatsapp.listener("after_server_start")
        async def start(app: Sanic, _: asyncio.AbstractEventLoop) -> None:
            if self._missing:
                names = ", ".join(name.upper() for name in self._missing)
                logger.warning("whatsapp.off missing=%s", names)
                return
            find_agent = partial(ready_agent, app)
            self._connector = Connector(self._settings, on_new_message, find_agent)
            self._connector.start()

        @whatsapp.listener("before_server_stop")
        async def stop(_: Sanic, __: asyncio.AbstractEventLoop) -> None:
            if self._connector is not None:
                await self._connector.stop()

        @whatsapp.exception(WebhookError)
        async def contract_error(_: Request, error: WebhookError) -> HTTPResponse:
            body = {"error": {"code": error.code, "message": str(error)}}
            return response.json(body, status=error.status)

        @whatsapp.get("/webhook")
        async def verify(request: Request) -> HTTPResponse:
            return response.text(self._challenge(request))

        @whatsapp.post("/webhook")
        async def deliver(request: Request) -> HTTPResponse:
            body = self._genuine(request)
            if self._connector is None:
                raise WebhookError(503, "channel_off", "Some settings are missing.")
            try:
                await self._connector.take(self._read(body))
            except NotStored as error:
                message = "The delivery could not be stored. Try again."
                raise WebhookError(503, "not_stored", message) from error
            return response.empty(200)

        return whatsapp

    def _challenge(self, request: Request) -> str:
        self._refuse_if_off()
        expected = self._settings.whatsapp_verify_token
        given = request.args.get("hub.verify_token", "")
        if (
            request.args.get("hub.mode") != "subscribe"
            or not expected
            or not same_token(expected, given)
        ):
            raise WebhookError(403, "wrong_token", "The verification token is wrong.")
        return str(request.args.get("hub.challenge", ""))

    def _genuine(self, request: Request) -> bytes:
        """The body, if Meta signed it."""
        self._refuse_if_off()
        body, header = request.body, request.headers.get(HEADER, "")
        if len(body) > LONGEST_BODY_BYTES:
            raise WebhookError(413, "too_long", "Meta sends at most 3 MB.")
        secret = self._settings.whatsapp_app_secret
        if not secret or not header:
            raise WebhookError(401, "not_signed", "The body cannot be verified.")
        if not signed_by(secret, body, header):
            logger.warning("whatsapp.signature.wrong bytes=%d", len(body))
            raise WebhookError(403, "wrong_signature", "The signature is wrong.")
        return body

    def _read(self, body: bytes) -> payloads.Delivery:
        """The delivery; a body that is no JSON is none, and is not asked for again."""
        try:
            parsed = json.loads(body)
        except (UnicodeDecodeError, ValueError, RecursionError):
            logger.error("whatsapp.body.malformed bytes=%d", len(body))
            return payloads.Delivery()
        return payloads.read(parsed, self._settings.whatsapp_phone_number_id)

    def _refuse_if_off(self) -> None:
        if len(self._missing) == len(NEEDED):
            raise WebhookError(404, "channel_off", "The WhatsApp channel is off.")
