"""The recall that a project has had: a file of counts below which CI does not let it fall."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.errors import CaveatError, ConfigError, Location
from pipeline.stages.recall import MEASURED
from pipeline.workspace.files import read_text, write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from pipeline.stages.recall import Recall

KIND = "selftest/1"
_HINT = "write a new one with `caveat selftest --record`"


@dataclass(frozen=True, slots=True)
class Count:
    """Errors planted, and how many of them were found."""

    planted: int
    found: int

    def is_below(self, floor: Count) -> bool:
        """Return whether a smaller share is found than the floor has."""
        return self.found * floor.planted < floor.found * self.planted

    def __add__(self, other: Count) -> Count:
        return Count(self.planted + other.planted, self.found + other.found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """What a run found, by operation and locale."""

    seed: str
    counts: Mapping[tuple[str, str], Count]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """An operation of which a smaller share is found than before."""

    operation: str
    locale: str | None
    """None where all languages together found less."""
    planted: int
    found: int
    floor_planted: int
    floor_found: int


def floor_of(rows: Iterable[Recall], seed: str) -> Floor:
    """Return what a run found, as a floor for the next ones."""
    counts = {(row.operation, row.locale): Count(row.planted, row.found) for row in rows if row.planted}
    return Floor(seed=seed, counts=counts)


def falls(rows: Iterable[Recall], floor: Floor) -> tuple[Fall, ...]:
    """Return where less is found than the floor has; a language or operation that is not in both is left out.

    One language is compared where both runs planted enough errors for a share; all together always.
    """
    now = floor_of(rows, floor.seed).counts
    both = [key for key in now if key in floor.counts]
    sums: dict[str, tuple[Count, Count]] = defaultdict(lambda: (Count(0, 0), Count(0, 0)))
    found: list[Fall] = []
    for operation, locale in both:
        mine, old = now[operation, locale], floor.counts[operation, locale]
        before = sums[operation]
        sums[operation] = (before[0] + mine, before[1] + old)
        if min(mine.planted, old.planted) >= MEASURED and mine.is_below(old):
            found.append(_fall(operation, locale, mine, old))
    found += [_fall(operation, None, *pair) for operation, pair in sums.items() if pair[0].is_below(pair[1])]
    return tuple(found)


def _fall(operation: str, locale: str | None, now: Count, floor: Count) -> Fall:
    return Fall(
        operation=operation,
        locale=locale,
        planted=now.planted,
        found=now.found,
        floor_planted=floor.planted,
        floor_found=floor.found,
    )


def render_floor(floor: Floor) -> str:
    """Return the file of a floor: sorted, so that git shows what became better or worse."""
    recall: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for (operation, locale), count in floor.counts.items():
        recall[operation][locale] = [count.planted, count.found]
    lines = [
        f"    {json.dumps(operation)}: {json.dumps(recall[operation], sort_keys=True)}"
        for operation in sorted(recall)
    ]
    body = ",\n".join(lines)
    return (
        f'{{\n  "caveat": "{KIND}",\n  "seed": {json.dumps(floor.seed)},\n  "recall": {{\n{body}\n  }}\n}}\n'
    )


def parse_floor(text: str, name: str) -> Floor:
    """Return the floor in a file; raises ConfigError for one that is none."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise ConfigError(f"no JSON: {error}", at=Location(name, line), hint=_HINT) from error
    if not isinstance(data, dict) or data.get("caveat") != KIND:
        raise ConfigError(f'no floor: "caveat" is not "{KIND}"', at=Location(name), hint=_HINT)
    seed, recall = data.get("seed"), data.get("recall")
    if not isinstance(seed, str) or not isinstance(recall, dict):
        raise ConfigError('"seed" or "recall" is missing', at=Location(name), hint=_HINT)
    return Floor(seed=seed, counts=dict(_counts(recall, name)))


def _counts(recall: dict[str, Any], name: str) -> Iterator[tuple[tuple[str, str], Count]]:
    for operation, locales in recall.items():
        for locale, pair in locales.items() if isinstance(locales, dict) else [("", None)]:
            count = _find_count(pair)
            if count is None:
                message = f'"{operation}" has no counts of errors planted and found for "{locale}"'
                raise ConfigError(message, at=Location(name), hint=_HINT)
            yield (operation, locale), count


def _find_count(value: object) -> Count | None:
    match value:
        case [int(planted), int(found)] if bool not in (type(planted), type(found)):
            return Count(planted, found) if 0 <= found <= planted and planted else None
        case _:
            return None


def read_floor(path: Path, name: str) -> Floor:
    """Return the floor in a file; raises ConfigError."""
    try:
        text = read_text(path, name)
    except CaveatError as error:
        raise ConfigError(error.message, at=error.at, hint=error.hint or _HINT) from error
    return parse_floor(text, name)


def write_floor(path: Path, floor: Floor) -> bool:
    """Write a floor; return whether the file is another one now."""
    return write_if_changed(path, render_floor(floor).encode())
