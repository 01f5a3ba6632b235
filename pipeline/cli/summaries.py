"""The lines that sum a stage up, one stage a line; problems below it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.build.page import Mode
from pipeline.model.finding import Severity
from pipeline.stages.gone import HINT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.build.assemble import Reason
    from pipeline.cli.console import Output
    from pipeline.model.finding import Finding
    from pipeline.stages.build import BuildResult
    from pipeline.stages.draft import DraftResult, DraftRow
    from pipeline.stages.draft_choice import UsageRow
    from pipeline.stages.extract import ExtractResult
    from pipeline.stages.gone import Lost
    from pipeline.stages.update import UpdateResult


_FEW = 3
"""Units that are named one by one; more with the same reason are counted."""


def plural(number: int, noun: str) -> str:
    """Return `1 page`, `2 pages`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def say_extract(output: Output, result: ExtractResult) -> None:
    """Sum up `extract`."""
    for row in result.rows:
        output.record("template", row)
    units, critical = sum(row.units for row in result.rows), sum(row.critical for row in result.rows)
    written = sum(row.is_written for row in result.rows)
    output.say(
        f"extract  {plural(len(result.rows), 'template')}, {plural(units, 'unit')} "
        f"({critical} critical); {written} written"
    )
    if result.is_recut:
        output.say("  the text is cut into units by other rules now; `caveat update` keeps what people wrote")
    for name in result.removed:
        output.say(f"  removed {name}: its document is gone; the catalogs stay")


def say_lost(output: Output, lost: Lost) -> None:
    """Say what people wrote for documents that are gone, and how it comes back."""
    for one in lost.gone:
        output.record(
            "gone", {"document": one.document, "human_texts": one.human_texts, "catalogs": one.catalogs}
        )
    if lost.gone:
        texts = plural(sum(one.human_texts for one in lost.gone), "human text")
        catalogs = plural(sum(len(one.catalogs) for one in lost.gone), "catalog")
        names = ", ".join(one.document for one in lost.gone[:_FEW])
        more = f" and {len(lost.gone) - _FEW} more" if len(lost.gone) > _FEW else ""
        output.say(f"  {texts} in {catalogs} without a document: {names}{more}")
    for rename in lost.renamed:
        output.record("renamed", {"file": rename.file, "old": rename.old, "remedy": rename.remedy})
        output.say(
            f'  {rename.file} seems to be "{rename.old}" under another name; to keep its translations, write'
        )
        output.say(f"    {rename.remedy}")
    if len(lost.renamed) < len(lost.gone):
        output.say(f"  hint: {HINT}")


def say_update(output: Output, result: UpdateResult) -> None:
    """Sum up `update`: what happened to people's texts first."""
    for row in result.rows:
        output.record("catalog", row)
    written = sum(row.is_written for row in result.rows)
    output.say(f"update   {plural(len(result.rows), 'catalog')}, {written} written; {_fates(result)}")
    for row in result.rows:
        changes = {
            "new": row.added,
            "restored from the ledger": row.restored,
            "offered something in comments": row.offered,
            "stale": row.stale,
            "carried": row.carried,
            "meaning changed": row.guarded,
            "removed": row.removed,
        }
        told = ", ".join(f"{number} {what}" for what, number in changes.items() if number)
        if told:
            output.say(f"  {row.path}: {told}")


def _fates(result: UpdateResult) -> str:
    """Return what became of the texts that people wrote; the numbers add up."""
    rows = result.rows
    fates = {
        "unchanged": sum(row.human_unchanged for row in rows),
        "carried": sum(row.human_carried for row in rows),
        "stale": sum(row.human_stale for row in rows),
        "shown in comments": sum(row.human_shown for row in rows),
        "kept in the ledger": sum(row.human_kept for row in rows),
    }
    told = ", ".join(f"{number} {what}" for what, number in fates.items() if number)
    return f"{plural(sum(fates.values()), 'human text')}{f': {told}' if told else ''}"


def say_draft(output: Output, result: DraftResult, *, every_reason: bool = False) -> None:
    """Sum up `draft`: what has no draft, and why."""
    for row in result.rows:
        output.record("draft", row)
    drafted, left = sum(row.drafted for row in result.rows), sum(len(row.left) for row in result.rows)
    output.say(f"draft    {plural(drafted, 'unit')} drafted, {left} left without a draft")
    say_usage(output, result.usage)
    for engine in result.unavailable:
        output.say(f"  {engine.engine} does not work for {engine.locale}: {engine.reason}")
        if engine.hint:
            output.say(f"    hint: {engine.hint}")
    for row in result.rows:
        if every_reason:
            _say_reasons(output, row)
        elif row.left:
            output.say(f"  {row.path}: {plural(len(row.left), 'unit')} without a draft; see `caveat draft`")


def _say_reasons(output: Output, row: DraftRow) -> None:
    """Say why units have no draft; many with one reason share a line."""
    units: dict[str, list[str]] = {}
    for unit, reason in row.left:
        units.setdefault(reason, []).append(unit)
    for reason, found in units.items():
        shown = [plural(len(found), "unit")] if len(found) > _FEW else found
        for what in shown:
            output.say(f"  {row.path}: {what}: {reason}")


def say_usage(output: Output, usage: Sequence[UsageRow]) -> None:
    """Say what left this machine."""
    for used in usage:
        output.record("usage", used)
        if not used.is_offline:
            cost = f", cost {used.cost:.2f}" if used.cost else ""
            sent = f"{plural(used.texts, 'text')}, {used.chars:,} characters{cost}"
            output.say(f"  {used.engine} for {used.locale}: {sent}; {used.cached} known from before")


def say_findings(output: Output, stage: str, findings: Sequence[Finding], scope: str) -> None:
    """Sum up findings by severity."""
    counts = Counter(finding.severity for finding in findings if finding.waiver is None)
    waived = sum(finding.waiver is not None for finding in findings)
    told = ", ".join(plural(counts[one], one.value) for one in Severity if counts[one]) or "no findings"
    blocking = sum(finding.blocking for finding in findings)
    output.say(
        f"{stage:<8} {scope}: {told}{f', {blocking} blocking' if blocking else ''}"
        f"{f', {waived} waived' if waived else ''}"
    )


def say_build(output: Output, result: BuildResult) -> None:
    """Sum up `build`: what is withheld, with every reason."""
    for page in result.pages:
        output.record(
            "page", {"document": page.document, "locale": page.locale, "standing": page.standing.value}
        )
    where = result.folder / "index.html" if result.pages else result.folder
    pages = f"{plural(len(result.pages), 'page')} in {plural(result.locales, 'language')}"
    withheld = f"{plural(len(result.withheld), 'page')} withheld"
    output.say(f"build    {result.mode.value}: {pages}, {withheld}; {where}")
    for (document, locale), reasons in result.withheld.items():
        output.say(f"  withheld: {document} in {locale}")
        for line in sum_up_reasons(reasons):
            output.say(f"    {line}")
        for reason in reasons:
            output.record(
                "withheld",
                {"document": document, "locale": locale, "unit": reason.unit, "state": reason.state,
                 "risk": reason.risk, "message": reason.message},
            )  # fmt: skip
    if result.mode is Mode.RELEASE and result.withheld:
        output.say("  each unit: `caveat review list -l LOCALE`, or `caveat build --release --json`")


def sum_up_reasons(reasons: Sequence[Reason]) -> list[str]:
    """Return reasons as lines: those about units counted by what they need, the others one by one."""
    lines = [reason.message for reason in reasons if reason.unit is None]
    counts = Counter(
        (one.risk or "", one.state or "", one.message) for one in reasons if one.unit is not None
    )
    order = ("disclaimer", "critical", "standard")
    for (risk, state, message), number in sorted(counts.items(), key=lambda row: order.index(row[0][0])):
        lines.append(f"{plural(number, f'{risk} unit')} in state {state}: {message}")
    return lines
