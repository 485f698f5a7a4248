"""Nothing that stands in a message breaks the emulated Graph API."""

import contextlib
import copy
import functools
import operator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.errors import GraphError
from emulator.rules import check
from tests.emulator.bodies import TAKEN, buttons, card, link, rows, typed

SIMPLE = [*TAKEN.values(), link(), typed("contacts", [card(phones=[])])]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=5,
)


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path to every member and item of a JSON value."""
    if not isinstance(node, dict | list):
        return []
    keys = node.keys() if isinstance(node, dict) else range(len(node))
    here = [(*path, key) for key in keys]
    return here + [
        deeper for place in here for deeper in places(node[place[-1]], place)
    ]


@settings(max_examples=300, deadline=None)
@given(data=st.data(), value=JSON)
def test_any_value_anywhere(data: st.DataObject, value: Any) -> None:
    """Whatever stands wherever in a message is taken or refused, nothing else."""
    body = copy.deepcopy(data.draw(st.sampled_from([rows(2, 2), buttons(3), *SIMPLE])))
    *path, last = data.draw(st.sampled_from(places(body)))
    parent = functools.reduce(operator.getitem, path, body)
    parent[last] = value
    with contextlib.suppress(GraphError):
        check(body)
