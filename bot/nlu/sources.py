"""What a model's components learn with, for `make train` and for Rasa's own cache."""

import hashlib
from collections.abc import Iterable

from settings import ROOT

LEARNING = (
    "requirements.lock",
    "article",
    "bot/file_importer.py",
    "bot/language.py",
    "bot/nlu",
    "bot/safety",
    "bot/short_forms.py",
)
SUFFIXES = {".yml", ".py", ".lock"}


def sources_fingerprint(sources: Iterable[str]) -> str:
    """A sha256 over files and folders of the project, in hexadecimal."""
    digest = hashlib.sha256()
    for source in sources:
        root = ROOT / source
        files = [root] if root.is_file() else sorted(root.rglob("*"))
        for path in files:
            if path.is_file() and path.suffix in SUFFIXES:
                name = str(path.relative_to(ROOT)).encode()
                digest.update(name + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
