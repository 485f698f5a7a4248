"""Joins a module and all it imports into one script.

One file is smaller compressed than several, needs one request, and cannot mix
modules of two versions. Of the language only what the widget's modules use is
understood:

    import { a, b } from "./file.js";    a module before this one, names unchanged
    import text from "./file.css";       a style sheet as a string
    export const|class|function ...

The modules share one scope; a name declared in two of them is a SyntaxError.
"""

import json
import re
from pathlib import Path

IMPORT = re.compile(r'^import (\w+|\{[^}]*\}) from "\./([\w-]+\.(?:js|css))";\n', re.M)
EXPORT = re.compile(r"^export (?=(?:async function|function|class|const)\b)", re.M)
LEFT = re.compile(r"^(?:import|export)\b.*", re.M)
BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
LINE_COMMENT = "//"


def joined(path: Path) -> str:
    """The script of the module at `path` and of all it imports.

    Raises:
        ValueError: an import or export of another form.
    """
    parts: dict[Path, str] = {}
    _add(path, "", parts)
    return "".join(parts.values())


def bare(source: str) -> str:
    """The source without indentation, empty lines, and comments of their own line."""
    lines = (line.strip() for line in BLOCK_COMMENT.sub("", source).splitlines())
    kept = [line for line in lines if line and not line.startswith(LINE_COMMENT)]
    return "\n".join(kept) + "\n"


def _add(path: Path, name: str, parts: dict[Path, str]) -> None:
    """Add the file behind what it imports, once; a style sheet under that name."""
    if path in parts:
        return
    source = path.read_text("utf-8")
    if path.suffix == ".css":
        parts[path] = f"const {name} = {json.dumps(bare(source))};\n"
        return
    for names, file in IMPORT.findall(source):
        _add(path.parent / file, names, parts)
    body = EXPORT.sub("", IMPORT.sub("", bare(source)))
    if left := LEFT.search(body):
        raise ValueError(f"{path.name}: cannot be joined: {left[0]}")
    parts[path] = body
