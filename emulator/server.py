"""The web server of the desk: the Graph API, the control API and the page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from emulator import conditions, control, graph, page
from emulator.desk import Desk

GRAPH_VERSION = "v25.0"
STOP_SECONDS = 0.5


def application(desk: Desk) -> web.Application:
    """The application of one desk."""
    app = web.Application(
        middlewares=[graph.graph_404, control.bad_requests],
        client_max_size=graph.MOST_BODY_BYTES,
    )
    app[graph.DESK] = desk
    app[control.DEFAULTS] = conditions.present(desk)
    app.add_routes([*graph.routes(), *control.routes(), *page.routes()])
    return app


@asynccontextmanager
async def serving(desk: Desk, host: str, port: int) -> AsyncIterator[str]:
    """Serve the desk; its address. Port 0 takes a free one.

    Raises:
        OSError: the port is in use.
    """
    # without handler_cancellation a request that hangs on purpose hangs for ever
    runner = web.AppRunner(
        application(desk),
        access_log=None,
        handler_cancellation=True,
        shutdown_timeout=STOP_SECONDS,
    )
    await runner.setup()
    try:
        await desk.line.open()
        await web.TCPSite(runner, host, port).start()
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await desk.close()
        await runner.cleanup()
