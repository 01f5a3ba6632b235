from __future__ import annotations

import time
from typing import TYPE_CHECKING

from pipeline.formats.packages import open_archive
from pipeline.formats.zip_write import render_zip

if TYPE_CHECKING:
    import pytest

FILES = {"b/x.txt": b"hello" * 100, "empty/": b"", "a.txt": "á".encode()}


def test_what_is_packed_comes_out_in_its_order() -> None:
    archive = open_archive(render_zip(FILES), "x.zip")
    assert {name: archive.read(name) for name in archive.members} == FILES
    assert list(archive.members) == list(FILES)


def test_neither_the_clock_nor_the_place_is_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    first = render_zip(FILES)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    assert render_zip(FILES) == first
