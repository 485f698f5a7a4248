"""Reads one YAML file in the shape it must have; mistakes are told with their line."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from article.mistakes import ContentError, Mistake

Shape = TypeVar("Shape", bound=BaseModel)


def read_yaml(path: Path, shape: type[Shape]) -> Shape:
    """The file's content.

    Raises:
        ContentError: it cannot be read, is not YAML, or has another shape.
    """

    def mistake(entry: str, reason: str) -> ContentError:
        return ContentError([Mistake(path.name, entry, reason)])

    try:
        # ruamel.yaml, unlike PyYAML, refuses a key that stands twice.
        return shape.parse_obj(YAML(typ="safe").load(path.read_text("utf-8")))
    except OSError as error:
        raise mistake("file", error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise mistake("file", f"not UTF-8: {error.reason}") from error
    except MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else "file"
        raise mistake(line, f"not YAML: {error.problem}") from error
    except YAMLError as error:
        raise mistake("file", f"not YAML: {error}") from error
    except ValidationError as error:
        raise ContentError(
            [
                Mistake(
                    path.name,
                    " > ".join(str(part) for part in detail["loc"]) or "file",
                    detail["msg"],
                )
                for detail in error.errors()
            ]
        ) from error
