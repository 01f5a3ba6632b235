"""The page over a small project, for every test of this folder."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.projects import Project
from tests.web.site import Site, make_site, open_site

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_site(tmp_path_factory.mktemp("site") / "project").project.root


@pytest.fixture
def site(_made: Path, tmp_path: Path) -> Site:
    """Return the page over a copy of the drafted project."""
    root = tmp_path / "project"
    shutil.copytree(_made, root)
    return open_site(Project(root))
