"""The sequential runner gives what Rasa's own gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import (
    ExecutionContext,
    GraphComponent,
    GraphSchema,
    SchemaNode,
)
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage

from bot.graph_runner import SequentialGraphRunner


class Sum(GraphComponent):
    """Adds what the nodes before it give."""

    runs = 0

    @classmethod
    def create(cls, *_: Any, **__: Any) -> Sum:
        return cls()

    def add(self, one: int, other: int = 1) -> int:
        type(self).runs += 1
        return one + other


def node(**needs: str) -> SchemaNode:
    return SchemaNode(needs, Sum, "create", "add", {}, eager=True)


SCHEMA = GraphSchema(
    {
        "first": node(one="__given__"),
        "second": node(one="first", other="first"),
        "third": node(one="first", other="second"),
        "unasked": node(one="third"),
    }
)


@pytest.fixture
def planning(tmp_path: Path) -> DaskGraphRunner:
    context = ExecutionContext(SCHEMA)
    return DaskGraphRunner.create(SCHEMA, LocalModelStorage(tmp_path), context)


@pytest.mark.parametrize("targets", [["third"], ["second", "third"], ["first"]])
def test_same_outputs_each_node_once(
    planning: DaskGraphRunner, targets: list[str]
) -> None:
    """The targets and what they need run once each, the rest not at all."""
    Sum.runs = 0
    wanted = planning.run({"__given__": 3}, targets)
    ran = Sum.runs
    assert SequentialGraphRunner(planning).run({"__given__": 3}, targets) == wanted
    assert Sum.runs == 2 * ran


def test_input_stands_in_for_a_node(planning: DaskGraphRunner) -> None:
    """A node whose output is given is not run."""
    given = {"first": 10}
    wanted = planning.run(given, ["third"])
    assert SequentialGraphRunner(planning).run(given, ["third"]) == wanted
