"""Trees of documents, from empty catalogs by way of approvals to a verified release in their own format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.formats.registry import open_formats
from tests.documents import HEADING, TEXT, TREES, approve, make_documents, spanish, translate

if TYPE_CHECKING:
    from pathlib import Path
pytestmark = pytest.mark.slow
REGISTERED = [name for name in TREES if name in {one.name for one in open_formats()}]


@pytest.mark.parametrize("name", REGISTERED)
def test_a_tree_of_documents_goes_to_a_verified_release(tmp_path: Path, name: str) -> None:
    project = make_documents(tmp_path, name)
    _, tree = TREES[name]
    assert project.run("build", "--release").code == 1
    ran = project.run("build")
    assert ran.code == 0, ran.out + ran.err
    ran = project.run("verify")
    assert ran.code == 0, ran.out
    for text in (project.read(f"output/preview/ar/{file}") for file in tree):
        assert "This page is a preview" in text
        assert 'lang="en"' in text or "[English] " in text

    translate(project)
    approve(project)
    ran = project.run("build", "--release", "--require", "es:" + next(iter(tree)).rpartition(".")[0])
    assert ran.code == 0, ran.out + ran.err
    ran = project.run("verify", "--release")
    assert ran.code == 0, ran.out
    for file, source in tree.items():
        text = project.read(f"output/release/es/{file}")
        assert text.count(spanish("Leg Cramps at")) == source.count("Leg Cramps at")
        assert text.count(TEXT) == text.count(HEADING) == source.count("Educational Disclaimer")
        assert "Educational" not in text
        assert "preview" not in text
    assert not (project.root / "output/release/ar").exists()
    refused = project.run("verify", "output/preview", "--release")
    assert refused.code == 1
    assert "release.is-preview" in refused.out


@pytest.mark.parametrize("name", REGISTERED)
def test_a_released_document_that_lost_its_disclaimer_is_refused(tmp_path: Path, name: str) -> None:
    project = make_documents(tmp_path, name)
    translate(project)
    approve(project)
    assert project.run("build", "--release").code == 0
    file = next(file for file, text in reversed(TREES[name][1].items()) if "Disclaimer" in text)
    path = project.root / "output/release/es" / file
    path.write_text(path.read_text().replace(TEXT, TEXT.replace("No reemplaza", "Reemplaza")))
    verified = project.run("verify", "--release")
    assert verified.code == 1
    assert "disclaimer.changed" in verified.out
    assert "manifest.changed-file" in verified.out


def test_caveat_run_builds_and_verifies_documents(tmp_path: Path) -> None:
    project = make_documents(tmp_path)
    ran = project.run("run")
    assert ran.code == 0, ran.out + ran.err
    assert "verify   12 files: no findings" in ran.out
    again = project.run("run")
    assert "nothing changed" in again.out
