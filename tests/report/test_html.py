from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from jinja2 import StrictUndefined
from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.model.locale import Locale
from pipeline.model.state import State
from pipeline.model.unit import Risk
from pipeline.report import html
from pipeline.report.html import (
    anchors_of,
    critical_lines,
    read_static,
    render_index,
    render_locale,
    segments,
)
from pipeline.report.metrics import Amount, Metrics, measure
from pipeline.report.rows import Part
from tests.report.made import NASTY, OWED, make_busy_facts, make_catalog, make_facts, make_finding, make_row

PAGES = ("index.html", "ar.html", "es.html")
BESIDE = frozenset({*PAGES, "report.json", "report.md", "static/report.css"})


def render_all(metrics: Metrics) -> dict[str, str]:
    pages = {f"{one.locale.code}.html": render_locale(metrics, one) for one in metrics.locales}
    return {"index.html": render_index(metrics), **pages}


@pytest.fixture(scope="module")
def metrics() -> Metrics:
    return measure(make_busy_facts())


@pytest.fixture(scope="module")
def pages(metrics: Metrics) -> dict[str, LexborHTMLParser]:
    return {name: LexborHTMLParser(text) for name, text in render_all(metrics).items()}


def texts(page: LexborHTMLParser | LexborNode, selector: str) -> list[str]:
    return [" ".join(node.text(separator=" ").split()) for node in page.css(selector)]


@pytest.mark.parametrize("name", PAGES)
def test_every_table_has_a_caption_and_every_header_a_scope(
    pages: dict[str, LexborHTMLParser], name: str
) -> None:
    tables = pages[name].css("table")
    assert len(tables) >= 5
    for table in tables:
        assert next(child.tag for child in table.iter()) == "caption"
        assert texts(table, "caption")[0]
        assert table.css("thead th[scope=col]")
        assert not table.css("th:not([scope])")
        width = len(table.css("thead th"))
        for row in table.css("tbody tr"):
            assert sum(int(cell.attributes.get("colspan") or 1) for cell in row.css("th, td")) == width


@pytest.mark.parametrize("name", PAGES)
def test_a_page_states_its_language_and_loads_only_its_own_stylesheet(
    pages: dict[str, LexborHTMLParser], name: str
) -> None:
    page = pages[name]
    root = page.css_first("html")
    assert (root.attributes["lang"], root.attributes["dir"]) == ("en", "ltr")
    assert page.css_first("meta[charset]").attributes["charset"] == "utf-8"
    assert not page.css("script, img, iframe, object, form, [style], [onclick], base")
    assert [link.attributes["href"] for link in page.css("link")] == ["static/report.css"]
    policy = page.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"] or ""
    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert len(page.css("h1")) == 1
    assert page.css_first("main#report") is not None


@pytest.mark.parametrize("name", PAGES)
def test_links_resolve_and_ids_are_unique(pages: dict[str, LexborHTMLParser], name: str) -> None:
    ids = {page: [node.attributes["id"] for node in tree.css("[id]")] for page, tree in pages.items()}
    assert len(ids[name]) == len(set(ids[name]))
    links = [node.attributes["href"] or "" for node in pages[name].css("a[href], link[href]")]
    assert len(links) > 20
    for link in links:
        file, _, anchor = link.partition("#")
        assert not file or file in BESIDE, link
        if anchor:
            assert anchor in ids[file or name], link


@pytest.mark.parametrize("name", PAGES)
def test_labels_and_patterns_refer_to_something(pages: dict[str, LexborHTMLParser], name: str) -> None:
    page = pages[name]
    ids = {node.attributes["id"] for node in page.css("[id]")}
    assert {node.attributes["aria-labelledby"] for node in page.css("[aria-labelledby]")} <= ids
    style = read_static()["static/report.css"].decode()
    assert set(re.findall(r'url\("#([^"]+)"\)', style)) <= ids


def test_no_text_escapes_into_markup(metrics: Metrics, pages: dict[str, LexborHTMLParser]) -> None:
    for name, text in render_all(metrics).items():
        assert "<script" not in text
        assert "&lt;script&gt;" in text, name
    assert any(NASTY in shown for shown in texts(pages["ar.html"], "td.prose"))


def test_every_project_name_and_document_is_escaped() -> None:
    facts = replace(make_facts(make_catalog(make_row(), document="<b>doc</b>")), project="<i>Health</i>")
    for text in render_all(measure(facts)).values():
        assert "<i>" not in text
        assert "<b>doc" not in text
        assert "&lt;b&gt;doc&lt;/b&gt;" in text


def test_side_by_side_cells_carry_language_and_direction(pages: dict[str, LexborHTMLParser]) -> None:
    for row in pages["ar.html"].css("table.pairs tr[id]"):
        source, target = row.css("td.prose")
        assert (source.attributes["lang"], source.attributes["dir"]) == ("en", "ltr")
        expected = ("en", "ltr") if target.text() == "no target" else ("ar", "rtl")
        assert (target.attributes["lang"], target.attributes["dir"]) == expected
    spanish = pages["es.html"].css("table.pairs td.prose[lang=es]")
    assert len(spanish) > 10
    assert {cell.attributes["dir"] for cell in spanish} == {"ltr"}


def test_the_name_of_a_language_is_marked_as_in_that_language(pages: dict[str, LexborHTMLParser]) -> None:
    name = pages["index.html"].css_first("table.verdicts span.own")
    assert (name.text(), name.attributes["lang"], name.attributes["dir"]) == ("العربية", "ar", "rtl")


def test_every_unit_stands_on_its_language_page_with_state_risk_and_anchor(
    metrics: Metrics, pages: dict[str, LexborHTMLParser]
) -> None:
    arabic = metrics.locales[0]
    anchors = anchors_of(arabic)
    rows = [row for catalog in arabic.catalogs for row in catalog.sum.rows]
    assert len(rows) == len(anchors) == len(set(anchors.values()))
    for row in rows:
        shown = pages["ar.html"].css_first(f"tr#{anchors[row.document, row.unit]}")
        words = " ".join(shown.text(separator=" ").split())
        assert row.state.value in words
        assert " ".join(row.source.split()) in words
        assert (row.risk.label in words) or row.risk is Risk.STANDARD
        assert row.missing is None or f"needs {row.missing}" in words
        assert row.engine is None or row.engine in words
        assert row.previous is None or row.previous in words


def test_the_anchor_of_a_unit_is_its_id_and_a_second_document_gets_a_number() -> None:
    found = measure(
        make_facts(make_catalog(make_row()), make_catalog(make_row(document="other"), document="other"))
    ).locales[0]
    assert list(anchors_of(found).values()) == ["u-0123456789ab", "u-0123456789ab-2"]


def test_a_finding_leads_to_its_unit(pages: dict[str, LexborHTMLParser]) -> None:
    links = [node.attributes["href"] or "" for node in pages["ar.html"].css("table.findings a")]
    assert links
    assert all(pages["ar.html"].css_first(f"tr{link}") is not None for link in links)
    blocking = texts(pages["ar.html"], "table.findings tbody tr")[0]
    assert "blocks release" in blocking


def test_a_message_keeps_its_direction_whatever_it_quotes() -> None:
    finding = make_finding(message="\u0644\u0627 has no counterpart")
    facts = make_facts(make_catalog(make_row(findings=(finding,))))
    page = LexborHTMLParser(render_all(measure(facts))["es.html"])
    assert {node.attributes["dir"] for node in page.css("bdi")} == {"ltr"}
    assert len(page.css("bdi")) == 2


def test_the_front_page_says_that_no_review_has_happened_before_anything_else() -> None:
    page = LexborHTMLParser(render_index(measure(make_facts(make_catalog(make_row())))))
    assert texts(page, "main > *:first-child .statement-head") == ["No review has happened."]


def test_the_verdict_comes_first_with_its_reasons_and_safety_second(
    pages: dict[str, LexborHTMLParser],
) -> None:
    sections = [node.attributes["aria-labelledby"] for node in pages["index.html"].css("main > section")]
    assert sections == ["verdict", "safety", "words", "disclaimers", "findings", "engines"]
    arabic, spanish = texts(pages["index.html"], "table.verdicts tbody tr")
    assert "withheld" in arabic
    assert "1 critical unit, draft: needs 1 more approver" in arabic
    assert "nothing stands against it" in spanish
    assert OWED in " ".join(texts(pages["index.html"], "section[aria-labelledby=disclaimers] tr"))


def test_critical_units_that_lack_an_approval_anywhere_are_named(metrics: Metrics) -> None:
    lines = critical_lines(metrics)
    documents = [one.document for one in lines]
    assert documents == ["guide"] * 7 + ["interface"] * 7
    assert all(line.row.risk is Risk.CRITICAL and line.row.state is not State.APPROVED for line in lines)
    assert all(len(line.cells) == 2 for line in lines)


def test_a_critical_unit_approved_in_one_language_only_is_still_named() -> None:
    facts = make_facts(
        make_catalog(make_row(risk=Risk.CRITICAL, state=State.APPROVED)),
        make_catalog(make_row(risk=Risk.CRITICAL, locale="ar"), locale="ar"),
        locales=(Locale("es"), Locale("ar"), Locale("de")),
    )
    (line,) = critical_lines(measure(facts))
    assert [cell.row.state if cell.row else None for cell in line.cells] == [
        State.APPROVED,
        State.DRAFT,
        None,
    ]


def test_units_beyond_the_limit_are_counted_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [make_row(unit=f"{number:012x}", risk=Risk.CRITICAL) for number in range(5)]
    monkeypatch.setattr(html, "NAMED", 3)
    page = LexborHTMLParser(render_index(measure(make_facts(make_catalog(*rows)))))
    assert len(page.css("table.matrix tbody tr:not(.group)")) == 3
    assert "2 more are named on the languages' own pages." in texts(page, "section p")


def test_every_cell_of_the_states_has_its_text(pages: dict[str, LexborHTMLParser]) -> None:
    table = pages["index.html"].css_first("table.states")
    figures = texts(table, "td.number")
    assert len(figures) == 2 * 3 * (len(State) + 2)
    assert all(figures)
    header = texts(table, "thead th")
    first = texts(table, "tbody tr:not(.group) th, tbody tr:not(.group) td")[: len(header)]
    shown = dict(zip(header, first, strict=True))
    assert shown["draft"] == "4 2 units"
    assert shown["total"] == "72 16 units"


def test_a_bar_is_filled_without_a_gap() -> None:
    states = {state: Amount(1, words) for words, state in enumerate(State, 1)}
    pieces = segments(states, 100)
    assert pieces[0].start == 0
    assert sum(piece.width for piece in pieces) == 100
    assert all(one.start + one.width == other.start for one, other in pairwise(pieces))
    assert pieces[0].state is State.APPROVED
    assert segments({state: Amount() for state in State}) == []


def test_an_empty_project_still_renders() -> None:
    for facts in (make_facts(), make_facts(make_catalog()), make_facts(locales=())):
        for text in render_all(measure(facts)).values():
            page = LexborHTMLParser(text)
            assert "%" not in " ".join(texts(page, "td"))
            assert "nothing to translate" in texts(page, ".statement-head")[0]


def test_a_template_that_misses_a_value_fails() -> None:
    assert html._TEMPLATES.undefined is StrictUndefined
    assert html._TEMPLATES.autoescape is True


def test_parts_have_names() -> None:
    assert set(html.PARTS) == set(Part)


def test_the_stylesheet_reaches_for_nothing_outside_itself() -> None:
    style = read_static()["static/report.css"].decode()
    assert "@import" not in style
    assert "http" not in style
    assert not re.search(r"(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)", style)
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style
