"""Figures to a Markdown summary, as continuous integration shows it: at most 60 KiB, cut at whole lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.language.names import english_name
from pipeline.model.state import State
from pipeline.report.metrics import count_by_check, percent
from pipeline.report.wording import count, describe_review

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.report.metrics import LocaleMetrics, Metrics
    from pipeline.report.rows import UnitRow

LIMIT: Final = 60 * 1024
"""Bytes."""
REASONS: Final = 5
"""How many reasons are listed a language."""
NAMED: Final = 10
"""How many critical units are named a language."""
COLUMNS: Final = (
    "Language",
    "Verdict",
    "Words approved",
    "Critical approved",
    "Disclaimers pinned",
    "Machine drafts",
    "Findings (blocking)",
    "Reviewer hours left",
)
_CUT: Final = "\n_Cut here: `index.html` and `report.json` have the rest._\n"
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>|#~!&])")


def render_markdown(metrics: Metrics) -> str:
    """Return the summary: verdict and table first, then reasons, critical units and findings."""
    return _within(_lines(metrics), LIMIT)


def _lines(metrics: Metrics) -> Iterator[str]:
    head, detail = describe_review(metrics.everything.rows, metrics.facts.disclaimers)
    yield f"# {escape(metrics.facts.project)}: translation report"
    yield from ("", f"**{escape(head)}** {escape(detail)}", "")
    yield from _table(metrics.locales)
    yield from _reasons(metrics.locales)
    yield from _critical(metrics.locales)
    yield from _findings(metrics)


def _table(locales: Sequence[LocaleMetrics]) -> Iterator[str]:
    yield f"| {' | '.join(COLUMNS)} |"
    yield f"|---|---|{'---:|' * (len(COLUMNS) - 2)}"
    for one in locales:
        found, critical = one.sum, one.sum.critical
        cells = (
            f"{escape(english_name(one.locale))} ({escape(one.locale.tag)})",
            f"**{one.verdict.value}**, {one.released} of {count(len(one.documents), 'page')}",
            share(found.states[State.APPROVED].words, found.total.words),
            f"{critical.approved} of {critical.total}",
            f"{one.pinned} of {len(one.disclaimers)}",
            f"{sum(row.is_machine_draft for row in found.rows)} of {found.total.units}",
            f"{sum(one.everything.severities.values())} ({one.everything.blocking})",
            f"{one.everything.reviewer_hours:.1f}",
        )
        yield f"| {' | '.join(cells)} |"


def _reasons(locales: Iterable[LocaleMetrics]) -> Iterator[str]:
    withheld = [one for one in locales if one.reasons]
    if withheld:
        yield from ("", "## Why pages are withheld", "")
    for one in withheld:
        yield f"- **{escape(english_name(one.locale))}**"
        yield from (f"  - {escape(reason.text)}" for reason in one.reasons[:REASONS])
        if len(one.reasons) > REASONS:
            yield f"  - and {count(len(one.reasons) - REASONS, 'more reason')}"


def _critical(locales: Iterable[LocaleMetrics]) -> Iterator[str]:
    short = [one for one in locales if one.sum.critical.below]
    if short:
        yield from ("", "## Critical units that are not approved")
    for one in short:
        critical = one.sum.critical
        title = f"{english_name(one.locale)}: {critical.approved} of {critical.total} approved"
        yield from ("", f"<details><summary>{escape(title)}</summary>", "")
        yield from (_unit(row) for row in critical.below[:NAMED])
        if len(critical.below) > NAMED:
            yield f"- and {len(critical.below) - NAMED} more"
        yield from ("", "</details>")


def _unit(row: UnitRow) -> str:
    return f"- `{row.unit}` {row.state.value}: {escape(row.source)}"


def _findings(metrics: Metrics) -> Iterator[str]:
    counts = count_by_check(metrics.everything.findings)
    if counts:
        yield from (
            "",
            "## Findings by check",
            "",
            "| Check | Severity | Blocks | Number |",
            "|---|---|---|---:|",
        )
    for (check, severity, blocking), number in counts.items():
        yield f"| {escape(check)} | {severity.value} | {'yes' if blocking else 'no'} | {number} |"
    if metrics.everything.waived:
        yield from ("", f"{count(metrics.everything.waived, 'finding')} waived by reviewers.")


def share(part: int, whole: int) -> str:
    """Return a share in words; a dash where there is nothing to share."""
    found = percent(part, whole)
    return "–" if found is None else f"{found} %"


def escape(text: str) -> str:
    """Return text on one line with every character that Markdown or HTML reads as markup escaped."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _within(lines: Iterable[str], limit: int) -> str:
    """Return as many whole lines as fit, with a closing line where some did not."""
    kept: list[str] = []
    size = 0
    for line in lines:
        size += len(line.encode()) + 1
        kept.append(line + "\n")
    if size <= limit:
        return "".join(kept)
    while kept and size > limit - len(_CUT.encode()):
        size -= len(kept.pop().encode())
    return "".join([*kept, _CUT])
