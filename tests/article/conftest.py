"""A small content folder to make mistakes in."""

import shutil
from pathlib import Path

import pytest

TEA = Path(__file__).parents[1] / "data" / "tea"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small content; its domain.yml stands beside the folder."""
    shutil.copytree(TEA, tmp_path / "tea")
    return tmp_path / "tea" / "content"
