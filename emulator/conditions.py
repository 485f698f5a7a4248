"""The conditions on the desk as one JSON object: read, changed, and set back.

sends      faults waiting for the product's next sends
copies, delay_seconds, gather, together, plain_utf8     how webhooks come
per_second, burst      rate limits; null switches one off
window_is_kept, window_refused_at_once      the 24 hours
statuses   what is reported of each message that arrives
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, NamedTuple

from emulator.acts import BadRequest
from emulator.desk import Desk
from emulator.errors import KNOWN
from emulator.faults import KINDS, MARKS, MESSAGES, Fault
from emulator.ledger import DELIVERED, READ, SENT

MOST_FAULTS = 1_000
STATUSES = (SENT, DELIVERED, READ)
HTTP_STATUSES = range(400, 600)


class Condition(NamedTuple):
    """Which part of the desk keeps it by its name, and which values it takes."""

    owner: str
    kind: type
    least: float = 0
    most: float = 0
    may_be_off: bool = False


CONDITIONS = {
    "copies": Condition("line", int, 1, 50),
    "delay_seconds": Condition("line", float, 0, 60),
    "gather": Condition("line", int, 1, 100),
    "together": Condition("line", bool),
    "plain_utf8": Condition("line", bool),
    "per_second": Condition("throughput", int, 1, 10_000, True),
    "burst": Condition("pair_rate", int, 1, 10_000, True),
    "window_is_kept": Condition("", bool),
    "window_refused_at_once": Condition("", bool),
}


def present(desk: Desk) -> dict[str, Any]:
    """The conditions as they are."""
    waiting = [
        {**asdict(fault), "on": on}
        for on in (MESSAGES, MARKS)
        for fault in desk.faults.waiting(on)
    ]
    values = {name: getattr(_owner(desk, name), name) for name in CONDITIONS}
    return {"sends": waiting, **values, "statuses": list(desk.statuses)}


def change(desk: Desk, wanted: Any) -> None:
    """Change the conditions named in `wanted`: all of them, or none.

    `sends` adds to the faults in waiting: `kind`, `code`, `status`, `seconds`, `on`
    (messages or marks) and `count`.

    Raises:
        BadRequest: a name or a value is not known.
    """
    if not isinstance(wanted, Mapping):
        raise BadRequest("Send a JSON object.")
    faults = [_fault(each) for each in _list(wanted, "sends")]
    statuses = _list(wanted, "statuses")
    if not all(name in STATUSES for name in statuses):
        raise BadRequest(f"`statuses` holds some of {', '.join(STATUSES)}.")
    values = {
        name: _value(name, value)
        for name, value in wanted.items()
        if name not in {"sends", "statuses"}
    }
    for name, value in values.items():
        setattr(_owner(desk, name), name, value)
    for fault, count, on in faults:
        desk.faults.add(fault, count, on)
    if "statuses" in wanted:
        desk.statuses = tuple(statuses)


def _owner(desk: Desk, name: str) -> Any:
    owner = CONDITIONS[name].owner
    return getattr(desk, owner) if owner else desk


def _list(wanted: Mapping[str, Any], name: str) -> list[Any]:
    value = wanted.get(name, [])
    if not isinstance(value, list):
        raise BadRequest(f"`{name}` must be a list.")
    return value


def _value(name: str, value: Any) -> Any:
    condition = CONDITIONS.get(name)
    if condition is None:
        raise BadRequest(f"`{name}` is none of {', '.join(CONDITIONS)}.")
    if value is None and condition.may_be_off:
        return None
    if condition.kind is bool:
        if isinstance(value, bool):
            return value
        raise BadRequest(f"`{name}` must be true or false.")
    return _number(name, value, condition.least, condition.most, condition.kind)


def _number(name: str, value: Any, least: float, most: float, kind: type) -> Any:
    taken = int if kind is int else (int, float)
    if isinstance(value, bool) or not isinstance(value, taken):
        raise BadRequest(f"`{name}` must be a number.")
    if not least <= value <= most:
        raise BadRequest(f"`{name}` must be between {least:g} and {most:g}.")
    return value


def _fault(fields: Any) -> tuple[Fault, int, str]:
    if not isinstance(fields, Mapping) or fields.get("kind") not in KINDS:
        raise BadRequest(f"`kind` must be one of {', '.join(KINDS)}.")
    on = fields.get("on", MESSAGES)
    if on not in (MESSAGES, MARKS):
        raise BadRequest(f"`on` must be {MESSAGES} or {MARKS}.")
    code = fields.get("code", 131000)
    if code not in KNOWN:
        raise BadRequest("`code` must be one of Meta's error codes.")
    status = fields.get("status", 0)
    if status and status not in HTTP_STATUSES:
        raise BadRequest("`status` must be an HTTP status of an error.")
    seconds = _number("seconds", fields.get("seconds", 0), 0, 60, float)
    count = _number("count", fields.get("count", 1), 1, MOST_FAULTS, int)
    return Fault(fields["kind"], code, status, seconds), count, on
