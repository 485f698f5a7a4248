"""A throw-away PostgreSQL: its own folder and port, gone at the end.

The server's programs come from the system (`ops/setup_programs.sh` installs them).
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ops.servers import StartError, free_port

INSTALLED = Path("/usr/lib/postgresql")
# PostgreSQL refuses to run as root: then it runs as one of these.
UNPRIVILEGED = ("postgres", "nobody")


def programs() -> Path:
    """The folder of PostgreSQL's programs.

    Raises:
        StartError: PostgreSQL is not installed.
    """
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(INSTALLED.glob("*/bin"), key=lambda f: int(f.parent.name))
    if not folders:
        raise StartError("PostgreSQL is not installed; run ops/setup_programs.sh.")
    return folders[-1]


@contextmanager
def running_postgres() -> Iterator[str]:
    """Run a server with nothing in it; the SQLAlchemy URL of its database.

    Raises:
        StartError: PostgreSQL is not installed, or did not start.
    """
    found = programs()
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        prefix, data, port = _unprivileged(folder), folder / "data", free_port()
        control = [*prefix, found / "pg_ctl", "-D", data]
        initdb = [found / "initdb", "-D", data, "-U", "test", "-A", "trust"]
        _run([*prefix, *initdb, "-E", "UTF8", "--no-sync"], folder)
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
        _run([*control, "-l", folder / "log", "-o", options, "-w", "start"], folder)
        try:
            yield f"postgresql://test@127.0.0.1:{port}/postgres"
        finally:
            # At once: nothing in it is wanted any more.
            _run([*control, "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> list[str]:
    """The beginning of a command that runs without root's rights."""
    if os.geteuid() != 0:
        return []
    known = {entry.pw_name for entry in pwd.getpwall()}
    user = next(name for name in UNPRIVILEGED if name in known)
    shutil.chown(folder, user)
    return ["runuser", "-u", user, "--"]


def _run(command: Sequence[object], folder: Path) -> None:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        # Not pipes: the server would hold them open.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise StartError(f"{Path(str(command[-1])).name}: PostgreSQL failed.")
