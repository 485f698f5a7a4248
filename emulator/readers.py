"""The people on the other side: a phone number, a name, a business-scoped user id."""

import hashlib
from dataclasses import dataclass
from typing import Any

USER_ID_DIGITS = 20


@dataclass(frozen=True)
class Reader:
    """A person with WhatsApp; `phone` is digits without a plus.

    `hidden`: the product sees the user id and username, not the number. The
    business-scoped `user_id` follows from the number unless it is given.
    """

    phone: str
    name: str = "Reader Example"
    hidden: bool = False
    username: str = ""
    user_id: str = ""

    def __post_init__(self) -> None:
        if not self.user_id:
            number = str(int(hashlib.sha256(self.phone.encode()).hexdigest(), 16))
            object.__setattr__(self, "user_id", f"US.{number[:USER_ID_DIGITS]}")

    @property
    def id(self) -> str:
        """What the product knows the reader by."""
        return self.user_id if self.hidden else self.phone

    def contact(self) -> dict[str, Any]:
        """The reader in a webhook's `contacts`."""
        profile = {"name": self.name}
        if self.username:
            profile["username"] = self.username
        known = {} if self.hidden else {"wa_id": self.phone}
        return {"profile": profile, **known, "user_id": self.user_id}

    def sender(self) -> dict[str, Any]:
        """The reader as a message's sender."""
        known = {} if self.hidden else {"from": self.phone}
        return {**known, "from_user_id": self.user_id}


ANNA = Reader("12025550111", "Anna")
BEN = Reader("12025550122", "Ben")
CARO = Reader("12025550133", "Caro", hidden=True, username="caro.reads")
EXAMPLES = (ANNA, BEN, CARO)
