"""How fast one session and one address may use the web channel."""

from sanic.request import Request

from bot.channels.rate_limits import RateLimit
from bot.channels.web_error import TooFast
from settings import Settings


class Pace:
    """The channel's three rate limits.

    Raises, from every method:
        TooFast: the request has to wait.
    """

    def __init__(self, settings: Settings) -> None:
        self._sessions = RateLimit(settings.web_session_messages_per_minute)
        self._addresses = RateLimit(settings.web_address_messages_per_minute)
        self._new_sessions = RateLimit(settings.web_address_sessions_per_minute)

    def check_new_session(self, request: Request) -> None:
        """One more session for the address the request comes from."""
        _check(self._new_sessions, _address(request))

    def check_address(self, request: Request) -> None:
        """One more request of the address."""
        _check(self._addresses, _address(request))

    def check_session(self, conversation: str) -> None:
        """One more request in the conversation."""
        _check(self._sessions, conversation)


def _address(request: Request) -> str:
    """Where the request comes from, behind as many proxies as are trusted."""
    return request.remote_addr or request.ip


def _check(limit: RateLimit, key: str) -> None:
    seconds = limit.wait_seconds(key)
    if seconds:
        raise TooFast(seconds)
