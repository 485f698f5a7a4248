"""The web channel: sessions, messages, history, and the pages around them.

    POST   /webhooks/web/session                     -> {"token", "expires_in"}
    POST   /webhooks/web/messages  {"text"|"button"} -> {"messages": [...]}
    GET    /webhooks/web/history                     -> {"messages": [...]}
    DELETE /webhooks/web/history                     -> 204
    GET    /webhooks/web/about?context=SECTION|TOPIC -> what the widget opens with
    GET    /webhooks/web/health                      -> 200 once a model is loaded

With `Accept: application/x-ndjson` the messages come a line each, as they are
produced. Errors are {"error": {"code", "message"}}: 400, 401, 413, 429, 503.
"""

import asyncio
import json
import logging
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.exceptions import PayloadTooLarge
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from article.content import Content
from article.store import ContentStore, StoreError
from bot.channels import cors, history, server
from bot.channels.about import about
from bot.channels.delivery import JSON, SAFE, Document
from bot.channels.inbound import as_typed
from bot.channels.site import Site
from bot.channels.stream import NDJSON, StreamedOutput, line
from bot.channels.tokens import TokenError, Tokens, read_or_make_secret, split_keys
from bot.channels.turn import (
    OnNewMessage,
    button_sent,
    erase_conversation,
    ready_agent,
    stored,
)
from bot.channels.web_error import WebError, error_response
from bot.channels.web_pace import Pace
from bot.channels.web_request import Inbound, read_inbound, read_token
from bot.channels.web_turns import WebTurns
from settings import ROOT, Settings

logger = logging.getLogger(__name__)

SECRET_FILE = ROOT / "var" / "web_token_secret"
PRIVATE = {**SAFE, "Cache-Control": "no-store"}
ABOUT_CACHE = {"Cache-Control": "public, max-age=300"}


class WebOutput(StreamedOutput):
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
        self._origins = cors.read_origins(settings.web_allowed_origins)
        self._store = ContentStore(
            settings.database_url, settings.database_timeout_seconds
        )
        self._pace = Pace(settings)
        self._turns = WebTurns(settings.turn_timeout_seconds)

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
        keys = split_keys(settings.web_token_secret) or [
            read_or_make_secret(SECRET_FILE)
        ]
        return cls(settings, Tokens(keys, settings.web_token_seconds))

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The channel's routes."""
        web = Blueprint("web_channel")
        web.exception(WebError)(error_response)

        @web.exception(PayloadTooLarge)
        async def too_long(request: Request, _: PayloadTooLarge) -> HTTPResponse:
            error = WebError(413, "too_long", "Send less at once.")
            return await error_response(request, error)

        @web.exception(SQLAlchemyError, StoreError)
        async def no_database(request: Request, reason: Exception) -> HTTPResponse:
            # Without its message, which may name the conversation.
            logger.error("web.database.failed error=%s", type(reason).__name__)
            error = WebError(503, "not_ready", "The database fails. Try again soon.")
            return await error_response(request, error)

        @web.listener("after_server_start")
        async def start_up(app: Sanic, _: asyncio.AbstractEventLoop) -> None:
            server.start(app, self._settings)

        @web.listener("before_server_start")
        async def prepare(app: Sanic, _: asyncio.AbstractEventLoop) -> None:
            server.prepare(app, self._settings, Site(self._content))
            app.register_middleware(cors.allowing(self._origins), "response")

        @web.middleware("response")
        async def keep_private(_: Request, answer: HTTPResponse) -> None:
            for name, value in PRIVATE.items():
                answer.headers.setdefault(name, value)

        @web.post("/session")
        async def session(request: Request) -> HTTPResponse:
            self._pace.check_new_session(request)
            body = {"token": self._tokens.issue(), "expires_in": self._tokens.seconds}
            return response.json(body)

        @web.post("/messages")
        async def messages(request: Request) -> HTTPResponse | None:
            conversation = self._conversation(request)
            inbound = read_inbound(request, self._settings.web_max_message_chars)
            agent = _ready_agent(request.app)
            message = await self._message(agent, conversation, inbound)
            turn = self._turns.start(agent, on_new_message, message)
            if NDJSON not in request.headers.get("accept", ""):
                replies = await asyncio.shield(turn)
                return response.json({"messages": replies}, ensure_ascii=False)
            stream = await request.respond(content_type=NDJSON)
            async for reply in message.output_channel.of(turn):
                await stream.send(line(reply))
            await stream.eof()
            return None

        @web.get("/history")
        async def read_history(request: Request) -> HTTPResponse:
            conversation = self._conversation(request)
            agent = _ready_agent(request.app)
            async with self._turns.held_off(agent, conversation):
                most = history.MOST_MESSAGES
                events = await stored(agent).messages(conversation, most)
            return _json({"messages": history.entries(events)}).answer(request, PRIVATE)

        @web.delete("/history")
        async def forget(request: Request) -> HTTPResponse:
            # What has expired is still the reader's to delete.
            conversation = self._conversation(request, expired_too=True)
            agent = _ready_agent(request.app)
            async with self._turns.held_off(agent, conversation):
                await erase_conversation(agent, conversation)
            return response.empty()

        @web.get("/about")
        async def read_about(request: Request) -> HTTPResponse:
            self._pace.check_address(request)
            body = about(await self._content(), request.args.get("context") or "")
            return _json(body).answer(request, ABOUT_CACHE)

        @web.get("/health")
        async def health(request: Request) -> HTTPResponse:
            _ready_agent(request.app)
            return response.json({"status": "ready"})

        return web

    def _conversation(self, request: Request, expired_too: bool = False) -> str:
        """The conversation the token names, within the limits of its pace."""
        token = read_token(request)
        self._pace.check_address(request)
        try:
            conversation = self._tokens.conversation(token, expired_too)
        except TokenError as error:
            message = "The token is not valid (any more). Start a new session."
            raise WebError(401, "token_invalid", message) from error
        self._pace.check_session(conversation)
        return conversation

    async def _message(
        self, agent: Agent, conversation: str, inbound: Inbound
    ) -> UserMessage:
        text, metadata = inbound.value, {}
        if inbound.field == "text":
            text = as_typed(text)
        else:
            button = await button_sent(agent, conversation, lambda sent: sent == text)
            if button is None:
                raise WebError(400, "unknown_button", "That button was not sent.")
            metadata[history.TITLE] = button["title"]
        return UserMessage(
            text,
            WebOutput(),
            sender_id=conversation,
            input_channel=self.name(),
            message_id=inbound.message_id,
            metadata=metadata,
        )

    async def _content(self) -> Content:
        return await asyncio.to_thread(self._store.content)


def _json(body: dict[str, Any]) -> Document:
    return Document(json.dumps(body, ensure_ascii=False), JSON)


def _ready_agent(app: Sanic) -> Agent:
    agent = ready_agent(app)
    if agent is None:
        raise WebError(503, "not_ready", "The assistant is starting. Try again soon.")
    return agent
