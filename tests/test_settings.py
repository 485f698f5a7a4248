"""Settings that cannot be used are refused, with the variable's name."""

import pytest

from settings import Settings, SettingsError


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("PORT", "0"),
        ("WEB_TRUSTED_PROXIES", "-1"),
        ("WHATSAPP_SELF_CHECK", "List"),
        ("WHATSAPP_SELF_CHECK", "off"),
    ],
)
def test_unusable_value(name: str, value: str) -> None:
    """Neither a number nor a word is guessed at."""
    with pytest.raises(SettingsError, match=name):
        Settings.read({name: value})


def test_usable_values() -> None:
    """A blank variable means the default."""
    read = Settings.read(
        {"PORT": " 81 ", "WEB_TRUSTED_PROXIES": "0", "WHATSAPP_SELF_CHECK": "form"}
    )
    assert (read.port, read.whatsapp_self_check) == (81, "form")
    assert Settings.read({"PORT": " "}) == Settings()
