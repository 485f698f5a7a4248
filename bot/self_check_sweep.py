"""Forgets, every few minutes, the self-checks that no one finished."""

import asyncio
import logging

from sanic import Sanic
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.turn import ready_agent, stored

logger = logging.getLogger(__name__)

SWEEPS = 6  # in the time after which a self-check expires


async def sweep(app: Sanic, self_check_seconds: int) -> None:
    """Run until the server stops; a self-check expires after so many seconds."""
    while True:
        agent = ready_agent(app)
        if agent is not None:
            try:
                wiped = await stored(agent).wipe_expired_self_checks()
            except SQLAlchemyError as error:
                logger.error("self_check.sweep.failed error=%s", type(error).__name__)
            else:
                logger.debug("self_check.swept count=%d", wiped)
        await asyncio.sleep(self_check_seconds / SWEEPS)
