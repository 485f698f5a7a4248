"""Bounds how long a turn waits for the action server, and what its answer costs.

Rasa waits 300 seconds and offers no setting for it.
"""

from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig


class TimedActionEndpoint(EndpointConfig):
    """An action endpoint whose requests fail after `seconds`."""

    seconds: int

    @classmethod
    def install(cls, agent: Agent, seconds: int) -> None:
        """Put it in the place of the loaded agent's own action endpoint."""
        plain = agent.action_endpoint
        if plain is None or agent.processor is None:
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
        # Rasa's own way, a schema for every kind of event, takes 10 ms.
        RemoteAction._validate_action_result = _validate

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """Send the request, as `EndpointConfig.request` does.

        How earlier messages were understood, half of the request, is left out: no
        action asks for it.

        Raises:
            asyncio.TimeoutError: no answer within `seconds`.
        """
        for event in kwargs["json"]["tracker"]["events"]:
            event.pop("parse_data", None)
        return await super().request(*args, **{**kwargs, "timeout": self.seconds})


def _validate(_: RemoteAction, answer: Any) -> bool:
    """Whether the action server's answer has the form that Rasa goes on with.

    What stands in an event is checked where Rasa makes the event of it.

    Raises:
        RasaException: it has not.
    """
    parts = (
        [answer.get(part, []) for part in ("events", "responses")]
        if (isinstance(answer, dict))
        else [None]
    )
    for part in parts:
        if not isinstance(part, list) or not all(isinstance(e, dict) for e in part):
            raise RasaException("the action server's answer is not of Rasa's form")
    return True
