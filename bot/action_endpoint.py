"""Bounds how long a turn waits for the action server.

Rasa waits 300 seconds and offers no setting for it.
"""

from typing import Any

from rasa.utils.endpoints import EndpointConfig
from sanic import Sanic


class TimedActionEndpoint(EndpointConfig):
    """An action endpoint whose requests fail after `seconds`."""

    seconds: int

    @classmethod
    def install(cls, app: Sanic, seconds: int) -> None:
        """Put it in the place of the loaded agent's own action endpoint."""
        agent = getattr(app.ctx, "agent", None)
        if agent is None or agent.processor is None:
            return
        plain = agent.processor.action_endpoint
        if plain is None:
            return
        timed = cls(
            plain.url,
            plain.params,
            plain.headers,
            plain.basic_auth,
            plain.token,
            plain.token_name,
            plain.cafile,
            **plain.kwargs,
        )
        timed.seconds = seconds
        agent.action_endpoint = timed
        agent.processor.action_endpoint = timed

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """Send the request, as `EndpointConfig.request` does.

        Raises:
            asyncio.TimeoutError: no answer within `seconds`.
        """
        return await super().request(*args, **{**kwargs, "timeout": self.seconds})
