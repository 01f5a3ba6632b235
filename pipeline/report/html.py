"""Figures to HTML pages that open from a folder: no script, no network, every text escaped.

The templates only arrange; what stands in a cell is settled here or in the metrics.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.language.names import direction, english_name, own_name
from pipeline.model.effort import WORDS_PER_HOUR
from pipeline.model.finding import Severity
from pipeline.model.state import State
from pipeline.model.unit import Risk
from pipeline.report.metrics import approval_of, count_by_check, percent
from pipeline.report.rows import Part
from pipeline.report.wording import STATES, count, describe_review

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.model.finding import Finding
    from pipeline.report.metrics import Amount, Approval, CatalogMetrics, LocaleMetrics, Metrics
    from pipeline.report.rows import UnitRow
    from pipeline.report.sections import Section

BAR: Final = 160
"""Width of a bar, in pixels."""
NAMED: Final = 200
"""How many units the front page names; the languages' own pages name all of them."""
PARTS: Final = {
    Part.DOCUMENT: "document",
    Part.DISCLAIMERS: "workbench of the disclaimers",
    Part.INTERFACE: "words around the pages",
}

Anchors = dict[tuple[str, str], str]
"""Document and unit id -> the anchor on the language's page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One piece of a bar."""

    state: State
    start: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One critical unit in one locale."""

    locale: LocaleMetrics
    row: UnitRow | None
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticalLine:
    """One critical unit that is not approved everywhere, in every locale."""

    document: str
    row: UnitRow
    """In any of the locales: the source is the same in all."""
    cells: tuple[Cell, ...]


def render_index(metrics: Metrics) -> str:
    """Return the front page, to be put at `index.html`."""
    lines = critical_lines(metrics)
    head, detail = describe_review(metrics.everything.rows, metrics.facts.disclaimers)
    return _TEMPLATES.get_template("index.html").render(
        metrics=metrics,
        title=f"{metrics.facts.project}: translation report",
        head=head,
        detail=detail,
        lines=_by_document(lines[:NAMED]),
        unnamed=len(lines[NAMED:]),
        checks=_checks(metrics),
    )


def render_locale(metrics: Metrics, locale: LocaleMetrics) -> str:
    """Return one language's page, to be put beside `index.html` at `<locale>.html`."""
    head, detail = describe_review(locale.everything.rows, locale.disclaimers)
    return _TEMPLATES.get_template("locale.html").render(
        metrics=metrics,
        one=locale,
        title=f"{english_name(locale.locale)}: {metrics.facts.project}, translation report",
        head=head,
        detail=detail,
        anchors=anchors_of(locale),
    )


def render_instructions(title: str, sections: Sequence[Section]) -> str:
    """Return the page that goes with a translator's package."""
    return _TEMPLATES.get_template("instructions.html").render(title=title, sections=sections)


def read_static() -> Mapping[str, bytes]:
    """Return what the pages load, by its path beside them."""
    folder = files("pipeline.report").joinpath("static")
    return {
        f"static/{file.name}": file.read_bytes() for file in sorted(folder.iterdir(), key=lambda f: f.name)
    }


def anchors_of(locale: LocaleMetrics) -> Anchors:
    """Return an anchor for each unit: `u-<id>`, numbered where several documents share the unit."""
    anchors: Anchors = {}
    seen: dict[str, int] = {}
    for catalog in locale.catalogs:
        for row in catalog.sum.rows:
            seen[row.unit] = seen.get(row.unit, 0) + 1
            suffix = f"-{seen[row.unit]}" if seen[row.unit] > 1 else ""
            anchors[catalog.document, row.unit] = f"u-{row.unit}{suffix}"
    return anchors


def critical_lines(metrics: Metrics) -> list[CriticalLine]:
    """Return the critical units that lack an approval in any locale, in reading order, interface last."""
    anchors = {one.locale.code: anchors_of(one) for one in metrics.locales}
    found: dict[tuple[str, str], dict[str, UnitRow]] = {}
    for locale in metrics.locales:
        for catalog in locale.catalogs:
            for row in catalog.sum.rows:
                if row.risk is Risk.CRITICAL:
                    found.setdefault((catalog.document, row.unit), {})[row.locale] = row
    return [
        CriticalLine(
            document=document,
            row=next(iter(rows.values())),
            cells=tuple(
                Cell(
                    locale=locale,
                    row=rows.get(locale.locale.code),
                    anchor=anchors[locale.locale.code].get((document, unit), ""),
                )
                for locale in metrics.locales
            ),
        )
        for (document, unit), rows in found.items()
        if any(row.is_below for row in rows.values())
    ]


def _by_document(lines: Iterable[CriticalLine]) -> dict[str, list[CriticalLine]]:
    found: dict[str, list[CriticalLine]] = {}
    for line in lines:
        found.setdefault(line.document, []).append(line)
    return found


def segments(states: Mapping[State, Amount], width: int = BAR) -> list[Segment]:
    """Return a bar's pieces by words, in the order of the legend; they fill the width without a gap."""
    total = sum(amount.words for amount in states.values())
    found: list[Segment] = []
    done = start = 0
    for state in STATES:
        done += states[state].words
        stop = (width * done + total // 2) // total if total else 0
        if stop > start:
            found.append(Segment(state=state, start=start, width=stop - start))
        start = stop
    return found


def _checks(metrics: Metrics) -> list[tuple[str, Severity, bool, list[int]]]:
    """Return each check with its severity, whether it blocks, and its number of findings by locale."""
    by_locale = [count_by_check(locale.everything.findings) for locale in metrics.locales]
    keys = count_by_check(metrics.everything.findings)
    return [(*key, [counts.get(key, 0) for counts in by_locale]) for key in keys]


def _interface_critical(locale: LocaleMetrics) -> Approval:
    rows = (row for one in locale.apart for row in one.sum.rows if one.part is Part.INTERFACE)
    return approval_of(row for row in rows if row.risk is Risk.CRITICAL)


def _sections(catalog: CatalogMetrics) -> list[tuple[str | None, list[UnitRow]]]:
    return [(name, list(rows)) for name, rows in groupby(catalog.sum.rows, key=lambda row: row.section)]


def _waiting(catalog: CatalogMetrics) -> list[UnitRow]:
    """Return the units above standard risk that are not approved, the riskiest first."""
    below = [row for row in catalog.sum.rows if row.is_below and row.risk > Risk.STANDARD]
    return sorted(below, key=lambda row: -row.risk)


def _share(part: int, whole: int) -> str:
    share = percent(part, whole)
    return "–" if share is None else f"{share}\u00a0%"


def _gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    order = list(Severity)
    return sorted(findings, key=lambda one: (not one.blocking, order.index(one.severity), one.sort_key()))


_TEMPLATES: Final = Environment(
    loader=PackageLoader("pipeline.report"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    auto_reload=False,
)
_TEMPLATES.filters |= {"share": _share, "gravest_first": _gravest_first, "waiting": _waiting}
_TEMPLATES.globals |= {
    "STATES": STATES,
    "PARTS": PARTS,
    "Part": Part,
    "State": State,
    "Risk": Risk,
    "Severity": Severity,
    "bar_width": BAR,
    "count": count,
    "direction": direction,
    "english_name": english_name,
    "interface_critical": _interface_critical,
    "speeds": {risk.label: words for risk, words in WORDS_PER_HOUR.items()},
    "own_name": own_name,
    "sections": _sections,
    "segments": segments,
}
