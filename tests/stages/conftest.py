"""A translator's package, for every test here whose project has catalogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.packages import hand_out

if TYPE_CHECKING:
    from pathlib import Path

    from tests.projects import Project


@pytest.fixture
def package(project: Project, tmp_path: Path) -> Path:
    """The package of one document, handed out."""
    path = tmp_path / "job.zip"
    hand_out(project, path)
    return path
