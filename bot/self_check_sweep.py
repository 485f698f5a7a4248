"""Forgets, every few minutes, the self-checks that no one finished."""

import asyncio
import logging

from sanic import Sanic

from bot.channels.turn import ready_agent, stored
from bot.failures import trace

logger = logging.getLogger(__name__)

SWEEPS = 6  # in the time after which a self-check expires


async def sweep(app: Sanic, self_check_seconds: float) -> None:
    """Run until the server stops; a self-check expires after so many seconds."""
    while True:
        try:
            await _sweep(app)
        except Exception as error:  # noqa: BLE001 - the next one may go well
            logger.error("self_check.sweep.failed error=%s", trace(error))
        await asyncio.sleep(self_check_seconds / SWEEPS)


async def _sweep(app: Sanic) -> None:
    agent = ready_agent(app)
    if agent is not None:
        wiped = await stored(agent).wipe_expired_self_checks()
        logger.debug("self_check.swept count=%d", wiped)
