"""Law 7 for sentences that are cut differently elsewhere: they are found, to be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.memory.pairs import MemoryPair
from pipeline.memory.passages import find_passages
from pipeline.memory.store import Store, open_store
from pipeline.model.state import State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KNOWN = {
    "Drink plenty of water.": "Beba mucha agua.",
    "Rest the sore leg often.": "Descanse la pierna a menudo.",
    "Call a doctor if it stays.": "Llame al médico si sigue.",
    "Stretch the leg slowly before bed; then sleep with a pillow under it.": "Estire la pierna.",
    "Take <1>one pill</1> a day.": "Tome <1>una pastilla</1> al día.",
    "Leave <1>it</1> there.": "Déjelo <1>ahí</1>.",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("memory") / "m.sqlite") as opened:
        opened.replace_shelf("es", "d", "1", [pair(source, target) for source, target in KNOWN.items()])
        yield opened


def pair(source: str, target: str, **more: object) -> MemoryPair:
    fields = {"locale": "es", "document": "d", "state": State.APPROVED, **more}
    return MemoryPair(source=source, target=target, **fields)  # type: ignore[arg-type] # fields by name


def found(store: Store, source: str, locale: str = "es") -> list[str]:
    return [one.source for one in find_passages(store, source, locale)]


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("Drink plenty of water. Rest the sore leg often.", [0, 1]),
        ("Rest the sore leg often.  Drink plenty of water. Call a doctor if it stays.", [1, 0, 2]),
        ("Drink plenty of water; rest the sore leg often.", [0, 1]),
        ("Drink plenty of water, rest the sore leg often. Rest the sore leg often.", [1]),
        ("Drink plenty of water: Rest the sore leg often.", [0, 1]),
        ("Leave <1>it</1> there. Take <2>one pill</2> a day.", [5, 4]),
        ("Drink plenty of water. Nobody knows this one.", [0]),
    ],
)
def test_the_parts_of_a_joined_text_are_found_in_order(store: Store, source: str, parts: list[int]) -> None:
    assert found(store, source) == [list(KNOWN)[number] for number in parts]


@pytest.mark.parametrize(
    "source",
    [
        "Stretch the leg slowly before bed.",
        "Then sleep with a pillow under it.",
        "Then sleep with a <1>pillow</1> under it.",
    ],
)
def test_the_text_that_a_split_one_was_a_part_of_is_found(store: Store, source: str) -> None:
    assert found(store, source) == ["Stretch the leg slowly before bed; then sleep with a pillow under it."]


@pytest.mark.parametrize(
    "source",
    [
        "Drink plenty of water.",
        "drink a lot of tea with them.",
        "with a pillow",
        "Sleep under a pillow with it.",
        "Drink plenty of water. One. Two. Three. Four.",
        "",
        "...",
        "<1>Drink plenty of water. Rest</1> now.",
    ],
    ids=[
        "known",
        "unknown",
        "too short",
        "other order",
        "mostly unknown",
        "empty",
        "no word",
        "inside a tag",
    ],
)
def test_nothing_is_found_where_it_would_not_help(store: Store, source: str) -> None:
    assert found(store, source) == []


def test_a_part_that_is_less_than_a_quarter_of_a_text_is_not_found(tmp_path: Path) -> None:
    long = "Rest the leg now " + " ".join(f"and word{number} more" for number in range(8)) + "."
    with open_store(tmp_path / "m.sqlite") as store:
        store.replace_shelf("es", "d", "1", [pair(long, "x")])
        assert found(store, "Rest the leg now.") == []
        assert found(store, long.replace(" and word7 more.", ".")) == [long]


def test_of_several_texts_that_hold_it_the_shortest_comes(tmp_path: Path) -> None:
    sources = [f"Rest the sore leg {more}." for more in ("often and well", "often", "well or not at all")]
    with open_store(tmp_path / "m.sqlite") as store:
        store.replace_shelf("es", "d", "1", [pair(source, "x") for source in sources])
        assert found(store, "Rest the sore leg.") == [sources[1]]


def test_another_language_has_none(store: Store) -> None:
    assert found(store, "Drink plenty of water. Rest the sore leg often.", "fr") == []


def test_the_best_pair_of_a_part_is_taken(tmp_path: Path) -> None:
    with open_store(tmp_path / "m.sqlite") as store:
        pairs = [pair("Rest.", "claimed", state=State.TRANSLATED), pair("Rest.", "approved")]
        store.replace_shelf("es", "d", "1", [*pairs, pair("Drink.", "Beba.")])
        assert [one.target for one in find_passages(store, "Rest. Drink.", "es")] == ["approved", "Beba."]


@given(st.lists(st.sampled_from([*KNOWN, "Unknown words here."]), min_size=2, max_size=5))
def test_what_is_found_is_of_the_text(store: Store, sentences: list[str]) -> None:
    """Each text found is one of the sentences, in their order; where all are known, all are found."""
    plain = [one for one in sentences if "<" not in one and ";" not in one]
    parts = found(store, " ".join(plain))
    known = list(dict.fromkeys(one for one in plain if one in KNOWN))
    assert [one for one in known if one in parts] == parts or len(plain) == 1
    if len(plain) > 1 and all(one in KNOWN for one in plain):
        assert parts == known
