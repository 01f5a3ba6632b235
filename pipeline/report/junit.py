"""Findings to JUnit XML: a suite a locale, a case a file, so that a clean catalog is seen to be tested."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.model.finding import Finding

_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_LOCALE: Final = "source"


def render_junit(checked: Mapping[str, str], findings: Iterable[Finding]) -> bytes:
    """Return the XML; `checked` are the files that were looked at, each with its locale.

    A case fails when one of its findings counts: no notice, and not waived.
    """
    by_file: dict[str, list[Finding]] = defaultdict(list)
    locales = dict(checked)
    for finding in findings:
        by_file[finding.file].append(finding)
        locales.setdefault(finding.file, finding.locale or _NO_LOCALE)
    suites: dict[str, list[str]] = defaultdict(list)
    for file in sorted(locales):
        suites[locales[file]].append(file)
    root = etree.Element("testsuites", name="caveat check")
    for locale, files in sorted(suites.items()):
        _add_suite(root, locale, files, by_file)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data


def _add_suite(
    root: etree._Element, locale: str, files: Sequence[str], found: Mapping[str, Sequence[Finding]]
) -> None:
    failed = [file for file in files if any(one.counts for one in found.get(file, ()))]
    counts = {"tests": str(len(files)), "failures": str(len(failed))}
    suite = etree.SubElement(root, "testsuite", name=locale, **counts)
    for file in files:
        case = etree.SubElement(suite, "testcase", name=_legal(file), classname=f"caveat.{locale}")
        grave = [one for one in found.get(file, ()) if one.counts]
        other = [one for one in found.get(file, ()) if not one.counts]
        if grave:
            message = f"{len(grave)} findings" if len(grave) > 1 else "1 finding"
            etree.SubElement(case, "failure", message=message).text = _told(grave)
        if other:
            etree.SubElement(case, "system-out").text = _told(other)


def _told(findings: Iterable[Finding]) -> str:
    return _legal("\n".join(map(_line, findings)))


def _line(finding: Finding) -> str:
    more = f" ({finding.waiver or finding.hint})" if finding.waiver or finding.hint else ""
    return f"{finding.line or 1}: {finding.severity.value}: {finding.message} [{finding.check}]{more}"


def _legal(text: str) -> str:
    """Return a text with what XML can't hold spelt out."""
    return _ILLEGAL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
