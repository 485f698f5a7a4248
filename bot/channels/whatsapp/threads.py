"""Runs what blocks in threads of its own, so that a slow Meta or database keeps
neither the event loop nor each other."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

RunBlocking = Callable[..., Awaitable[Any]]  # a function and its arguments


class Threads:
    """So many threads with a common name."""

    def __init__(self, name: str, most: int) -> None:
        self._pool = ThreadPoolExecutor(most, thread_name_prefix=name)

    async def run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call the function in a thread; what it gives or raises."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, partial(function, *arguments))

    def close(self) -> None:
        """Let the threads end when they are done."""
        self._pool.shutdown(wait=False)
