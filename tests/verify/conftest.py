from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.verify.sample import make_project

if TYPE_CHECKING:
    from pipeline.workspace.project import Workspace


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """One project for all tests that change only what was built."""
    return make_project(tmp_path_factory.mktemp("project"))
