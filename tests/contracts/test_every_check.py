"""Laws that every registered check keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.checks.base import CatalogCheck, CatalogExample, Check, Example, Subject
from pipeline.checks.registry import all_rules, load_catalog_checks, load_checks
from pipeline.language.spelling import find_dictionary
from pipeline.language.termbase import Termbase
from pipeline.model.catalog import Catalog, Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import Risk, UnitKey

CHECKS = tuple(load_checks())


def _needs(check: Check, example: Example) -> list[pytest.MarkDecorator]:
    """Return what keeps an example from being tried on a machine without its dictionary."""
    is_spelt = check.name != "spelling" or find_dictionary(Locale(example.locale)) is not None
    return [pytest.mark.skipif(not is_spelt, reason=f"no dictionary of hunspell for {example.locale}")]


CATALOG_CHECKS = tuple(load_catalog_checks())
CASES = [
    pytest.param(check, example, id=f"{check.name}-{number}", marks=_needs(check, example))
    for check in CHECKS
    for number, example in enumerate(check.examples)
]
CATALOG_CASES = [
    pytest.param(check, example, id=f"{check.name}-{number}")
    for check in CATALOG_CHECKS
    for number, example in enumerate(check.examples)
]
SCRIPTS_IN_EXAMPLES = 3


def _subject(example: Example) -> Subject:
    entry = Entry(key=UnitKey(None, example.source), targets=(example.target,))
    termbase = Termbase(example.glossary) if example.glossary else None
    after = Entry(key=UnitKey(None, example.after[0]), targets=(example.after[1],)) if example.after else None
    other = Entry(key=UnitKey(None, example.other[0]), targets=(example.other[1],)) if example.other else None
    return Subject(
        entry=entry,
        locale=Locale(example.locale),
        risk=Risk.STANDARD,
        termbase=termbase,
        after=after,
        same_source=(other,) if other and other.key.source == example.source else (),
        same_target=(other,) if other and other.target == example.target else (),
    )


def _catalog(example: CatalogExample) -> Catalog:
    header = () if example.header is None else (Entry(key=UnitKey(None, ""), targets=(example.header,)),)
    unit = Entry(key=UnitKey(None, "a cup"), plural="cups" if example.has_plurals else None)
    return Catalog(entries=(*header, unit))


@pytest.mark.parametrize(("check", "example"), CASES)
def test_an_example_breaks_exactly_the_rules_it_names(check: Check, example: Example) -> None:
    issues = tuple(check.run(_subject(example)))
    assert {issue.rule for issue in issues} == example.rules, [issue.message for issue in issues]


@pytest.mark.parametrize(("check", "example"), CATALOG_CASES)
def test_a_catalog_example_breaks_exactly_the_rules_it_names(
    check: CatalogCheck, example: CatalogExample
) -> None:
    found = {issue.rule for issue in check.run(_catalog(example), Locale(example.locale))}
    assert found == example.rules


@pytest.mark.parametrize("check", [*CHECKS, *CATALOG_CHECKS], ids=lambda check: check.name)
def test_every_rule_has_an_example_that_breaks_it_and_one_is_good(check: Check | CatalogCheck) -> None:
    broken = {rule for example in check.examples for rule in example.rules}
    assert broken == {rule.id for rule in check.rules}
    assert any(not example.rules for example in check.examples)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_the_examples_are_of_several_scripts(check: Check) -> None:
    languages = {Locale(example.locale).language for example in check.examples}
    assert (
        len(languages & {"ar", "hi", "zh", "ru"}) + int(bool(languages & {"es", "fr", "pt", "de"}))
        >= SCRIPTS_IN_EXAMPLES
    )


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_only_declared_rules_are_reported_with_their_severity(check: Check) -> None:
    rules = {rule.id: rule for rule in check.rules}
    for example in check.examples:
        for issue in check.run(_subject(example)):
            assert issue.rule in rules
            assert issue.severity is rules[issue.rule].severity
            assert issue.message
            for span, text in ((issue.source_span, example.source), (issue.target_span, example.target)):
                assert span is None or 0 <= span[0] < span[1] <= len(text)


@pytest.mark.parametrize("check", [*CHECKS, *CATALOG_CHECKS], ids=lambda check: check.name)
def test_the_ids_of_rules_start_with_the_name_of_their_check(check: Check | CatalogCheck) -> None:
    assert all(
        rule.id.startswith(f"{check.name}.") and rule.description and rule.category for rule in check.rules
    )


def test_no_two_checks_share_a_rule() -> None:
    assert len(all_rules()) == sum(len(x.rules) for x in CHECKS) + sum(len(x.rules) for x in CATALOG_CHECKS)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_no_check_is_upset_by_odd_text(check: Check) -> None:
    for source, target in (
        ("1", "1"),
        ("(", ")"),
        ("</1>", "<1>"),
        ("%", "٪"),
        ("½", "½"),
        ("\u0300", "\u0300"),
        ("²", "²"),
    ):
        tuple(check.run(_subject(Example("ar", source, target))))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_locale_without_language_data_is_checked_without_alarm(check: Check) -> None:
    example = Example("fi", "Drink plenty of water every day.", "Juo runsaasti vettä joka päivä.")
    assert tuple(check.run(_subject(example))) == ()


@pytest.mark.parametrize(("check", "example"), CASES)
def test_a_fix_mends_its_issue_and_breaks_no_other_rule(check: Check, example: Example) -> None:
    subject = _subject(example)
    rules = {issue.rule for issue in check.run(subject)}
    for issue in check.run(subject):
        if issue.fix is None:
            continue
        assert issue.fix != subject.target
        mended = _subject(replace(example, target=issue.fix))
        left = [one for one in check.run(mended) if one.rule == issue.rule]
        assert len(left) < len([one for one in check.run(subject) if one.rule == issue.rule]) or all(
            one.target_span != issue.target_span for one in left
        )
        assert {one.rule for one in check.run(mended)} <= rules
