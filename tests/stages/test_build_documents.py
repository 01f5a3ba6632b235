"""build: documents in their own format, beside pages, in folders; what is refused, withheld and recorded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pipeline.build.page import Mode
from pipeline.errors import CaveatError, ConfigError
from pipeline.model.digest import digest_bytes
from pipeline.stages.build import build
from pipeline.stages.verify import verify
from pipeline.verify.native_docx import read_docx_file
from tests.documents import (
    BASICS,
    CONFIG,
    HEADING,
    INDEX,
    TEXT,
    approve,
    make_documents,
    pin,
    refresh,
    spanish,
    translate,
)
from tests.formats.docxs import para, run, written
from tests.projects import DAY, Project
from tests.projects import DISCLAIMERS as CANONICAL

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.finding import Finding
    from pipeline.stages.build import BuildResult


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return make_documents(tmp_path_factory.mktemp("empty")).files()


@pytest.fixture
def project(empty: dict[str, bytes], tmp_path: Path) -> Project:
    """Return a project of two Markdown files whose catalogs are empty."""
    return copy(empty, tmp_path / "project")


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    project = make_documents(tmp_path_factory.mktemp("approved"))
    translate(project)
    approve(project)
    return project.files()


@pytest.fixture
def ready(approved: dict[str, bytes], tmp_path: Path) -> Project:
    """Return the project with everything approved in Spanish."""
    return copy(approved, tmp_path / "ready")


def copy(files: dict[str, bytes], root: Path) -> Project:
    project = Project(root)
    for name, data in files.items():
        project.write(name, data)
    return project


def preview(project: Project) -> BuildResult:
    return build(project.open(), Mode.PREVIEW, as_of=DAY)


def release(project: Project) -> BuildResult:
    return build(project.open(), Mode.RELEASE, as_of=DAY)


def findings(project: Project, mode: str) -> tuple[Finding, ...]:
    workspace = project.open()
    result = verify(workspace, workspace.output(mode), release=mode == "release", as_of=DAY)
    assert result.pages_checked
    return result.findings


def test_files_keep_their_place_in_the_folder_of_each_language(project: Project) -> None:
    result = preview(project)
    files = project.files("output/preview")
    assert {name for name in files if name.endswith(".md")} == {
        f"{code}/{name}" for code in ("en", "es", "ar") for name in ("index.md", "basics/index.md")
    }
    assert [page.document for page in result.pages][:2] == ["basics.index", "index"]
    assert findings(project, "preview") == ()


def test_lists_link_the_documents_by_their_titles(ready: Project) -> None:
    preview(ready)
    page = ready.read("output/preview/es/index.html")
    assert f'<a href="basics/index.md">{spanish("The basics of cramps")}</a>' in page
    assert '<a href="index.md">' in page


def test_a_document_named_index_html_keeps_its_place_and_the_list_gets_another(tmp_path: Path) -> None:
    project = Project(tmp_path)
    config = '[project]\nname = "N"\nlocales = ["es"]\n[collections.c]\npath = "source"\nformat = "plain"\n'
    project.write("caveat.toml", config + 'files = ["*.html"]\n')
    project.write("source/index.html", "A title\n\nSome text here.\n")
    refresh(project)
    preview(project)
    assert project.read("output/preview/es/index.html").count("[English] Some text here.") == 1
    assert 'href="index.html"' in project.read("output/preview/es/caveat-index.html")
    assert 'href="es/caveat-index.html"' in project.read("output/preview/index.html")
    assert not [
        one for one in findings(project, "preview") if one.check in ("page.missing", "manifest.stray-file")
    ]


def test_the_source_file_comes_out_byte_for_byte_but_for_the_banner(ready: Project) -> None:
    release(ready)
    assert ready.read("output/release/en/basics/index.md") == BASICS
    assert ready.read("output/release/en/index.md") == INDEX
    preview(ready)
    built = ready.read("output/preview/en/index.md")
    assert built.endswith(INDEX)
    assert built.startswith("> This page is a preview, not the published version.\n\n")


def test_a_release_holds_the_approved_texts_and_the_pinned_wording(ready: Project) -> None:
    result = release(ready)
    built = ready.read("output/release/es/basics/index.md")
    assert f"## {HEADING}\n\n{TEXT}\n" in built
    assert spanish("Call a doctor if the pain stays.") in built
    assert "<span" not in built
    assert set(result.withheld) == {("basics.index", "ar"), ("index", "ar")}
    assert findings(ready, "release") == ()


def test_a_release_is_recorded_and_every_file_is_in_the_manifest(ready: Project) -> None:
    release(ready)
    files = ready.files("output/release")
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["files"] == {name: digest_bytes(data) for name, data in files.items()}
    assert manifest["pages"][0]["files"] == ["en/basics/index.md"]
    [record] = (ready.root / "locales/releases").iterdir()
    published = json.loads(record.read_text())["published"]
    assert published[2]["files"] == {"es/basics/index.md": digest_bytes(files["es/basics/index.md"])}


def test_building_again_writes_nothing_and_two_jobs_give_the_same_bytes(ready: Project) -> None:
    release(ready)
    before = ready.files("output/release")
    again = build(ready.open(), Mode.RELEASE, as_of=DAY, jobs=2)
    assert (again.written, again.removed) == (0, 0)
    assert ready.files("output/release") == before


def test_nothing_approved_means_nothing_released(project: Project) -> None:
    result = release(project)
    assert result.pages == ()
    assert set(project.files("output/release")) == {"manifest.json"}
    reasons = result.withheld["basics.index", "es"]
    assert reasons[0].message == 'disclaimer "educational" is owed: no approved translation is pinned'


def test_a_text_that_is_not_approved_withholds_or_falls_back_marked(tmp_path: Path) -> None:
    project = make_documents(tmp_path)
    translate(project)
    approve(project, skip=("They pass soon.",))
    assert set(release(project).withheld) == {("basics.index", "es"), ("basics.index", "ar"), ("index", "ar")}
    config = project.read("caveat.toml")
    project.write("caveat.toml", config + '\n[release]\nstandard = "source-with-notice"\n')
    assert ("basics.index", "es") not in release(project).withheld
    built = project.read("output/release/es/basics/index.md")
    assert '<span lang="en" dir="ltr">Cramps are **sudden pains** in the leg. They pass soon.</span>' in built
    assert f"> {spanish('Passages marked “English” are shown in English')}" in built
    assert findings(project, "release") == ()
    project.write("caveat.toml", config)
    assert "text.fallback-refused" in {one.check for one in findings(project, "release")}


def test_a_draft_of_a_disclaimer_has_no_way_in(ready: Project) -> None:
    (ready.root / "locales/es/disclaimers.toml").unlink()
    path = ready.root / "locales/es/LC_MESSAGES/disclaimers.po"
    path.write_text(path.read_text().replace('msgstr ""\n\n', 'msgstr "FUGA"\n\n') + "\n")
    preview(ready)
    built = ready.read("output/preview/es/basics/index.md")
    assert "FUGA" not in built
    assert '## <span lang="en" dir="ltr">Educational Disclaimer</span>' in built
    assert findings(ready, "preview") == ()


def test_a_text_that_markdown_can_not_hold_falls_back_in_a_preview_and_is_reported(project: Project) -> None:
    translate(project, change=lambda source: spanish(source) if "<1>" not in source else "Sin marcas.")
    result = preview(project)
    built = project.read("output/preview/es/basics/index.md")
    assert '<span lang="en" dir="ltr">Cramps are **sudden pains** in the leg. They pass soon.</span>' in built
    assert spanish("Cold water is fine.") in built
    found = next(one for one in result.findings if "Cramps" in unit_of(project, one))
    assert found.file == "locales/es/LC_MESSAGES/basics.index.po"
    lines = project.read(found.file).splitlines()
    assert "Sin marcas." in "".join(lines[(found.line or 0) - 1 :][:6])
    assert found.check == "build.text-refused"
    assert found.hint
    assert findings(project, "preview") == ()
    assert "build.text-refused" in project.run("build").out


def unit_of(project: Project, finding: Finding) -> str:
    lines = project.read(finding.file).splitlines()
    return " ".join(lines[(finding.line or 0) - 1 :][:6])


def test_a_text_that_markdown_can_not_hold_withholds_a_release(tmp_path: Path) -> None:
    project = make_documents(tmp_path)
    config = project.read("caveat.toml")
    project.write("caveat.toml", config.replace('"negation"]', '"negation", "markup"]'))
    translate(project, change=lambda source: spanish(source) if "<1>" not in source else "Sin marcas.")
    approve(project)
    reasons = release(project).withheld["basics.index", "es"]
    assert all("its format can't hold the text" in one.message for one in reasons), reasons
    assert {one.state for one in reasons} == {"approved"}


def test_a_wording_that_expired_withholds_the_document(ready: Project) -> None:
    pin(ready, expires="2026-02-28")
    assert "expired on 2026-02-28" in release(ready).withheld["basics.index", "es"][0].message


def test_links_that_differ_by_locale_are_replaced_and_verified(ready: Project) -> None:
    config = ready.read("caveat.toml")
    links = '\n[profiles.article.links.es]\n"leg.png" = "pierna.png"\n"../index.md" = "../indice.md"\n'
    ready.write("caveat.toml", config + links)
    release(ready)
    built = ready.read("output/release/es/basics/index.md")
    assert "](pierna.png)" in built
    assert '](../indice.md "All")' in built
    assert "](leg.png)" in ready.read("output/release/en/basics/index.md")
    assert findings(ready, "release") == ()
    ready.write("caveat.toml", config)
    assert {one.check for one in findings(ready, "release")} == {"structure.changed", "text.new-link"}


def test_records_become_pages_or_documents_as_their_collection_says(tmp_path: Path) -> None:
    project = make_documents(tmp_path, "record")
    preview(project)
    assert {name for name in project.files("output/preview") if name.startswith("es/")} == {
        "es/index.html",
        "es/cramps.txt",
        "es/more/cramps.txt",
    }
    project.write("caveat.toml", project.read("caveat.toml").replace('"document"', '"pages"'))
    preview(project)
    assert "es/more.cramps.html" in project.files("output/preview")
    assert findings(project, "preview") == ()


def test_two_sources_never_share_a_place(project: Project) -> None:
    other = '\n[collections.other]\npath = "source/other"\nfiles = ["*.md"]\nformat = "markdown"\n'
    project.write(
        "caveat.toml", project.read("caveat.toml") + other + '[collections.other.ids]\n"INDEX.md" = "x"\n'
    )
    project.write("source/other/INDEX.md", "# Other\n")
    with pytest.raises(ConfigError, match="into the place of source/guide/index\\.md"):
        preview(project)
    assert not (project.root / "output").exists()


@pytest.mark.parametrize("is_first", [True, False])
def test_a_file_never_takes_the_place_of_a_folder(project: Project, *, is_first: bool) -> None:
    config = project.read("caveat.toml")
    other = '[collections.other]\npath = "source/other"\nfiles = ["basics"]\nformat = "markdown"\n\n'
    guide = "[collections.guide]"
    project.write("caveat.toml", config.replace(guide, other + guide) if is_first else config + "\n" + other)
    project.write("source/other/basics", "# Other\n")
    with pytest.raises(CaveatError, match="into the place of source/"):
        preview(project)


def word_file() -> bytes:
    """Return a Word file with a disclaimer, a table and bold text."""
    cell = f"<w:tc>{para(run('Drink a glass of water.'))}</w:tc>"
    bold = run("sudden pains", "<w:b/>")
    return written(
        para(run("Leg Cramps at Night"), style="Title")
        + para(run("Educational Disclaimer"), style="Heading1")
        + para(run("This page teaches. It does not replace a doctor."))
        + para(run("When to Seek Care"), style="Heading1")
        + para(run("Cramps are ") + bold + run(" in the leg. They pass soon."))
        + f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>"
        + para(run("Call a doctor if the pain stays."))
    )


def test_a_word_file_is_built_released_and_verified(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write("caveat.toml", CONFIG.format(suffix=".docx", format="docx", more=""))
    project.write("source/disclaimers.toml", CANONICAL)
    project.write("source/guide/more/cramps.docx", word_file())
    refresh(project)
    preview(project)
    assert findings(project, "preview") == ()
    translate(project)
    approve(project)
    release(project)
    assert (project.root / "output/release/en/more/cramps.docx").read_bytes() == word_file()
    assert findings(project, "release") == ()
    built = read_docx_file((project.root / "output/release/es/more/cramps.docx").read_bytes())
    shown = [block.text for block in built.blocks]
    assert shown[1:3] == [HEADING, TEXT]
    assert shown[-1] == spanish("Call a doctor if the pain stays.")
