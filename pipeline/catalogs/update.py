"""A catalog brought up to a new template.

Nothing a person wrote is dropped: what leaves the catalog is handed back to be kept (Law 6). Law 7: a match
whose source differs in a number, unit, negation or modal is never filled in as text to accept; the old target
stays visible.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.catalogs.alignment import rank_candidates
from pipeline.catalogs.changes import mark_changes
from pipeline.catalogs.po import revise
from pipeline.catalogs.resegment import (
    ELSEWHERE,
    GONE,
    MEMORY_SOURCE,
    MEMORY_TARGET,
    OLD_SOURCE,
    OLD_TARGET,
    find_recuts,
    suggest,
)
from pipeline.catalogs.templates import make_header
from pipeline.language.forms import normal_form
from pipeline.language.guard import differences
from pipeline.model.catalog import FUZZY, Catalog, Entry
from pipeline.model.draft import find_origin, parse_origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.language.guard import Difference
    from pipeline.model.locale import Locale
    from pipeline.model.unit import UnitKey

WARNING = "the meaning changed"
"""Start of the comment that shows an old target which must not be filled in."""
CHANGED = "changed: "
"""Start of the comment that marks the change."""
_FROM_MEMORY: Final = (ELSEWHERE, GONE, MEMORY_SOURCE, MEMORY_TARGET)
find_differences = lru_cache(maxsize=1 << 16)(differences)
"""The meaning guard; its answer is wanted again when the update is proven, and takes long to find."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """An old entry whose target serves a new source."""

    old: Entry
    new: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogUpdate:
    """The updated catalog and what happened to each target."""

    catalog: Catalog
    kept: int = 0
    added: int = 0
    carried: tuple[Pairing, ...] = ()
    """Sources that changed in form only: target and state stay."""
    stale: tuple[Pairing, ...] = ()
    """Sources that changed: the target waits for a person, with the old source beside it."""
    guarded: tuple[Pairing, ...] = ()
    """Sources whose meaning changed: the old target is shown in a comment and nowhere else."""
    removed: tuple[Entry, ...] = ()
    """Entries that left the catalog with nothing to take their target or comments."""


def is_human_text(entry: Entry) -> bool:
    """Return whether a person wrote or touched the target: all but an empty or untouched machine text."""
    if entry.is_empty or entry.is_header:
        return False
    origin = find_origin(entry.comments)
    return not (entry.is_fuzzy and origin is not None and origin.is_of(entry.target))


def human_comments(entry: Entry) -> tuple[str, ...]:
    """Return the translator comments that are neither about a machine draft nor shown from the memory."""
    return tuple(
        comment
        for comment in entry.comments
        if parse_origin(comment) is None and not comment.startswith(_FROM_MEMORY)
    )


def is_shown_comment(comment: str) -> bool:
    """Return whether a comment is one of those that show an old target."""
    return comment.startswith((f"{WARNING} (", CHANGED, OLD_SOURCE, OLD_TARGET))


@dataclass(slots=True)
class _Work:
    fresh: dict[UnitKey, Entry]
    gone: dict[UnitKey, Entry]
    """Old entries whose source is not wanted any more: those with a target, or with comments alone."""
    carried: list[Pairing] = field(default_factory=list)
    stale: list[Pairing] = field(default_factory=list)
    guarded: list[Pairing] = field(default_factory=list)
    commented: list[Pairing] = field(default_factory=list)
    """Entries without a target that hand their comments on, for instance the old target of a guarded one."""
    recut: list[Entry] = field(default_factory=list)
    """Old entries whose text stands in other units now, where their targets are shown."""

    def take(self, old: Entry, new: Entry) -> None:
        """Note that an old entry found its new source."""
        del self.gone[old.key]
        del self.fresh[new.key]

    def made(self) -> dict[UnitKey, Entry]:
        """Return the new entries so far."""
        pairs = (*self.carried, *self.stale, *self.guarded, *self.commented)
        return {pair.new.key: pair.new for pair in pairs}


def update_catalog(old: Catalog | None, template: Catalog, document: str, locale: Locale) -> CatalogUpdate:
    """Return the catalog for `template` that keeps everything `old` can give."""
    old = old or Catalog(entries=(make_header(document, locale),))
    wanted = template.by_key()
    known, clashing = _still_wanted(old, wanted)
    leaving = (entry for entry in old.units() if entry.key not in wanted)
    work = _Work(
        fresh={key: replace(entry, raw=None) for key, entry in wanted.items() if key not in known},
        gone={entry.key: entry for entry in leaving if _says_something(entry)},
    )
    _match_form(work)
    _match_recut(work, old, tuple(wanted.values()), locale)
    _match_similar(work, tuple(old.units()), tuple(wanted.values()))
    made = work.made()
    entries = tuple(
        _refreshed(known.get(key) or made.get(key) or work.fresh[key], entry) for key, entry in wanted.items()
    )
    obsolete = tuple(entry for entry in old.entries if entry.obsolete and entry.key not in wanted)
    header = old.header or make_header(document, locale)
    return CatalogUpdate(
        catalog=replace(old, entries=(header, *entries, *obsolete)),
        kept=len(known),
        added=len(work.fresh) + len(work.commented),
        carried=tuple(work.carried),
        stale=tuple(work.stale),
        guarded=tuple(work.guarded),
        removed=(*clashing, *work.recut, *work.gone.values()),
    )


def _still_wanted(
    old: Catalog, wanted: dict[UnitKey, Entry]
) -> tuple[dict[UnitKey, Entry], tuple[Entry, ...]]:
    """Return the old entries for wanted keys, obsolete ones revived, and those with other plural forms."""
    known: dict[UnitKey, Entry] = {}
    clashing: list[Entry] = []
    for entry in old.entries:
        if entry.is_header or entry.key not in wanted:
            continue
        if entry.plural == wanted[entry.key].plural:
            known[entry.key] = revise(entry, obsolete=False) if entry.obsolete else entry
        elif _says_something(entry):
            clashing.append(entry)
    return known, tuple(clashing)


def _says_something(entry: Entry) -> bool:
    return not entry.is_empty or bool(human_comments(entry))


def _refreshed(entry: Entry, template: Entry) -> Entry:
    """Return the entry with the template's comments and references; unchanged ones keep their bytes."""
    if (entry.extracted, entry.references) == (template.extracted, template.references):
        return entry
    return revise(entry, extracted=template.extracted, references=template.references)


def _match_form(work: _Work) -> None:
    """Pair the sources that differ in quotes, spaces or Unicode form only, targets before comments."""
    alike: dict[object, list[Entry]] = defaultdict(list)
    for old in sorted(work.gone.values(), key=lambda one: one.is_empty):
        alike[_form_of(old)].append(old)
    for new in list(work.fresh.values()):
        if not alike[_form_of(new)]:
            continue
        old = alike[_form_of(new)].pop(0)
        if old.is_empty:
            work.commented.append(_comments_only(old, new))
        else:
            work.carried.append(Pairing(old, revise(old, key=new.key)))
        work.take(old, new)


def _form_of(entry: Entry) -> tuple[str | None, str | None, str]:
    return entry.key.context, entry.plural, normal_form(entry.key.source)


def _match_recut(work: _Work, old: Catalog, wanted: tuple[Entry, ...], locale: Locale) -> None:
    """Give units that were cut differently what people wrote for their text; Law 6 keeps the old entries."""
    units = tuple(old.units())
    human = {entry.key for entry in units if is_human_text(entry)}
    for recut in find_recuts(units, wanted, work.fresh):
        new = suggest(recut, human, locale)
        if new == recut.new:
            continue
        is_shown = any(one.key in human for one in recut.old)
        made = work.guarded if is_shown else work.commented
        (work.stale if new.is_fuzzy else made).append(Pairing(recut.old[0], new))
        del work.fresh[new.key]
        work.recut += [work.gone.pop(one.key) for one in recut.old if one.key in work.gone]


def _match_similar(work: _Work, old: Sequence[Entry], new: Sequence[Entry]) -> None:
    """Pair the surest candidates first; each old entry serves one source."""
    for one in rank_candidates(old, new, gone=work.gone, fresh=work.fresh):
        if one.old.key in work.gone and one.new.key in work.fresh:
            _pair(work, one.old, one.new)
            work.take(one.old, one.new)


def _pair(work: _Work, old: Entry, new: Entry) -> None:
    pairing = Pairing(old, offer(old, new))
    if old.is_empty:
        work.commented.append(pairing)
    else:
        (work.guarded if pairing.new.is_empty else work.stale).append(pairing)


def offer(old: Entry, new: Entry) -> Entry:
    """Return a new source with what an old entry can give it: a stale target, or comments alone.

    Law 7: where the sources differ in meaning, a comment shows the old target.
    """
    if old.is_empty:
        return _comments_only(old, new).new
    written_for = old.written_for
    found = find_differences(written_for.source, new.key.source)
    if old.key != written_for:
        found = find_differences(old.key.source, new.key.source) or found
    if found:
        return revise(new, comments=_shown(old, new, written_for, found))
    flags = tuple(dict.fromkeys((*old.flags, FUZZY)))
    previous_plural = old.previous_plural if written_for == old.previous else old.plural
    changes = {"key": new.key, "flags": flags, "previous": written_for, "previous_plural": previous_plural}
    return revise(old, **changes)


def _comments_only(old: Entry, new: Entry) -> Pairing:
    return Pairing(old, revise(new, comments=human_comments(old)))


def _shown(old: Entry, new: Entry, written_for: UnitKey, found: Iterable[Difference]) -> tuple[str, ...]:
    """Return the comments that keep a person's old target visible; a machine's is not worth their time."""
    notes = tuple(comment for comment in human_comments(old) if not is_shown_comment(comment))
    if not is_human_text(old):
        return notes
    what = "; ".join(f"{one.kind.value}: {one.old or '–'} → {one.new or '–'}" for one in found)
    changed = mark_changes(written_for.source, new.key.source)
    targets = (f"{OLD_TARGET}{target}" for target in old.targets)
    shown = (f"{WARNING} ({what})", f"{CHANGED}{changed}", f"{OLD_SOURCE}{written_for.source}", *targets)
    return (*notes, *(" ".join(comment.split()) for comment in shown))
