"""The line to the product's webhook: signs, posts, repeats what was not taken."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import aiohttp

from emulator.account import Account
from emulator.ledger import Attempt, Ledger
from emulator.updates import Update, webhook_body

SIGNATURE_HEADER = "X-Hub-Signature-256"
ANSWER_SECONDS = 20.0
# Meta repeats for up to 7 days, ever less often; at a desk nobody waits that long.
RETRY_SECONDS = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
CHALLENGE = "1158201444"
OK = 200


@dataclass(frozen=True)
class Shape:
    """How updates are put into a POST, and the POST on the wire.

    `per_change` and `per_entry` are the most updates a value and changes an entry
    hold; Meta writes other than ASCII as escapes, `plain_utf8` does not.
    `phone_number_id` is of another number than the account's, `webhook` another
    address than the line's.
    """

    per_change: int = 1
    per_entry: int = 1000
    plain_utf8: bool = False
    phone_number_id: str = ""
    webhook: str = ""


def signature(secret: str, raw: bytes) -> str:
    """The header's value for these bytes."""
    return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


def as_bytes(body: Mapping[str, Any], plain_utf8: bool = False) -> bytes:
    """The body as Meta writes it: ASCII only, the rest as lower-case escapes.

    Slashes are escaped too, as reports of signatures that did not match show.
    In plain UTF-8 a lone surrogate stays an escape.
    """
    text = json.dumps(body, ensure_ascii=not plain_utf8, separators=(",", ":"))
    if plain_utf8:
        return text.encode("utf-8", "backslashreplace")
    return text.replace("/", "\\/").encode("ascii")


class Line:
    """Posts to one webhook; where to and how can be changed at any time.

    `copies` posts everything so many times at once, `delay_seconds` waits before,
    `gather` holds that many of the readers' messages and hands them on backwards,
    or with `together` in one POST.
    """

    def __init__(
        self,
        account: Account,
        ledger: Ledger,
        webhook: str = "",
        retry_seconds: Sequence[float] = RETRY_SECONDS,
    ) -> None:
        self.account = account
        self.webhook = webhook
        self.retry_seconds = tuple(retry_seconds)
        self.copies = 1
        self.delay_seconds = 0.0
        self.gather = 1
        self.together = False
        self.plain_utf8 = False
        self._ledger = ledger
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Make ready to post."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        connector = aiohttp.TCPConnector(limit=0)
        self._session = aiohttp.ClientSession(timeout=timeout, connector=connector)

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def deliver(
        self, updates: Sequence[Update], shape: Shape | None = None
    ) -> list[Attempt]:
        """Post the updates until the product answers 200 or the retries are used up.

        Gives every attempt, the deciding one last.
        """
        shape = shape or Shape(plain_utf8=self.plain_utf8)
        number = shape.phone_number_id or self.account.phone_number_id
        body = webhook_body(
            updates,
            replace(self.account, phone_number_id=number),
            per_change=shape.per_change,
            per_entry=shape.per_entry,
        )
        raw = as_bytes(body, shape.plain_utf8)
        await asyncio.sleep(self.delay_seconds)
        runs = [
            self._until_taken(raw, len(updates), shape.webhook)
            for _ in range(self.copies)
        ]
        attempts = [attempt for run in await asyncio.gather(*runs) for attempt in run]
        return sorted(attempts, key=lambda attempt: attempt.status == OK)

    async def post(
        self,
        raw: bytes,
        headers: Mapping[str, str] | None = None,
        updates: int = 0,
        webhook: str = "",
    ) -> Attempt:
        """Post bytes once; without `headers` with the right signature."""
        assert self._session is not None, "The line is not open."
        if headers is None:
            headers = {SIGNATURE_HEADER: signature(self.account.app_secret, raw)}
        headers = {"Content-Type": "application/json", **headers}
        webhook = webhook or self.webhook
        started = time.monotonic()
        status: int | None = None
        try:
            async with self._session.post(webhook, data=raw, headers=headers) as answer:
                await answer.read()
                status = answer.status
        except (aiohttp.ClientError, asyncio.TimeoutError):
            status = None  # no answer, which is recorded as such
        attempt = Attempt(status, time.monotonic() - started, updates, webhook)
        self._ledger.attempt(attempt)
        return attempt

    async def verify(self) -> bool:
        """Ask the webhook to prove that it knows the verify token; whether it does."""
        assert self._session is not None, "The line is not open."
        query = {
            "hub.mode": "subscribe",
            "hub.verify_token": self.account.verify_token,
            "hub.challenge": CHALLENGE,
        }
        try:
            async with self._session.get(self.webhook, params=query) as answer:
                return answer.status == OK and await answer.text() == CHALLENGE
        except (aiohttp.ClientError, asyncio.TimeoutError):
            return False

    async def _until_taken(
        self, raw: bytes, updates: int, webhook: str
    ) -> list[Attempt]:
        attempts = [await self.post(raw, updates=updates, webhook=webhook)]
        for seconds in self.retry_seconds:
            if attempts[-1].status == OK:
                break
            await asyncio.sleep(seconds)
            attempts.append(await self.post(raw, updates=updates, webhook=webhook))
        return attempts
