"""What the Rasa server gets beside its channels, from the one that is always on."""

from rasa.core.agent import Agent
from sanic import Sanic

from bot.action_endpoint import TimedActionEndpoint
from bot.graph_runner import SequentialGraphRunner
from bot.self_check_sweep import sweep
from settings import Settings


def set_up(app: Sanic, settings: Settings) -> None:
    """Fit the loaded agent, and begin to sweep self-checks that expired."""
    agent: Agent | None = getattr(app.ctx, "agent", None)
    if agent is not None:
        TimedActionEndpoint.install(agent, settings.action_timeout_seconds)
        SequentialGraphRunner.install(agent)
    app.add_task(sweep(app, settings.self_check_seconds))
