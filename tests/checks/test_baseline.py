"""A baseline holds what was there; only what is new counts."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.baseline import compare_with_baseline, parse_baseline, render_baseline
from pipeline.errors import CaveatError
from pipeline.model.finding import Finding, Severity

TEXTS = st.text(max_size=8)
FINDINGS = st.lists(
    st.builds(
        Finding,
        file=st.sampled_from(("a.po", "b.po")),
        check=st.sampled_from(("number.changed", "length.long")),
        severity=st.sampled_from(Severity),
        message=TEXTS,
        line=st.integers(1, 9),
        unit=st.one_of(st.none(), st.sampled_from(("u1", "u2"))),
        source=TEXTS,
        target=TEXTS,
    ),
    max_size=8,
)


@given(FINDINGS)
def test_nothing_is_new_right_after_a_baseline_was_written(findings: list[Finding]) -> None:
    baseline = parse_baseline(render_baseline(findings), "b")
    compared = compare_with_baseline(findings, baseline)
    assert compared.known == sum(one.counts for one in findings)
    assert compared.gone == 0
    assert [one for one in compared.new if one.counts] == []


@given(FINDINGS)
def test_the_order_of_findings_does_not_change_a_baseline(findings: list[Finding]) -> None:
    assert render_baseline(findings) == render_baseline(findings[::-1])


ONE = Finding(
    file="a.po",
    check="number.changed",
    severity=Severity.ERROR,
    message="5 became 6",
    line=3,
    unit="u",
    locale="es",
    source="5",
    target="6",
    expected="5",
    found="6",
)


@pytest.mark.parametrize("field", ["target", "source", "found", "check", "unit", "locale"])
def test_another_text_or_value_is_new(field: str) -> None:
    baseline = parse_baseline(render_baseline([ONE]), "b")
    changed: dict[str, Any] = {field: "x"}
    other = replace(ONE, **changed)
    compared = compare_with_baseline([other], baseline)
    assert (compared.new, compared.known, compared.gone) == ((other,), 0, 1)


def test_another_line_or_file_is_known() -> None:
    baseline = parse_baseline(render_baseline([ONE]), "b")
    assert compare_with_baseline([replace(ONE, line=9, file="b.po", message="six")], baseline).known == 1


def test_a_finding_about_a_file_is_told_apart_by_it() -> None:
    header = replace(ONE, unit=None, source=None, target=None)
    baseline = parse_baseline(render_baseline([header]), "b")
    assert compare_with_baseline([replace(header, file="b.po")], baseline).known == 0


def test_a_second_one_of_the_same_kind_is_new() -> None:
    baseline = parse_baseline(render_baseline([ONE]), "b")
    compared = compare_with_baseline([ONE, ONE], baseline)
    assert (len(compared.new), compared.known) == (1, 1)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "is empty"),
        ("{", 1, "is no JSON object"),
        ("[]", 1, "is no JSON object"),
        ('{"caveat": "baseline/2"}', 1, "is no baseline/1 of Caveat"),
        ('{"caveat": "baseline/1"}\n\n', 2, None),
        ('{"caveat": "baseline/1"}\nx', 2, "is no JSON object"),
        ('{"caveat": "baseline/1"}\n{"fingerprint": "a", "count": 0}', 2, "a finding needs"),
        ('{"caveat": "baseline/1"}\n{"fingerprint": "a", "count": true}', 2, "a finding needs"),
        ('{"caveat": "baseline/1"}\n{"count": 1}', 2, "a finding needs"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, message: str | None) -> None:
    if message is None:
        assert parse_baseline(text, "b") == {}
        return
    with pytest.raises(CaveatError, match=message) as caught:
        parse_baseline(text, "b")
    assert str(caught.value.at) == f"b:{line}"
    assert caught.value.hint
