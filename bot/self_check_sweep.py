"""Forgets, every few minutes, the self-checks that no one finished."""

import asyncio
import logging

from sanic import Sanic
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.turn import ready_agent, stored
from bot.self_check_events import SWEEP_SECONDS

logger = logging.getLogger(__name__)


async def sweep(app: Sanic) -> None:
    """Run until the server stops."""
    while True:
        agent = ready_agent(app)
        if agent is not None:
            try:
                wiped = await stored(agent).wipe_expired_self_checks()
            except SQLAlchemyError as error:
                logger.error("self_check.sweep.failed error=%s", type(error).__name__)
            else:
                logger.debug("self_check.swept count=%d", wiped)
        await asyncio.sleep(SWEEP_SECONDS)
