"""The proof that an update kept what people wrote, and what became of each text.

Law 6: after `update` or `receive` every human text is still active, stale, or in the ledger; the stage proves
it and fails otherwise. Law 7: a match whose source differs in a number, unit, negation or modal is never
filled in as text to accept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from enum import Enum
from typing import TYPE_CHECKING

from pipeline.catalogs.resegment import OLD_TARGET
from pipeline.catalogs.update import find_differences
from pipeline.errors import Location, LossError, MeaningError, RaisedError
from pipeline.language.forms import differ_in_form_only
from pipeline.model.digest import digest_text
from pipeline.model.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.ledger.ledger_file import Ledger
    from pipeline.model.catalog import Catalog, Entry
    from pipeline.stages.standings import UnitStanding

_Shown = dict[tuple[str | None, tuple[str, ...]], list["Entry"]]


class Fate(Enum):
    """What became of a text that a person wrote."""

    UNCHANGED = "unchanged"
    CARRIED = "carried"
    """Its source changed in quotes, spaces or Unicode form only."""
    STALE = "stale"
    """Its source changed: it waits for a person, with the old source beside it."""
    SHOWN = "shown"
    """It is no longer filled in: a comment shows it, and the ledger keeps it."""
    KEPT = "kept"
    """It left the catalog: the ledger keeps it."""


def prove_no_loss(
    human: Iterable[Entry], catalog: Catalog, ledger: Ledger, name: str, *, work: str = "update"
) -> Counter[Fate]:
    """Return what became of each human text; raise LossError unless every one is accounted for.

    Active means under its own source (or one that differs in form only), and no further than it was; a target
    under another source counts only when it is marked fuzzy and shows the source it was written for.
    """
    shown: _Shown = defaultdict(list)
    for entry in catalog.entries:
        shown[entry.key.context, entry.targets].append(entry)
    kept = {(pair.context, pair.source, pair.target) for pair in ledger.kept}
    comments = {comment for entry in catalog.entries for comment in entry.comments}
    fates: Counter[Fate] = Counter()
    for entry in human:
        fate = _find_fate(entry, shown)
        if fate is None and _is_kept(entry, kept, ledger.texts):
            fate = Fate.SHOWN if _is_in_comments(entry, comments) else Fate.KEPT
        if fate is None:
            raise LossError(
                f'the {work} would lose the target of "{entry.key.source[:60]}"',
                at=Location(name, entry.line),
                hint="nothing was written; keep a copy of the catalog and report this",
            )
        fates[fate] += 1
    return fates


def _find_fate(old: Entry, shown: Mapping[tuple[str | None, tuple[str, ...]], list[Entry]]) -> Fate | None:
    """Return how a target is still in the catalog, or None where it is not."""
    alike = shown.get((old.key.context, old.targets), ())
    return next((fate for new in alike for fate in [_fate_in(new, old)] if fate is not None), None)


def _fate_in(new: Entry, old: Entry) -> Fate | None:
    if old.is_fuzzy and not new.is_fuzzy:
        return None
    if new.key == old.key:
        return Fate.UNCHANGED
    if not new.obsolete and differ_in_form_only(old.key.source, new.key.source):
        return Fate.CARRIED
    is_stale = new.is_fuzzy and not new.obsolete and new.previous == old.written_for
    return Fate.STALE if is_stale else None


def _is_kept(entry: Entry, kept: set[tuple[str | None, str, str]], texts: Mapping[str, str]) -> bool:
    unit = entry.written_for
    source, target = digest_text(unit.source), digest_text(entry.whole_target)
    return source in texts and target in texts and (unit.context, source, target) in kept


def _is_in_comments(entry: Entry, comments: set[str]) -> bool:
    return all(" ".join(f"{OLD_TARGET}{target}".split()) in comments for target in entry.targets)


def prove_meaning(before: Sequence[Entry], catalog: Catalog, name: str) -> None:
    """Raise MeaningError where a target stands under a source that says something else than its own did.

    Whatever was not there before must be marked fuzzy, show the source it was written for, and that source
    must agree with the new one in numbers, units, negations, modals and comparisons.
    """
    old = {entry.key: entry for entry in before}
    by_targets: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in before:
        by_targets[entry.targets].append(entry)
    for entry in catalog.units():
        own = old.get(entry.key)
        if entry.is_empty or (own is not None and own.targets == entry.targets):
            continue
        if not _is_marked(entry) and not any(_is_form_of(one, entry) for one in by_targets[entry.targets]):
            raise MeaningError(
                f'the update would put another text\'s target under "{entry.key.source[:60]}"',
                at=Location(name),
                hint="nothing was written; keep a copy of the catalog and report this",
            )


def _is_marked(entry: Entry) -> bool:
    if not entry.is_fuzzy or entry.previous is None:
        return False
    return not find_differences(entry.previous.source, entry.key.source)


def _is_form_of(old: Entry, new: Entry) -> bool:
    is_raised = old.is_fuzzy and not new.is_fuzzy
    return (
        not is_raised
        and old.key.context == new.key.context
        and differ_in_form_only(old.key.source, new.key.source)
    )


SIGNED = frozenset({State.REVIEWED, State.APPROVED})
"""The states that rest on somebody's approval."""


def prove_no_raise(before: Iterable[UnitStanding], after: Iterable[UnitStanding], name: str) -> None:
    """Raise RaisedError where a state rose further than to a person's own translation.

    Law 3: no tool, editor or merge can raise a state by accident. A unit whose text or mark changed
    rests on no approval afterwards, and one that stayed as it was stays in its state.
    """
    for old, new in zip(before, after, strict=True):
        if old.entry == new.entry:
            is_raised = old.standing.state is not new.standing.state
        else:
            is_raised = new.standing.state in SIGNED and not _differ_in_comments(old.entry, new.entry)
        if is_raised:
            raise RaisedError(
                f'"{old.entry.key.source[:60]}" would become {new.standing.state.value}',
                at=Location(name, old.entry.line),
                hint="nothing was written; keep the file that came back and report this",
            )


def _differ_in_comments(one: Entry, other: Entry) -> bool:
    return (one.targets, one.flags, one.previous) == (other.targets, other.flags, other.previous)
