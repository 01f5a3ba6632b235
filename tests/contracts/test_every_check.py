"""Laws that every registered check keeps."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.checks.base import CatalogCheck, CatalogExample, Check, Example, Subject
from pipeline.checks.registry import all_rules, load_catalog_checks, load_checks
from pipeline.language.lexicon import get_lexicon, languages
from pipeline.language.spelling import find_dictionary
from pipeline.language.termbase import Termbase
from pipeline.model.catalog import Catalog, Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import Risk, UnitKey

if TYPE_CHECKING:
    from types import FrameType

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
LANGUAGES = [*sorted(languages()), "fi", "sr_Latn"]
"""Those with data, and two without."""
PIECES = st.one_of(
    st.text(max_size=8),
    st.sampled_from([
        "<1>", "</1>", "<2/>", "{name}", "%s", "%(a)d", "https://example.org/a?b=1", "www.", " ", "\n", "%",
        "٪", "1.5", "1,500", "٥", "½", "5-10", "2-", "3 of 10", "12/03/2020", "0.", "1 2 3", "mg", "5 March",
        "million", "\u200c", "\u200d", "\u200f", "\ufffd", "\u0300", "\U000e0041", "(", ")", "«", ".", "。",
        "؟", "|", "*", "# ", "not", "must", "at least", "fever, cough, and pain", "Call 911", "ibuprofen",
    ]),
)  # fmt: skip
"""What texts are made of: anything at all, and what checks read."""
_LINEAR, _FEW = 6, 2000
"""A text four times as long may take some more than four times the calls; a square would be sixteen."""
TEXTS = st.lists(PIECES, max_size=8).map("".join).filter(str.strip)


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


def _words_of(language: str) -> st.SearchStrategy[str]:
    """Return words that the checks know of a language, to stand among anything else."""
    lexicon = get_lexicon(language) if language in languages() else get_lexicon("en")
    tables = (lexicon.cues, lexicon.units, lexicon.numbers, lexicon.months, lexicon.multipliers)
    words = [form.strip("*") for table in tables for forms in table.values() for form in forms]
    return st.sampled_from(sorted({*words, *lexicon.openers, *lexicon.conjunctions}))


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_no_check_ever_raises(language: str, data: st.DataObject) -> None:
    pieces = st.one_of(PIECES, _words_of(language).map(lambda word: f" {word} "))
    target = data.draw(st.lists(pieces, max_size=8).map("".join).filter(str.strip))
    subject = _subject(Example(language, data.draw(TEXTS), target, after=("After.", data.draw(TEXTS))))
    for check in CHECKS:
        for issue in check.run(subject):
            for span, text in ((issue.source_span, subject.source), (issue.target_span, target)):
                assert span is None or 0 <= span[0] < span[1] <= len(text)


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


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
@pytest.mark.parametrize(
    "piece", ["1 ", "1.5 mg, ", "word ", "a, ", "<1>", "(", "fever, cough, ", "5-", "not "]
)
def test_a_long_text_of_one_piece_is_read_in_linear_work(check: Check, piece: str) -> None:
    times = 2000 // len(piece)
    calls = [_count_calls(check, piece * count + "end.") for count in (times, 4 * times)]
    assert calls[1] <= _LINEAR * max(calls[0], _FEW), calls


def _count_calls(check: Check, text: str) -> int:
    """Return how many functions a check calls on a text: the same on every machine, unlike a time."""
    count = 0

    def see(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    subject = _subject(Example("es", text, text.replace("end.", "fin."), after=("After.", "Después.")))
    sys.setprofile(see)
    try:
        tuple(check.run(subject))
    finally:
        sys.setprofile(None)
    return count
