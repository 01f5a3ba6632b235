"""Entries in, entries with drafts out. A person's text is never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pipeline.catalogs.po import revise
from pipeline.catalogs.update import is_human_text
from pipeline.model.catalog import FUZZY
from pipeline.model.draft import Origin, find_origin, parse_origin
from pipeline.model.unit import Risk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pipeline.drafting.base import Draft
    from pipeline.model.catalog import Entry
    from pipeline.model.unit import UnitKey


class Drafter(Protocol):
    """What makes the drafts: a chain of engines."""

    def draft(self, key: UnitKey) -> Draft:
        """Return a draft, or why there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What may be drafted, and what is recorded."""

    today: str
    """The date in the origin comments, as YYYY-MM-DD."""
    risks: Mapping[UnitKey, Risk]
    allowed: frozenset[Risk]
    """The risk classes that the project drafts."""
    holds_disclaimers: bool = False
    """Whether the catalog is the workbench of disclaimers; nowhere else may a disclaimer be drafted."""
    is_redraft: bool = False
    """Whether untouched machine drafts are made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All entries in their order, some with drafts, and what happened to the units."""

    entries: tuple[Entry, ...]
    drafted: int
    kept: int
    """Units whose target stays as it was and needed no draft."""
    left: tuple[tuple[str, str], ...]
    """Units that should have a draft and don't: id and reason."""
    is_interrupted: bool = False


def draft_entries(
    entries: Sequence[Entry], drafter: Drafter, job: Job, advance: Callable[[str], None]
) -> Outcome:
    """Return the entries with drafts where they were wanted and made; an interruption keeps what is finished.

    `advance` is called with the unit's id after each unit that was tried.
    """
    done = list(entries)
    left: list[tuple[str, str]] = []
    drafted, kept, is_interrupted = 0, 0, False
    try:
        for at, entry in enumerate(entries):
            if entry.is_header or entry.obsolete:
                continue
            if not wants_draft(entry, is_redraft=job.is_redraft):
                kept += 1
                continue
            done[at], reason = _draft_one(entry, drafter, job)
            drafted += done[at] is not entry
            kept += done[at] is entry and not reason
            left += [(entry.key.id, reason)] if reason else []
            advance(entry.key.id)
    except KeyboardInterrupt:
        is_interrupted = True
    return Outcome(
        entries=tuple(done), drafted=drafted, kept=kept, left=tuple(left), is_interrupted=is_interrupted
    )


def wants_draft(entry: Entry, *, is_redraft: bool = False) -> bool:
    """Return whether a unit should be drafted: it is empty, or its untouched machine draft is out of date.

    With `is_redraft` every untouched machine draft counts as out of date.
    """
    if is_human_text(entry):
        return False
    is_stale = entry.previous is not None or entry.previous_plural is not None
    return entry.is_empty or is_stale or is_redraft


def _draft_one(entry: Entry, drafter: Drafter, job: Job) -> tuple[Entry, str]:
    """Return the entry with a draft, or as it was with the reason; without a reason nothing had to change."""
    reason = _refusal(entry, job)
    if reason:
        return entry, reason
    draft = drafter.draft(entry.key)
    if draft.text is None:
        return entry, draft.reason
    origin = Origin.of(draft.text, engine=draft.engine, date=job.today, note=draft.note)
    if _is_same(entry, origin):
        return entry, ""
    return _with_draft(entry, draft.text, origin), ""


def _refusal(entry: Entry, job: Job) -> str:
    risk = job.risks.get(entry.key, _unknown_risk(entry.key))
    if risk not in job.allowed:
        return f"the project does not draft {risk.label} units"
    if risk is Risk.DISCLAIMER and not job.holds_disclaimers:
        return "a disclaimer is drafted only in the catalog of disclaimers"
    return "plural forms are left to a person" if entry.plural is not None else ""


def _unknown_risk(key: UnitKey) -> Risk:
    """Return what to take a unit for that no source names: the careful guess."""
    return Risk.DISCLAIMER if (key.context or "").startswith("disclaimer:") else Risk.CRITICAL


def _is_same(entry: Entry, new: Origin) -> bool:
    """Return whether the entry holds this very draft, so that only its date would change."""
    old = find_origin(entry.comments)
    if old is None or entry.is_empty or entry.previous is not None or entry.previous_plural is not None:
        return False
    return (old.engine, old.note, old.text) == (new.engine, new.note, new.text)


def _with_draft(entry: Entry, text: str, origin: Origin) -> Entry:
    return revise(
        entry,
        targets=(text,),
        comments=_replace_origin(entry.comments, origin.render()),
        flags=entry.flags if entry.is_fuzzy else (FUZZY, *entry.flags),
        previous=None,
        previous_plural=None,
    )


def _replace_origin(comments: tuple[str, ...], origin: str) -> tuple[str, ...]:
    """Return the comments with the origin in the place of the first older one, and no second."""
    older = [at for at, comment in enumerate(comments) if parse_origin(comment)]
    place = older[0] if older else len(comments)
    others = [comment for at, comment in enumerate(comments) if at not in older]
    return (*others[:place], origin, *others[place:])
