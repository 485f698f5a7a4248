"""The Graph API: `POST /{version}/{phone_number_id}/messages`, as the product calls it.

Answers what Meta answers; anything else is an error in Meta's form.
"""

import asyncio
import json
import re
from typing import Any

from aiohttp import web

from emulator import conditions
from emulator.desk import Desk
from emulator.errors import (
    GraphError,
    bad_token,
    invalid_value,
    unknown_object,
    unknown_path,
)
from emulator.faults import (
    DROP,
    FAIL,
    FAIL_LATER,
    GATEWAY,
    HANG,
    MARKS,
    MESSAGES,
    SLOW,
    Fault,
)
from emulator.ledger import Mark
from emulator.rules import check

DESK: web.AppKey[Desk] = web.AppKey("desk", Desk)
PATH = r"/{version:v\d+\.\d+}/{number:\d+}/messages"
UNVERSIONED_PATH = r"/{number:\d+}/messages"
USER_ID = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")
MOST_BODY_BYTES = 1024 * 1024
HTML = "<html><body><h1>{status} Bad gateway</h1></body></html>"


def routes() -> list[web.RouteDef]:
    """The routes of the Graph API."""
    return [web.post(PATH, messages), web.post(UNVERSIONED_PATH, messages)]


async def messages(request: web.Request) -> web.StreamResponse:
    """Take a message or a read mark."""
    desk = request.app[DESK]
    body: Any = None
    try:
        _authorise(request, desk)
        body = await _json(request)
        check(body)
        on = MARKS if "status" in body else MESSAGES
        fault = desk.faults.next(on)
        if fault is not None:
            desk.ledger.tell("conditions", conditions.present(desk))
        if fault is not None and fault.kind == GATEWAY:
            text = HTML.format(status=fault.status)
            return web.Response(
                status=fault.status, text=text, content_type="text/html"
            )
        if fault is not None:
            _go_wrong_before(request, fault)
        answer = _mark(desk, body) if on == MARKS else _message(desk, body, fault)
    except GraphError as error:
        desk.ledger.refuse(body, error)
        return graph_error(error)
    if fault is not None and fault.kind == HANG:
        await asyncio.Event().wait()  # until the product gives up
    if fault is not None and fault.kind == SLOW:
        await asyncio.sleep(fault.seconds)
    return web.json_response(answer)


def graph_error(error: GraphError) -> web.Response:
    """The error as the Graph API answers it."""
    challenge = f'OAuth "Facebook Platform" "invalid_request" "{error.message}"'
    headers = {"WWW-Authenticate": challenge.replace("\n", " ")}
    return web.json_response(error.body(), status=error.status, headers=headers)


@web.middleware
async def graph_404(request: web.Request, handler: Any) -> web.StreamResponse:
    """Answer an unknown address the way the Graph API does."""
    try:
        answer: web.StreamResponse = await handler(request)
        return answer
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
        return graph_error(unknown_path(request.path))


def _authorise(request: web.Request, desk: Desk) -> None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or token.strip() != desk.account.access_token:
        raise bad_token()
    number = request.match_info["number"]
    if number != desk.account.phone_number_id:
        raise unknown_object(number)


async def _json(request: web.Request) -> Any:
    if request.content_type != "application/json":
        raise GraphError(100, "The request must be sent as application/json.")
    try:
        return json.loads(await request.read())
    except (ValueError, RecursionError) as error:
        raise GraphError(100, "The request body is not valid JSON.") from error


def _go_wrong_before(request: web.Request, fault: Fault) -> None:
    if fault.kind == FAIL:
        raise GraphError(fault.code, status=fault.status)
    if fault.kind == DROP:
        assert request.transport is not None
        request.transport.abort()
        raise asyncio.CancelledError


def _mark(desk: Desk, body: dict[str, Any]) -> dict[str, Any]:
    message = desk.ledger.get(body["message_id"])
    if message is None or not message.by_reader:
        raise invalid_value("Message id is not one of a received message.")
    desk.ledger.mark(Mark(body["message_id"], "typing_indicator" in body))
    return {"success": True}


def _message(desk: Desk, body: dict[str, Any], fault: Fault | None) -> dict[str, Any]:
    address = body.get("to") or body["recipient"]
    if _digits(address) == desk.account.display_phone_number:
        raise GraphError(131021)
    if body.get("type") == "template":
        name = body["template"]["name"]
        details = f"template name ({name}) does not exist in this language"
        raise GraphError(132001, details=details)
    if not desk.throughput.count():
        raise GraphError(130429)
    person = desk.find(address)
    if not desk.pair_rate.count(person.reader.phone if person else address):
        raise GraphError(131056)
    if person is not None and desk.window_refused_at_once:
        refusal = desk.window_error(person)
        if refusal is not None:
            raise refusal
    later = fault if fault is not None and fault.kind == FAIL_LATER else None
    message = desk.accept(body, later)
    known_by = "user_id" if USER_ID.fullmatch(address) and not message.lost else "wa_id"
    plain = message.lost or known_by == "user_id"
    known_as = address if plain else _digits(address)
    return {
        "messaging_product": "whatsapp",
        "contacts": [{"input": address, known_by: known_as}],
        "messages": [{"id": message.id}],
    }


def _digits(address: str) -> str:
    return "".join(filter(str.isdigit, address))
