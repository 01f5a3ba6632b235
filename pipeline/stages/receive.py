"""receive: a translator's work back into catalogs and ledgers.

Law 6: after `update` or `receive` every human text is still active, stale, or in the ledger; the stage proves
it and fails otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.catalogs.received import Outcome, Received
from pipeline.stages.desk import Merged, merge, open_desk, put_away, read_shelf
from pipeline.stages.gone import Lost, find_lost
from pipeline.stages.returned import read_returned
from pipeline.stages.taken import check_taken
from pipeline.workspace.lock import exclusive

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.finding import Finding
    from pipeline.stages.desk import Desk
    from pipeline.stages.returned import Returned
    from pipeline.workspace.project import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One unit that did not stay as it was, or was refused."""

    document: str
    unit: str
    line: int
    """In the file that came back."""
    outcome: Outcome
    reason: str
    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One catalog that came back; `unchanged` and the units of `rows` are all of its units."""

    document: str
    path: str
    units: int
    unchanged: int
    rows: tuple[UnitRow, ...]
    recorded: int
    """Events of the person in the ledger."""
    is_written: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveResult:
    """What was done with a file that came back."""

    locale: str
    person: str
    job: str | None
    documents: tuple[DocumentRow, ...]
    missing: tuple[str, ...]
    strangers: tuple[str, ...]
    findings: tuple[Finding, ...]
    """What the checks find in the texts that came into the catalogs."""
    gone: tuple[str, ...]
    """Documents that were renamed or removed meanwhile: their catalogs and ledgers keep the work."""
    lost: Lost
    """What people wrote for these, and how it comes back."""


@exclusive
def receive(
    workspace: Workspace,
    path: Path,
    *,
    by: str | None,
    brought_by: str,
    today: str,
    claim_cleared: bool = False,
) -> ReceiveResult:
    """Merge and check what came back; raises CaveatError before anything is written.

    The ledger names the person whose work it is, and who brought it where that is somebody else.
    """
    returned = read_returned(workspace, path, by)
    desk = open_desk(
        workspace,
        person=returned.person,
        brought_by=brought_by,
        today=today,
        claim_cleared=claim_cleared,
    )
    work = [merge(desk, read_shelf(desk, one.source, returned.locale), one) for one in returned.catalogs]
    findings = check_taken(desk, work)
    _find_lost(workspace, returned)  # what can't be read there is told before anything is written
    documents = tuple(_put_away(desk, one) for one in work)
    return ReceiveResult(
        locale=returned.locale.code,
        person=returned.person,
        job=returned.job,
        documents=documents,
        missing=returned.missing,
        strangers=returned.strangers,
        findings=findings,
        gone=returned.gone,
        lost=_find_lost(workspace, returned),
    )


def _find_lost(workspace: Workspace, returned: Returned) -> Lost:
    if not returned.gone:
        return Lost()
    return find_lost(workspace, returned.templates).only(returned.gone)


def _put_away(desk: Desk, merged: Merged) -> DocumentRow:
    shelved = merged.shelved
    rows = tuple(
        _row(shelved.document, one) for one in merged.received if one.outcome is not Outcome.UNCHANGED
    )
    return DocumentRow(
        document=shelved.document,
        path=desk.workspace.name_of(desk.workspace.catalog(shelved.locale, shelved.document)),
        units=len(merged.received),
        unchanged=len(merged.received) - len(rows),
        rows=rows,
        recorded=len(merged.events),
        is_written=put_away(desk, merged),
    )


def _row(document: str, one: Received) -> UnitRow:
    return UnitRow(
        document=document,
        unit=one.theirs.key.id,
        line=one.theirs.line,
        outcome=one.outcome,
        reason=one.reason,
        source=one.theirs.key.source,
        target=one.theirs.whole_target.replace("\0", " | "),
    )
