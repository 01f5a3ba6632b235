"""disclaimers: what each language owes, and pinning a wording once the people who must have signed it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import ConfigError, did_you_mean
from pipeline.model.disclaimer import Disclaimer, PinnedDisclaimer
from pipeline.model.event import EventKind
from pipeline.model.state import State
from pipeline.review.decisions import Decision
from pipeline.stages.review import Refusal, decide, get_source
from pipeline.stages.sources import DISCLAIMERS, read_disclaimers
from pipeline.stages.standings import UnitStanding, read_pinned, read_shelved, read_signing
from pipeline.workspace.files import write_if_changed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.locale import Locale
    from pipeline.workspace.project import Workspace

HEAD = "# The disclaimers that were approved for this language. Written by `caveat disclaimers approve`;\n# an edit by hand breaks the digest and is refused.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclaimerRow:
    """Where one disclaimer stands in one language."""

    id: str
    locale: str
    status: str
    """`pinned`, `owed`, `outdated` or `expired`."""
    workbench: str
    """The lower of the states of its heading and text in the workbench catalog."""
    missing: str | None
    expires: str | None


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
    pinned = next((one for one in read_pinned(workspace, locale) if one.id == disclaimer.id), None)
    lowest = _lowest(_workbench(workspace, disclaimer, locale))
    return DisclaimerRow(
        id=disclaimer.id,
        locale=locale.code,
        status=_status(pinned, disclaimer, as_of),
        workbench=lowest.standing.state.value,
        missing=lowest.standing.missing,
        expires=pinned.expires if pinned else None,
    )


def _status(pinned: PinnedDisclaimer | None, disclaimer: Disclaimer, as_of: str) -> str:
    if pinned is None:
        return "owed"
    if pinned.source_digest != disclaimer.digest:
        return "outdated"
    return "expired" if pinned.expires and pinned.expires < as_of else "pinned"


def _workbench(workspace: Workspace, disclaimer: Disclaimer, locale: Locale) -> tuple[UnitStanding, ...]:
    """Return the standing of heading and text, in this order."""
    source = get_source(workspace, DISCLAIMERS)
    units = read_shelved(workspace, source, locale, read_signing(workspace)).units
    keys = (disclaimer.heading_key, disclaimer.text_key)
    return tuple(one for key in keys for one in units if one.unit.key == key)


def _lowest(units: Sequence[UnitStanding]) -> UnitStanding:
    order = list(State)
    return min(units, key=lambda one: (one.standing.missing is None, order.index(one.standing.state)))


def approve(
    workspace: Workspace,
    *,
    disclaimer_id: str,
    locale: Locale,
    decision: Decision,
    expires: str | None = None,
    jurisdiction: str | None = None,
) -> ApprovalResult:
    """Record an approval of heading and text; pin the wording when that was the last one needed."""
    disclaimer = _get_disclaimer(workspace, disclaimer_id)
    ids = [one.unit.key.id for one in _workbench(workspace, disclaimer, locale)]
    done = decide(workspace, locale=locale, document=DISCLAIMERS, units=ids, decision=decision)
    units = _workbench(workspace, disclaimer, locale)
    is_approved = all(one.standing.state is State.APPROVED for one in units)
    if is_approved and decision.kind is EventKind.APPROVE:
        _pin(workspace, disclaimer, locale, units, expires=expires, jurisdiction=jurisdiction)
    return ApprovalResult(
        id=disclaimer.id,
        locale=locale.code,
        is_pinned=is_approved,
        recorded=len(done.events),
        refused=() if is_approved else done.refused,
        missing=_lowest(units).standing.missing,
    )


def _get_disclaimer(workspace: Workspace, name: str) -> Disclaimer:
    known = {one.id: one for one in read_disclaimers(workspace)}
    if name not in known:
        raise ConfigError(f'no disclaimer is named "{name}"', hint=did_you_mean(name, known))
    return known[name]


def _pin(
    workspace: Workspace,
    disclaimer: Disclaimer,
    locale: Locale,
    units: Sequence[UnitStanding],
    *,
    expires: str | None,
    jurisdiction: str | None,
) -> None:
    heading, text = (one.entry.target for one in units)
    signed = sorted({email for one in units for email in one.standing.approvers})
    pinned = PinnedDisclaimer(
        id=disclaimer.id,
        version=disclaimer.version,
        source_digest=disclaimer.digest,
        heading=heading,
        text=text,
        text_digest=PinnedDisclaimer.digest_of(heading, text),
        approved_by=tuple(signed),
        jurisdiction=jurisdiction,
        expires=expires,
    )
    others = [one for one in read_pinned(workspace, locale) if one.id != disclaimer.id]
    tables = sorted((*others, pinned), key=lambda one: one.id)
    write_if_changed(workspace.pinned(locale), render_pinned(tables).encode())


def render_pinned(pinned: Sequence[PinnedDisclaimer]) -> str:
    """Return pinned disclaimers as TOML."""
    return HEAD + "".join(_render_table(one) for one in pinned)


def _render_table(pinned: PinnedDisclaimer) -> str:
    # A JSON string without \u2028 and DEL specials is a TOML basic string; json escapes what TOML forbids.
    def quoted(value: object) -> str:
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

    fields: dict[str, object] = {
        "version": pinned.version,
        "source_digest": pinned.source_digest,
        "heading": pinned.heading,
        "text": pinned.text,
        "text_digest": pinned.text_digest,
        "approved_by": list(pinned.approved_by),
        "jurisdiction": pinned.jurisdiction,
        "expires": pinned.expires,
    }
    lines = [f"{name} = {quoted(value)}" for name, value in fields.items() if value is not None]
    return "\n".join(["", f"[{pinned.id}]", *lines, ""])
