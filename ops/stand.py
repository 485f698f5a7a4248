"""A throw-away assistant: free ports, a database of its own, logs to read."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from article.files import read_content
from article.store import ContentStore
from ops.servers import (
    Server,
    action_server,
    endpoints_for,
    free_port,
    rasa_server,
)
from settings import ROOT, Settings


@dataclass
class Stand:
    """The running servers, where they are, and what they wrote."""

    settings: Settings
    actions: Server
    rasa: Server
    folder: Path
    model: Path
    endpoints: Path

    @property
    def url(self) -> str:
        """The Rasa server's address."""
        return f"http://127.0.0.1:{self.settings.port}"

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "assistant.db"

    def log(self) -> str:
        """What both servers wrote so far."""
        paths = sorted(self.folder.glob("*.log"))
        return "\n".join(path.read_text("utf-8", "replace") for path in paths)

    def restart_actions(self) -> None:
        """Start the action server again after it was stopped."""
        self.actions = action_server(self.settings, self.folder / "actions.log")
        self.actions.wait_until_ready()

    def start_rasa(self, port: int) -> Server:
        """Start a Rasa server on the same database; wait for it, and stop it yourself.

        Raises:
            StartError: the port is in use.
        """
        log = self.folder / f"rasa_{port}.log"
        settings = replace(self.settings, port=port)
        return rasa_server(settings, self.model, self.endpoints, log)

    def restart_rasa(self) -> None:
        """Start the Rasa server again after it was stopped."""
        self.rasa = rasa_server(
            self.settings, self.model, self.endpoints, self.folder / "rasa.log"
        )
        self.rasa.wait_until_ready()


@contextmanager
def running_assistant(
    folder: Path,
    model: Path,
    environment: dict[str, str] | None = None,
    database_url: str | None = None,
) -> Iterator[Stand]:
    """Run the assistant with its files in `folder`; stop it at the end.

    Its settings are the defaults and those of `environment`, whatever is exported
    here. Its database is a SQLite file there unless `database_url` names another.

    Raises:
        StartError: a server did not come up.
    """
    settings = replace(
        Settings.read(environment or {}),
        database_url=database_url or f"sqlite:///{folder / 'assistant.db'}",
        port=free_port(),
        action_server_port=free_port(),
        web_token_secret="a secret of the tests, used nowhere else",
    )
    store = ContentStore(settings.database_url, settings.database_timeout_seconds)
    store.replace(read_content(ROOT / "content"))
    with endpoints_for(settings.action_server_port) as endpoints, ExitStack() as stack:
        actions = action_server(settings, folder / "actions.log")
        stack.callback(actions.stop)
        rasa_log = folder / "rasa.log"
        rasa = rasa_server(settings, model, endpoints, rasa_log)
        stand = Stand(settings, actions, rasa, folder, model, endpoints)
        stack.callback(lambda: stand.actions.stop())
        stack.callback(lambda: stand.rasa.stop())
        actions.wait_until_ready()
        rasa.wait_until_ready()
        yield stand
