from __future__ import annotations

import errno
import os
import stat
from contextlib import closing
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.errors import CaveatError
from pipeline.workspace import files
from pipeline.workspace.files import decode_utf8, read_bytes, read_text, sweep_leftovers, write_if_changed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def failing(number: int) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def break_write(monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fdopen

    def opened(*arguments: Any, **options: Any) -> Any:
        file = real(*arguments, **options)

        def write_a_little(data: bytes) -> None:
            file.raw.write(data[:1])
            failing(errno.ENOSPC)()

        return closing(SimpleNamespace(write=write_a_little, close=file.close))

    monkeypatch.setattr(files.os, "fdopen", opened)


BREAKS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "create": lambda patch: patch.setattr(files.tempfile, "mkstemp", failing(errno.EACCES)),
    "write": break_write,
    "sync": lambda patch: patch.setattr(files.os, "fsync", failing(errno.EIO)),
    "mode": lambda patch: patch.setattr(files.os, "chmod", failing(errno.EPERM)),
    "replace": lambda patch: patch.setattr(files.os, "replace", failing(errno.EROFS)),
}


@pytest.mark.parametrize("step", BREAKS)
@pytest.mark.parametrize("before", [[], [b"old"]])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    step: str, before: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.po"
    for data in before:
        path.write_bytes(data)
    BREAKS[step](monkeypatch)
    with pytest.raises(CaveatError, match=rf"^{path}: can't be written: \w"):
        write_if_changed(path, b"new words")
    assert [one.read_bytes() for one in tmp_path.iterdir()] == before


def test_a_kill_between_write_and_replace_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.po"
    path.write_bytes(b"old")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_if_changed(path, b"new")
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"old"]


def test_a_folder_that_can_not_be_read_or_synced_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files.os, "open", failing(errno.EACCES))
    files._sync_folder(tmp_path)
    monkeypatch.undo()
    monkeypatch.setattr(files.os, "fsync", failing(errno.EINVAL))
    files._sync_folder(tmp_path)


def test_a_disk_that_can_not_keep_the_name_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_sync_folder", failing(errno.EIO))
    with pytest.raises(CaveatError, match="can't be written: Input/output error"):
        write_if_changed(tmp_path / "x.po", b"new")


def test_each_new_folder_is_synced_into_the_one_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(files, "_sync_folder", synced.append)
    write_if_changed(tmp_path / "a" / "b" / "x.po", b"new")
    assert set(synced) == {tmp_path, tmp_path / "a", tmp_path / "a" / "b"}


def test_a_link_in_the_place_of_a_file_is_replaced_and_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    (tmp_path / "x.po").symlink_to(victim)
    write_if_changed(tmp_path / "x.po", b"new")
    assert victim.read_bytes() == b"mine"
    assert (tmp_path / "x.po").read_bytes() == b"new"
    assert not (tmp_path / "x.po").is_symlink()


def test_a_file_is_written_once_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "x.po"
    assert write_if_changed(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    inode = path.stat().st_ino
    assert not write_if_changed(path, b"new")
    assert path.stat().st_ino == inode
    path.chmod(0o600)
    assert write_if_changed(path, b"newer")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"newer", 0o600)


def test_a_file_in_the_place_of_a_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(CaveatError, match="can't be written"):
        write_if_changed(tmp_path / "a" / "x.po", b"new")


def test_leftovers_are_swept_and_nothing_else(tmp_path: Path) -> None:
    kept = [tmp_path / ".caveat-notes", tmp_path / "x.tmp", tmp_path / ".caveat-a.tmp"]
    kept[0].write_bytes(b"")
    kept[1].write_bytes(b"")
    kept[2].mkdir()
    (tmp_path / "sub").mkdir()
    for left in (tmp_path / ".caveat-1a.tmp", tmp_path / "sub" / ".caveat-2b.tmp"):
        left.write_bytes(b"half")
    assert sweep_leftovers(tmp_path) == 2
    assert sorted(tmp_path.rglob("*")) == sorted([*kept, tmp_path / "sub"])
    assert sweep_leftovers(tmp_path / "missing") == 0


def test_what_a_killed_write_leaves_is_what_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.os, "unlink", failing(errno.EIO))
    monkeypatch.setattr(files.os, "replace", failing(errno.EIO))
    with pytest.raises(CaveatError):
        write_if_changed(tmp_path / "x.po", b"new")
    monkeypatch.undo()
    assert sweep_leftovers(tmp_path) == 1
    assert list(tmp_path.iterdir()) == []


def test_reading_tells_what_is_wrong_and_where(tmp_path: Path) -> None:
    with pytest.raises(CaveatError, match=r"^locales/x: no such file$"):
        read_bytes(tmp_path / "x", "locales/x")
    with pytest.raises(CaveatError, match=r"^locales: can't be read: Is a directory$"):
        read_bytes(tmp_path, "locales")
    with pytest.raises(CaveatError) as error:
        decode_utf8(b"a\nb\n\xe9", "x")
    assert str(error.value) == "x:3: not UTF-8: byte 0xe9 can't be read\n  hint: save the file as UTF-8"


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"\xef\xbb\xbfa\r\n")
    assert read_text(tmp_path / "x", "x") == "a\r\n"
