"""The folder against its manifest: what is stray, changed or gone, and manifests that are none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pipeline.model.digest import digest_bytes
from pipeline.verify.folder import read_folder
from tests.verify.sample import DOCUMENT, make_sample, rules, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.workspace.project import Workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_sample("release").write(tmp_path / "out")


def found(folder: Path) -> list[tuple[str, str]]:
    return [(finding.check, finding.file) for finding in read_folder(folder, "out").findings]


def test_a_folder_as_built_has_no_findings(folder: Path) -> None:
    assert found(folder) == []


def test_a_file_that_the_manifest_lacks_is_stray(folder: Path) -> None:
    (folder / "es" / ".hidden").write_text("x", encoding="utf-8")
    assert found(folder) == [("manifest.stray-file", "out/es/.hidden")]


def test_a_link_is_stray_even_where_it_shows_the_right_bytes(folder: Path, tmp_path: Path) -> None:
    page = folder / "es" / f"{DOCUMENT}.txt"
    page.rename(tmp_path / "elsewhere.txt")
    page.symlink_to(tmp_path / "elsewhere.txt")
    assert ("manifest.stray-file", f"out/es/{DOCUMENT}.txt") in found(folder)


def test_one_changed_byte_is_noticed(folder: Path) -> None:
    page = folder / "es" / f"{DOCUMENT}.txt"
    page.write_bytes(page.read_bytes() + b" ")
    assert found(folder) == [("manifest.changed-file", f"out/es/{DOCUMENT}.txt")]


def test_a_listed_file_that_is_gone_is_noticed(folder: Path) -> None:
    (folder / "static" / "caveat.css").unlink()
    assert found(folder) == [("manifest.missing-file", "out/static/caveat.css")]


def test_without_a_manifest_nothing_is_proven(folder: Path) -> None:
    (folder / "manifest.json").unlink()
    assert found(folder) == [("manifest.missing", "out/manifest.json")]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda _: b"\xff", "is not JSON"),
        (lambda data: data[:-1], "is not JSON"),
        (lambda _: b"[" * 100_000, "is not JSON"),
        (lambda _: b"[]", "is not a manifest"),
        (lambda data: data.replace(b"manifest/1", b"manifest/9"), "is not a manifest"),
        (lambda data: data.replace(b'"release"', b'"published"'), "neither preview nor release"),
        (
            lambda data: data.replace(b'"mode": "release"', b'"mode": "preview", "mode": "release"'),
            "given twice",
        ),
        (
            lambda data: data.replace(b'"files": {', b'"files": {"../x": "sha256:0", '),
            "not the path of a file",
        ),
        (
            lambda data: data.replace(b'"files": {', b'"files": {"/etc/passwd": "sha256:0", '),
            "not the path of a file",
        ),
        (lambda data: data.replace(b'"files": {', b'"files": {"x": 1, '), "has no digest"),
        (lambda data: data.replace(b'"pages": [', b'"pages": [1, '), "not a list of tables"),
        (lambda data: data.replace(b'"standing": "draft"', b'"standing": 1'), "is not text"),
        (
            lambda data: data.replace(
                b'"withheld": []', b'"withheld": [{"document": "a", "locale": "es", "reasons": []}]'
            ),
            "withheld without",
        ),
    ],
)
def test_a_manifest_that_is_none_is_refused(
    folder: Path, change: Callable[[bytes], bytes], message: str
) -> None:
    path = folder / "manifest.json"
    before = path.read_bytes()
    path.write_bytes(change(before))
    assert path.read_bytes() != before
    (finding,) = read_folder(folder, "out").findings
    assert finding.check == "manifest.unreadable"
    assert message in finding.message


def test_a_page_listed_twice_is_refused(folder: Path) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_bytes())
    manifest["pages"].append(manifest["pages"][0])
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert found(folder) == [("manifest.unreadable", "out/manifest.json")]


def test_an_absent_folder_has_neither_files_nor_findings(tmp_path: Path) -> None:
    absent = read_folder(tmp_path / "none", "none")
    assert (absent.manifest, dict(absent.files), absent.findings) == (None, {}, ())


def test_a_page_of_a_document_that_is_gone_is_stray(project: Workspace) -> None:
    sample = make_sample("release")
    files = [f"es/old.{suffix}" for suffix in ("html", "md", "txt")]
    sample.files |= {name: sample.files[name.replace("old", DOCUMENT)] for name in files}
    sample.pages.append({"document": "old", "locale": "es", "standing": "draft", "files": files})
    result = run(project, sample, release=True)
    assert rules(result.findings) == {"manifest.stray-file"}
    assert {finding.file for finding in result.findings} == {f"output/release/{name}" for name in files}


def test_a_page_both_published_and_withheld_is_noticed(project: Workspace) -> None:
    sample = make_sample("release")
    sample.withheld = [{"document": DOCUMENT, "locale": "es", "reasons": ["owed"]}]
    assert rules(run(project, sample, release=True).findings) == {"page.missing"}


def test_other_files_in_the_manifest_than_the_three_of_a_page_are_noticed(project: Workspace) -> None:
    sample = make_sample("release")
    sample.pages[1]["files"] = [f"es/{DOCUMENT}.html"]
    assert rules(run(project, sample, release=True).findings) == {"page.missing"}


def test_digests_are_compared_as_the_build_writes_them(folder: Path) -> None:
    listed = json.loads((folder / "manifest.json").read_bytes())["files"]
    assert listed["index.html"] == digest_bytes((folder / "index.html").read_bytes())
