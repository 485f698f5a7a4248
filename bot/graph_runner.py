"""Runs the trained graph one node after the other.

Rasa's own runner hands the graph to dask, which plans it anew for every run, three
times a turn: 4 ms, and one node is run at a time all the same.
"""

from __future__ import annotations

from typing import Any

from rasa.core.agent import Agent
from rasa.engine.runner.dask import DaskGraphRunner


class SequentialGraphRunner(DaskGraphRunner):
    """`DaskGraphRunner` without dask; the same components give the same outputs."""

    def __init__(self, planning: DaskGraphRunner) -> None:
        self.__dict__.update(planning.__dict__)

    @classmethod
    def install(cls, agent: Agent) -> None:
        """Put it in the place of the loaded agent's own runner."""
        if agent.processor is not None:
            agent.processor.graph_runner = cls(agent.processor.graph_runner)

    def run(
        self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        """The outputs of the targets, by name; `inputs` stand in for nodes."""
        outputs = {name: (name, value) for name, value in (inputs or {}).items()}
        wanted = targets or self._graph_schema.target_names
        return dict(self._output(name, outputs) for name in wanted)

    def _output(self, name: str, outputs: dict[str, Any]) -> Any:
        """What a node gives, as (name, output); of an input not given, its name."""
        node = self._graph_schema.nodes.get(name)
        if name not in outputs and node is not None:
            given = [self._output(need, outputs) for need in node.needs.values()]
            outputs[name] = self._instantiated_nodes[name](*given)
        return outputs.get(name, name)
