"""What came back from a translator, merged into the catalog unit by unit.

A text counts only where its source is the one it was written for: otherwise it comes in as stale, or in a
comment where the meaning changed. Where both sides wrote, the catalog's text stays. Law 3: no tool, editor or
merge can raise a state by accident.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from pipeline.catalogs.merge import find_successors, offer_instead
from pipeline.catalogs.po import revise
from pipeline.catalogs.update import human_comments, is_human_text, is_shown_comment
from pipeline.model.catalog import FUZZY, Catalog, Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pipeline.catalogs.handed import Handed
    from pipeline.model.unit import UnitKey

_BABEL_PREVIOUS = "| "
"""How Babel writes the old source back: as a comment, which says nothing to people."""


class Outcome(Enum):
    """What became of one unit that came back."""

    UNCHANGED = "unchanged"
    """Nobody worked on it, or the catalog holds this text already."""
    TAKEN = "taken"
    FUZZY = "fuzzy"
    """Taken, and still marked as unfinished."""
    CLEARED = "cleared"
    """The same text without its mark: nobody's until somebody claims it."""
    STALE = "stale"
    """The source changed meanwhile: the text waits, with the old source beside it."""
    SHOWN = "shown"
    """The source changed in meaning: a comment shows the text, and the ledger keeps it."""
    KEPT = "kept"
    """The unit is gone: the ledger keeps the text."""
    CONFLICT = "conflict"
    """Somebody else wrote here meanwhile: their text stays, and the ledger keeps this one."""
    REFUSED = "refused"
    """It can't be taken; the ledger keeps the text."""
    UNKNOWN = "unknown"
    """No unit that was handed out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One entry that came back, and what became of it."""

    theirs: Entry
    outcome: Outcome
    reason: str = ""
    made: Entry | None = None
    """The catalog's entry with what came back; None where the catalog stays as it is."""
    replaced: Entry | None = None
    """The entry whose text gives way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is known of the hand-out, and what is not taken."""

    handed: Mapping[str, Handed] | None
    """Units as they were handed out, by id; None where a catalog came back alone."""
    is_whole: bool
    """All that the catalog held was handed out: what is not among it has come since."""
    refuse: Callable[[Entry], str | None]
    """Why a text can't be taken, in words."""
    is_settled: Callable[[Entry], bool]
    """Whether a text of the catalog may not be written over when nobody knows what was handed out."""
    unreadable: Mapping[str, str]
    """Why a unit that came back says nothing, by its id."""
    drops_unfinished: bool
    """The tool that they worked with leaves out what is not finished, so that a blank says nothing."""


def receive_catalog(current: Catalog, theirs: Catalog, setting: Setting) -> tuple[Received, ...]:
    """Return what becomes of every entry that came back, in its order."""
    here = current.by_key()
    entries = [entry for entry in theirs.entries if not entry.is_header]
    found: dict[UnitKey, Received] = {}
    for entry in entries:
        if problem := setting.unreadable.get(entry.key.id):
            found[entry.key] = Received(theirs=entry, outcome=Outcome.REFUSED, reason=problem)
        elif reason := _why_not_known(entry, here, setting):
            found[entry.key] = Received(theirs=entry, outcome=Outcome.UNKNOWN, reason=reason)
        elif entry.key in here:
            found[entry.key] = _with_comments(_merge(entry, here[entry.key], setting), here[entry.key])
    gone = {entry.key: entry for entry in entries if entry.key not in found}
    found |= _follow(gone, entries, here, setting)
    return tuple(replace(found[entry.key], theirs=entry) for entry in entries)


def merged_catalog(current: Catalog, received: Iterable[Received]) -> Catalog:
    """Return the catalog with everything that was made of what came back."""
    made = {one.made.key: one.made for one in received if one.made}
    entries = (entry if entry.obsolete else made.get(entry.key, entry) for entry in current.entries)
    return replace(current, entries=tuple(entries))


def _why_not_known(entry: Entry, here: Mapping[UnitKey, Entry], setting: Setting) -> str | None:
    if setting.handed is None:
        return None if entry.key in here else "the catalog has no such unit; give the whole package back"
    unit = setting.handed.get(entry.key.id)
    if unit is None or not unit.has_source(entry):
        return "it was not handed out; entries can't be added, nor their English changed"
    return None


def _merge(entry: Entry, ours: Entry, setting: Setting) -> Received:
    """Return what becomes of an entry whose source is still the same."""
    unit = setting.handed[entry.key.id] if setting.handed is not None else None
    if entry.targets == ours.targets:
        return _merge_mark(entry, ours, unit)
    if unit is not None and unit.has_target(entry):
        return Received(theirs=entry, outcome=Outcome.UNCHANGED, reason="only the catalog has changed since")
    if entry.is_blank:
        is_silent = unit is None or setting.drops_unfinished
        outcome = Outcome.UNCHANGED if is_silent else Outcome.REFUSED
        return Received(theirs=entry, outcome=outcome, reason="" if is_silent else "the text was taken out")
    if problem := _find_problem(entry, ours, unit, setting):
        return problem
    outcome = Outcome.FUZZY if entry.is_fuzzy else Outcome.TAKEN
    made = _marked(revise(ours, targets=entry.targets), is_fuzzy=entry.is_fuzzy)
    return Received(theirs=entry, outcome=outcome, made=made, replaced=ours)


def _find_problem(entry: Entry, ours: Entry, unit: Handed | None, setting: Setting) -> Received | None:
    """Return why a text can't take the place of the catalog's, or None when it can."""
    if reason := _why_not_fitting(entry, ours) or setting.refuse(entry):
        return Received(theirs=entry, outcome=Outcome.REFUSED, reason=reason)
    if is_human_text(ours) and _is_rewritten(ours, unit, setting):
        reason = "somebody else wrote another text meanwhile" if unit else "the catalog has another text"
        return Received(theirs=entry, outcome=Outcome.CONFLICT, reason=reason)
    if entry.is_fuzzy and not ours.is_fuzzy and not ours.is_blank:
        reason = "it is marked as unfinished, and the catalog has a finished text"
        return Received(theirs=entry, outcome=Outcome.REFUSED, reason=reason)
    return None


def _merge_mark(entry: Entry, ours: Entry, unit: Handed | None) -> Received:
    """Return what becomes of an entry whose text is the catalog's: only its mark can have changed."""
    was_fuzzy = unit is None or unit.was_fuzzy(ours)
    if entry.is_fuzzy in (ours.is_fuzzy, was_fuzzy) or entry.is_blank:
        return Received(theirs=entry, outcome=Outcome.UNCHANGED)
    outcome = Outcome.FUZZY if entry.is_fuzzy else Outcome.CLEARED
    return Received(theirs=entry, outcome=outcome, made=_marked(ours, is_fuzzy=entry.is_fuzzy))


def _marked(entry: Entry, *, is_fuzzy: bool) -> Entry:
    if is_fuzzy:
        return revise(entry, flags=tuple(dict.fromkeys((*entry.flags, FUZZY))))
    flags = tuple(flag for flag in entry.flags if flag != FUZZY)
    return revise(entry, flags=flags, previous=None, previous_plural=None)


def _is_rewritten(ours: Entry, unit: Handed | None, setting: Setting) -> bool:
    """Return whether somebody decided on the catalog's text since it was handed out."""
    if unit is None:
        return setting.is_settled(ours)
    return not unit.has_target(ours) or (unit.was_fuzzy(ours) and not ours.is_fuzzy)


def _why_not_fitting(entry: Entry, ours: Entry) -> str | None:
    if entry.plural != ours.plural or len(entry.targets) != len(ours.targets):
        return "it has other plural forms than the catalog"
    return None


def _with_comments(received: Received, ours: Entry) -> Received:
    """Return the same with what the person noted, wherever an editor has broken the lines."""
    known = " ".join(" ".join(comment.split()) for comment in ours.comments)
    notes = [note for note in _notes(received.theirs) if " ".join(note.split()) not in known]
    if not notes or received.outcome is Outcome.REFUSED:
        return received
    made = received.made or ours
    return replace(received, made=revise(made, comments=(*made.comments, *notes)))


def _notes(entry: Entry) -> tuple[str, ...]:
    """Return what a person may have noted, without what the program or an editor wrote."""
    return tuple(
        note
        for note in human_comments(entry)
        if note.strip() and not is_shown_comment(note) and not note.startswith(_BABEL_PREVIOUS)
    )


def _follow(
    gone: Mapping[UnitKey, Entry], entries: Iterable[Entry], here: Mapping[UnitKey, Entry], setting: Setting
) -> dict[UnitKey, Received]:
    """Return what becomes of the entries whose source is not in the catalog any more."""
    handed = setting.handed or {}
    found: dict[UnitKey, Received] = {}
    written: dict[UnitKey, Entry] = {}
    for key, entry in gone.items():
        if entry.is_blank or handed[key.id].has_target(entry):
            found[key] = Received(theirs=entry, outcome=Outcome.UNCHANGED)
        elif reason := setting.refuse(entry):
            found[key] = Received(theirs=entry, outcome=Outcome.REFUSED, reason=reason)
        else:
            written[key] = revise(entry, comments=_notes(entry), obsolete=False)
    base = {entry.key: entry for entry in entries}
    new = {key: entry for key, entry in here.items() if key.id not in handed} if written else {}
    fresh = {key: entry for key, entry in new.items() if setting.is_whole or not setting.is_settled(entry)}
    successors = {old.key: new for old, new in find_successors(base, here, written, fresh)}
    for key, entry in written.items():
        found[key] = _offered(entry, gone[key], successors.get(key), handed[key.id])
    return found


def _offered(entry: Entry, theirs: Entry, new: Entry | None, unit: Handed) -> Received:
    """Return what becomes of a text whose source was replaced by another, or by none."""
    if new is None:
        return Received(theirs=theirs, outcome=Outcome.KEPT, reason="its English is gone")
    offered = offer_instead(entry, new)
    if offered == new:
        return Received(theirs=theirs, outcome=Outcome.UNCHANGED)
    if is_human_text(new) and not unit.has_target(new):
        reason = "the English changed, and somebody else translated it"
        return Received(theirs=theirs, outcome=Outcome.CONFLICT, reason=reason)
    outcome = Outcome.SHOWN if offered.is_empty else Outcome.STALE
    reason = "the English changed meanwhile"
    return Received(theirs=theirs, outcome=outcome, reason=reason, made=offered, replaced=new)
