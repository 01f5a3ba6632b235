"""A catalog brought up to a new template. Nothing a person wrote is dropped: what leaves the catalog is handed
back to be kept (Law 6), and a match whose source differs in a number, unit, negation or modal is never filled
in as text to accept (Law 7).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from pipeline.catalogs.po import revise
from pipeline.catalogs.templates import make_header
from pipeline.language.forms import differ_in_form_only
from pipeline.language.guard import differences
from pipeline.model.catalog import FUZZY, Catalog, Entry
from pipeline.model.draft import find_origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.locale import Locale
    from pipeline.model.unit import UnitKey

MIN_SIMILARITY = 70.0
"""Percent; below it an old source is no help for a new one."""
WARNING = "the meaning changed"
"""Start of the comment that shows an old target which must not be filled in."""


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
    """Entries that left the catalog with nothing to take their target."""


def is_human_text(entry: Entry) -> bool:
    """Return whether a person wrote or touched the target: all but an empty or untouched machine text."""
    if entry.is_empty or entry.is_header:
        return False
    origin = find_origin(entry.comments)
    return not (entry.is_fuzzy and origin is not None and origin.is_of(entry.target))


@dataclass(slots=True)
class _Work:
    fresh: list[Entry]
    gone: dict[UnitKey, Entry]
    carried: list[Pairing] = field(default_factory=list)
    stale: list[Pairing] = field(default_factory=list)
    guarded: list[Pairing] = field(default_factory=list)


def update_catalog(old: Catalog | None, template: Catalog, document: str, locale: Locale) -> CatalogUpdate:
    """Return the catalog for `template` that keeps everything `old` can give."""
    old = old or Catalog(entries=(make_header(document, locale),))
    known = old.by_key()
    wanted = {entry.key: entry for entry in template.units()}
    work = _Work(
        fresh=[entry for key, entry in wanted.items() if key not in known],
        gone={key: entry for key, entry in known.items() if key not in wanted and not entry.is_empty},
    )
    _match_form(work)
    _match_similar(work)
    made = {pair.new.key: pair.new for pair in (*work.carried, *work.stale, *work.guarded)}
    entries = tuple(_refreshed(known.get(key) or made.get(key) or entry, entry) for key, entry in wanted.items())
    header = old.header or make_header(document, locale)
    obsolete = tuple(entry for entry in old.entries if entry.obsolete)
    return CatalogUpdate(
        catalog=Catalog(
            entries=(header, *entries, *obsolete),
            path=old.path,
            newline=old.newline,
            has_bom=old.has_bom,
            tail=old.tail,
        ),
        kept=sum(key in known for key in wanted),
        added=len(work.fresh) - len(made),
        carried=tuple(work.carried),
        stale=tuple(work.stale),
        guarded=tuple(work.guarded),
        removed=tuple(work.gone.values()),
    )


def _refreshed(entry: Entry, template: Entry) -> Entry:
    """Return the entry with the template's comments and references; unchanged ones keep their bytes."""
    return revise(entry, extracted=template.extracted, references=template.references, plural=template.plural)


def _match_form(work: _Work) -> None:
    for new in list(work.fresh):
        old = next((one for one in _same_role(work, new) if differ_in_form_only(one.key.source, new.key.source)), None)
        if old is not None:
            work.carried.append(Pairing(old, revise(old, key=new.key)))
            _take(work, old, new)


def _match_similar(work: _Work) -> None:
    """Pair the most similar sources first; each old target serves one new source."""
    scored = [
        (fuzz.ratio(old.key.source, new.key.source), number, old, new)
        for number, new in enumerate(work.fresh)
        for old in _same_role(work, new)
    ]
    for score, _, old, new in sorted(scored, key=lambda row: (-row[0], row[1], row[2].line)):
        if score < MIN_SIMILARITY:
            break
        if old.key in work.gone and new in work.fresh:
            _pair(work, old, new)
            _take(work, old, new)


def _pair(work: _Work, old: Entry, new: Entry) -> None:
    found = differences(old.key.source, new.key.source)
    if found:
        what = "; ".join(f"{one.kind}: {one.old or '–'} → {one.new or '–'}" for one in found)
        shown = (f"{WARNING} ({what})", f"old source: {old.key.source}", f"old target: {old.target}")
        comments = tuple(_one_line(shown)) if is_human_text(old) else ()
        work.guarded.append(Pairing(old, revise(new, comments=comments)))
        return
    previous = old.previous if old.is_fuzzy and old.previous else old.key
    flags = tuple(dict.fromkeys((*old.flags, FUZZY)))
    work.stale.append(Pairing(old, revise(old, key=new.key, flags=flags, previous=previous)))


def _one_line(comments: Iterable[str]) -> Iterable[str]:
    return (" ".join(comment.split()) for comment in comments)


def _same_role(work: _Work, new: Entry) -> list[Entry]:
    return [old for old in work.gone.values() if old.key.context == new.key.context and old.plural == new.plural]


def _take(work: _Work, old: Entry, new: Entry) -> None:
    del work.gone[old.key]
    work.fresh.remove(new)
