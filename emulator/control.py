"""The control API: what the page and other tools ask of the desk.

    GET    /control/state                  number, readers, messages, conditions
    GET    /control/messages[?reader=ID]   what was said
    GET    /control/stream                 the same as it happens (server-sent events)
    POST   /control/readers                {"phone", "name", "hidden", "username"}
    POST   /control/readers/ID             {"blocked", "window_open"}
    POST   /control/readers/ID/messages    {"type", ...}: the reader does something
    POST   /control/readers/ID/read        the reader reads what came
    POST   /control/faults                 conditions to change (`conditions`)
    DELETE /control/faults                 everything as at the start
    POST   /control/release                hand on the messages held back
    POST   /control/verify                 {"verified"}

Errors are {"error": {"code", "message"}} with status 400 or 404.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from aiohttp import web

from emulator import conditions
from emulator.acts import BadRequest, UnknownReader, act
from emulator.desk import Desk, Person
from emulator.errors import KNOWN
from emulator.graph import DESK
from emulator.ledger import FAILED, READ
from emulator.readers import Reader

STREAM_EVENTS = 10_000  # that a page may be behind before it starts anew
STREAM_PAUSE_SECONDS = 15.0  # after which a stream shows that it is alive
DEFAULTS: web.AppKey[dict[str, Any]] = web.AppKey("defaults", dict)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def routes() -> list[web.RouteDef]:
    """The routes of the control API."""
    return [
        web.get("/control/state", state),
        web.get("/control/messages", messages),
        web.get("/control/stream", stream),
        web.post("/control/readers", add_reader),
        web.post("/control/readers/{id}", change_reader),
        web.post("/control/readers/{id}/messages", write),
        web.post("/control/readers/{id}/read", read),
        web.post("/control/faults", change_conditions),
        web.delete("/control/faults", reset_conditions),
        web.post("/control/release", release),
        web.post("/control/verify", verify),
    ]


@web.middleware
async def bad_requests(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer a request that makes no sense with the reason."""
    try:
        return await handler(request)
    except BadRequest as error:
        body = {"error": {"code": error.code, "message": str(error)}}
        return web.json_response(body, status=error.status)


async def state(request: web.Request) -> web.Response:
    """Everything a page needs to begin."""
    return web.json_response(_state(request.app[DESK]))


async def messages(request: web.Request) -> web.Response:
    """All messages, or one reader's."""
    found = request.app[DESK].ledger.messages
    if "reader" in request.query:
        person = _person(request, request.query["reader"])
        found = [each for each in found if each.reader_id == person.reader.id]
    return web.json_response({"messages": [asdict(message) for message in found]})


async def stream(request: web.Request) -> web.StreamResponse:
    """The state, then everything that is recorded, until the page goes away."""
    desk = request.app[DESK]
    queue: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
    queue.put_nowait(("state", _state(desk)))
    stop_listening = desk.ledger.listen(
        lambda name, data: queue.put_nowait((name, data))
    )
    headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    answer = web.StreamResponse(headers=headers)
    await answer.prepare(request)
    try:
        while queue.qsize() <= STREAM_EVENTS:
            try:
                name, data = await asyncio.wait_for(queue.get(), STREAM_PAUSE_SECONDS)
                line = f"event: {name}\ndata: {json.dumps(data)}\n\n"
            except asyncio.TimeoutError:
                line = ": still here\n\n"
            await answer.write(line.encode())
    except ConnectionResetError:
        return answer  # the page was closed
    finally:
        stop_listening()
    return answer


async def add_reader(request: web.Request) -> web.Response:
    """Make another reader known."""
    fields = await _object(request)
    phone = "".join(filter(str.isdigit, str(fields.get("phone", ""))))
    name = str(fields.get("name") or "Reader")
    username = str(fields.get("username") or "")
    if not 5 <= len(phone) <= 15:
        raise BadRequest("`phone` must have 5 to 15 digits.")
    reader = Reader(phone, name, bool(fields.get("hidden")), username)
    request.app[DESK].meet(reader)
    return web.json_response(_readers(request.app[DESK]), status=201)


async def change_reader(request: web.Request) -> web.Response:
    """Block the product, or open or close the 24 hours."""
    person, fields = _person(request), await _object(request)
    if "blocked" in fields:
        person.blocked = bool(fields["blocked"])
    if "window_open" in fields:
        now = request.app[DESK].now()
        person.wrote_at = now if fields["window_open"] else None
    request.app[DESK].tell_readers()
    return web.json_response(_readers(request.app[DESK]))


async def write(request: web.Request) -> web.Response:
    """Have the reader do something; it is delivered beside."""
    person = _person(request)
    update = act(person.reader, await _object(request))
    request.app[DESK].write(update)
    return web.json_response({"id": update.id}, status=202)


async def read(request: web.Request) -> web.Response:
    """Have the reader read all that came."""
    desk, reader_id = request.app[DESK], _person(request).reader.id
    unread = [
        message.id
        for message in desk.ledger.sent
        if message.reader_id == reader_id and message.status not in (READ, FAILED)
    ]
    for message_id in unread:
        desk.spawn(desk.report(message_id, READ))
    return web.json_response({"read": unread}, status=202)


async def change_conditions(request: web.Request) -> web.Response:
    """Make something go wrong."""
    desk = request.app[DESK]
    conditions.change(desk, await _object(request))
    return _conditions(desk)


async def reset_conditions(request: web.Request) -> web.Response:
    """Let everything go well again."""
    desk = request.app[DESK]
    desk.faults.clear()
    desk.pair_rate.forget()
    conditions.change(desk, request.app[DEFAULTS])
    desk.release()
    return _conditions(desk)


async def release(request: web.Request) -> web.Response:
    """Hand on what is held back."""
    request.app[DESK].release()
    return web.json_response({}, status=202)


async def verify(request: web.Request) -> web.Response:
    """Verify the webhook as Meta does when it is set up."""
    return web.json_response({"verified": await request.app[DESK].line.verify()})


def _state(desk: Desk) -> dict[str, Any]:
    return {
        "business": {
            "name": desk.account.name,
            "phone": desk.account.display_phone_number,
        },
        "codes": {code: refusal.title for code, refusal in KNOWN.items()},
        "webhook": desk.line.webhook,
        **_readers(desk),
        "messages": [asdict(message) for message in desk.ledger.messages],
        "conditions": conditions.present(desk),
    }


def _conditions(desk: Desk) -> web.Response:
    found = conditions.present(desk)
    desk.ledger.tell("conditions", found)
    return web.json_response(found)


def _readers(desk: Desk) -> dict[str, Any]:
    return {"readers": desk.everyone()}


def _person(request: web.Request, reader_id: str = "") -> Person:
    reader_id = reader_id or request.match_info["id"]
    person = request.app[DESK].find(reader_id)
    if person is None:
        raise UnknownReader("No reader has this id.")
    return person


async def _object(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read() or b"{}")
    except (ValueError, RecursionError) as error:
        raise BadRequest("Send JSON in UTF-8.") from error
    if not isinstance(body, dict):
        raise BadRequest("Send a JSON object.")
    return body
