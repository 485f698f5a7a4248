"""An assistant to break: impatient, and quick to forget a self-check."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.stand import Stand, running_assistant

ENVIRONMENT = {"ACTION_TIMEOUT_SECONDS": "2", "SELF_CHECK_SECONDS": "5"}


@pytest.fixture(scope="session")
def breakable(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """An assistant that tests break, one after the other, and mend."""
    folder = tmp_path_factory.mktemp("breakable")
    with running_assistant(folder, model, ENVIRONMENT) as stand:
        yield stand
