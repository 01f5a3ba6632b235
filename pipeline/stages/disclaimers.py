"""disclaimers: what each language owes, and pinning a wording once the people who must have signed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.checks.runner import run_checks
from pipeline.config.disclaimers import is_day, is_one_line
from pipeline.errors import ConfigError, Location, ReviewError, did_you_mean
from pipeline.model.catalog import Catalog
from pipeline.model.disclaimer import Disclaimer, PinnedDisclaimer
from pipeline.model.event import EventKind
from pipeline.model.pinning import find_pin, judge_pin
from pipeline.model.state import State
from pipeline.review.selection import Scope, Selection, is_mark_of, short_mark
from pipeline.stages.glossaries import find_termbase
from pipeline.stages.pins import find_unsupported, write_pinned
from pipeline.stages.review import Refusal, decide
from pipeline.stages.scopes import get_source, mark_of
from pipeline.stages.sources import DISCLAIMERS, read_disclaimers, read_sources
from pipeline.stages.standings import UnitStanding, read_pinned, read_shelved, read_signing
from pipeline.workspace.lock import project_lock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.locale import Locale
    from pipeline.review.decisions import Decision
    from pipeline.workspace.project import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """For how long and under which law a wording is valid."""

    expires: str | None
    jurisdiction: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclaimerRow:
    """Where one disclaimer stands in one language."""

    id: str
    locale: str
    status: str
    """`pinned`, `owed`, `outdated`, `unsigned` (too few people, by file or ledger) or `expired`."""
    workbench: str
    """The lower of the states of its heading and text in the workbench catalog."""
    missing: str | None
    expires: str | None
    mark: str
    """What an approval names to say that it is of this heading and text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalResult:
    """What an approval led to."""

    id: str
    locale: str
    is_pinned: bool
    recorded: int
    refused: tuple[Refusal, ...]
    missing: str | None


def status(workspace: Workspace, *, locales: Sequence[Locale], as_of: str) -> tuple[DisclaimerRow, ...]:
    """Return where every disclaimer stands in every language."""
    return tuple(
        _row(workspace, disclaimer, locale, as_of)
        for locale in locales
        for disclaimer in read_disclaimers(workspace)
    )


def _row(workspace: Workspace, disclaimer: Disclaimer, locale: Locale, as_of: str) -> DisclaimerRow:
    pinned = find_pin(read_pinned(workspace, locale), disclaimer)
    missing = dict(find_unsupported(workspace, locale)).get(disclaimer.id)
    units = _workbench(workspace, disclaimer, locale)
    lowest = _lowest(units)
    return DisclaimerRow(
        id=disclaimer.id,
        locale=locale.code,
        status=judge_pin(pinned, disclaimer, as_of=as_of, missing=missing).pinning.value,
        workbench=lowest.standing.state.value,
        missing=lowest.standing.missing,
        expires=pinned.expires if pinned else None,
        mark=mark_of(units),
    )


def _workbench(workspace: Workspace, disclaimer: Disclaimer, locale: Locale) -> tuple[UnitStanding, ...]:
    """Return the standing of heading and text, in this order."""
    source = get_source(read_sources(workspace), DISCLAIMERS)
    units = read_shelved(workspace, source, locale, read_signing(workspace)).units
    keys = (disclaimer.heading_key, disclaimer.text_key)
    return tuple(one for key in keys for one in units if one.unit.key == key)


def _lowest(units: Sequence[UnitStanding]) -> UnitStanding:
    """Return the unit that is furthest from approved; a rejected one is further away than an empty one."""
    order = [State.REJECTED, *(state for state in State if state is not State.REJECTED)]
    return min(units, key=lambda one: (one.standing.missing is None, order.index(one.standing.state)))


def approve(
    workspace: Workspace,
    *,
    disclaimer_id: str,
    mark: str,
    locale: Locale,
    decision: Decision,
    terms: Terms,
) -> ApprovalResult:
    """Record an approval of heading and text; pin the wording when that was the last one needed.

    `mark` names the wording that was read, see `DisclaimerRow`. Raises ReviewError, before anything is
    recorded, for another wording, for one that can't be pinned, and for other terms of a pinned wording that
    this person does not approve anew.
    """
    disclaimer = _get_disclaimer(workspace, disclaimer_id)
    with project_lock(workspace.root):
        return _approve(workspace, disclaimer, mark, locale, decision, terms)


def _approve(
    workspace: Workspace, disclaimer: Disclaimer, mark: str, locale: Locale, decision: Decision, asked: Terms
) -> ApprovalResult:
    before = _workbench(workspace, disclaimer, locale)
    _refuse_unread(disclaimer, mark, mark_of(before))
    _refuse_unpinnable(before, asked, decision)
    _refuse_blocked(workspace, locale, before)
    terms = _allowed_terms(workspace, disclaimer, locale, before, asked, decision)
    read = [Selection(scope=Scope.UNIT, unit=one.unit.key.id, mark=one.mark) for one in before]
    done = decide(workspace, locale=locale, document=DISCLAIMERS, chosen=read, decision=decision)
    units = _workbench(workspace, disclaimer, locale)
    is_approved = all(one.standing.state is State.APPROVED for one in units)
    # Who pins must stand behind the wording: anybody could otherwise set its expiry.
    is_pinned = is_approved and _has_approved(units, decision)
    if is_pinned:
        _pin(workspace, disclaimer, locale, units, terms)
    return ApprovalResult(
        id=disclaimer.id,
        locale=locale.code,
        is_pinned=is_pinned,
        recorded=len(done.events),
        refused=() if is_pinned else done.refused,
        missing=None if is_pinned else _lowest(units).standing.missing or "one of its approvers to pin it",
    )


def _refuse_unread(disclaimer: Disclaimer, given: str, mark: str) -> None:
    if not is_mark_of(given, mark):
        hint = "read its heading and text with `caveat review show`, then name the mark"
        name = f"{disclaimer.id}@{short_mark(mark)}"
        told = (
            "the wording has changed since you read it" if given else "the wording that you read is not named"
        )
        raise ReviewError(f"{told}; the one that is there now is {name}", hint=hint)


def _has_approved(units: Sequence[UnitStanding], decision: Decision) -> bool:
    return all(decision.person in one.standing.approvers for one in units)


def _refuse_unpinnable(units: Sequence[UnitStanding], terms: Terms, decision: Decision) -> None:
    if decision.kind is not EventKind.APPROVE:
        raise ReviewError(f'a disclaimer is approved here, not given a "{decision.kind.value}"')
    for one in units:
        if not one.entry.is_blank and not is_one_line(one.entry.target):
            hint = "correct it in the disclaimers catalog, then claim it again"
            raise ReviewError(f'the target of unit "{one.unit.key.id}" is not one line of text', hint=hint)
    if terms.expires is None:
        return
    if not is_day(terms.expires):
        raise ReviewError(f'"{terms.expires}" is not a day', hint="give the expiry as YYYY-MM-DD")
    if terms.expires < decision.on:
        raise ReviewError(
            f"a wording that expired on {terms.expires} can't be pinned", hint="give a later day"
        )


def _refuse_blocked(workspace: Workspace, locale: Locale, units: Sequence[UnitStanding]) -> None:
    """Raise ReviewError for a wording with a blocking finding: once it is pinned nothing checks it again."""
    entries = tuple(one.entry for one in units if not one.entry.is_empty)
    catalog = Catalog(entries=entries, path=workspace.name_of(workspace.catalog(locale, DISCLAIMERS)))
    risks = {one.unit.key: one.risk for one in units}
    termbase = find_termbase(workspace, locale)
    for finding in run_checks(catalog, locale, risks=risks, config=workspace.config, termbase=termbase):
        if finding.blocking and finding.unit is not None:
            at = Location(finding.file, finding.line)
            raise ReviewError(f"{finding.message} [{finding.check}]", at=at, hint=finding.hint)


def _allowed_terms(
    workspace: Workspace,
    disclaimer: Disclaimer,
    locale: Locale,
    units: Sequence[UnitStanding],
    asked: Terms,
    decision: Decision,
) -> Terms:
    """Return the terms to pin: a wording that is pinned keeps them until somebody approves it anew."""
    pinned = next((one for one in read_pinned(workspace, locale) if one.id == disclaimer.id), None)
    wording = tuple(one.entry.target for one in units)
    is_pinned = pinned is not None and (pinned.heading, pinned.text) == wording
    if pinned is None or not is_pinned or not _has_approved(units, decision):
        return asked
    present = Terms(expires=pinned.expires, jurisdiction=pinned.jurisdiction)
    if asked not in {Terms(expires=None, jurisdiction=None), present}:
        hint = "to change the terms, revoke your approval and approve again; the others must too"
        raise ReviewError("you approved this wording under the terms it is pinned with", hint=hint)
    return present


def _get_disclaimer(workspace: Workspace, name: str) -> Disclaimer:
    known = {one.id: one for one in read_disclaimers(workspace)}
    if name not in known:
        raise ConfigError(f'no disclaimer is named "{name}"', hint=did_you_mean(name, known))
    return known[name]


def _pin(
    workspace: Workspace, disclaimer: Disclaimer, locale: Locale, units: Sequence[UnitStanding], terms: Terms
) -> None:
    heading, text = (one.entry.target for one in units)
    signed = set.intersection(*(set(one.standing.approvers) for one in units))
    pinned = PinnedDisclaimer(
        id=disclaimer.id,
        version=disclaimer.version,
        source_digest=disclaimer.digest,
        heading=heading,
        text=text,
        seal="",  # comes with the file
        approved_by=tuple(sorted(signed)),
        jurisdiction=terms.jurisdiction,
        expires=terms.expires,
    )
    others = [one for one in read_pinned(workspace, locale) if one.id != disclaimer.id]
    write_pinned(workspace, locale, (*others, pinned))
