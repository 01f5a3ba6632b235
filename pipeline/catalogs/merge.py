"""Two catalogs that come from a third, merged entry by entry.

One side changed: its entry is taken. The source changed on one side and the target on the other: the target
comes along as stale, or in a comment where the meaning changed, never as current. Both wrote different
targets: a conflict. Law 3: no tool, editor or merge can raise a state by accident. Law 6: no text of a person
is lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.catalogs.alignment import rank_candidates
from pipeline.catalogs.merge_frame import merge_header, merge_order, merge_set, merge_value
from pipeline.catalogs.po import render_catalog, render_entry, revise
from pipeline.catalogs.update import human_comments, is_human_text, is_shown_comment, offer
from pipeline.model.catalog import FUZZY, Catalog, Entry
from pipeline.model.draft import parse_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.unit import UnitKey

    _Parts = dict[UnitKey, "Entry | Conflict"]
    _Side = Mapping[UnitKey, Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two targets that people wrote for one unit."""

    ours: Entry
    theirs: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A merged catalog."""

    frame: Catalog
    """How the file is written; it holds no entries."""
    parts: tuple[Entry | Conflict, ...]
    stale: int
    """Targets whose source changed on the other side: filled in as stale, or shown in a comment."""

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What a person has to decide on."""
        return tuple(part for part in self.parts if isinstance(part, Conflict))


def merge_catalogs(base: Catalog, ours: Catalog, theirs: Catalog) -> Merge:
    """Return what both sides made of `base`; which of them is called ours changes no entry."""
    before, here, there = (_by_key(one) for one in (base, ours, theirs))
    parts = _merge_known(before, here, there)
    stale = _follow_sources(parts, before, here, there) + _follow_sources(parts, before, there, here)
    order = merge_order(tuple(before), tuple(here), tuple(there))
    header = merge_header(base.header, ours.header, theirs.header)
    frame = replace(
        ours,
        entries=(),
        newline=merge_value(base.newline, ours.newline, theirs.newline),
        has_bom=merge_value(base.has_bom, ours.has_bom, theirs.has_bom),
        tail=merge_value(base.tail, ours.tail, theirs.tail),
    )
    found = tuple(parts[key] for key in order if key in parts)
    return Merge(frame=frame, parts=(header, *found) if header else found, stale=stale)


def render_merge(merge: Merge) -> bytes:
    """Return the bytes of the merged file; a conflict stands in it between git's markers.

    No reader of catalogs takes such a file, so that nobody can go on without deciding.
    """
    frame = merge.frame
    texts: list[str] = []
    if not merge.conflicts:
        entries = tuple(part for part in merge.parts if isinstance(part, Entry))
        return render_catalog(replace(frame, entries=entries))
    for number, part in enumerate(merge.parts):
        if isinstance(part, Conflict):
            texts += _marked(part, frame)
        else:
            texts.append(render_entry(part, frame, is_first=not number))
    return ("\ufeff" * frame.has_bom + "".join(texts) + frame.tail).encode()


def _marked(conflict: Conflict, frame: Catalog) -> tuple[str, ...]:
    end = frame.newline
    ours, theirs = (
        render_entry(one, frame, is_first=True).lstrip("\r\n") for one in (conflict.ours, conflict.theirs)
    )
    return (f"{end}<<<<<<< ours{end}", ours, f"======={end}", theirs, f">>>>>>> theirs{end}")


def _by_key(catalog: Catalog) -> dict[UnitKey, Entry]:
    return {entry.key: entry for entry in catalog.entries if not entry.is_header}


def _merge_known(base: _Side, ours: _Side, theirs: _Side) -> _Parts:
    parts: _Parts = {}
    for key in dict.fromkeys((*ours, *theirs)):
        before, here, there = base.get(key), ours.get(key), theirs.get(key)
        if here and there:
            parts[key] = _merge_entry(before, here, there)
            continue
        only = here or there
        if only and (before is None or _is_rewritten(before, only)):
            parts[key] = only  # new; or removed on one side while a person worked on it on the other
    return parts


def _is_rewritten(before: Entry, after: Entry) -> bool:
    return after.targets != before.targets and is_human_text(after)


def _merge_entry(base: Entry | None, ours: Entry, theirs: Entry) -> Entry | Conflict:
    if ours == theirs:
        return min(ours, theirs, key=lambda one: one.raw or "")
    if base in (ours, theirs):
        return theirs if ours == base else ours
    chosen = _choose(base, ours, theirs)
    if chosen is None:
        return Conflict(ours=ours, theirs=theirs)
    before = base or replace(ours, comments=(), extracted=(), references=(), flags=())
    flags = [flag for flag in merge_set(before.flags, ours.flags, theirs.flags) if flag != FUZZY]
    comments = merge_set(before.comments, ours.comments, theirs.comments)
    return revise(
        chosen,
        flags=(FUZZY, *flags) if chosen.is_fuzzy else tuple(flags),
        comments=tuple(one for one in comments if _fits(one, chosen)),
        extracted=merge_value(before.extracted, ours.extracted, theirs.extracted),
        references=merge_value(before.references, ours.references, theirs.references),
    )


def _fits(comment: str, entry: Entry) -> bool:
    """Return whether a comment may stand beside a target: the origin of another draft may not."""
    origin = parse_origin(comment)
    return origin is None or origin.is_of(entry.target)


def _choose(base: Entry | None, ours: Entry, theirs: Entry) -> Entry | None:
    """Return the entry whose target is taken, or None where a person has to choose."""
    before = _written(base) if base else None
    if _written(ours) == _written(theirs) or _written(ours) == before or _written(theirs) == before:
        return theirs if _written(ours) == before else ours
    if ours.targets == theirs.targets:  # the lower state, and the one that says which source it is for
        return min(ours, theirs, key=lambda one: (not one.is_fuzzy, one.previous is None, repr(one)))
    if is_human_text(ours) != is_human_text(theirs):
        return ours if is_human_text(ours) else theirs
    for one, other in ((ours, theirs), (theirs, ours)):
        if base and one.targets == base.targets:  # one side doubts a text, the other wrote a new one
            return replace(other, flags=tuple(dict.fromkeys((*other.flags, *_doubt(base, one)))), raw=None)
    return None if is_human_text(ours) else max(ours, theirs, key=repr)


def _written(entry: Entry) -> tuple[object, ...]:
    """Return the target and everything that decides on its state."""
    return (
        entry.targets, entry.plural, entry.is_fuzzy, entry.previous, entry.previous_plural, entry.obsolete
    )  # fmt: skip


def _doubt(before: Entry, after: Entry) -> tuple[str, ...]:
    return (FUZZY,) if after.is_fuzzy and not before.is_fuzzy else ()


def _follow_sources(parts: _Parts, base: _Side, here: _Side, there: _Side) -> int:
    """Bring targets that were written `there` along to sources that changed `here`; return how many."""
    gone = {
        key: there[key]
        for key in base
        if key in there and key not in here and _is_rewritten(base[key], there[key])
    }
    fresh = {key: entry for key, entry in here.items() if key not in base} if gone else {}
    moved = 0
    for old, new in find_successors(base, here, gone, fresh):
        part = parts.get(new.key)
        if isinstance(part, Entry) and _is_open(part, base[old.key]):
            offered = offer_instead(old, part)
            parts[new.key] = offered
            moved += 1
            if not offered.is_empty:  # else the old entry stays until `update` has it in the ledger
                del parts[old.key]
    return moved


def find_successors(base: _Side, here: _Side, gone: _Side, fresh: _Side) -> list[tuple[Entry, Entry]]:
    """Return the entries that are gone with what came in their place, each at most once."""
    named = {entry.previous: entry for entry in fresh.values() if entry.previous in gone}
    found = {key: named[key] for key in gone if key in named and named[key].plural == gone[key].plural}
    taken = {entry.key for entry in found.values()}
    rest = {key: entry for key, entry in gone.items() if key not in found}
    free = {key: entry for key, entry in fresh.items() if key not in taken}
    for one in rank_candidates(tuple(base.values()), tuple(here.values()), gone=rest, fresh=free):
        if one.old.key not in found and one.new.key not in taken:
            found[one.old.key] = one.new
            taken.add(one.new.key)
    return [(gone[key], new) for key, new in found.items()]


def _is_open(new: Entry, before: Entry) -> bool:
    """Return whether nobody has written a target for the new source yet."""
    return not is_human_text(new) or new.targets == before.targets


def offer_instead(old: Entry, new: Entry) -> Entry:
    """Return the new source with the old entry's target as stale, or with comments that show it."""
    notes = tuple(one for one in human_comments(new) if not is_shown_comment(one))
    blank = replace(
        new,
        targets=("",) * len(new.targets),
        flags=tuple(flag for flag in new.flags if flag != FUZZY),
        previous=None,
        previous_plural=None,
        comments=notes,
        raw=None,
    )
    made = offer(old, blank)
    comments = tuple(dict.fromkeys((*notes, *made.comments)))
    return revise(made, comments=comments, extracted=new.extracted, references=new.references)
