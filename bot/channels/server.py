"""What the Rasa server gets beside its channels, from the one that is always on."""

from rasa.core.agent import Agent
from sanic import Sanic

from bot.action_endpoint import TimedActionEndpoint
from bot.channels.site import Site
from bot.graph_runner import SequentialGraphRunner
from bot.self_check_sweep import sweep
from settings import Settings

LONGEST_REQUEST_BYTES = 4 * 1024 * 1024  # of any channel: Meta's deliveries fit 3 MB


def prepare(app: Sanic, settings: Settings, site: Site) -> None:
    """Before the server starts: what it accepts, and its pages."""
    app.config.REQUEST_MAX_SIZE = LONGEST_REQUEST_BYTES
    app.config.PROXIES_COUNT = settings.web_trusted_proxies
    # Rasa has a route of its own at "/", which answers "Hello from Rasa".
    app.register_middleware(site.answer, "request")


def start(app: Sanic, settings: Settings) -> None:
    """Once the agent is loaded: fit it, and sweep self-checks that expired."""
    agent: Agent | None = getattr(app.ctx, "agent", None)
    if agent is not None:
        TimedActionEndpoint.install(agent, settings.action_timeout_seconds)
        SequentialGraphRunner.install(agent)
    app.add_task(sweep(app, settings.self_check_seconds))
