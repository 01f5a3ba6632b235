from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.model.catalog import Catalog
from pipeline.planting.rounds import Field, plant
from tests.factories import ES, make_entry, make_header
from tests.planting.plots import BY_NAME

if TYPE_CHECKING:
    from pipeline.planting.rounds import Planted

CHANGE, OMIT, EXCHANGE = (BY_NAME[name] for name in ("number-changed", "number-omitted", "segments-swapped"))


def _ground(size: int = 20, seed: str = "1", most: int = 60) -> Field:
    entries = [
        make_entry(
            f"Take {n} drops of this with a big glass of clean water.", f"Tome {n} gotas de esto.", line=n
        )
        for n in range(10, 10 + size)
    ]
    return Field(catalog=Catalog(entries=tuple(entries)), locale=ES, seed=seed, most=most)


def _planted(ground: Field, *operations: object) -> list[Planted]:
    return [error for copy in plant(ground, operations) for error in copy.planted]  # type: ignore[arg-type]


def _as_rows(errors: list[Planted]) -> list[tuple[str, tuple[tuple[int, str], ...]]]:
    return sorted((error.operation, tuple(error.places.items())) for error in errors)


def test_every_unit_is_spoilt_once_by_each_operation() -> None:
    errors = _planted(_ground(), CHANGE, OMIT)
    for name in ("number-changed", "number-omitted"):
        places = [at for error in errors if error.operation == name for at in error.places]
        assert sorted(places) == list(range(20))


def test_a_copy_holds_its_errors_and_is_good_everywhere_else() -> None:
    ground = _ground()
    for copy in plant(ground, [CHANGE]):
        changed = {at: text for error in copy.planted for at, text in error.places.items()}
        for at, (entry, good) in enumerate(zip(copy.catalog.entries, ground.catalog.entries, strict=True)):
            assert entry.target == changed.get(at, good.target)
            assert (entry.key, entry.line) == (good.key, good.line)


def test_two_good_units_at_least_stand_between_two_errors_of_a_copy() -> None:
    for copy in plant(_ground(50), [CHANGE, OMIT, EXCHANGE]):
        spans = sorted((min(error.places), max(error.places)) for error in copy.planted)
        assert all(start - stop > 2 for (_, stop), (start, _) in pairwise(spans))


def test_no_two_errors_of_a_copy_say_the_same() -> None:
    """The same text for two sources would be found as a repetition, and not for what is wrong with it."""
    copies = list(plant(_ground(50), [BY_NAME["wrong-language"]]))
    texts = [[text for error in copy.planted for text in error.places.values()] for copy in copies]
    assert sum(map(len, texts)) == 50 > len({text for copy in texts for text in copy})
    assert all(len(set(copy)) == len(copy) for copy in texts)


def test_no_more_errors_of_a_kind_are_planted_than_wanted() -> None:
    errors = _planted(_ground(40, most=7), CHANGE, OMIT)
    assert [
        sum(one.operation == name for one in errors) for name in ("number-changed", "number-omitted")
    ] == [7, 7]


def test_the_same_seed_gives_the_same_errors_and_another_seed_others() -> None:
    first, again, other = (_as_rows(_planted(_ground(seed=seed), CHANGE)) for seed in ("1", "1", "2"))
    assert first == again
    assert first != other


def test_an_error_does_not_depend_on_what_else_is_planted() -> None:
    alone = _as_rows(_planted(_ground(40, most=9), OMIT))
    among = _as_rows(_planted(_ground(40, most=9), CHANGE, OMIT, EXCHANGE))
    assert [row for row in among if row[0] == OMIT.name] == alone


def test_exchanged_targets_are_each_other_s_and_each_unit_is_exchanged_once() -> None:
    ground = _ground(21)
    errors = _planted(ground, EXCHANGE)
    places = [at for error in errors for at in error.places]
    assert len(places) == len(set(places)) == 20
    for error in errors:
        (first, text), (second, other) = error.places.items()
        assert second == first + 1
        assert text == ground.catalog.entries[second].target
        assert other == ground.catalog.entries[first].target


def test_equal_targets_are_not_exchanged() -> None:
    entries = tuple(
        make_entry(f"Rest in your own bed all day and drink clean water {n}.", "Descanse.") for n in "ab"
    )
    assert _planted(Field(catalog=Catalog(entries=entries), locale=ES, seed="1"), EXCHANGE) == []


def test_nothing_is_planted_in_what_is_no_translation() -> None:
    entry = make_entry("Take 12 drops.", "Tome 12 gotas.")
    others = (
        make_header(),
        replace(entry, obsolete=True),
        make_entry("Take 13 drops.", ""),
        make_entry("Take 14 drop.", "Tome 14", plural="Take 15 drops."),
    )
    ground = Field(catalog=Catalog(entries=(*others, entry)), locale=ES, seed="1")
    assert [list(error.places) for error in _planted(ground, CHANGE)] == [[len(others)]]
