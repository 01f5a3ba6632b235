"""Which old entry a new source most likely came from: by place first, then by likeness.

An edited sentence usually stands where it stood: between the same two neighbours. So pairs between the same
neighbours are compared first. What is left, for instance a sentence that was both moved and edited, is looked
up by its rare words; nothing is compared with everything.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from pipeline.model.catalog import Entry
    from pipeline.model.unit import UnitKey

MIN_SIMILARITY = 70.0
"""Percent; below it an old source is no help for a new one."""
MIN_SIMILARITY_IN_PLACE = 58.0
"""Percent, between the same neighbours. Of unrelated health sentences 1 pair in 1,000 is that much alike."""
_MOST_IN_GAP = 2500
"""Pairs between two neighbours that are compared one by one; for more the index is faster."""
_SHORT = 8
"""A text of fewer words is looked up by its letters too: one typo changes much of it."""
_MOST_POSTINGS = 600
_MOST_COMPARED = 40
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An old entry that may be what a new source was edited from."""

    old: Entry
    new: Entry
    score: float
    """Likeness of the two sources in percent."""
    is_in_place: bool
    """Both stand between the same neighbours."""


def rank_candidates(
    old: Sequence[Entry],
    new: Sequence[Entry],
    *,
    gone: Mapping[UnitKey, Entry],
    fresh: Mapping[UnitKey, Entry],
) -> list[Candidate]:
    """Return candidates among `gone` for the sources in `fresh`, the surest first.

    `old` and `new` are all units before and after, in their order. Targets come before mere comments, what
    stands in place before what moved, and the more alike before the less.
    """
    stayed = {entry.key for entry in old}.intersection(entry.key for entry in new)
    in_place = list(_find_in_place(_gaps(old, gone, stayed), _gaps(new, fresh, stayed)))
    settled = {one.new.key for one in in_place if one.score >= MIN_SIMILARITY and not one.old.is_empty}
    index = _Index(gone.values())
    elsewhere = (one for key, entry in fresh.items() if key not in settled for one in index.find(entry))
    order = {key: number for number, key in enumerate(fresh)}

    def rank(one: Candidate) -> tuple[object, ...]:
        is_sure = one.is_in_place and one.score >= MIN_SIMILARITY
        return one.old.is_empty, not is_sure, -one.score, order[one.new.key], one.old.line

    return sorted((*in_place, *elsewhere), key=rank)


def _role(entry: Entry) -> tuple[str | None, str | None]:
    """Return what must be the same in an old and a new entry."""
    return entry.key.context, entry.plural


_Gap = tuple["UnitKey | None", "UnitKey | None"]


def _gaps(
    entries: Sequence[Entry], changed: Mapping[UnitKey, Entry], stayed: Container[UnitKey]
) -> dict[_Gap, list[Entry]]:
    """Return the changed entries by the two that stayed around them."""
    gaps: dict[_Gap, list[Entry]] = {}
    before: UnitKey | None = None
    run: list[Entry] = []
    for entry in entries:
        if entry.key in stayed:
            if run:
                gaps[before, entry.key] = run
            before, run = entry.key, []
        elif entry.key in changed:
            run.append(changed[entry.key])
    if run:
        gaps[before, None] = run
    return gaps


def _find_in_place(old: Mapping[_Gap, list[Entry]], new: Mapping[_Gap, list[Entry]]) -> Iterator[Candidate]:
    for gap, entries in new.items():
        there = old.get(gap, ())
        if len(there) * len(entries) <= _MOST_IN_GAP:
            for entry in entries:
                alike = (one for one in there if _role(one) == _role(entry))
                yield from _scored(alike, entry, MIN_SIMILARITY_IN_PLACE, is_in_place=True)


def _scored(old: Iterable[Entry], new: Entry, at_least: float, *, is_in_place: bool) -> Iterator[Candidate]:
    for one in old:
        score = fuzz.ratio(one.key.source, new.key.source, score_cutoff=at_least)
        if score:
            yield Candidate(one, new, score, is_in_place)


class _Index:
    """Old entries by the words in their sources; short ones by groups of three letters too."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self.postings: dict[object, list[int]] = defaultdict(list)
        for number, entry in enumerate(self.entries):
            for feature in _features(entry):
                self.postings[feature].append(number)

    def find(self, new: Entry) -> Iterator[Candidate]:
        """Yield the old entries that are enough alike, from those that share the rarest words."""
        known = [self.postings[feature] for feature in _features(new) if feature in self.postings]
        shared: Counter[int] = Counter()
        for numbers in sorted(known, key=len):
            if shared and shared.total() + len(numbers) > _MOST_POSTINGS:
                break
            shared.update(numbers)
        best = (self.entries[number] for number, _ in shared.most_common(_MOST_COMPARED))
        yield from _scored(best, new, MIN_SIMILARITY, is_in_place=False)


def _features(entry: Entry) -> Iterable[object]:
    """Return what an entry is looked up by, in a fixed order (Law 9)."""
    text = entry.key.source.casefold()
    words = _WORD.findall(text)
    letters = (f"~{text[at : at + 3]}" for at in range(len(text) - 2)) if len(words) < _SHORT else ()
    return dict.fromkeys((*_role(entry), feature) for feature in (*words, *letters))
