"""review check-ledger: what is wrong with the ledgers, and with what was added to them since a revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.config.reviewers import parse_reviewers
from pipeline.errors import CaveatError, LedgerError, raise_all
from pipeline.ledger.ledger_file import Ledger, parse_ledger, read_ledger
from pipeline.ledger.states import Signing
from pipeline.model.finding import Finding, Severity
from pipeline.review.ledger_checks import Added, check_additions, check_ledger
from pipeline.stages.pins import find_unsupported
from pipeline.stages.standings import read_signing
from pipeline.workspace.files import decode_utf8
from pipeline.workspace.git import commits_of, get_commit, list_at, read_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.model.event import Event
    from pipeline.model.locale import Locale
    from pipeline.workspace.project import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCheck:
    """What was looked at and what was found."""

    ledgers: int
    findings: tuple[Finding, ...]
    added: int = 0
    """Events that the base does not have."""
    uncommitted: int = 0
    """Those of them that no commit has yet, so that nobody can say who committed them."""


def check_ledgers(workspace: Workspace, locales: Sequence[Locale], base: str | None = None) -> LedgerCheck:
    """Check every ledger; raises when some can't be read.

    With a base revision the roles are those of the base, so that a change can't list its own author as a
    reviewer; and what the change adds to the ledgers, or takes out, is checked too.
    """
    commit = None if base is None else get_commit(workspace.root, base)
    signing = read_signing(workspace) if commit is None else _signing_at(workspace, commit)
    findings: list[Finding] = []
    problems: list[CaveatError] = []
    added = uncommitted = 0
    found = [(locale, path) for locale in locales for path in _ledgers(workspace, locale, commit)]
    for locale, path in found:
        try:
            ledger = read_ledger(path, workspace.name_of(path))
        except CaveatError as error:
            problems.append(error)
            continue
        name = workspace.name_of(path)
        findings += check_ledger(ledger, file=name, locale=locale.code, document=path.stem, signing=signing)
        if commit is not None:
            changes = _additions(workspace, path, ledger, commit)
            findings += check_additions(changes, file=name, locale=locale.code)
            added += len(changes.events)
            uncommitted += len(changes.uncommitted)
    raise_all(problems)
    findings += [one for locale in locales for one in _check_pins(workspace, locale, signing)]
    return LedgerCheck(ledgers=len(found), findings=tuple(findings), added=added, uncommitted=uncommitted)


def _ledgers(workspace: Workspace, locale: Locale, base: str | None) -> list[Path]:
    """Return the ledgers of a locale, those too that the base had and that are gone."""
    folder = workspace.root / "locales" / locale.code / "reviews"
    older = () if base is None else list_at(workspace.root, base, folder)
    return sorted({*folder.glob("*.jsonl"), *(path for path in older if path.suffix == ".jsonl")})


def _signing_at(workspace: Workspace, commit: str) -> Signing:
    """Return who might sign as of a commit; nobody when it lists no reviewers."""
    data = read_at(workspace.root, commit, workspace.reviewers)
    name = f"{workspace.name_of(workspace.reviewers)} at {commit[:12]}"
    reviewers = () if data is None else parse_reviewers(decode_utf8(data, name), name)
    return Signing(reviewers=reviewers, policy=workspace.config.policy)


def _additions(workspace: Workspace, path: Path, ledger: Ledger, base: str) -> Added:
    before = _ledger_at(workspace, path, base)
    known = set(before.events)
    new = [event for event in ledger.events if event not in known]
    authors: dict[Event, list[str]] = {}
    if new:
        for commit in commits_of(workspace.root, base, path):
            inherited = {one for name in commit.parents for one in _ledger_at(workspace, path, name).events}
            for event in _ledger_at(workspace, path, commit.id).events:
                if event not in inherited:
                    authors.setdefault(event, []).append(commit.author)
    present = set(ledger.events)
    return Added(
        events={event: tuple(authors.get(event, ())) for event in new},
        removed=tuple(event for event in before.events if event not in present),
    )


def _ledger_at(workspace: Workspace, path: Path, commit: str) -> Ledger:
    """Return a ledger as a commit has it; what can't be read there hands nothing on."""
    data = read_at(workspace.root, commit, path)
    name = f"{workspace.name_of(path)} at {commit[:12]}"
    try:
        return Ledger() if data is None else parse_ledger(decode_utf8(data, name), name)
    except LedgerError:
        return Ledger()


def _check_pins(workspace: Workspace, locale: Locale, signing: Signing) -> Iterator[Finding]:
    for name, missing in find_unsupported(workspace, locale, signing):
        yield Finding(
            file=workspace.name_of(workspace.pinned(locale)),
            check="ledger.pin-unsupported",
            severity=Severity.ERROR,
            blocking=True,
            locale=locale.code,
            message=f'disclaimer "{name}" is pinned, but by the ledger it still needs {missing}',
            hint="approve it with `caveat disclaimers approve`, or restore the ledger",
        )
