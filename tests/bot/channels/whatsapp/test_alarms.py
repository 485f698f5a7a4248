"""Alarms, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.engine import Engine

from bot.channels.whatsapp.alarms import Alarms
from bot.channels.whatsapp.errors import Refused
from tests.bot.channels.whatsapp.stored import SEAL

EXPIRED = Refused(190, "expired", "A1", "")
SPAM = Refused(131048, "spam", "A2", "")


def raised(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The alarms so far."""
    return [
        record.getMessage().split()[0]
        for record in caplog.records
        if record.levelname == "CRITICAL"
    ]


def test_halt_is_one_alarm_for_all_processes(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """However many processes meet the expired token, one of them tells, once."""
    processes = [Alarms(engine, SEAL, "token") for _ in range(8)]
    with ThreadPoolExecutor(len(processes)) as threads:
        list(threads.map(lambda alarms: alarms.halted(EXPIRED, 0), processes))
    processes[0].halted(EXPIRED, 1e9)
    assert raised(caplog) == ["whatsapp.sending.halted"]
    assert "code=190 trace=A1" in caplog.text


def test_another_token_is_another_alarm(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """A new token that is refused, too, is told; and so is one that worked between."""
    Alarms(engine, SEAL, "token").halted(EXPIRED, 0)
    renewed = Alarms(engine, SEAL, "a new token")
    renewed.halted(EXPIRED, 1)
    assert len(raised(caplog)) == 2
    renewed.resumed()
    renewed.resumed()
    assert caplog.text.count("whatsapp.sending.resumed") == 1
    renewed.halted(EXPIRED, 2)
    assert len(raised(caplog)) == 3


def test_spam_limit_is_an_alarm_once_an_hour(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """However many messages the spam limit holds back, it is told once an hour."""
    for now in (0, 1, 3599):
        Alarms(engine, SEAL, "token").spam_limited(SPAM, now)
    assert raised(caplog) == ["whatsapp.spam.limited"]
    Alarms(engine, SEAL, "token").spam_limited(SPAM, 3600)
    assert len(raised(caplog)) == 2
