"""Message ids the way WhatsApp makes them."""

import base64
import secrets

ID_BYTES = 24


def new_message_id() -> str:
    """A fresh `wamid.`"""
    return "wamid.HBgL" + base64.b64encode(secrets.token_bytes(ID_BYTES)).decode()
