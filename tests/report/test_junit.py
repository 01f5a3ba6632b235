"""JUnit: a clean catalog is a passed case, one with findings that count a failed one."""

from lxml import etree

from pipeline.report.junit import render_junit
from tests.report.findings import ERROR, FINDINGS, NOTICE, WAIVED

CHECKED = {ERROR.file: "es", "locales/es/LC_MESSAGES/clean.po": "es", WAIVED.file: "ar"}


def cases() -> dict[str, etree._Element]:
    root = etree.fromstring(render_junit(CHECKED, FINDINGS))
    return {case.get("name", ""): case for case in root.iter("testcase")}


def test_each_file_is_a_case_in_the_suite_of_its_locale() -> None:
    root = etree.fromstring(render_junit(CHECKED, FINDINGS))
    suites = [(one.get("name"), one.get("tests"), one.get("failures")) for one in root]
    assert suites == [("ar", "1", "0"), ("es", "2", "1"), ("source", "1", "0")]


def test_only_what_counts_fails_a_case() -> None:
    found = cases()
    failure = found[ERROR.file].find("failure")
    assert failure is not None
    assert failure.get("message") == "1 finding"
    assert (failure.text or "").startswith("7: error: 5 became 6: 100 % [number.changed] (copy\nthe number)")
    assert list(found["locales/es/LC_MESSAGES/clean.po"]) == []
    assert [one.tag for one in found[WAIVED.file]] == ["system-out"]
    assert WAIVED.waiver in (found[WAIVED.file][0].text or "")


def test_what_xml_cannot_hold_is_spelt_out() -> None:
    assert cases()[NOTICE.file][0].text == "1: notice: “Null” <is> & \\u0002 [source.junk]"
