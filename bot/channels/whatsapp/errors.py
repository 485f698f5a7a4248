"""What can go wrong with a send, as classes by Meta's error code.

    SendError
    ├── NotSent             no connection: Meta has seen nothing
    ├── OutcomeUnknown      sent, but no answer came: it may have arrived
    └── Refused             Meta answered with an error code
        ├── Transient           again soon
        ├── PairRateHit         again later, this reader only
        ├── TokenRefused        not until someone renews the token
        ├── AccountStopped      not until someone settles it with Meta
        ├── RequestRefused      this message never; as plain text perhaps
        ├── WindowClosed        only templates reach the reader now
        ├── ReaderUnreachable   this reader never
        └── PersonNeeded        not before someone looked at it

Source of the table: Meta's error codes page of 2026, and what other code bases saw.
"""

import re
from typing import Any

from bot.channels.inbound import clean_text

NUMBER = re.compile(r"\+?\d[\d ()-]{5,}\d")
LONGEST_BODY_CHARS = 2000


class SendError(Exception):
    """A message was not sent, or may not have been."""

    code: int | None = None
    trace_id: str = ""
    reason: str = ""


class NotSent(SendError):
    """No connection came about."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class OutcomeUnknown(SendError):
    """The request went out and no usable answer came back."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Refused(SendError):
    """Meta's answer: `code`, `reason`, `trace_id` (fbtrace_id), raw `body`."""

    def __init__(self, code: int, reason: str, trace_id: str, body: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = without_numbers(clean_text(reason))
        self.trace_id = clean_text(trace_id)
        self.body = without_numbers(clean_text(body[:LONGEST_BODY_CHARS]))


class Transient(Refused):
    """Meta asks to try again."""


class PairRateHit(Refused):
    """Too many messages to this reader."""


class TokenRefused(Refused):
    """The access token is wrong, expired or lacks a right."""


class AccountStopped(Refused):
    """The account or the number may not send."""


class RequestRefused(Refused):
    """Something in the message is not allowed."""


class WindowClosed(Refused):
    """The reader last wrote more than 24 hours ago."""


class ReaderUnreachable(Refused):
    """This reader cannot get messages from us."""


class PersonNeeded(Refused):
    """Trying again makes it worse."""


SPAM_LIMIT = 131048  # the number's quality: to be looked at, or it gets worse
WRONG_OBJECT = (100, 33)  # code and subcode: the phone number id is not ours
BY_CODE: dict[type[Refused], tuple[int, ...]] = {
    Transient: (1, 2, 4, 80007, 130429, 131000, 131016, 131057, 133004),
    PairRateHit: (131056,),
    TokenRefused: (0, 3, 10, 190, *range(200, 300), 131005),
    AccountStopped: (33, 368, 131031, 131037, 131042, 131045, 133010),
    RequestRefused: (
        100, 131008, 131009, 131051, 131052, 131053, 131062, 131063,
        132000, 132001, 132007, 132012, 132015, 132016, 135000,
    ),
    WindowClosed: (131047,),
    ReaderUnreachable: (
        130403, 130472, 130497, 131021, 131026, 131030, 131050,
    ),
    PersonNeeded: (SPAM_LIMIT, 131049, 131064, 132069, 133016),
}  # fmt: skip
CLASSES = {code: kind for kind, codes in BY_CODE.items() for code in codes}


def class_of(code: int, subcode: int = 0, http_status: int = 400) -> type[Refused]:
    """The class of an error; an unknown code goes by the HTTP status."""
    if (code, subcode) == WRONG_OBJECT:
        return AccountStopped
    if code in CLASSES:
        return CLASSES[code]
    return Transient if http_status >= 500 or http_status == 429 else RequestRefused


def refusal(http_status: int, body: Any, raw: str) -> Refused:
    """The error of an answer that is not 200; `body` is its JSON, if it was any."""
    error = body.get("error") if isinstance(body, dict) else None
    error = error if isinstance(error, dict) else {}
    code, subcode = _number(error.get("code")), _number(error.get("error_subcode"))
    data = error.get("error_data")
    details = data.get("details") if isinstance(data, dict) else data
    reason = f"{error.get('message') or f'HTTP {http_status}'} {details or ''}".strip()
    kind = class_of(code if code is not None else -1, subcode or 0, http_status)
    trace_id = str(error.get("fbtrace_id") or "")
    return kind(code if code is not None else -http_status, reason, trace_id, raw)


def without_numbers(text: str) -> str:
    """The text without phone numbers."""
    return NUMBER.sub("(number)", text)


def _number(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if abs(value) < 2**31 else None
