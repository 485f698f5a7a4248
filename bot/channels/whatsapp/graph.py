"""Talks HTTP to Meta's Graph API; blocking, for a thread."""

from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import NewConnectionError, ProxyError

from bot.channels.whatsapp.errors import NotSent, OutcomeUnknown, refusal

CONNECT_SECONDS = 3
ANSWER_SECONDS = 10
BEFORE_SENDING = (NewConnectionError, ProxyError)
GATEWAY_TIMEOUT = 504  # the gateway gave up waiting: Meta may have taken it


class _Connection(HTTPSConnection):
    """Tells a failed handshake, before anything went out, from an answer that broke;
    urllib3 itself gives one SSLError for both."""

    def connect(self) -> None:
        try:
            super().connect()
        except OSError as error:
            raise NewConnectionError(self, type(error).__name__) from error


class _Pool(HTTPSConnectionPool):
    ConnectionCls = _Connection


class GraphClient:
    """Sends for one phone number, over one session."""

    def __init__(self, url: str, phone_number_id: str, token: str, most: int) -> None:
        """`url` holds the API's version; `most` is how many send at a time."""
        self._url = f"{url.rstrip('/')}/{phone_number_id}/messages"
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {token}"
        adapter = HTTPAdapter(pool_maxsize=most)
        pools = {"http": HTTPConnectionPool, "https": _Pool}
        adapter.poolmanager.pool_classes_by_scheme = pools
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def send(self, payload: dict[str, Any]) -> str:
        """Send a message; the id WhatsApp gave it.

        Raises:
            SendError: it was refused, or whether it was sent is unknown.
        """
        answer = self._post(payload)
        try:
            return str(answer["messages"][0]["id"])
        except (KeyError, IndexError, TypeError) as error:
            raise OutcomeUnknown("an answer without a message id") from error

    def mark_read(self, message_id: str, typing: bool) -> None:
        """Show the reader's message as read, and whether an answer is being written.

        Raises:
            SendError: it was refused, or whether it arrived is unknown.
        """
        shown = {"typing_indicator": {"type": "text"}} if typing else {}
        self._post({"status": "read", "message_id": message_id, **shown})

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _post(self, payload: dict[str, Any]) -> Any:
        try:
            answer = self._session.post(
                self._url,
                json={"messaging_product": "whatsapp", **payload},
                timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
                allow_redirects=False,
            )
        except requests.ConnectTimeout as error:
            raise NotSent("no connection in time") from error
        except requests.ConnectionError as error:
            if _before_sending(error):
                raise NotSent("no connection") from error
            raise OutcomeUnknown("the connection broke") from error
        except requests.RequestException as error:
            raise OutcomeUnknown(type(error).__name__) from error
        try:
            body = answer.json()
        except requests.JSONDecodeError:
            body = None
        if answer.status_code == GATEWAY_TIMEOUT and not isinstance(body, dict):
            raise OutcomeUnknown("gateway timeout")
        if answer.status_code != requests.codes.ok:
            raise refusal(answer.status_code, body, answer.text)
        return body


def _before_sending(error: requests.ConnectionError) -> bool:
    """Whether no connection came about, so that nothing went out."""
    cause = error.args[0] if error.args else None
    return isinstance(getattr(cause, "reason", cause), BEFORE_SENDING)
