"""The business account that the emulated Meta side keeps for the product."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Account:
    """One WhatsApp Business account with one phone number.

    The product is given `phone_number_id`, `access_token`, `app_secret` and
    `verify_token`; phone numbers are digits without a plus.
    """

    phone_number_id: str = "100200300400500"
    access_token: str = "a token for the emulator only"
    app_secret: str = "a secret for the emulator only"
    verify_token: str = "a word for the emulator only"
    display_phone_number: str = "12025550100"
    name: str = "The assistant"
    business_account_id: str = "500400300200100"
