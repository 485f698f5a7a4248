"""The settings that connect an assistant to the emulator instead of to Meta."""

from emulator.account import Account
from emulator.running import RunningEmulator


def account_settings(account: Account, graph_url: str) -> dict[str, str]:
    """The settings for this account of a Graph API at this address."""
    return {
        "WHATSAPP_PHONE_NUMBER_ID": account.phone_number_id,
        "WHATSAPP_ACCESS_TOKEN": account.access_token,
        "WHATSAPP_APP_SECRET": account.app_secret,
        "WHATSAPP_VERIFY_TOKEN": account.verify_token,
        "WHATSAPP_GRAPH_URL": graph_url,
    }


def settings_for(meta: RunningEmulator) -> dict[str, str]:
    """The settings for a running emulator, with a secret of its own."""
    secret = {"WHATSAPP_ID_SECRET": "a secret for throw-away databases only"}
    return {**account_settings(meta.account, meta.graph_url), **secret}
