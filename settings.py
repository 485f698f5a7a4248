"""Every setting of the assistant, read from the environment once, here only.

The README's table lists them; a test keeps table and module equal.
"""

import os
from collections.abc import Mapping
from dataclasses import Field, asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

ROOT = Path(__file__).parent
SelfCheckWay = Literal["list", "form"]


class SettingsError(ValueError):
    """A setting holds a value that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """What the operator may change.

    Each field is read from the environment variable of the same name in
    capitals; durations are in seconds, lengths in characters.
    """

    database_url: str = f"sqlite:///{ROOT / 'var' / 'assistant.db'}"
    database_timeout_seconds: int = 2
    port: int = 5005
    action_server_port: int = 5055
    action_timeout_seconds: int = 5
    turn_timeout_seconds: int = 10
    tracker_max_events: int = 30
    self_check_seconds: int = 1_800
    web_token_secret: str = ""
    web_token_seconds: int = 86_400
    web_max_message_chars: int = 4_096
    web_allowed_origins: str = ""
    web_session_messages_per_minute: int = 300
    web_address_messages_per_minute: int = 6_000
    web_address_sessions_per_minute: int = 3_000
    web_trusted_proxies: int = 0
    whatsapp_phone_number_id: str = ""
    whatsapp_access_token: str = ""
    whatsapp_app_secret: str = ""
    whatsapp_verify_token: str = ""
    whatsapp_graph_url: str = "https://graph.facebook.com/v25.0"
    whatsapp_id_secret: str = ""
    whatsapp_lease_seconds: int = 30
    whatsapp_self_check: SelfCheckWay = "list"

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings; an unset or blank variable means the default.

        Raises:
            SettingsError: a number is not a whole number, or is zero where
                zero would switch off what the setting bounds; a word is none of
                those there are.
        """
        environment = os.environ if environment is None else environment
        values = {}
        for name, field in cls.__dataclass_fields__.items():
            text = environment.get(name.upper(), "").strip()
            if text:
                values[name] = _value(name, field, text)
        return cls(**values)

    def variables(self) -> dict[str, str]:
        """The environment variables that `read` makes these settings from."""
        return {name.upper(): str(value) for name, value in asdict(self).items()}


def _value(name: str, field: "Field[Any]", text: str) -> Any:
    if field.type is int:
        return _whole(name, text, least=0 if field.default == 0 else 1)
    words = get_args(field.type)
    if words and text not in words:
        reason = f"must be {' or '.join(words)}"
        raise SettingsError(f"{name.upper()}={text!r}: {reason}")
    return text


def _whole(name: str, text: str, least: int) -> int:
    if not text.isdecimal() or int(text) < least:
        reason = f"must be a whole number, at least {least}"
        raise SettingsError(f"{name.upper()}={text!r}: {reason}")
    return int(text)
