"""A stamp says whether a file is the one that was read, whatever its times say."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pipeline.web import stamps
from pipeline.web.stamps import SETTLED_NS, Stamps

if TYPE_CHECKING:
    from pathlib import Path

NOON = 1_800_000_000_000_000_000


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> int:
        return self.now


class FrozenSystem:
    """`os`, on a file system whose clock stands still: no write leaves a trace but in the content."""

    def __init__(self) -> None:
        self.opened = 0

    def __getattr__(self, name: str) -> object:
        return getattr(os, name)

    def stat(self, path: str) -> os.stat_result:
        found = os.stat(path)  # noqa: PTH116 - as what is replaced asks
        times = {"st_mtime_ns": NOON, "st_ctime_ns": NOON}
        return os.stat_result((found.st_mode, 1, 1, 1, 0, 0, found.st_size, 0, 0, 0), times)


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "os", FrozenSystem())


@pytest.mark.usefixtures("frozen")
def test_two_answers_for_a_path_are_equal_only_where_its_content_is(tmp_path: Path) -> None:
    clock = Clock()
    known, path = Stamps(clock), tmp_path / "es.po"
    seen = []
    for text in ("one", "two", "one"):
        path.write_text(text)
        seen.append(known.of(str(path)))
    assert seen[0] == seen[2] != seen[1]


@pytest.mark.usefixtures("frozen")
def test_what_was_settled_when_it_was_read_is_not_read_again(tmp_path: Path) -> None:
    clock = Clock()
    known, path = Stamps(clock), tmp_path / "es.po"
    path.write_text("one")
    clock.now = NOON + SETTLED_NS  # the very last moment at which a second write could hide
    first = known.of(str(path))
    path.write_text("two")
    second = known.of(str(path))
    assert second != first
    clock.now += 1
    assert known.of(str(path)) == second
    path.write_text("six")
    assert known.of(str(path)) == second  # no file system writes now and says it was seconds ago


def test_another_size_time_or_file_is_read_again(tmp_path: Path) -> None:
    clock = Clock()
    clock.now = 2 * NOON
    known, path = Stamps(clock), tmp_path / "es.po"
    path.write_text("one")
    first = known.of(str(path))
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    path.write_text("two")
    os.utime(path, ns=times)  # an editor that puts the time back
    second = known.of(str(path))
    other = tmp_path / "other"
    other.write_text("six")
    os.utime(other, ns=times)
    other.replace(path)
    third = known.of(str(path))
    path.unlink()
    assert len({first, second, third, known.of(str(path))}) == 4
    assert known.of(str(path)) is None


def test_a_folder_is_the_names_in_it(tmp_path: Path) -> None:
    known = Stamps()
    empty = known.of(str(tmp_path))
    (tmp_path / "a.md").write_text("x")
    one = known.of(str(tmp_path))
    (tmp_path / "a.md").write_text("y")
    assert known.of(str(tmp_path)) == one != empty
    (tmp_path / "a.md").rename(tmp_path / "b.md")
    assert known.of(str(tmp_path)) not in (one, empty)


def test_what_can_not_be_read_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert Stamps().of(str(tmp_path / "loop")) is None
