"""Returns: whether a text that comes back from another tool may be taken, and what that makes of an entry.

Law 3: no tool, editor or merge can raise a state by accident. A text that comes back unchanged changes
nothing, whatever state its file gives it; a changed one is at most the translation of the person who brings
it in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Final

from pipeline.catalogs.exchange_rows import texts_mark
from pipeline.catalogs.po import revise
from pipeline.formats import inline
from pipeline.ledger.states import derive_standing, open_rejections
from pipeline.model.catalog import FUZZY, is_invisible
from pipeline.model.state import State
from pipeline.review.decisions import Subject, make_event, why_not

if TYPE_CHECKING:
    from pipeline.ledger.states import Signing
    from pipeline.model.catalog import Entry
    from pipeline.model.event import Event
    from pipeline.review.decisions import Decision

_LINE_END: Final = re.compile(r"\r\n|\r")


class Outcome(Enum):
    """What became of a unit that came back."""

    TAKEN = "taken"
    """Its text stands in the catalog, not fuzzy, with a person on record."""
    UNFINISHED = "unfinished"
    """Its text stands in the catalog as fuzzy: the file says that somebody must look at it."""
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    """Changed in the file and in the catalog: the catalog keeps its text, a person decides."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A unit's texts as they came back."""

    mark: str
    """The digest of the texts that were sent."""
    source: str
    target: str
    said: State | None = None
    """See `ReturnedUnit`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is to become of a unit that came back."""

    outcome: Outcome
    reason: str | None = None
    entry: Entry | None = None
    """The new entry, where the text is taken."""
    event: Event | None = None
    """What goes on record; None where somebody is on record for exactly this text already."""


def judge_return(subject: Subject, returned: Returned, decision: Decision, signing: Signing) -> Verdict:
    """Return what becomes of a unit that came back; `subject` is the unit as it is in the catalog now."""
    entry = subject.entry
    if not _is_same(returned.source, entry.key.source):
        return _refused("its source is not this unit's: the source was edited, or rows were mixed up")
    unchanged = _unchanged(entry, returned)
    if unchanged:
        return unchanged
    if returned.mark != texts_mark(entry.key.source, entry.target):
        if returned.mark == texts_mark(entry.key.source, returned.target):
            reason = "only the catalog has changed since the unit was sent"
            return Verdict(outcome=Outcome.UNCHANGED, reason=reason)
        reason = "the catalog's text has changed too since the unit was sent"
        return Verdict(outcome=Outcome.CONFLICT, reason=reason)
    problem = inline.why_not(entry.key.source, returned.target)
    return _refused(problem) if problem else _take(subject, returned, decision, signing)


def _refused(reason: str) -> Verdict:
    return Verdict(outcome=Outcome.REFUSED, reason=reason)


def _is_same(one: str, other: str) -> bool:
    """Return whether two texts are one but for how a tool ends lines."""
    return _LINE_END.sub("\n", one) == _LINE_END.sub("\n", other)


def _unchanged(entry: Entry, returned: Returned) -> Verdict | None:
    if is_invisible(returned.target):
        reason = None if entry.is_empty else "it is empty in the file, and an import deletes nothing"
        return Verdict(outcome=Outcome.UNCHANGED, reason=reason)
    if not _is_same(returned.target, entry.target):
        return None
    is_raised = entry.is_fuzzy and returned.said is State.TRANSLATED
    reason = "the file calls it finished, but its text is the same: decide with `caveat review`"
    return Verdict(outcome=Outcome.UNCHANGED, reason=reason if is_raised else None)


def _take(subject: Subject, returned: Returned, decision: Decision, signing: Signing) -> Verdict:
    entry = subject.entry
    if returned.said is State.DRAFT:
        if not entry.is_fuzzy and not entry.is_blank:
            return _refused("the file says that it still needs review, and the catalog has a finished text")
        flags = entry.flags if entry.is_fuzzy else (FUZZY, *entry.flags)
        new = revise(entry, targets=(returned.target,), flags=flags)
        reason = "the file says that it still needs review"
        return Verdict(outcome=Outcome.UNFINISHED, reason=reason, entry=new)
    new = revise(
        entry,
        targets=(returned.target,),
        flags=tuple(flag for flag in entry.flags if flag != FUZZY),
        previous=None,
        previous_plural=None,
    )
    return _finished(subject, new, decision, signing)


def _finished(subject: Subject, new: Entry, decision: Decision, signing: Signing) -> Verdict:
    standing = derive_standing(
        new,
        locale=subject.locale,
        document=subject.document,
        risk=subject.risk,
        index=subject.index,
        signing=signing,
    )
    taken = replace(subject, entry=new, standing=standing)
    names = sorted({event.by for event in open_rejections(taken.events)})
    if names:
        return _refused(f"{', '.join(names)} rejected exactly this text")
    on_record = why_not(taken, decision, signing)
    event = None if on_record else make_event(taken, decision)
    return Verdict(outcome=Outcome.TAKEN, reason=on_record, entry=new, event=event)
