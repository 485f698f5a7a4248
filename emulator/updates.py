"""What Meta tells the product: one update each, and the webhook body around many."""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from emulator.account import Account
from emulator.readers import Reader

MOST_UPDATES = 1000  # of one POST


@dataclass(frozen=True)
class Update:
    """One message, status, error or notice.

    `part` is the list of the value it stands in; a notice without one is the whole
    value, and such values have no metadata.
    """

    field: str
    part: str
    item: dict[str, Any]
    reader: Reader | None = None

    @property
    def id(self) -> str:
        """The message's id, or that of the message a status is about."""
        return str(self.item.get("id", ""))

    def with_id(self, message_id: str) -> "Update":
        """The same under another id."""
        return self.changed(id=message_id)

    def at(self, seconds: float) -> "Update":
        """The same, sent at this second of the epoch."""
        return self.changed(timestamp=str(int(seconds)))

    def replying_to(self, message_id: str, author: str = "") -> "Update":
        """The same as a reply to an earlier message.

        `author` is a phone number; "" becomes the business's own on the way.
        """
        return self.changed(context={"from": author, "id": message_id})

    def forwarded(self, often: bool = False) -> "Update":
        """The same, forwarded from another chat (`often`: more than 5 times)."""
        name = "frequently_forwarded" if often else "forwarded"
        return self.changed(context={name: True})

    def in_group(self, group_id: str = "HBgLMTIwMjU1NTAxOTkVAgASGBQz") -> "Update":
        """The same, written in a group."""
        return self.changed(group_id=group_id)

    def changed(self, **members: Any) -> "Update":
        """The same with members of the message replaced or added."""
        return replace(self, item={**self.item, **members})

    def without(self, *members: str) -> "Update":
        """The same without these members of the message."""
        kept = {name: value for name, value in self.item.items() if name not in members}
        return replace(self, item=kept)


def webhook_body(
    updates: Sequence[Update],
    account: Account,
    *,
    per_change: int = 1,
    per_entry: int = MOST_UPDATES,
) -> dict[str, Any]:
    """The JSON of one POST.

    At most `per_change` neighbours of one kind share a value, and at most `per_entry`
    changes an entry; Meta does either as it likes.

    Raises:
        ValueError: more updates than Meta puts in one POST.
    """
    if len(updates) > MOST_UPDATES:
        raise ValueError(f"Meta puts at most {MOST_UPDATES} updates in one POST.")
    changes = [_change(group, account) for group in _groups(updates, per_change)]
    return {
        "object": "whatsapp_business_account",
        "entry": [
            {
                "id": account.business_account_id,
                "changes": changes[start : start + per_entry],
            }
            for start in range(0, len(changes), per_entry)
        ],
    }


def _groups(updates: Sequence[Update], most: int) -> Iterator[list[Update]]:
    for (_, part), alike in groupby(updates, lambda each: (each.field, each.part)):
        members = list(alike)
        step = most if part else 1
        for start in range(0, len(members), step):
            yield members[start : start + step]


def _change(updates: list[Update], account: Account) -> dict[str, Any]:
    first = updates[0]
    if not first.part:
        return {"field": first.field, "value": copy.deepcopy(first.item)}
    value: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": account.display_phone_number,
            "phone_number_id": account.phone_number_id,
        },
    }
    readers = dict.fromkeys(each.reader for each in updates if each.reader)
    if readers:
        value["contacts"] = [reader.contact() for reader in readers]
    value[first.part] = [_item(update, account) for update in updates]
    return {"field": first.field, "value": value}


def _item(update: Update, account: Account) -> dict[str, Any]:
    item = copy.deepcopy(update.item)
    context = item.get("context")
    if isinstance(context, dict) and context.get("from") == "":
        context["from"] = account.display_phone_number
    return item
