"""The words that are requests to the channel itself, in whole messages only.

"stop" is a request, "how do I stop the twitching" a question.
"""

import re
from typing import Literal

Request = Literal["stop", "start", "delete"]

REQUESTS: dict[str, Request] = {
    "stop": "stop",
    "stop all": "stop",
    "stop messages": "stop",
    "stop messaging me": "stop",
    "stop texting me": "stop",
    "please stop": "stop",
    "unsubscribe": "stop",
    "unsubscribe me": "stop",
    "opt out": "stop",
    "optout": "stop",
    "start": "start",
    "unstop": "start",
    "subscribe": "start",
    "opt in": "start",
    "optin": "start",
    "resume": "start",
    "delete my data": "delete",
    "delete all my data": "delete",
    "delete my information": "delete",
    "delete my messages": "delete",
    "erase my data": "delete",
    "remove my data": "delete",
    "forget me": "delete",
}
POLITE = re.compile(r"^(please|pls|can you|could you) | (please|pls|now|thanks)$")


def request_of(text: str) -> Request | None:
    """What the whole message asks of the channel, if anything."""
    plain = " ".join(re.sub(r"[^a-z]+", " ", text.lower()).split())
    return REQUESTS.get(plain) or REQUESTS.get(POLITE.sub("", plain))
