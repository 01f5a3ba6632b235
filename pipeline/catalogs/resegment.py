"""Old and new units aligned by the text they make together.

Where sentences are cut differently (other rules, `segmentation = "paragraph"`, paragraphs that an author
joined), the text stays and its units do not. A new unit that several old ones make up gets their targets,
joined, to be looked at (fuzzy), never as current; where that can't be, the old targets are shown in comments.
Units that are the same before and after are not touched. Re-segmentation aligns by concatenated source.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from pipeline.catalogs.po import revise
from pipeline.language.guard import differences
from pipeline.language.inline import TAG
from pipeline.language.joining import join_sentences
from pipeline.model.catalog import FUZZY
from pipeline.model.draft import parse_origin
from pipeline.model.unit import UnitKey

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from pipeline.model.catalog import Entry
    from pipeline.model.locale import Locale

RECUT: Final = "the sentences are cut differently now"
"""Start of the comments that show old targets which do not fit one new unit."""
OLD_SOURCE: Final = "old source: "
OLD_TARGET: Final = "old target: "
GONE: Final = "in the memory, from a document that is gone: "
ELSEWHERE: Final = "in the memory these sentences are cut differently: "
"""Start of the comments that show what other documents have; it names them."""
MEMORY_SOURCE: Final = "memory source: "
MEMORY_TARGET: Final = "memory target: "
MOST_UNITS: Final = 400
"""Units that one group may hold; more are not one passage."""
_HEAD: Final = 12
"""Characters by which units are looked up."""
_MOST_STARTS: Final = 8
_MOST_NEAR: Final = 64
"""Units with one beginning that are tried: a document of ten thousand must not take ten thousand times."""
_WHITE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Recut:
    """A new unit, and the old ones that hold its text, in order."""

    new: Entry
    old: tuple[Entry, ...]
    is_whole: bool
    """The old ones hold nothing else: joined, they are the new unit."""


def find_recuts(old: Sequence[Entry], new: Sequence[Entry], fresh: Container[UnitKey]) -> tuple[Recut, ...]:
    """Return the units among `fresh` whose text stood in other units before.

    `old` and `new` are all units of the document in order, those that stayed included.
    """
    found: dict[UnitKey, Recut] = {}
    gone = {entry.key for entry in old}.difference(entry.key for entry in new)
    if gone and any(entry.key in fresh for entry in new):
        for context in dict.fromkeys(entry.key.context for entry in new):
            sides = _Side.of(old, context), _Side.of(new, context)
            for group in _find_groups(*sides, gone):
                for recut in _cut_group(*sides, *group):
                    if recut.new.key in fresh:
                        found.setdefault(recut.new.key, recut)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Side:
    """The units of one side in order, each as the text that does not depend on how it is cut."""

    entries: tuple[Entry, ...]
    forms: tuple[str, ...]
    heads: dict[str, list[int]]
    """Units by their beginning, of every length up to a bound."""
    short: dict[str, int]
    """Units that are shorter than such a beginning, by all of their text."""

    @classmethod
    def of(cls, entries: Sequence[Entry], context: str | None) -> _Side:
        chosen = tuple(one for one in entries if one.key.context == context and one.plural is None)
        forms = tuple(_form(one.key.source) for one in chosen)
        heads: dict[str, list[int]] = defaultdict(list)
        for number, form in enumerate(forms):
            for length in range(1, min(_HEAD, len(form)) + 1):
                heads[form[:length]].append(number)
        short = {form: number for number, form in reversed(list(enumerate(forms))) if len(form) < _HEAD}
        return cls(chosen, forms, dict(heads), short)

    def find(self, rest: str, following: int) -> Iterator[int]:
        """Yield the units that `rest` can go on with: the following one, then others by their beginning."""
        if following < len(self.forms) and _agree(self.forms[following], rest):
            yield following
        yield from self._starting(rest[:_HEAD], rest)
        for length in range(min(_HEAD, len(rest)) - 1, 0, -1):
            short = self.short.get(rest[:length])
            yield from () if short is None else (short,)

    def _starting(self, head: str, rest: str) -> Iterator[int]:
        near = self.heads.get(head, ())[:_MOST_NEAR]
        return (number for number in near if _agree(self.forms[number], rest))


def _form(source: str) -> str:
    """Return a text without white space and without the numbers of tags: they depend on the cut."""
    return _WHITE.sub("", TAG.sub(lambda found: f"<{found[1]}{found[3]}>", source))


def _agree(one: str, other: str) -> bool:
    return bool(one) and bool(other) and (one.startswith(other) or other.startswith(one))


def _find_groups(
    old: _Side, new: _Side, gone: Container[UnitKey]
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yield the shortest runs of units that hold the same text, where at least one old unit is gone."""
    for number, form in enumerate(new.forms):
        starts = (start for start in old.find(form, len(old.forms)) if old.forms[start] != form)
        for _, start in zip(range(_MOST_STARTS), starts, strict=False):
            group = _grow(old, new, start, number)
            if group and any(old.entries[one].key in gone for one in group[0]):
                yield group
                break


def _grow(old: _Side, new: _Side, start: int, number: int) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Return the group that starts with these two units, or None: the shorter side takes the next unit."""
    sides, runs = (old, new), ([start], [number])
    forms = old.forms[start], new.forms[number]
    short = 0 if len(forms[0]) < len(forms[1]) else 1
    rest = forms[1 - short][len(forms[short]) :]
    while rest and len(runs[0]) + len(runs[1]) < MOST_UNITS:
        following = next(sides[short].find(rest, runs[short][-1] + 1), None)
        if following is None:
            return None
        runs[short].append(following)
        added = sides[short].forms[following]
        if len(added) > len(rest):
            rest, short = added[len(rest) :], 1 - short
        else:
            rest = rest[len(added) :]
    return None if rest else (tuple(runs[0]), tuple(runs[1]))


def _cut_group(old: _Side, new: _Side, olds: Sequence[int], news: Sequence[int]) -> Iterator[Recut]:
    """Yield each new unit of a group with the old ones that it shares text with."""
    ends = list(accumulate((len(old.forms[one]) for one in olds), initial=0))
    places = list(zip(pairwise(ends), olds, strict=True))
    new_ends = accumulate((len(new.forms[one]) for one in news), initial=0)
    for (start, stop), number in zip(pairwise(new_ends), news, strict=True):
        shared = [(place, one) for place, one in places if place[0] < stop and start < place[1]]
        is_whole = shared[0][0][0] == start and shared[-1][0][1] == stop
        yield Recut(new.entries[number], tuple(old.entries[one] for _, one in shared), is_whole)


def suggest(recut: Recut, human: Container[UnitKey], locale: Locale) -> Entry:
    """Return the new unit with what people wrote for the old ones: as a suggestion, else in comments.

    `human` are the old units whose target a person wrote. Law 7: targets whose sources differ from the new
    one in meaning are not filled in.
    """
    comments = dict.fromkeys(note for one in recut.old for note in one.comments if not parse_origin(note))
    noted = revise(recut.new, comments=tuple(comments))
    if recut.is_whole and all(one.key in human for one in recut.old):
        sources = _renumbered(recut.old, [one.written_for.source for one in recut.old])
        previous = " ".join(sources)
        if not differences(previous, recut.new.key.source):
            targets = _renumbered(recut.old, [one.target for one in recut.old])
            return revise(
                noted,
                targets=(join_sentences(targets, [" "] * (len(targets) - 1), locale),),
                flags=(FUZZY,),
                previous=UnitKey(recut.new.key.context, previous),
            )
    return revise(noted, comments=(*comments, *_shown(recut, human)))


def _renumbered(entries: Sequence[Entry], texts: Sequence[str]) -> list[str]:
    """Return one text an entry, with the tags numbered on from entry to entry as in one unit."""
    counts = (len({found[2] for found in TAG.finditer(one.key.source)}) for one in entries)
    shifts = accumulate(counts, initial=0)
    return [_shifted(text, shift) for text, shift in zip(texts, shifts, strict=False)]


def _shifted(text: str, by: int) -> str:
    return TAG.sub(lambda found: f"<{found[1]}{int(found[2]) + by}{found[3]}>", text)


def _shown(recut: Recut, human: Container[UnitKey]) -> Iterator[str]:
    """Yield the comments that keep old targets in sight."""
    shown = [one for one in recut.old if one.key in human]
    if shown:
        yield RECUT
    for one in shown:
        yield " ".join(f"{OLD_SOURCE}{one.written_for.source}".split())
        yield from (" ".join(f"{OLD_TARGET}{target}".split()) for target in one.targets)
