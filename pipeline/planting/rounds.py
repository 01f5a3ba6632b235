"""A catalog to spoilt copies of it: each holds some errors, so far apart that none is near another."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING, Final

from pipeline.planting.base import Operation, Plot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.model.catalog import Catalog, Entry
    from pipeline.model.locale import Locale
    from pipeline.model.unit import UnitKey

DISTANCE: Final = 2
"""How many places lie between two errors of one copy: a check may look at a unit's two neighbours."""
MOST: Final = 60
"""Errors of one operation that are planted in one catalog at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One error: which units of the catalog it changes, and what stands there instead."""

    operation: str
    places: Mapping[int, str]
    """Index among the catalog's entries -> target with the error. Two only where targets are exchanged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoiltCopy:
    """A catalog with errors in it, and where they are."""

    catalog: Catalog
    planted: tuple[Planted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A good catalog to plant in."""

    catalog: Catalog
    locale: Locale
    seed: str
    foreign: Mapping[UnitKey, tuple[str, ...]] = field(default_factory=dict)
    """The same units in languages that can be taken for this one."""
    most: int = MOST


def plant(ground: Field, operations: Sequence[Operation]) -> Iterator[SpoiltCopy]:
    """Yield copies of a catalog that together hold every error planted in it.

    The same catalog, locale, seed and operations give the same errors, whatever ran before.
    """
    rounds: list[_Round] = []
    for operation in operations:
        for error in _errors(ground, operation):
            room = next((one for one in rounds if one.has_room(error)), None)
            if room is None:
                room = _Round()
                rounds.append(room)
            room.add(error)
    for room in rounds:
        yield SpoiltCopy(catalog=_spoil(ground.catalog, room.planted), planted=tuple(room.planted))


class _Round:
    """The errors of one copy to be."""

    def __init__(self) -> None:
        self.planted: list[Planted] = []
        self._places: set[int] = set()
        self._texts: set[str] = set()

    def has_room(self, error: Planted) -> bool:
        """Return whether no error is near, and none says the same: two equal targets are an error too."""
        return not (self._places & error.places.keys() or self._texts & set(error.places.values()))

    def add(self, error: Planted) -> None:
        self.planted.append(error)
        self._texts.update(error.places.values())
        for place in error.places:
            self._places.update(range(place - DISTANCE, place + DISTANCE + 1))


def _errors(ground: Field, operation: Operation) -> list[Planted]:
    """Return the errors of one operation; of too many a choice, the same whatever else is planted."""
    find = _exchanges if operation.is_exchange else _changes
    found = list(find(ground, operation))
    if len(found) > ground.most:
        chosen = Random(f"{ground.seed}:{operation.name}:{ground.locale}")  # noqa: S311 - errors, no secrets
        found = sorted(chosen.sample(found, ground.most), key=lambda error: min(error.places))
    return found


def _changes(ground: Field, operation: Operation) -> Iterator[Planted]:
    for place, entry in _good(ground.catalog):
        text = operation.plant(_plot(ground, entry), _random(ground, operation, entry))
        if text is not None:
            yield Planted(operation=operation.name, places={place: text})


def _exchanges(ground: Field, operation: Operation) -> Iterator[Planted]:
    """Yield pairs of neighbours that have each other's target; each unit is in one pair at most."""
    good = list(_good(ground.catalog))
    for (place, entry), (next_place, following) in zip(good[::2], good[1::2], strict=False):
        if next_place != place + 1 or entry.target == following.target:
            continue
        if all(
            operation.plant(_plot(ground, one), _random(ground, operation, one)) for one in (entry, following)
        ):
            yield Planted(
                operation=operation.name, places={place: following.target, next_place: entry.target}
            )


def _good(catalog: Catalog) -> Iterator[tuple[int, Entry]]:
    """Yield the entries to plant in, with their index: those with one target that says something."""
    for place, entry in enumerate(catalog.entries):
        if not (entry.is_header or entry.obsolete or entry.is_blank) and entry.plural is None:
            yield place, entry


def _plot(ground: Field, entry: Entry) -> Plot:
    return Plot(
        source=entry.key.source,
        target=entry.target,
        locale=ground.locale,
        foreign=ground.foreign.get(entry.key, ()),
    )


def _random(ground: Field, operation: Operation, entry: Entry) -> Random:
    """Return the random numbers of one error: they depend on nothing but what it is made of."""
    name = f"{ground.seed}:{operation.name}:{ground.locale}:{entry.key.id}"
    return Random(name)  # noqa: S311 - errors are chosen, no secrets


def _spoil(catalog: Catalog, planted: Iterable[Planted]) -> Catalog:
    changed: dict[int, str] = {}
    for error in planted:
        changed.update(error.places)
    entries = tuple(
        replace(entry, targets=(changed[place],), raw=None) if place in changed else entry
        for place, entry in enumerate(catalog.entries)
    )
    return replace(catalog, entries=entries)
