from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.checks.base import Subject
from pipeline.checks.runner import CheckPolicy, CheckSet, run_checks
from pipeline.config.parse_config import parse_config
from pipeline.errors import ConfigError, ManyErrors
from pipeline.language.termbase import Termbase
from pipeline.model.catalog import Catalog, Entry
from pipeline.model.finding import Severity
from pipeline.model.locale import Locale
from pipeline.model.term import Term
from pipeline.model.unit import Risk, UnitKey

SPANISH = Locale("es")
HEADER = Entry(
    key=UnitKey(None, ""), targets=("Language: es\nContent-Type: text/plain; charset=UTF-8\n",), line=1
)


def _entry(source: str, target: str, *, line: int = 0, context: str | None = None) -> Entry:
    return Entry(key=UnitKey(context, source), targets=(target,), line=line)


def _catalog(*entries: Entry) -> Catalog:
    return Catalog(entries=(HEADER, *entries), path="locales/es/LC_MESSAGES/a.po")


BAD = _entry("Take 5 ml.", "Tome 50 ml.", line=7)


def test_a_finding_says_where_and_what() -> None:
    (finding,) = run_checks(_catalog(BAD), SPANISH)
    assert (finding.file, finding.line, finding.unit) == ("locales/es/LC_MESSAGES/a.po", 7, BAD.key.id)
    assert (finding.check, finding.severity, finding.locale) == ("number.changed", Severity.ERROR, "es")
    assert (finding.message, finding.source, finding.target) == ("5 became 50", "Take 5 ml.", "Tome 50 ml.")
    assert finding.hint


def test_a_good_catalog_has_no_finding() -> None:
    assert run_checks(_catalog(_entry("Take 5 ml.", "Tome 5 ml.")), SPANISH) == ()


def test_empty_and_obsolete_entries_are_not_checked() -> None:
    obsolete = replace(BAD, obsolete=True)
    assert (
        run_checks(_catalog(_entry("Take 5 ml.", ""), _entry("Take 6 ml.", " \n"), obsolete), SPANISH) == ()
    )


def test_fuzzy_entries_are_checked_like_any_other() -> None:
    assert run_checks(_catalog(replace(BAD, flags=("fuzzy",))), SPANISH)


@pytest.mark.parametrize(
    ("risk", "blocks"), [(Risk.STANDARD, False), (Risk.CRITICAL, True), (Risk.DISCLAIMER, True)]
)
def test_the_risk_of_the_unit_decides_whether_an_error_blocks(risk: Risk, *, blocks: bool) -> None:
    (finding,) = run_checks(_catalog(BAD), SPANISH, risks={BAD.key: risk})
    assert finding.blocking is blocks


def test_a_warning_does_not_block() -> None:
    entry = _entry("Drive home.", "No conduzca a casa.")
    (finding,) = run_checks(_catalog(entry), SPANISH, risks={entry.key: Risk.CRITICAL})
    assert (finding.check, finding.blocking) == ("negation.added", False)


@pytest.mark.parametrize(
    ("source", "target", "rule"),
    [
        ("Do not drive.", "Conduzca.", "negation.missing"),
        ("You must call a doctor.", "Puede llamar a un médico.", "modality.softened"),
        ("Take at least two tablets.", "Tome como máximo dos comprimidos.", "modality.comparator-reversed"),
        ("Take it before meals.", "Tómelo después de las comidas.", "sequence.reversed"),
        ("Take 3 tablets.", "Tome comprimidos.", "number.missing"),
    ],
)
@pytest.mark.parametrize(("risk", "blocks"), [(Risk.CRITICAL, True), (Risk.STANDARD, False)])
def test_a_meaning_turned_round_blocks_critical_text(
    source: str, target: str, rule: str, risk: Risk, *, blocks: bool
) -> None:
    entry = _entry(source, target)
    findings = run_checks(_catalog(entry), SPANISH, risks={entry.key: risk})
    assert {one.check: one.blocking for one in findings}[rule] is blocks


def test_outside_of_a_project_the_risk_comes_from_the_source() -> None:
    plain = _entry("The year 2020 was long.", "El año 2021 fue largo.", line=9)
    legal = _entry("The year 2020 was long.", "El año 2021 fue largo.", line=11, context="disclaimer:x")
    findings = run_checks(_catalog(BAD, plain, legal), SPANISH)
    assert [(finding.line, finding.blocking) for finding in findings] == [(7, True), (9, False), (11, True)]


def test_findings_are_sorted_by_line_and_the_same_each_time() -> None:
    entries = (_entry("Take 6 mg.", "Tome 60 mg.", line=30), BAD, _entry("Rest.", "Rest.", line=12))
    found = run_checks(_catalog(*entries), SPANISH)
    lines = [finding.line or 0 for finding in found]
    assert lines == sorted(lines)
    assert set(lines) == {7, 12, 30}
    assert run_checks(_catalog(*reversed(entries)), SPANISH) == found


@pytest.mark.parametrize("name", ["number", "number.changed"])
def test_a_check_or_rule_can_be_switched_off(name: str) -> None:
    assert run_checks(_catalog(BAD), SPANISH, config=CheckPolicy(disabled=frozenset({name}))) == ()


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        ({"number": Severity.NOTICE}, Severity.NOTICE),
        ({"number": Severity.NOTICE, "number.changed": Severity.WARNING}, Severity.WARNING),
    ],
)
def test_a_severity_can_be_set_and_decides_what_blocks(
    severities: dict[str, Severity], expected: Severity
) -> None:
    (finding,) = run_checks(
        _catalog(BAD), SPANISH, risks={BAD.key: Risk.CRITICAL}, config=CheckPolicy(severities=severities)
    )
    assert (finding.severity, finding.blocking) == (expected, False)


def test_a_project_configuration_is_a_policy() -> None:
    text = """
        [project]
        name = "x"
        locales = ["es"]
        [collections.articles]
        path = "source"
        [checks]
        disable = ["number"]
    """
    assert run_checks(_catalog(BAD), SPANISH, config=parse_config(text)) == ()


def test_an_unknown_name_in_the_configuration_is_an_error() -> None:
    with pytest.raises(ConfigError, match='no check or rule is named "nubmer"') as caught:
        run_checks(_catalog(BAD), SPANISH, config=CheckPolicy(disabled=frozenset({"nubmer"})))
    assert caught.value.hint == 'did you mean "number"?'
    with pytest.raises(ManyErrors):
        run_checks(
            _catalog(BAD),
            SPANISH,
            config=CheckPolicy(disabled=frozenset({"nubmer"}), severities={"lenght": Severity.ERROR}),
        )


def test_a_wrong_header_is_a_finding_at_its_line() -> None:
    (finding,) = run_checks(_catalog(), Locale("fr"))
    assert (finding.check, finding.line, finding.blocking) == ("header.language", 1, True)


def test_every_plural_form_is_checked_against_the_source_of_its_form() -> None:
    header = replace(HEADER, targets=(HEADER.target + "Plural-Forms: nplurals=2; plural=(n != 1);\n",))
    entry = Entry(key=UnitKey(None, "one cup"), plural="5 cups", targets=("una taza", "6 tazas"))
    catalog = Catalog(entries=(header, entry), path="a.po")
    (finding,) = run_checks(catalog, SPANISH)
    assert (finding.check, finding.source, finding.target) == ("number.changed", "5 cups", "6 tazas")
    assert Subject(entry=entry, locale=SPANISH, risk=Risk.STANDARD).source == "one cup"


def test_only_the_given_checks_run() -> None:
    assert run_checks(_catalog(BAD), SPANISH, checks=CheckSet(checks=())) == ()


def test_terms_are_checked_with_a_glossary_only() -> None:
    catalog = _catalog(_entry("a fever", "un dolor", line=3))
    assert run_checks(catalog, SPANISH) == ()
    termbase = Termbase([Term(source="fever", targets=("fiebre",))])
    (finding,) = run_checks(catalog, SPANISH, termbase=termbase)
    assert (finding.check, finding.severity, finding.line) == ("terms.missing", Severity.WARNING, 3)
