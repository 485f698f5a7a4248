"""The web channel: sessions, messages, and the page at `/`.

    POST /webhooks/web/session                     -> {"token", "expires_in"}
    POST /webhooks/web/messages  {"text"|"button"} -> {"messages": [...]}

Errors are {"error": {"code", "message"}} with status 400, 401, 413 or 503.
"""

import asyncio
import json
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.action_endpoint import TimedActionEndpoint
from bot.channels.inbound import as_typed, clean_text
from bot.channels.page import page
from bot.channels.tokens import TokenError, Tokens, read_or_make_secret
from bot.channels.turn import (
    CollectingOutput,
    OnNewMessage,
    payloads_sent,
    ready_agent,
    take_turn,
)
from settings import ROOT, Settings

SECRET_FILE = ROOT / "var" / "web_token_secret"
BYTES_PER_CHAR = 6  # JSON writes one UTF-16 unit as \uXXXX
BODY_RESERVE_BYTES = 1024


class WebError(Exception):
    """An error of the contract: HTTP status, code and a sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class WebOutput(CollectingOutput):
    """The replies to one request."""

    @classmethod
    def name(cls) -> str:
        """The channel's name in Rasa."""
        return "web"


class WebInput(InputChannel):
    """The input channel that credentials.yml names."""

    def __init__(self, settings: Settings, tokens: Tokens) -> None:
        self._settings = settings
        self._tokens = tokens

    @classmethod
    def name(cls) -> str:
        """The channel's name in Rasa and in its URLs."""
        return "web"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "WebInput":
        """Made by Rasa; the settings come from the environment.

        Raises:
            SettingsError: a setting cannot be used.
        """
        settings = Settings.read()
        secret = settings.web_token_secret or read_or_make_secret(SECRET_FILE)
        return cls(settings, Tokens(secret, settings.web_token_seconds))

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The channel's routes."""
        web = Blueprint("web_channel")

        @web.listener("after_server_start")
        async def limit_actions(app: Sanic, _: asyncio.AbstractEventLoop) -> None:
            TimedActionEndpoint.install(app, self._settings.action_timeout_seconds)

        @web.listener("before_server_start")
        async def serve_page(app: Sanic, _: asyncio.AbstractEventLoop) -> None:
            # Rasa has a route of its own at "/", which answers "Hello from Rasa".
            app.register_middleware(page, "request")

        @web.exception(WebError)
        async def contract_error(_: Request, error: WebError) -> HTTPResponse:
            body = {"error": {"code": error.code, "message": str(error)}}
            return response.json(body, status=error.status)

        @web.post("/session")
        async def session(_: Request) -> HTTPResponse:
            body = {"token": self._tokens.issue(), "expires_in": self._tokens.seconds}
            return response.json(body)

        @web.post("/messages")
        async def messages(request: Request) -> HTTPResponse:
            conversation = self._conversation(request)
            field, value = self._body(request)
            agent = _ready_agent(request.app)
            message = await self._message(agent, conversation, field, value)
            seconds = self._settings.turn_timeout_seconds
            replies = await take_turn(agent, on_new_message, message, seconds)
            return response.json({"messages": replies}, ensure_ascii=False)

        return web

    def _conversation(self, request: Request) -> str:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise WebError(401, "token_missing", "Send the session's token.")
        try:
            return self._tokens.conversation(token.strip())
        except TokenError as error:
            message = "The token is not valid (any more). Start a new session."
            raise WebError(401, "token_invalid", message) from error

    def _body(self, request: Request) -> tuple[str, str]:
        most = self._settings.web_max_message_chars
        if len(request.body) > most * BYTES_PER_CHAR + BODY_RESERVE_BYTES:
            raise WebError(413, "too_long", f"Send at most {most} characters.")
        try:
            body = json.loads(request.body.decode("utf-8"))
        except (UnicodeDecodeError, ValueError, RecursionError) as error:
            raise WebError(400, "not_json", "Send JSON in UTF-8.") from error
        if not isinstance(body, dict) or len(body) != 1:
            raise WebError(400, "malformed", 'Send {"text": ...} or {"button": ...}.')
        (field, value) = next(iter(body.items()))
        if field not in {"text", "button"} or not isinstance(value, str):
            raise WebError(400, "malformed", 'Send {"text": ...} or {"button": ...}.')
        if len(value) > most:
            raise WebError(413, "too_long", f"Send at most {most} characters.")
        cleaned = clean_text(value)
        if not cleaned:
            raise WebError(400, "empty", "The message is empty.")
        return field, cleaned

    async def _message(
        self, agent: Agent, conversation: str, field: str, value: str
    ) -> UserMessage:
        if field == "text":
            value = as_typed(value)
        elif value not in await payloads_sent(agent, conversation):
            raise WebError(400, "unknown_button", "That button was not sent.")
        return UserMessage(
            value, WebOutput(), sender_id=conversation, input_channel=self.name()
        )


def _ready_agent(app: Sanic) -> Agent:
    agent = ready_agent(app)
    if agent is None:
        raise WebError(503, "not_ready", "The assistant is starting. Try again soon.")
    return agent
