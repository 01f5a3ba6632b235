from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.stages.init import init
from pipeline.stages.sources import read_sources
from tests.projects import Project, read_tree


def test_a_new_project_is_sound(tmp_path: Path) -> None:
    written = init(tmp_path)
    assert tuple(sorted(read_tree(tmp_path))) == written
    assert {".gitattributes", "caveat.toml", "output/.gitignore", "source/disclaimers.toml"} <= set(written)
    sources = read_sources(Project(tmp_path).open())
    assert (sources.problems, len(sources.documents), len(sources.disclaimers)) == ((), 1, 1)


def test_no_file_is_ever_overwritten(tmp_path: Path) -> None:
    (tmp_path / "caveat.toml").write_text("mine")
    with pytest.raises(ConfigError):
        init(tmp_path)
    assert read_tree(tmp_path) == {"caveat.toml": b"mine"}
