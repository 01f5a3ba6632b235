"""Entries in, entries with drafts out. A person's text is never overwritten."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Protocol

from pipeline.catalogs.po import revise
from pipeline.catalogs.update import is_human_text
from pipeline.drafting.base import Context
from pipeline.drafting.link import Order
from pipeline.model.catalog import FUZZY
from pipeline.model.draft import Origin, find_origin, parse_origin
from pipeline.model.unit import Risk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pipeline.drafting.base import Draft
    from pipeline.model.catalog import Entry
    from pipeline.model.unit import UnitKey

SLICE: Final = 64
"""Units that are drafted together: what an interruption may cost a catalog, though never the cache."""


class Drafter(Protocol):
    """What makes the drafts: a chain of engines."""

    @property
    def is_interrupted(self) -> bool:
        """Whether the run is to end."""

    def draft(self, orders: Sequence[Order]) -> list[Draft]:
        """Return a draft for each order, or why there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What may be drafted, and what is recorded."""

    today: str
    """The date in the origin comments, as YYYY-MM-DD."""
    risks: Mapping[UnitKey, Risk]
    allowed: frozenset[Risk]
    """The risk classes that the project drafts."""
    contexts: Mapping[UnitKey, Context] = field(default_factory=dict)
    """What stands around each unit, where that is known."""
    holds_disclaimers: bool = False
    """Whether the catalog is the workbench of disclaimers; nowhere else may a disclaimer be drafted."""
    is_redraft: bool = False
    """Whether untouched machine drafts are made anew."""


@dataclass(slots=True, kw_only=True)
class Outcome:
    """All entries in their order, some with drafts, and what happened to the units."""

    entries: list[Entry]
    drafted: int = 0
    kept: int = 0
    """Units whose target stays as it was and needed no draft."""
    left: list[tuple[str, str]] = field(default_factory=list)
    """Units that should have a draft and don't: id and reason."""
    is_interrupted: bool = False


def draft_entries(
    entries: Sequence[Entry], drafter: Drafter, job: Job, advance: Callable[[str], None]
) -> Iterator[Outcome]:
    """Yield the entries with drafts where they were wanted and made, after every few; the last is complete.

    `advance` is called with the unit's id after each unit that was tried. The same Outcome is yielded each
    time. An interruption keeps what is finished.
    """
    outcome = Outcome(entries=list(entries))
    wanted: list[int] = []
    for at, entry in enumerate(entries):
        if entry.is_header or entry.obsolete:
            continue
        if wants_draft(entry, is_redraft=job.is_redraft):
            wanted.append(at)
        else:
            outcome.kept += 1
    for start in range(0, len(wanted), SLICE):
        _draft_slice(outcome, wanted[start : start + SLICE], drafter, job, advance)
        yield outcome
        if outcome.is_interrupted:
            return
    if not wanted:
        yield outcome


def wants_draft(entry: Entry, *, is_redraft: bool = False) -> bool:
    """Return whether a unit should be drafted: it is empty, or its untouched machine draft is out of date.

    With `is_redraft` every untouched machine draft counts as out of date.
    """
    if is_human_text(entry):
        return False
    is_stale = entry.previous is not None or entry.previous_plural is not None
    return entry.is_empty or is_stale or is_redraft


def why_not_drafted(entry: Entry, job: Job) -> str:
    """Return why a unit must not be drafted whatever an engine could do; nothing where it may be."""
    risk = job.risks.get(entry.key, _unknown_risk(entry.key))
    if risk not in job.allowed:
        return f"the project does not draft {risk.label} units"
    if risk is Risk.DISCLAIMER and not job.holds_disclaimers:
        return "a disclaimer is drafted only in the catalog of disclaimers"
    return "plural forms are left to a person" if entry.plural is not None else ""


def orders_of(entries: Iterable[Entry], job: Job) -> list[Order]:
    """Return the orders for all units that should have a draft and may have one."""
    units = (entry for entry in entries if not entry.is_header and not entry.obsolete)
    wanted = (entry for entry in units if wants_draft(entry, is_redraft=job.is_redraft))
    return [_order(entry, job) for entry in wanted if not why_not_drafted(entry, job)]


def with_drafts(
    today: Sequence[Entry], before: Sequence[Entry], drafted: Sequence[Entry]
) -> tuple[Entry, ...]:
    """Return a catalog's entries of today, with the drafts for those that are as they were before."""
    pairs = zip(before, drafted, strict=True)
    made = {(old.key, old.obsolete): (old, new) for old, new in pairs if old is not new}
    return tuple(_newer(entry, made.get((entry.key, entry.obsolete))) for entry in today)


def _newer(entry: Entry, made: tuple[Entry, Entry] | None) -> Entry:
    return made[1] if made is not None and made[0] == entry else entry


def _order(entry: Entry, job: Job) -> Order:
    return Order(key=entry.key, context=job.contexts.get(entry.key, Context()))


def _draft_slice(
    outcome: Outcome, places: Sequence[int], drafter: Drafter, job: Job, advance: Callable[[str], None]
) -> None:
    refusals = {at: why_not_drafted(outcome.entries[at], job) for at in places}
    asked = [at for at in places if not refusals[at]]
    drafts = drafter.draft([_order(outcome.entries[at], job) for at in asked])
    made = dict(zip(asked, drafts, strict=True))
    outcome.is_interrupted = drafter.is_interrupted
    for at in places:
        entry = outcome.entries[at]
        if at in made and made[at].text is not None:
            _take(outcome, at, made[at], job)
        elif not (at in made and outcome.is_interrupted):  # the next run tries it: no reason to tell
            outcome.left.append((entry.key.id, refusals[at] or made[at].reason))
        else:
            continue
        advance(entry.key.id)


def _take(outcome: Outcome, at: int, draft: Draft, job: Job) -> None:
    """Put a draft into its entry, unless it is the very one that is there."""
    entry, text = outcome.entries[at], draft.text or ""
    origin = Origin.of(
        text,
        engine=draft.engine,
        date=job.today,
        note=draft.note,
        confidence=draft.confidence,
        alarm=draft.alarm,
    )
    if _is_same(entry, origin):
        outcome.kept += 1
        return
    outcome.entries[at] = _with_draft(entry, text, origin)
    outcome.drafted += 1


def _unknown_risk(key: UnitKey) -> Risk:
    """Return what to take a unit for that no source names: the careful guess."""
    return Risk.DISCLAIMER if (key.context or "").startswith("disclaimer:") else Risk.CRITICAL


def _is_same(entry: Entry, new: Origin) -> bool:
    """Return whether the entry holds this very draft, so that only its date would change."""
    old = find_origin(entry.comments)
    if old is None or entry.is_empty or entry.previous is not None or entry.previous_plural is not None:
        return False
    return old == replace(new, date=old.date)


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
