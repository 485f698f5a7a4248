"""Judges what the product sends by the limits of `rules.yml`, as Meta does.

One fault refuses the whole message; the first found is the one answered.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from emulator.errors import (
    GraphError,
    invalid_value,
    is_required,
    not_among,
    text_too_long,
    wrong_type,
)

TABLE = Path(__file__).parent / "rules.yml"
MISSING = object()
Rule = Mapping[str, Any]
EXPECTED = {
    "text": "a string",
    "flag": "a boolean",
    "list": "an array",
    "number": "a number",
}
LENGTH_REFUSALS: dict[str, Callable[[str, int, int], GraphError]] = {
    "text": lambda parameter, _, longest: text_too_long(parameter, longest),
    "body": lambda _, shortest, longest: invalid_value(
        f"Body text length invalid. Min length: {shortest}, Max length: {longest}"
    ),
    "button_title": lambda _, shortest, longest: invalid_value(
        f"Button title length invalid. Min length: {shortest}, Max length: {longest}"
    ),
    "button_count": lambda _, fewest, most: invalid_value(
        "Invalid buttons count. "
        f"Min allowed buttons: {fewest}, Max allowed buttons: {most}"
    ),
    "row_title": lambda _, __, longest: invalid_value(
        f"Row title is too long. Max length is {longest}"
    ),
}


def check(body: Any) -> None:
    """Take a body of `/messages`, be it a message or a read mark.

    Raises:
        GraphError: Meta would refuse it.
    """
    if not isinstance(body, dict):
        raise wrong_type("body", "a JSON object")
    table = rules()
    if "status" in body:
        _check_all(body, table["read_mark"])
        return
    _check_member("messaging_product", {"type": "text", "required": True}, body)
    if not body.get("to") and not body.get("recipient"):
        raise is_required("to")
    kind = body.get("type", "text")
    if kind == "interactive":
        _check_interactive(body, table["interactive"])
        return
    if not isinstance(kind, str) or kind not in table["types"]:
        raise not_among("type", [*table["types"], "interactive"], kind)
    if not body.get(kind):
        raise is_required(kind)
    _check_all(body, table["types"][kind])


@cache
def rules() -> Mapping[str, Any]:
    """The table of `rules.yml`."""
    table: Mapping[str, Any] = yaml.safe_load(TABLE.read_text("utf-8"))
    return table


def units(text: str) -> int:
    """The text's length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _check_interactive(body: dict[str, Any], kinds: Mapping[str, Any]) -> None:
    interactive = body.get("interactive")
    if not isinstance(interactive, dict):
        raise is_required("interactive")
    kind = interactive.get("type", MISSING)
    if kind is MISSING:
        raise is_required("interactive['type']")
    if not isinstance(kind, str) or kind not in kinds:
        raise not_among("interactive['type']", list(kinds), kind)
    _check_all(body, kinds[kind])


def _check_all(body: dict[str, Any], rules_of_kind: Mapping[str, Any]) -> None:
    for path, rule in rules_of_kind["members"].items():
        _check_member(path, rule, body)
    choices = rules_of_kind.get("exactly_one", [])
    if choices and sum(1 for path in choices if _values(path, body)) != 1:
        raise invalid_value(f"Exactly one of {' and '.join(choices)} is needed.")
    for path in rules_of_kind.get("absent", []):
        if _values(path, body):
            raise invalid_value(f"{_parameter(path)} is not allowed here.")
    for path in rules_of_kind.get("unique", []):
        values = _values(path, body)
        if len(values) != len(set(values)):
            raise invalid_value(f"{_parameter(path)}: duplicated value.")
    _check_lists(body, rules_of_kind)


def _check_lists(body: dict[str, Any], rules_of_kind: Mapping[str, Any]) -> None:
    if total := rules_of_kind.get("in_total"):
        most = total["most"]
        if len(_values(total["items"], body)) > most:
            raise invalid_value(f"Total row count exceed max allowed count: {most}")
    if many := rules_of_kind.get("when_many"):
        items = _values(f"{many['list']}[]", body)
        if len(items) > 1 and not all(item.get(many["member"]) for item in items):
            parameter = _parameter(f"{many['list']}[].{many['member']}")
            raise invalid_value(f"{parameter} is required with several of them.")
    if each := rules_of_kind.get("any_in_each"):
        for item in _values(f"{each['list']}[]", body):
            if not any(_values(member, item) for member in each["members"]):
                listed = ", ".join(each["members"])
                raise invalid_value(f"{each['list']}: one of {listed} is needed.")


def _check_member(path: str, rule: Rule, body: dict[str, Any]) -> None:
    needed = bool(rule.get("required"))
    if "required_with" in rule:
        needed = bool(_values(rule["required_with"], body))
    for other, value in rule.get("required_if", {}).items():
        needed = _values(other, body) == [value]
    for place, value in _walk(body, path.split("."), ""):
        parameter = _parameter(place)
        if value is MISSING:
            if needed:
                raise is_required(parameter)
        elif value == "" and needed and rule.get("refusal") == "text":
            raise is_required(parameter)
        else:
            _check_value(parameter, rule, value)


def _check_value(parameter: str, rule: Rule, value: Any) -> None:
    kind = rule["type"]
    if not _is(kind, value):
        raise wrong_type(parameter, EXPECTED[kind])
    if kind == "number":
        if not rule["least"] <= float(value) <= rule["greatest"]:
            raise invalid_value(f"{parameter} is out of range.")
    elif kind == "list":
        _check_size(parameter, rule, len(value), "fewest", "most")
    elif kind == "text":
        _check_size(parameter, rule, units(value), "shortest", "longest")
        if "among" in rule and value not in rule["among"]:
            raise not_among(parameter, rule["among"], value)
        if "matches" in rule and not re.fullmatch(rule["matches"], value, re.DOTALL):
            raise invalid_value(f"{parameter} is not of the right form.")


def _check_size(
    parameter: str, rule: Rule, size: int, least_name: str, most_name: str
) -> None:
    least, most = rule.get(least_name, 0), rule.get(most_name)
    if size >= least and (most is None or size <= most):
        return
    refusal = LENGTH_REFUSALS.get(rule.get("refusal", ""))
    if refusal is not None and most is not None:
        raise refusal(parameter, least, most)
    limits = f"Min: {least}" + ("" if most is None else f", Max: {most}")
    raise invalid_value(f"{parameter} has an invalid length. {limits}")


def _is(kind: str, value: Any) -> bool:
    if kind == "number":
        try:
            float(value)
        except (TypeError, ValueError, OverflowError):
            return False
        return not isinstance(value, bool)
    return isinstance(value, {"text": str, "flag": bool, "list": list}[kind])


def _walk(node: Any, parts: list[str], place: str) -> Iterator[tuple[str, Any]]:
    """Each place the path leads to, with its value or MISSING.

    A parent that is not there is reported as missing itself, so that a member that
    is required is missed, and one that is not is let be.
    """
    name, rest = parts[0], parts[1:]
    many = name.endswith("[]")
    name = name.removesuffix("[]")
    here = f"{place}.{name}" if place else name
    if not isinstance(node, dict):
        raise wrong_type(_parameter(place), "a JSON object")
    value = node.get(name)
    if value is None:
        yield ".".join([here, *rest]).replace("[]", ""), MISSING
        return
    if not many:
        if rest:
            yield from _walk(value, rest, here)
        else:
            yield here, value
        return
    if not isinstance(value, list):
        raise wrong_type(_parameter(here), EXPECTED["list"])
    for index, item in enumerate(value):
        if rest:
            yield from _walk(item, rest, f"{here}.{index}")
        else:
            yield f"{here}.{index}", item


def _values(path: str, node: Any) -> list[Any]:
    found = _walk(node, path.split("."), "")
    return [value for _, value in found if value is not MISSING]


def _parameter(place: str) -> str:
    """The place in Meta's notation: `text.body` is `text['body']`."""
    head, *rest = place.replace("[]", "").split(".")
    return head + "".join(
        f"[{part}]" if part.isdecimal() else f"['{part}']" for part in rest
    )
