import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import CaveatError
from pipeline.memory.pairs import MemoryPair
from pipeline.memory.store import Store, open_store
from pipeline.model.state import State


def pair(source: str, target: str = "t", locale: str = "es", document: str = "d") -> MemoryPair:
    return MemoryPair(source=source, target=target, locale=locale, document=document)


FULL = MemoryPair(
    source="Drink water.",
    target="Beba agua.",
    locale="es",
    document="cramps",
    context="label",
    state=State.REVIEWED,
    by="ana@example.org",
    before="One.",
    after="Two.",
    is_present=False,
)


def test_a_pair_comes_back_as_it_went_in(tmp_path: Path) -> None:
    with open_store(tmp_path / "m.sqlite") as store:
        store.replace_shelf("es", "cramps", "1", [FULL])
        assert store.pairs_like("Drink water.", "es") == (FULL,)
        assert store.pairs_like("Drink water.", "fr") == ()


def test_it_outlives_the_process(tmp_path: Path) -> None:
    with open_store(tmp_path / "m.sqlite") as store:
        store.replace_shelf("es", "d", "1", [pair("One.")])
    with open_store(tmp_path / "m.sqlite") as store:
        assert store.fingerprints() == {("es", "d"): "1"}
        assert store.count() == 1


def test_a_shelf_is_replaced_and_removed_as_a_whole(tmp_path: Path) -> None:
    with open_store(tmp_path / "m.sqlite") as store:
        store.replace_shelf("es", "d", "1", [pair("One."), pair("Two.")])
        store.replace_shelf("es", "other", "1", [pair("One.", "u", document="other")])
        store.replace_shelf("es", "d", "2", [pair("Two.")])
        assert [one.target for one in store.pairs_like("One.", "es")] == ["u"]
        assert store.fingerprints()["es", "d"] == "2"
        store.remove_shelf("es", "d")
        assert store.pairs_like("Two.", "es") == ()
        assert store.fingerprints() == {("es", "other"): "1"}


def test_quotes_spaces_and_unicode_form_find_each_other(tmp_path: Path) -> None:
    with open_store(tmp_path / "m.sqlite") as store:
        store.replace_shelf("es", "d", "1", [pair("It’s  a cafe\u0301.")])
        assert len(store.pairs_like("It's a café.", "es")) == 1
        assert store.pairs_like("It's a cafe.", "es") == ()


def test_words_are_counted_once_a_source_whatever_the_locales(tmp_path: Path) -> None:
    with open_store(tmp_path / "m.sqlite") as store:
        store.replace_shelf("es", "d", "1", [pair("Rest, rest and REST.")])
        store.replace_shelf("fr", "d", "1", [pair("Rest, rest and REST.", locale="fr")])
        store.replace_shelf("fr", "e", "1", [pair("Rest again.", locale="fr", document="e")])
        assert store.word_counts(["rest", "again", "never"]) == {"rest": 2, "again": 1}


@given(
    st.lists(st.lists(st.text("ab ", max_size=9), max_size=5), max_size=5),
    st.integers(0, 9),
    st.integers(0, 9),
)
def test_only_sources_of_the_size_are_looked_at(shelves: list[list[str]], least: int, most: int) -> None:
    with TemporaryDirectory() as folder, open_store(Path(folder) / "m.sqlite") as store:
        for number, texts in enumerate(shelves):
            pairs = [pair(f"{text} x", document=str(number)) for text in texts]
            store.replace_shelf("es", str(number), "1", pairs)
        known = {f"{text} x" for texts in shelves for text in texts}
        wanted = {text for text in known if least <= len(text) <= most}
        assert set(store.sources_with_any(["x"], (least, most)).values()) == wanted
        assert len(store.sources_with("x", (least, most), 1)) == min(len(wanted), 1)
        assert store.sources(9999) == {number: text for text, number in ids(store, known).items()}


def ids(store: Store, texts: set[str]) -> dict[str, int]:
    found = store.sources_with_any(["x"], (0, 99))
    assert list(found) == sorted(found)
    assert [len(text) for text in found.values()] == sorted(map(len, texts))
    return {text: number for number, text in found.items()}


def test_a_failure_in_the_middle_leaves_the_shelf_as_it_was(tmp_path: Path) -> None:
    def broken() -> object:
        yield pair("Two.")
        raise RuntimeError("stop")

    with open_store(tmp_path / "m.sqlite") as store:
        store.replace_shelf("es", "d", "1", [pair("One.")])
        with pytest.raises(RuntimeError):
            store.replace_shelf("es", "d", "2", broken())  # type: ignore[arg-type] # an iterator that fails
        assert store.fingerprints() == {("es", "d"): "1"}
        assert len(store.pairs_like("One.", "es")) == 1


@pytest.mark.parametrize("damage", [b"this is no database, but it is long enough to look at" * 40, b""])
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "m.sqlite"
    path.write_bytes(damage)
    with open_store(path) as store:
        assert store.count() == 0
        store.replace_shelf("es", "d", "1", [pair("One.")])
        assert store.count() == 1


def test_a_file_of_another_version_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    with open_store(path) as store:
        store.replace_shelf("es", "d", "1", [pair("One.")])
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with open_store(path) as store:
        assert store.fingerprints() == {}
        assert store.pairs_like("One.", "es") == ()


def fill_while_locked(path: Path) -> None:
    with open_store(path) as store, open_store(path) as other:
        other._db.execute("PRAGMA busy_timeout = 10")
        store._db.execute("BEGIN IMMEDIATE")
        other.replace_shelf("es", "d", "1", [])


def test_a_memory_that_is_locked_for_good_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CaveatError) as caught:
        fill_while_locked(tmp_path / "m.sqlite")
    assert "locked" in str(caught.value)
    assert "m.sqlite" in (caught.value.hint or "")
