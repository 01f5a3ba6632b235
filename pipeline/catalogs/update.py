"""A catalog brought up to a new template.

Nothing a person wrote is dropped: what leaves the catalog is handed back to be kept (Law 6). Law 7: a match
whose source differs in a number, unit, negation or modal is never filled in as text to accept; the old target
stays visible.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from pipeline.catalogs.po import revise
from pipeline.catalogs.templates import make_header
from pipeline.language.forms import differ_in_form_only
from pipeline.language.guard import differences
from pipeline.model.catalog import FUZZY, Catalog, Entry
from pipeline.model.draft import find_origin, parse_origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.language.guard import Difference
    from pipeline.model.locale import Locale
    from pipeline.model.unit import UnitKey

MIN_SIMILARITY = 70.0
"""Percent; below it an old source is no help for a new one."""
WARNING = "the meaning changed"
"""Start of the comment that shows an old target which must not be filled in."""
_OLD_SOURCE, _OLD_TARGET = "old source: ", "old target: "


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
    """Return the translator comments that are not about a machine draft."""
    return tuple(comment for comment in entry.comments if parse_origin(comment) is None)


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
    wanted = {entry.key: replace(entry, raw=None) for entry in template.units()}
    known, clashing = _still_wanted(old, wanted)
    work = _Work(
        fresh={key: entry for key, entry in wanted.items() if key not in known},
        gone={
            key: entry for key, entry in old.by_key().items() if key not in wanted and _says_something(entry)
        },
    )
    _match_form(work)
    _match_similar(work)
    made = work.made()
    entries = tuple(
        _refreshed(known.get(key) or made.get(key) or entry, entry) for key, entry in wanted.items()
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
        removed=(*clashing, *work.gone.values()),
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
            known[entry.key] = revise(entry, obsolete=False)
        elif _says_something(entry):
            clashing.append(entry)
    return known, tuple(clashing)


def _says_something(entry: Entry) -> bool:
    return not entry.is_empty or bool(human_comments(entry))


def _refreshed(entry: Entry, template: Entry) -> Entry:
    """Return the entry with the template's comments and references; unchanged ones keep their bytes."""
    return revise(entry, extracted=template.extracted, references=template.references)


def _match_form(work: _Work) -> None:
    for new in list(work.fresh.values()):
        alike = [old for old in _same_role(work, new) if differ_in_form_only(old.key.source, new.key.source)]
        for old in sorted(alike, key=lambda one: one.is_empty)[:1]:
            if old.is_empty:
                work.commented.append(_comments_only(old, new))
            else:
                work.carried.append(Pairing(old, revise(old, key=new.key)))
            work.take(old, new)


def _match_similar(work: _Work) -> None:
    """Pair the most similar sources first, targets before comments; each old entry serves one source."""
    scored = [
        (score, number, old, new)
        for number, new in enumerate(work.fresh.values())
        for old in _same_role(work, new)
        if (score := fuzz.ratio(old.key.source, new.key.source, score_cutoff=MIN_SIMILARITY))
    ]
    for _, _, old, new in sorted(scored, key=lambda row: (row[2].is_empty, -row[0], row[1], row[2].line)):
        if old.key in work.gone and new.key in work.fresh:
            _pair(work, old, new)
            work.take(old, new)


def _pair(work: _Work, old: Entry, new: Entry) -> None:
    if old.is_empty:
        work.commented.append(_comments_only(old, new))
        return
    written_for = old.previous if old.is_fuzzy and old.previous else old.key
    found = differences(old.key.source, new.key.source) or differences(written_for.source, new.key.source)
    if found:
        work.guarded.append(Pairing(old, revise(new, comments=_shown(old, written_for, found))))
        return
    flags = tuple(dict.fromkeys((*old.flags, FUZZY)))
    previous_plural = old.previous_plural if written_for == old.previous else old.plural
    changes = {"key": new.key, "flags": flags, "previous": written_for, "previous_plural": previous_plural}
    work.stale.append(Pairing(old, revise(old, **changes)))


def _comments_only(old: Entry, new: Entry) -> Pairing:
    return Pairing(old, revise(new, comments=human_comments(old)))


def _shown(old: Entry, written_for: UnitKey, found: Iterable[Difference]) -> tuple[str, ...]:
    """Return the comments that keep a person's old target visible; a machine's is not worth their time."""
    older = (f"{WARNING} (", _OLD_SOURCE, _OLD_TARGET)
    notes = tuple(comment for comment in human_comments(old) if not comment.startswith(older))
    if not is_human_text(old):
        return notes
    what = "; ".join(f"{one.kind.value}: {one.old or '–'} → {one.new or '–'}" for one in found)
    targets = (f"{_OLD_TARGET}{target}" for target in old.targets)
    shown = (f"{WARNING} ({what})", f"{_OLD_SOURCE}{written_for.source}", *targets)
    return (*notes, *(" ".join(comment.split()) for comment in shown))


def _same_role(work: _Work, new: Entry) -> list[Entry]:
    return [
        old for old in work.gone.values() if old.key.context == new.key.context and old.plural == new.plural
    ]
