"""Findings that people have waived: read, applied to what the checks find, and written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from pipeline.config.disclaimers import is_one_line
from pipeline.config.waivers import parse_waivers, render_waivers
from pipeline.errors import ReviewError, did_you_mean
from pipeline.model.digest import short
from pipeline.model.waiver import Waiver
from pipeline.stages.standings import read_signing
from pipeline.workspace.files import read_text, write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.ledger.states import Signing
    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale
    from pipeline.workspace.project import Workspace

LONGEST: Final = 366
"""Days that a waiver may hold: who still means it a year later says it again."""
DEFAULT_DAYS: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverOrder:
    """What a person wants waived."""

    rule: str
    unit: str
    person: str
    reason: str
    on: str
    until: str = ""
    """The last day; empty for DEFAULT_DAYS from `on`."""


def read_waivers(workspace: Workspace, locale: Locale) -> tuple[Waiver, ...]:
    """Return all of a locale's waivers, expired ones too; raises ConfigError."""
    path = workspace.waivers(locale)
    name = workspace.name_of(path)
    return parse_waivers(read_text(path, name), name) if path.exists() else ()


def apply_waivers(
    findings: Iterable[Finding], waivers: Sequence[Waiver], signing: Signing, locale: Locale, day: str
) -> tuple[Finding, ...]:
    """Return the findings; those that a listed reviewer has waived for `day` neither block nor count."""
    by_fingerprint: dict[str, list[Waiver]] = {}
    for one in waivers:
        if signing.find(one.person, locale.code):
            by_fingerprint.setdefault(one.fingerprint, []).append(one)
    return tuple(_judge(finding, by_fingerprint.get(finding.fingerprint, ()), day) for finding in findings)


def _judge(finding: Finding, waivers: Sequence[Waiver], day: str) -> Finding:
    valid = [one for one in waivers if one.holds_on(day)]
    if valid:
        return max(valid, key=lambda one: one.until).waive(finding)
    if waivers:
        last = max(waivers, key=lambda one: one.until)
        return replace(
            finding, hint=f"{last.person} waived it until {last.until}; correct it, or waive it anew"
        )
    return finding


def waive(
    workspace: Workspace, locale: Locale, findings: Sequence[Finding], order: WaiverOrder
) -> tuple[Finding, ...]:
    """Record a waiver for each finding of a rule about a unit; return them as waived.

    `findings` is what the checks find now. Raises ReviewError for a finding that is not there, a person who
    may not sign for the locale, a reason that says nothing, and a day that is no day, past, or too far off.
    """
    until = order.until or (date.fromisoformat(order.on) + timedelta(days=DEFAULT_DAYS)).isoformat()
    _refuse_order(workspace, locale, order, until)
    chosen = [one for one in findings if one.check == order.rule and one.unit == order.unit]
    if not chosen:
        _refuse_absent(findings, order)
    new = {
        one.fingerprint: Waiver(
            rule=order.rule,
            unit=order.unit,
            fingerprint=one.fingerprint,
            person=order.person,
            reason=order.reason,
            on=order.on,
            until=until,
        )
        for one in chosen
    }
    kept = (one for one in read_waivers(workspace, locale) if one.fingerprint not in new)
    write_if_changed(workspace.waivers(locale), render_waivers((*kept, *new.values())).encode())
    return tuple(new[one.fingerprint].waive(one) for one in chosen)


def _refuse_order(workspace: Workspace, locale: Locale, order: WaiverOrder, until: str) -> None:
    if not read_signing(workspace).find(order.person, locale.code):
        message = f"{order.person} is not listed as a reviewer for {locale}"
        hint = f"ask a person of {workspace.name_of(workspace.reviewers)}, or list this one there"
        raise ReviewError(message, hint=hint)
    if not is_one_line(order.reason):
        raise ReviewError("the reason must be one line of text", hint="say why the finding is no error")
    last = (date.fromisoformat(order.on) + timedelta(days=LONGEST)).isoformat()
    if not order.on <= until <= last:
        hint = f"give a day from {order.on} to {last}"
        raise ReviewError(f"a waiver can't hold until {until}", hint=hint)


def _refuse_absent(findings: Sequence[Finding], order: WaiverOrder) -> None:
    of_unit = sorted({one.check for one in findings if one.unit == order.unit})
    if of_unit:
        message = f'unit "{short(order.unit)}" has no finding of rule "{order.rule}"'
        raise ReviewError(message, hint=did_you_mean(order.rule, of_unit))
    message = f'no finding is about a unit "{order.unit}"'
    raise ReviewError(message, hint="copy the id from `caveat check --json`, or `caveat review list`")
