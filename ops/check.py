"""Runs every check, in order, and stops at the first that fails.

`python -m ops.check` is `make test`; nothing is skipped, and what a check needs
is made by it or by the setup before it.
"""

import subprocess
import sys
import time

from ops.prepare import environment, train
from settings import ROOT

PYTHON = sys.executable
CHECKS = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy"],
    "content": ["article.importer", "--check"],
    "training data": [
        "rasa", "data", "validate", "--fail-on-warnings", "--max-history", "5",
    ],
    "training": [],
    "conversations": [
        "rasa", "test", "core", "--stories", "tests/conversations", "--e2e",
        "--fail-on-prediction-errors", "--model", "models/assistant.tar.gz",
        "--out", "results",
    ],
    "tests": ["pytest", "--capture=tee-sys"],
}  # fmt: skip


def run(name: str, command: list[str]) -> int:
    """Run one check; its exit status."""
    if name == "training":
        return train()
    return subprocess.call([PYTHON, "-m", *command], cwd=ROOT, env=environment())


def main() -> int:
    """Run all checks; the exit status of the first that failed, else 0."""
    for name, command in CHECKS.items():
        print(f"\n== {name}", flush=True)
        started = time.monotonic()
        status = run(name, command)
        if status:
            print(f"== {name}: failed", file=sys.stderr)
            return status
        print(f"== {name}: passed in {time.monotonic() - started:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
