"""Meta's refusals: texts, codes and HTTP status, as its Graph API words them.

GraphError
├── code, subcode     what to branch on
├── status            of HTTP
└── title, details    for people
"""

import secrets
from dataclasses import dataclass
from typing import Any

PRODUCT = "whatsapp"
TRACE_BYTES = 16


@dataclass(frozen=True)
class Refusal:
    """One of Meta's errors, before it is about a certain request."""

    status: int
    title: str
    details: str = ""


# Codes, titles and HTTP status after Meta's error page; 131030 is not on it any more.
KNOWN = {
    0: Refusal(401, "AuthException"),
    1: Refusal(400, "API Unknown"),
    2: Refusal(503, "Service temporarily unavailable"),
    3: Refusal(500, "API Method"),
    4: Refusal(400, "Application request limit reached"),
    10: Refusal(403, "Permission Denied"),
    33: Refusal(400, "Parameter value is not valid"),
    100: Refusal(400, "Invalid parameter"),
    190: Refusal(401, "Access token has expired"),
    200: Refusal(403, "API Permission"),
    368: Refusal(403, "Temporarily blocked for policies violations"),
    80007: Refusal(400, "Rate limit issues"),
    130403: Refusal(400, "Business has blocked the user"),
    130429: Refusal(
        400, "Rate limit hit", "Cloud API message throughput has been reached."
    ),
    130472: Refusal(
        400,
        "User's number is part of an experiment",
        "The message was not sent because this number is part of an experiment.",
    ),
    130497: Refusal(403, "Business account is restricted from this country"),
    131000: Refusal(
        500, "Something went wrong", "Message failed to send: an unknown error."
    ),
    131005: Refusal(403, "Access denied"),
    131008: Refusal(400, "Required parameter is missing"),
    131009: Refusal(400, "Parameter value is not valid"),
    131016: Refusal(500, "Service unavailable"),
    131021: Refusal(400, "Recipient cannot be sender"),
    131026: Refusal(
        400, "Message undeliverable", "Unable to deliver message to this recipient."
    ),
    131030: Refusal(400, "Recipient phone number not in allowed list"),
    131031: Refusal(403, "Account has been locked"),
    131037: Refusal(400, "Display name approval needed"),
    131042: Refusal(400, "Business eligibility payment issue"),
    131045: Refusal(500, "Incorrect certificate"),
    131047: Refusal(
        400,
        "Re-engagement message",
        "Message failed to send because more than 24 hours have passed since the "
        "customer last replied to this number.",
    ),
    131048: Refusal(400, "Spam rate limit hit"),
    131049: Refusal(400, "Meta chose not to deliver"),
    131050: Refusal(400, "User has stopped marketing messages"),
    131051: Refusal(400, "Unsupported message type"),
    131053: Refusal(400, "Media upload error"),
    131056: Refusal(
        400,
        "(Business Account, Consumer Account) pair rate limit hit",
        "Message failed to send because there were too many messages sent from this "
        "phone number to the same phone number in a short period of time.",
    ),
    131057: Refusal(500, "Account in maintenance mode"),
    131062: Refusal(400, "Recipient not supported"),
    131063: Refusal(400, "Marketing templates disabled"),
    131064: Refusal(400, "Template classification limit"),
    132000: Refusal(400, "Number of parameters does not match"),
    132001: Refusal(404, "Template name does not exist in the translation"),
    132005: Refusal(400, "Translated text too long"),
    132007: Refusal(400, "Template format character policy violated"),
    132012: Refusal(400, "Parameter format does not match"),
    132015: Refusal(400, "Template is paused"),
    132016: Refusal(400, "Template is disabled"),
    132068: Refusal(400, "Flow is blocked"),
    132069: Refusal(400, "Flow is throttled"),
    133004: Refusal(503, "Server temporarily unavailable"),
    133010: Refusal(400, "Phone number not registered"),
    133016: Refusal(400, "Register and deregister rate limit"),
    134011: Refusal(400, "Payments terms not accepted"),
    135000: Refusal(400, "Generic user error"),
}
DEFAULT_STATUS = 400


class GraphError(Exception):
    """A request the Graph API refuses; `message` stands in place of code and title."""

    def __init__(
        self,
        code: int,
        title: str = "",
        *,
        details: str = "",
        status: int = 0,
        subcode: int = 0,
        kind: str = "OAuthException",
        message: str = "",
    ) -> None:
        known = KNOWN.get(code, Refusal(DEFAULT_STATUS, "Unknown error"))
        self.code = code
        self.title = title or known.title
        self.details = details or ("" if title or message else known.details)
        self.status = status or known.status
        self.subcode = subcode
        self.kind = kind
        self.message = message or f"(#{code}) {self.title}"
        self.trace = "A" + secrets.token_urlsafe(TRACE_BYTES)
        super().__init__(f"{self.message} {self.details}".strip())

    def body(self) -> dict[str, Any]:
        """The JSON the Graph API answers with."""
        error: dict[str, Any] = {
            "message": self.message,
            "type": self.kind,
            "code": self.code,
        }
        if self.subcode:
            error["error_subcode"] = self.subcode
        if self.details:
            error["error_data"] = {
                "messaging_product": PRODUCT,
                "details": self.details,
            }
        error["fbtrace_id"] = self.trace
        return {"error": error}

    def in_webhook(self) -> dict[str, Any]:
        """The same error as statuses and unsupported messages carry it."""
        return {
            "code": self.code,
            "title": self.title,
            "message": self.title,
            "error_data": {"details": self.details or self.title},
            "href": "https://developers.facebook.com/docs/whatsapp/error-codes/",
        }


def bad_token() -> GraphError:
    """The access token is missing or not this account's."""
    message = "Invalid OAuth access token - Cannot parse access token"
    return GraphError(190, message=message)


def unknown_object(object_id: str) -> GraphError:
    """The path names a phone number id that is not this account's."""
    message = (
        f"Unsupported post request. Object with ID '{object_id}' does not exist, "
        "cannot be loaded due to missing permissions, or does not support this "
        "operation. Please read the Graph API documentation at "
        "https://developers.facebook.com/docs/graph-api"
    )
    kind = "GraphMethodException"
    return GraphError(100, subcode=33, kind=kind, message=message)


def unknown_path(path: str) -> GraphError:
    """There is nothing at this address."""
    return GraphError(2500, status=400, message=f"Unknown path components: {path}")


def is_required(parameter: str) -> GraphError:
    """A member the message cannot do without is missing or empty."""
    return GraphError(100, f"The parameter {parameter} is required.")


def not_among(parameter: str, allowed: list[str], got: object) -> GraphError:
    """A member has a value outside a closed list."""
    listed = ", ".join(sorted(value.upper() for value in allowed))
    title = f'Param {parameter} must be one of {{{listed}}} - got "{got}".'
    return GraphError(100, title)


def wrong_type(parameter: str, expected: str) -> GraphError:
    """A member is of another JSON type."""
    return GraphError(100, f"Param {parameter} must be {expected}.")


def text_too_long(parameter: str, longest: int) -> GraphError:
    """The body of a text message is too long."""
    title = f"Param {parameter} must be at most {longest} characters long."
    return GraphError(100, title)


def invalid_value(details: str) -> GraphError:
    """A value breaks a limit; `details` says which."""
    return GraphError(131009, details=details)
