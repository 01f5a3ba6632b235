from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.finding import Severity
from pipeline.model.locale import Locale
from pipeline.model.pinning import Pinning
from pipeline.model.state import State
from pipeline.model.unit import Risk
from pipeline.report.metrics import (
    UNKNOWN_ENGINE,
    Amount,
    LocaleMetrics,
    Verdict,
    count_by_check,
    measure,
    percent,
)
from pipeline.report.reasons import ReasonGroup, group_reasons
from pipeline.report.rows import DisclaimerRow, Facts, Part, Withholding
from tests.report.made import ENGINE, make_busy_facts, make_catalog, make_facts, make_finding, make_row

LOCALES = ("es", "ar")

rows = st.builds(
    make_row,
    unit=st.integers(0, 10**6).map(lambda number: f"{number:012x}"),
    state=st.sampled_from(State),
    risk=st.sampled_from(Risk),
    words=st.integers(0, 60),
    engine=st.sampled_from([None, "one@1", "two@2"]),
    findings=st.lists(
        st.builds(make_finding, severity=st.sampled_from(Severity), blocking=st.booleans()), max_size=2
    ).map(tuple),
)
catalogs = st.builds(
    lambda listed, **changes: make_catalog(*listed, **changes),
    st.lists(rows, max_size=6),
    document=st.sampled_from(["one", "two"]),
    locale=st.sampled_from(LOCALES),
    part=st.sampled_from(Part),
)
all_facts = st.lists(catalogs, max_size=5).map(
    lambda found: make_facts(*found, locales=tuple(map(Locale, LOCALES)))
)


def only(facts: Facts) -> LocaleMetrics:
    """Return the figures of the only locale."""
    (found,) = measure(facts).locales
    return found


@given(all_facts)
def test_metrics_add_up_and_survive_an_empty_catalog(facts: Facts) -> None:
    metrics = measure(facts)
    for locale in metrics.locales:
        in_documents = [one.sum.total for one in locale.documents]
        apart = [one.sum.total for one in locale.apart]
        assert sum(in_documents, Amount()) == locale.sum.total
        assert sum(in_documents + apart, Amount()) == locale.everything.total
        for found in (locale.sum, locale.everything, *(one.sum for one in locale.catalogs)):
            assert sum(found.states.values(), Amount()) == found.total
            assert found.total.words == sum(row.words for row in found.rows)
            assert found.critical.total == sum(row.risk is Risk.CRITICAL for row in found.rows)
            assert sum(found.severities.values()) == len(found.findings)
            assert found.blocking <= len(found.findings)
            drafts = [row for row in found.rows if row.is_machine_draft or row.state is State.DRAFT]
            assert sum(found.engines.values(), Amount()).units == len(drafts)
            share = percent(found.states[State.APPROVED].words, found.total.words)
            assert share is None if found.total.words == 0 else 0 <= (share or 0) <= 100
    assert metrics.everything.total == sum((one.everything.total for one in metrics.locales), Amount())
    counted = count_by_check(metrics.everything.findings)
    assert sum(counted.values()) == len(metrics.everything.findings)


def test_a_project_without_any_catalog_has_nothing_to_release() -> None:
    found = only(make_facts())
    assert found.verdict is Verdict.NOTHING
    assert found.sum.total == Amount(0, 0)
    assert found.sum.engines == {}
    assert (found.pinned, found.owed) == (0, ())
    assert measure(make_facts(locales=())).everything.rows == ()


def test_interface_and_workbench_do_not_count_towards_a_language() -> None:
    found = only(
        make_facts(
            make_catalog(make_row(words=7, risk=Risk.CRITICAL)),
            make_catalog(make_row(words=5, risk=Risk.CRITICAL), document="interface", part=Part.INTERFACE),
            make_catalog(
                make_row(words=3, risk=Risk.DISCLAIMER), document="disclaimers", part=Part.DISCLAIMERS
            ),
        )
    )
    assert found.sum.total == Amount(1, 7)
    assert found.everything.total == Amount(3, 15)
    assert found.sum.critical.total == 1
    assert [one.document for one in found.catalogs] == ["guide", "interface", "disclaimers"]


def test_critical_units_below_approval_are_named_in_reading_order() -> None:
    found = only(
        make_facts(
            make_catalog(
                make_row(unit="b", risk=Risk.CRITICAL, state=State.REVIEWED),
                make_row(unit="c", risk=Risk.CRITICAL, state=State.APPROVED),
                make_row(unit="a", risk=Risk.CRITICAL, state=State.DRAFT),
                make_row(unit="d", risk=Risk.STANDARD, state=State.DRAFT),
            )
        )
    )
    assert found.sum.critical.approved == 1
    assert [row.unit for row in found.sum.critical.below] == ["b", "a"]


@pytest.mark.parametrize(
    ("held", "verdict"),
    [
        ((False, False), Verdict.RELEASED),
        ((True, False), Verdict.PARTLY),
        ((True, True), Verdict.WITHHELD),
    ],
)
def test_a_language_is_released_only_when_nothing_stands_against_any_document(
    held: tuple[bool, ...], verdict: Verdict
) -> None:
    reason = Withholding(message="needs a translation", unit="a", state="empty", risk="standard")
    documents = [
        make_catalog(make_row(), document=f"d{n}", withholdings=(reason,) if is_held else ())
        for n, is_held in enumerate(held)
    ]
    found = only(make_facts(*documents))
    assert found.verdict is verdict
    assert found.released == held.count(False)
    assert [one.is_released for one in found.documents] == [not is_held for is_held in held]


def test_an_interface_without_reasons_is_no_released_page() -> None:
    found = only(make_facts(make_catalog(make_row(), part=Part.INTERFACE)))
    assert not any(one.is_released for one in found.catalogs)
    assert found.verdict is Verdict.NOTHING


def test_reasons_are_counted_and_the_gravest_comes_first() -> None:
    needs = "needs a person's decision"
    groups = group_reasons(
        [
            ("one", Withholding(message=needs, unit="a", state="draft", risk="standard")),
            ("one", Withholding(message=needs, unit="b", state="draft", risk="standard")),
            ("two", Withholding(message=needs, unit="a", state="draft", risk="critical")),
            ("one", Withholding(message="owed", state="owed", risk="disclaimer")),
            ("two", Withholding(message="owed", state="owed", risk="disclaimer")),
        ]
    )
    assert [group.text for group in groups] == [
        "owed (2 documents)",
        f"1 critical unit, draft: {needs}",
        f"2 standard units, draft: {needs}",
    ]
    assert groups[2] == ReasonGroup(message=needs, risk="standard", state="draft", units=2, documents=1)


def test_equal_reasons_are_ordered_whatever_order_they_come_in() -> None:
    reasons = [("d", Withholding(message=word, unit="u", state="draft", risk="standard")) for word in "cab"]
    assert group_reasons(reasons) == group_reasons(reversed(reasons))
    assert [group.message for group in group_reasons(reasons)] == ["a", "b", "c"]


def test_drafts_are_counted_by_engine_and_signed_machine_text_is_none() -> None:
    found = only(
        make_facts(
            make_catalog(
                make_row(state=State.DRAFT),
                make_row(state=State.UNATTRIBUTED, words=3),
                make_row(state=State.APPROVED),
                make_row(state=State.DRAFT, engine=None, words=9),
                make_row(state=State.EMPTY, engine=None),
            )
        )
    )
    assert found.sum.engines == {ENGINE: Amount(2, 5), UNKNOWN_ENGINE: Amount(1, 9)}
    assert found.sum.states[State.UNATTRIBUTED] == Amount(1, 3)


@pytest.mark.parametrize("pinning", [Pinning.OWED, Pinning.OUTDATED, Pinning.EXPIRED])
def test_only_a_valid_pinned_wording_counts(pinning: Pinning) -> None:
    rows = (
        DisclaimerRow(locale="es", id="a", version="1", pinning=Pinning.PINNED),
        DisclaimerRow(locale="es", id="b", version="1", pinning=pinning, reason="why"),
        DisclaimerRow(locale="ar", id="c", version="1", pinning=Pinning.PINNED),
    )
    found = only(make_facts(disclaimers=rows))
    assert found.pinned == 1
    assert [one.id for one in found.owed] == ["b"]


def test_findings_are_counted_by_severity_and_blocking() -> None:
    warning = make_finding(severity=Severity.WARNING, blocking=False, check="a.a")
    notice = make_finding(severity=Severity.NOTICE, blocking=False, unit=None, check="b.b")
    error = make_finding(check="z.z")
    catalog = make_catalog(make_row(findings=(warning, error)), findings=(notice,))
    found = only(make_facts(catalog)).sum
    assert found.severities == {Severity.ERROR: 1, Severity.WARNING: 1, Severity.NOTICE: 1}
    assert found.blocking == 1
    assert [key[0] for key in count_by_check(found.findings)] == ["z.z", "a.a", "b.b"]


def test_what_is_waived_is_counted_apart() -> None:
    error = make_finding(
        check="z.z", blocking=False, waiver="waived by a@example.org until 2027-01-01: a name"
    )
    found = only(make_facts(make_catalog(make_row(findings=(error,))))).sum
    assert (found.waived, found.severities[Severity.ERROR], found.blocking) == (1, 0, 0)
    assert count_by_check(found.findings) == {}


def test_a_share_is_rounded_down_so_that_100_means_all() -> None:
    assert percent(999, 1000) == 99
    assert percent(1000, 1000) == 100
    assert percent(0, 0) is None
    assert percent(0, 5) == 0


def test_documents_keep_the_order_of_the_project() -> None:
    metrics = measure(make_facts(*(make_catalog(document=name) for name in ("zeta", "alpha"))))
    assert metrics.documents == ("zeta", "alpha")


def test_findings_stand_in_their_order() -> None:
    keys = [finding.sort_key() for finding in measure(make_busy_facts()).everything.findings]
    assert all(one <= other for one, other in pairwise(keys))
    assert len(keys) > 2


def test_reviewers_read_each_text_as_often_as_it_lacks_signatures() -> None:
    rows = [
        make_row(words=1000, risk=Risk.STANDARD, signatures_left=1),
        make_row(words=600, risk=Risk.CRITICAL, signatures_left=2),
        make_row(words=400, risk=Risk.DISCLAIMER, signatures_left=0),
    ]
    [locale] = measure(make_facts(make_catalog(*rows))).locales
    assert locale.sum.reviewer_hours == 3.0
    assert locale.sum.critical_share == 30


def test_a_word_takes_its_time_and_nothing_takes_none() -> None:
    [locale] = measure(make_facts(make_catalog(make_row(words=1, signatures_left=1)))).locales
    assert locale.sum.reviewer_hours == 0.1
    [empty] = measure(make_facts(make_catalog())).locales
    assert (empty.sum.reviewer_hours, empty.sum.critical_share) == (0.0, None)
