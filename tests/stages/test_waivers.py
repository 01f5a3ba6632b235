"""Waived findings: by whom, for which exact text, until when; and what they let through."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.catalogs.po import read_catalog, revise, write_catalog
from pipeline.errors import ReviewError
from pipeline.model.locale import Locale
from pipeline.stages.check import CheckResult, check
from pipeline.stages.extract import extract
from pipeline.stages.shelves import read_checked
from pipeline.stages.sources import read_sources
from pipeline.stages.standings import read_signing
from pipeline.stages.update import update
from pipeline.stages.waivers import WaiverOrder, read_waivers, waive
from tests.projects import DAY, Project, make_project

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.finding import Finding

ES = Locale("es")
RULE = "number.changed"
REVIEWERS = '[[reviewers]]\nemail = "ana@example.org"\nname = "Ana"\nlocales = ["es"]\n'
ARTICLE = (
    "T\nEducational Disclaimer\nThis page teaches. It does not replace a doctor.\n"
    "When to Seek Care\nTake 5 mg.\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project whose Spanish has a number that the English has not."""
    made = make_project(tmp_path, ARTICLE)
    made.write("locales/reviewers.toml", REVIEWERS)
    workspace = made.open()
    extract(workspace)
    update(workspace, locales=[ES], today=DAY)
    translate(made, "Tome 6 mg.")
    return made


def translate(project: Project, text: str) -> None:
    path = project.open().catalog(ES, "cramps")
    catalog = read_catalog(path, "cramps.po")
    entries = tuple(
        revise(one, targets=(text,), flags=()) if one.key.source == "Take 5 mg." else one
        for one in catalog.entries
    )
    write_catalog(path, replace(catalog, entries=entries))


def checked(project: Project, day: str = DAY) -> CheckResult:
    return check(project.open(), locales=[ES], as_of=day)


def the_finding(project: Project, day: str = DAY) -> Finding:
    [found] = [one for one in checked(project, day).findings if one.check == RULE]
    return found


def order(project: Project, **changed: str) -> WaiverOrder:
    asked = {
        "rule": RULE,
        "unit": the_finding(project).unit or "",
        "person": "ana@example.org",
        "reason": "the dose of the local product",
        "on": DAY,
        "until": "2026-04-01",
    }
    return WaiverOrder(**{**asked, **changed})


def waive_it(project: Project, **changed: str) -> None:
    waive(project.open(), ES, checked(project).findings, order(project, **changed))


def is_blocked(project: Project, day: str | None = DAY) -> bool:
    workspace = project.open()
    [source] = [one for one in read_sources(workspace).catalogs if one.id == "cramps"]
    catalog = read_checked(workspace, source, ES, read_signing(workspace), day)
    return any(target.is_blocked for target in catalog.targets().values())


def test_a_waived_finding_is_told_and_blocks_nothing(project: Project) -> None:
    assert the_finding(project).blocking
    assert is_blocked(project)
    waive_it(project)
    found = the_finding(project)
    assert found.waiver == "waived by ana@example.org until 2026-04-01: the dose of the local product"
    assert (found.blocking, found.counts) == (False, False)
    assert not is_blocked(project)
    assert is_blocked(project, None)


def test_a_waiver_ends(project: Project) -> None:
    waive_it(project)
    assert the_finding(project, "2026-04-01").waiver
    late = the_finding(project, "2026-04-02")
    assert (late.waiver, late.blocking) == (None, True)
    assert late.hint == "ana@example.org waived it until 2026-04-01; correct it, or waive it anew"
    assert the_finding(project, "2026-02-28").waiver is None
    assert is_blocked(project, "2026-04-02")


def test_another_text_is_not_waived(project: Project) -> None:
    waive_it(project)
    translate(project, "Tome 7 mg.")
    assert the_finding(project).waiver is None
    translate(project, "Tome 6 mg.")
    assert the_finding(project).waiver


def test_only_a_listed_persons_waiver_counts(project: Project) -> None:
    waive_it(project)
    project.write("locales/reviewers.toml", REVIEWERS.replace('"es"', '"ar"'))
    assert the_finding(project).waiver is None


def test_a_second_waiver_takes_the_place_of_the_first(project: Project) -> None:
    waive_it(project)
    waive_it(project, reason="checked with the maker", until="")
    [only] = read_waivers(project.open(), ES)
    assert (only.reason, only.until) == ("checked with the maker", "2026-05-30")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"person": "eve@example.org"}, "eve@example.org is not listed as a reviewer for es"),
        ({"reason": " "}, "the reason must be one line of text"),
        ({"reason": "a\nb"}, "the reason must be one line of text"),
        ({"until": "2026-02-28"}, "a waiver can't hold until 2026-02-28"),
        ({"until": "2027-03-03"}, "a waiver can't hold until 2027-03-03"),
        ({"until": "soon"}, "a waiver can't hold until soon"),
        ({"rule": "number.change"}, "has no finding of rule"),
        ({"unit": "000000000000"}, 'no finding is about a unit "000000000000"'),
    ],
)
def test_what_cannot_be_waived(project: Project, changed: dict[str, str], message: str) -> None:
    with pytest.raises(ReviewError, match=message) as caught:
        waive_it(project, **changed)
    assert caught.value.hint
    assert read_waivers(project.open(), ES) == ()
