"""How a failure is logged: what kind it is and where, not what it says.

An error's own message may hold what the reader wrote.
"""

import traceback


def trace(error: Exception) -> str:
    """The error's type and, on the lines below, where it came from."""
    where = "".join(traceback.format_tb(error.__traceback__))
    return f"{type(error).__name__}\n{where}"
