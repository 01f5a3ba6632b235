from __future__ import annotations

import pytest

from pipeline.model.locale import Locale
from pipeline.model.unit import Risk
from pipeline.report.markdown import LIMIT, NAMED, REASONS, escape, render_markdown
from pipeline.report.metrics import measure
from pipeline.report.rows import Withholding
from tests.report.made import make_busy_facts, make_catalog, make_facts, make_row


def test_the_statement_and_the_table_come_first() -> None:
    lines = render_markdown(measure(make_busy_facts())).splitlines()
    assert lines[0] == "# Health: translation report"
    assert lines[2].startswith("**Review has begun.** ")
    assert lines[4].startswith("| Language | Verdict |")
    assert lines[6].startswith("| Arabic (ar) | **withheld**, 0 of 1 page | ")
    assert lines[7].startswith("| Spanish (es) | **released**, 1 of 1 page | ")
    assert all(line.count(" | ") == 7 for line in (lines[4], *lines[6:8]))


def test_machine_drafts_are_called_that() -> None:
    text = render_markdown(measure(make_facts(make_catalog(make_row()))))
    assert "**No review has happened.** 1 target written, every one a machine draft." in text


def test_texts_cannot_become_markup() -> None:
    facts = make_facts(make_catalog(make_row(risk=Risk.CRITICAL, source="<b>a</b> | `x`\n# [y](z) *w*")))
    text = render_markdown(measure(facts))
    assert r"\<b\>a\</b\> \| \`x\` \# \[y\](z) \*w\*" in text
    assert "<b>" not in text
    assert escape("a\\b") == r"a\\b"


def test_reasons_and_units_beyond_the_limit_are_counted() -> None:
    reasons = [
        Withholding(message=f"needs {n}", unit=f"{n}", state="draft", risk="critical")
        for n in range(REASONS + 2)
    ]
    rows = [make_row(unit=f"{n:012x}", risk=Risk.CRITICAL) for n in range(NAMED + 3)]
    text = render_markdown(measure(make_facts(make_catalog(*rows, withholdings=tuple(reasons)))))
    assert "  - and 2 more reasons\n" in text
    assert "- and 3 more\n" in text
    assert text.count("- `0000") == NAMED


@pytest.mark.parametrize("length", [1, 400])
def test_it_stays_under_the_limit_and_says_when_it_is_cut(length: int) -> None:
    rows = [make_row(unit=f"{n:012x}", risk=Risk.CRITICAL, source="é*" * length) for n in range(NAMED)]
    locales = tuple(map(Locale, ("es", "ar", "de", "fr", "hi", "ru")))
    catalogs = [make_catalog(*rows, locale=locale.code) for locale in locales]
    text = render_markdown(measure(make_facts(*catalogs, locales=locales)))
    assert len(text.encode()) <= LIMIT
    assert text.endswith("have the rest._\n") == (length == 400)
    assert text.count("\n| ") >= 7


def test_an_empty_project_has_no_percentage() -> None:
    text = render_markdown(measure(make_facts()))
    assert (
        "| Spanish (es) | **nothing to release**, 0 of 0 pages | – | 0 of 0 | 0 of 0 | 0 of 0 | 0 (0) |"
        in text
    )
