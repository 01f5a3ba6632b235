"""The stage: what counts as checked, which wording is due on which day, what a release may show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.errors import ConfigError
from pipeline.stages.verify import verify
from tests.verify.sample import (
    CONFIG,
    DOCUMENT,
    EDUCATIONAL,
    NOTICE,
    SPANISH,
    TODAY,
    Sample,
    html_disclaimer,
    make_project,
    make_sample,
    markdown_disclaimer,
    pinned_toml,
    rules,
    run,
)

if TYPE_CHECKING:
    from pathlib import Path

OWED = [{"document": DOCUMENT, "locale": "ar", "reasons": [{"message": "disclaimer is owed"}]}]


def release_of(*locales: str) -> Sample:
    sample = make_sample("release", locales)
    sample.withheld = OWED if "ar" not in locales else []
    return sample


def test_no_folder_is_nothing_checked(tmp_path: Path) -> None:
    result = verify(make_project(tmp_path), tmp_path / "output" / "preview", release=False, as_of=TODAY)
    assert result.is_empty
    assert (result.findings, result.files_checked, result.pages_checked) == ((), 0, 0)


def test_an_empty_manifest_is_nothing_checked(tmp_path: Path) -> None:
    result = run(make_project(tmp_path), Sample("preview"))
    assert result.is_empty
    assert result.findings == ()


def test_a_release_with_every_page_withheld_is_something_checked(tmp_path: Path) -> None:
    sample = Sample("release", withheld=[{**OWED[0], "locale": locale} for locale in ("es", "ar")])
    result = run(make_project(tmp_path), sample, release=True)
    assert not result.is_empty
    assert (result.findings, result.pages_checked, result.pages_withheld) == ((), 0, 2)


def test_the_source_alone_need_not_be_released_but_a_translation_must_be_accounted_for(
    tmp_path: Path,
) -> None:
    sample = Sample("release", withheld=[{**OWED[0], "locale": "es"}])
    result = run(make_project(tmp_path), sample, release=True)
    assert [(finding.check, finding.locale) for finding in result.findings] == [("page.missing", "ar")]


def test_a_source_page_must_stand_beside_its_translation(tmp_path: Path) -> None:
    result = run(make_project(tmp_path), release_of("es"), release=True)
    assert [(finding.check, finding.locale) for finding in result.findings] == [("page.missing", "en")]


def test_a_release_refuses_a_preview(tmp_path: Path) -> None:
    sample = make_sample("preview")
    workspace = make_project(tmp_path)
    folder = sample.write(tmp_path / "output" / "preview")
    found = verify(workspace, folder, release=True, as_of=TODAY).findings
    assert {"release.is-preview"} <= rules(found)
    assert "output/preview/manifest.json" in {f.file for f in found if f.check == "release.is-preview"}
    assert f"output/preview/es/{DOCUMENT}.txt" in {f.file for f in found if f.check == "release.is-preview"}


def test_a_release_folder_is_held_to_release_rules_without_being_asked(tmp_path: Path) -> None:
    config = CONFIG.replace('"source-with-notice"', '"withhold"')
    assert rules(run(make_project(tmp_path, config), make_sample("release")).findings) == {
        "disclaimer.unapproved"
    }


def test_an_english_disclaimer_is_not_released_where_policy_withholds_it(tmp_path: Path) -> None:
    config = CONFIG.replace('"source-with-notice"', '"withhold"')
    workspace = make_project(tmp_path, config)
    result = run(workspace, make_sample("release"), release=True)
    assert {(f.check, f.locale) for f in result.findings} == {("disclaimer.unapproved", "ar")}
    assert {f.file.rsplit(".", 1)[1] for f in result.findings} == {"html", "md", "txt"}
    assert run(workspace, make_sample("preview")).findings == ()


@pytest.mark.parametrize(
    ("as_of", "expected"), [("2027-01-01", set()), ("2027-01-02", {"disclaimer.expired"})]
)
def test_a_pinned_wording_counts_up_to_its_last_day(tmp_path: Path, as_of: str, expected: set[str]) -> None:
    assert (
        rules(run(make_project(tmp_path), make_sample("release"), release=True, as_of=as_of).findings)
        == expected
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"version": "0"}, "disclaimer.outdated"),
        ({"source_digest": "sha256:0"}, "disclaimer.outdated"),
        ({"expires": "soon"}, "disclaimer.expired"),
        ({"approved_by": ["a@example.org"]}, "disclaimer.unapproved"),
        ({"approved_by": ["a@example.org", " A@example.org "]}, "disclaimer.unapproved"),
        ({"approved_by": []}, "disclaimer.unapproved"),
    ],
)
def test_a_pinned_wording_that_does_not_count_is_not_released(
    tmp_path: Path, changes: dict[str, object], expected: str
) -> None:
    workspace = make_project(tmp_path, pinned=pinned_toml(**changes))
    result = run(workspace, release_of("en", "es"), release=True)
    assert rules(result.findings) == {expected}
    assert {finding.file.rsplit(".", 1)[1] for finding in result.findings} == {"html", "md", "txt"}


def test_without_a_pinned_wording_the_page_must_show_the_english_one_with_a_notice(tmp_path: Path) -> None:
    workspace = make_project(tmp_path, pinned="")
    sample = release_of("en", "es")
    spanish = {f.file.rsplit(".", 1)[1]: f.check for f in run(workspace, sample, release=True).findings}
    assert spanish.keys() == {"html", "md", "txt"}
    english = html_disclaimer("en")
    notice = f'<p class="notice" data-notice="disclaimer" lang="en" dir="ltr">{NOTICE}</p>\n<div id'
    sample.replace(f"es/{DOCUMENT}.html", html_disclaimer("es"), english.replace("<div id", notice))
    sample.replace(
        f"es/{DOCUMENT}.md", markdown_disclaimer("es"), f"_{NOTICE}_\n\n{markdown_disclaimer('en')}"
    )
    heading, text = SPANISH
    shown = f"[{NOTICE}]\n{EDUCATIONAL.heading}\n{EDUCATIONAL.text}"
    sample.replace(f"es/{DOCUMENT}.txt", f"{heading}\n{text}", shown)
    assert run(workspace, sample, release=True).findings == ()


def test_a_disclaimer_for_the_bottom_must_come_last(tmp_path: Path) -> None:
    workspace = make_project(tmp_path)
    path = tmp_path / "source" / "disclaimers.toml"
    path.write_text(path.read_text("utf-8").replace('"top"', '"bottom"'), encoding="utf-8")
    sample = release_of("en", "es")
    assert rules(run(workspace, sample, release=True).findings) == {"disclaimer.misplaced"}
    for locale in ("en", "es"):
        block, name = html_disclaimer(locale), f"{locale}/{DOCUMENT}.html"
        sample.replace(name, block, "")
        sample.replace(name, "</main>", f"{block}</main>")
    result = run(workspace, sample, release=True)
    assert {finding.file.rsplit(".", 1)[1] for finding in result.findings} == {"md", "txt"}


def test_an_edited_pinned_file_stops_the_check(tmp_path: Path) -> None:
    workspace = make_project(tmp_path, pinned=pinned_toml().replace("2027-01-01", "2029-01-01"))
    with pytest.raises(ConfigError, match="not what was pinned") as caught:
        run(workspace, make_sample("release"), release=True)
    assert caught.value.at is not None
    assert str(caught.value.at).startswith("locales/es/disclaimers.toml:")


def test_a_changed_source_makes_the_old_pages_fail(tmp_path: Path) -> None:
    workspace = make_project(tmp_path)
    path = tmp_path / "source" / "articles" / f"{DOCUMENT}.txt"
    path.write_text(path.read_text("utf-8") + "\nDo not drive before the pain is gone.", encoding="utf-8")
    assert rules(run(workspace, make_sample("release"), release=True).findings) == {"structure.changed"}


def test_a_finding_says_what_where_and_how_to_fix_it(tmp_path: Path) -> None:
    sample = make_sample("release")
    sample.replace(f"es/{DOCUMENT}.html", "No reemplaza", "Reemplaza")
    (finding,) = run(make_project(tmp_path), sample, release=True).findings
    lines = sample.text(f"es/{DOCUMENT}.html").splitlines()
    assert finding.file == f"output/release/es/{DOCUMENT}.html"
    assert 'data-disclaimer="educational"' in lines[(finding.line or 0) - 1]
    assert '"Esta información es solo educativa. Reemplaza el'[30:] in finding.message
    assert "locales/es/disclaimers.toml" in (finding.hint or "")
    assert (finding.locale, finding.blocking) == ("es", True)


def test_the_same_folder_gives_the_same_findings_in_the_same_order(tmp_path: Path) -> None:
    sample = make_sample("release")
    for name in list(sample.files):
        sample.files[name] = sample.files[name].replace(b"educativa", b"")
    workspace = make_project(tmp_path)
    first, second = (run(workspace, sample, release=True).findings for _ in range(2))
    assert first == second
    assert list(first) == sorted(first, key=lambda one: one.sort_key())
