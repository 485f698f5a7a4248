"""The words that are requests to the channel itself, in whole messages only.

"stop" is a request, "how do I stop the twitching" a question.
"""

import re
from typing import Literal

Request = Literal["stop", "start", "delete"]

REQUESTS: dict[str, Request] = {
    "stop": "stop",
    "stop all": "stop",
    "stopall": "stop",
    "stop it": "stop",
    "quit": "stop",
    "cancel": "stop",
    "stop messages": "stop",
    "stop messaging me": "stop",
    "stop texting me": "stop",
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
    "delete my account": "delete",
    "delete everything": "delete",
    "forget me": "delete",
}
ENDS_SELF_CHECK = {"stop", "stop it", "cancel", "quit"}  # while one is open
POLITE = re.compile(r"^(please|pls|can you|could you) | (please|pls|now|thanks)$")


def request_of(text: str) -> Request | None:
    """What the whole message asks of the channel, if anything."""
    return REQUESTS.get(_bare(text))


def may_end_self_check(text: str) -> bool:
    """Whether the whole message would end a self-check, were one open."""
    return _bare(text) in ENDS_SELF_CHECK


def _bare(text: str) -> str:
    """The words alone; what only makes a request polite is left out."""
    words = " ".join(re.sub(r"[^a-z]+", " ", text.lower()).split())
    while words not in REQUESTS and (bare := POLITE.sub("", words)) != words:
        words = bare
    return words
