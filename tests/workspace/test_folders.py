from pathlib import Path

import pytest

from pipeline.errors import CaveatError
from pipeline.workspace.folders import write_folder


def test_the_folder_holds_what_was_made_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "out" / "preview"
    first = write_folder(folder, {"a/b.txt": b"1", "c.txt": b"2"})
    again = write_folder(folder, {"a/b.txt": b"1", "d.txt": b"3"})
    assert (first.written, first.removed, again.written, again.removed) == (2, 0, 1, 1)
    assert sorted(path.name for path in folder.rglob("*.txt")) == ["b.txt", "d.txt"]


@pytest.mark.parametrize("link", ["out", "out/preview"])
def test_a_folder_behind_a_link_is_not_emptied(tmp_path: Path, link: str) -> None:
    target = tmp_path / "mine"
    (target / "preview").mkdir(parents=True)
    (target / "keep.txt").write_text("mine")
    (target / "preview" / "keep.txt").write_text("mine")
    place = tmp_path / link
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(target)
    with pytest.raises(CaveatError, match="is a link"):
        write_folder(tmp_path / "out" / "preview", {"a.txt": b""})
    assert (target / "keep.txt").exists()
    assert (target / "preview" / "keep.txt").exists()
