"""run: the whole job, extract to report, in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.build.page import Mode
from pipeline.errors import raise_all
from pipeline.stages.build import BuildResult, build
from pipeline.stages.check import CheckResult, check
from pipeline.stages.draft import DraftResult, draft
from pipeline.stages.extract import ExtractResult, extract
from pipeline.stages.progress import Progress, Silent
from pipeline.stages.report import ReportResult, report
from pipeline.stages.update import UpdateResult, update
from pipeline.stages.verify import VerifyResult, verify

if TYPE_CHECKING:
    from pipeline.workspace.project import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What each stage did."""

    extract: ExtractResult
    update: UpdateResult
    draft: DraftResult
    check: CheckResult
    build: BuildResult
    verify: VerifyResult
    report: ReportResult

    @property
    def changed(self) -> int:
        """How many files this run wrote or removed."""
        return (
            sum(row.is_written for row in self.extract.rows)
            + len(self.extract.removed)
            + sum(row.is_written for row in self.update.rows)
            + sum(row.is_written for row in self.draft.rows)
            + self.build.written
            + self.build.removed
            + self.report.written
            + self.report.removed
        )


def run(workspace: Workspace, *, today: str, jobs: int = 1, progress: Progress | None = None) -> RunResult:
    """Run every stage on all locales; raises a stage's problems, so that no other builds on them."""
    progress = progress or Silent()
    locales = workspace.config.locales
    extracted = extract(workspace, progress)
    updated = update(workspace, locales=locales, today=today, progress=progress)
    drafted = draft(workspace, locales=locales, today=today, progress=progress)
    raise_all(drafted.problems)
    checked = check(workspace, locales=locales, as_of=today, progress=progress)
    raise_all(checked.problems)
    built = build(workspace, Mode.PREVIEW, as_of=today, jobs=jobs, progress=progress)
    verified = verify(workspace, built.folder, release=False, as_of=today)
    reported = report(workspace, as_of=today, progress=progress)
    return RunResult(
        extract=extracted,
        update=updated,
        draft=drafted,
        check=checked,
        build=built,
        verify=verified,
        report=reported,
    )
