"""Ways to damage what Meta delivers, for property-based tests."""

import copy
from typing import Any

from hypothesis import strategies as st

NASTY = ["\ud800", "\x00", "a\x00b", "wamid.x", "US.1", "1" * 600, "failed", "text", ""]
JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.sampled_from(NASTY),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(part: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every member and item."""
    steps: list[Any] = []
    if isinstance(part, dict):
        steps = list(part)
    elif isinstance(part, list):
        steps = list(range(len(part)))
    found = [(*path, step) for step in steps]
    return found + [p for step in steps for p in places(part[step], (*path, step))]


def damage(data: st.DataObject, body: Any) -> None:
    """Drop, double or replace something in the body."""
    path = data.draw(st.sampled_from(places(body) or [()]))
    if not path:
        return
    part = body
    for step in path[:-1]:
        part = part[step]
    how = data.draw(st.sampled_from(["drop", "replace", "double"]))
    if how == "drop":
        del part[path[-1]]
    elif how == "double" and isinstance(part, list):
        part.append(copy.deepcopy(part[path[-1]]))
    else:
        part[path[-1]] = data.draw(JUNK)
