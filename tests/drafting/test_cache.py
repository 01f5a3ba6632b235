from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from pipeline.drafting.base import Draft
from pipeline.drafting.cache import open_cache
from pipeline.errors import CaveatError

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = Draft(text="x\n\0y", engine="e@1", note="n", unknown=("zz", "yy"), confidence=0.25)


def test_an_answer_comes_back_as_it_was(tmp_path: Path) -> None:
    with open_cache(tmp_path / "sub" / "drafts.sqlite3") as cache:
        cache.add([(b"a", WHOLE), (b"b", Draft(text="")), (b"c", Draft(reason="no"))])
    with open_cache(tmp_path / "sub" / "drafts.sqlite3") as cache:
        assert cache.find([b"a", b"b", b"c", b"d"]) == {b"a": WHOLE, b"b": Draft(text="")}
        assert cache.find([]) == {}


def test_a_later_answer_takes_the_place_of_the_earlier(tmp_path: Path) -> None:
    with open_cache(tmp_path / "drafts.sqlite3") as cache:
        cache.add([(b"a", WHOLE)])
        cache.add([(b"a", Draft(text="new"))])
        assert cache.find([b"a"])[b"a"].text == "new"


def test_more_keys_than_sqlite_takes_at_once_are_found(tmp_path: Path) -> None:
    keys = [number.to_bytes(4) for number in range(1200)]
    with open_cache(tmp_path / "drafts.sqlite3") as cache:
        cache.add((key, Draft(text="x")) for key in keys)
        assert len(cache.find(keys)) == 1200


@pytest.mark.parametrize("data", [b"not a database, but long enough to be looked at" * 40, b""])
def test_a_damaged_file_is_made_again(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "drafts.sqlite3"
    path.write_bytes(data)
    with open_cache(path) as cache:
        cache.add([(b"a", WHOLE)])
        assert cache.find([b"a"]) == {b"a": WHOLE}


def test_a_file_of_another_version_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "drafts.sqlite3"
    with open_cache(path) as cache:
        cache.add([(b"a", WHOLE)])
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with open_cache(path) as cache:
        assert cache.find([b"a"]) == {}


def test_a_place_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with (
        pytest.raises(CaveatError, match="the cache of drafts can't be used") as caught,
        open_cache(tmp_path / "file" / "drafts.sqlite3"),
    ):
        pass
    assert caught.value.hint == "delete drafts.sqlite3; what it holds is asked for again"


def test_an_error_while_it_is_open_is_told(tmp_path: Path) -> None:
    def use_without_tables() -> None:
        with open_cache(tmp_path / "drafts.sqlite3") as cache:
            cache._db.execute("DROP TABLE answer")
            cache.find([b"a"])

    with pytest.raises(CaveatError, match="the cache of drafts can't be used: no such table"):
        use_without_tables()


def test_characters_are_counted_by_engine_and_day(tmp_path: Path) -> None:
    with open_cache(tmp_path / "drafts.sqlite3") as cache:
        cache.spend("a", "2026-11-22", 5)
        cache.spend("a", "2026-11-22", 3)
        cache.spend("a", "2026-11-22", -1)
        cache.spend("b", "2026-11-22", 1)
        assert cache.spent("a", "2026-11-22") == 7
        assert cache.spent("a", "2026-11-23") == 0
        cache.spend("b", "2026-11-22", -9)
        assert cache.spent("b", "2026-11-22") == 0


def test_two_runs_may_use_it_at_once(tmp_path: Path) -> None:
    path = tmp_path / "drafts.sqlite3"
    with open_cache(path) as one, open_cache(path) as other:
        one.add([(b"a", WHOLE)])
        other.add([(b"b", WHOLE)])
        assert set(one.find([b"a", b"b"])) == {b"a", b"b"}
