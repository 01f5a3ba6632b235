"""The real article, taken by test reviewers from machine drafts to a verified release in one language."""

from __future__ import annotations

import gettext
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.catalogs.po import read_catalog
from pipeline.model.digest import digest_bytes

ROOT = Path(__file__).parents[2]
ARTICLE = "sore-muscles-leg-cramps-peripheral-neuropathy"
TRANSLATOR, DOCTOR, LAWYER = "tomas@example.org", "dora@example.org", "luis@example.org"
REVIEWERS = f"""
[[reviewers]]
email = "{TRANSLATOR}"
name = "Tomas Test"
roles = ["language"]
locales = ["es"]

[[reviewers]]
email = "{DOCTOR}"
name = "Dora Test"
roles = ["language", "clinical"]
locales = ["es"]

[[reviewers]]
email = "{LAWYER}"
name = "Luis Test"
roles = ["language", "legal"]
locales = ["es"]
"""


class Project:
    """A copy of this repository's project, used by people who exist only here."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def caveat(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pipeline", *words],
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1795305600"},
        )

    def act_as(self, email: str) -> None:
        subprocess.run(["git", "config", "user.email", email], cwd=self.root, check=True)

    def approve(self, document: str, unit: str | None = None) -> subprocess.CompletedProcess[str]:
        """Approve a unit, or all of a document, as it is listed now."""
        listed = self.caveat("review", "list", "-l", "es", "--document", document, "--json")
        rows = [json.loads(line) for line in listed.stdout.splitlines()]
        marks = {row.get("unit", "all"): row["mark"] for row in rows}
        name = unit or "all"
        return self.caveat("review", "approve", "-l", "es", document, f"{name}@{marks[name]}")

    def approve_disclaimer(self) -> subprocess.CompletedProcess[str]:
        rows = map(json.loads, self.caveat("disclaimers", "status", "-l", "es", "--json").stdout.splitlines())
        mark = next(str(row["mark"]) for row in rows)
        return self.caveat("disclaimers", "approve", f"educational@{mark}", "-l", "es")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "project"
    root.mkdir()
    shutil.copy(ROOT / "caveat.toml", root)
    for folder in ("source", "locales"):
        shutil.copytree(ROOT / folder, root / folder)
    (root / "locales" / "reviewers.toml").write_text(REVIEWERS)
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    return Project(root)


def approve_everything(project: Project) -> None:
    for person in (DOCTOR, LAWYER):
        project.act_as(person)
        for document in (ARTICLE, "interface"):
            project.approve(document)
        project.approve_disclaimer()


def test_nothing_is_releasable_before_people_have_signed(project: Project) -> None:
    done = project.caveat("build", "--release")
    assert done.returncode == 1
    assert done.stdout.count("withheld: ") == 8
    assert done.stdout.count('disclaimer "educational" is owed') == 8
    assert not list((project.root / "output" / "release").rglob("*.html"))


def test_one_locale_goes_from_drafts_to_a_verified_release(project: Project) -> None:
    approve_everything(project)
    assert project.caveat("review", "check-ledger").returncode == 0
    built = project.caveat("build", "--release", "--require", f"es:{ARTICLE}")
    assert built.returncode == 0, built.stdout + built.stderr
    verified = project.caveat("verify", "--release")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    pages = sorted(path.name for path in (project.root / "output" / "release").glob("*/*.html"))
    assert pages == ["index.html", "index.html", f"{ARTICLE}.html", f"{ARTICLE}.html"]  # es, and en beside it
    page = (project.root / "output" / "release" / "es" / f"{ARTICLE}.html").read_text()
    assert "noindex" not in page
    assert 'data-disclaimer="educational"' in page
    assert "This information is for educational purposes" not in page
    [record] = (project.root / "locales" / "releases").glob("*.json")
    assert {one["locale"] for one in json.loads(record.read_text())["published"]} == {"en", "es"}


def test_a_release_that_lost_its_disclaimer_is_refused(project: Project) -> None:
    approve_everything(project)
    project.caveat("build", "--release")
    page = project.root / "output" / "release" / "es" / f"{ARTICLE}.html"
    text = page.read_text()
    start, stop = text.index('<aside class="disclaimer'), text.index("</aside>") + len("</aside>")
    page.write_text(text[:start] + text[stop:])
    verified = project.caveat("verify", "--release")
    assert verified.returncode == 1
    assert "disclaimer.missing" in verified.stdout
    assert "manifest.changed-file" in verified.stdout


def test_one_signature_is_not_enough_for_critical_text(project: Project) -> None:
    project.act_as(DOCTOR)
    project.approve(ARTICLE)
    project.approve_disclaimer()
    built = project.caveat("build", "--release", "--require", f"es:{ARTICLE}")
    assert built.returncode == 1
    assert "1 more approver" in built.stdout
    assert f"required, but withheld or unknown: es:{ARTICLE}" in built.stdout


def test_a_translator_claims_and_somebody_else_approves(project: Project) -> None:
    catalog = project.root / "locales" / "es" / "LC_MESSAGES" / f"{ARTICLE}.po"
    before = catalog.read_text()
    source = 'msgid "Acupuncture"\n'
    start = before.rindex("#, fuzzy\n", 0, before.index(source))
    edited = before[:start] + before[start + len("#, fuzzy\n") :]
    edited = edited.replace(source + 'msgstr "Acupuntura"', source + 'msgstr "La acupuntura"')
    catalog.write_text(edited)
    listed = project.caveat("review", "list", "-l", "es", "--state", "unattributed", "--json")
    [unit] = [json.loads(line)["unit"] for line in listed.stdout.splitlines()]

    project.act_as(DOCTOR)
    refused = project.approve(ARTICLE, unit)
    assert refused.returncode == 1
    assert "its translator must claim it first" in refused.stdout

    project.act_as(TRANSLATOR)
    assert project.caveat("review", "claim", "-l", "es", ARTICLE, unit).returncode == 0
    own = project.approve(ARTICLE, unit)
    assert own.returncode == 1
    assert "somebody else must approve it" in own.stdout

    project.act_as(DOCTOR)
    assert project.approve(ARTICLE, unit).returncode == 0
    shown = project.caveat("review", "show", unit, "-l", "es", "--json")
    assert json.loads(shown.stdout)["state"] == "approved"


def test_an_english_change_takes_the_page_back(project: Project) -> None:
    approve_everything(project)
    article = project.root / "source" / "articles" / f"{ARTICLE}.txt"
    article.write_text(article.read_text().replace("can cause", "may cause", 1))
    assert project.caveat("extract").returncode == 0
    assert project.caveat("update").returncode == 0
    built = project.caveat("build", "--release", "--require", f"es:{ARTICLE}")
    assert built.returncode == 1
    assert "needs a translation" in built.stdout or "stale" in built.stdout


def test_a_policy_that_allows_english_releases_it_marked_everywhere(project: Project) -> None:
    config = project.root / "caveat.toml"
    config.write_text(config.read_text().replace('= "withhold"', '= "source-with-notice"'))
    assert project.caveat("build", "--release").returncode == 0
    verified = project.caveat("verify", "--release")
    assert verified.returncode == 0, verified.stdout
    text = project.root / "output" / "release" / "es" / f"{ARTICLE}.txt"
    assert "\n[English] Sore Muscles\n" in text.read_text()
    text.write_text(text.read_text().replace("[English] Sore muscles, also", "Sore muscles, also"))
    refused = project.caveat("verify", "--release")
    assert refused.returncode == 1
    assert "text.unmarked-source" in refused.stdout


def test_taking_an_approval_back_takes_the_disclaimer_and_the_page_back(project: Project) -> None:
    approve_everything(project)
    project.act_as(LAWYER)
    revoked = project.caveat("review", "revoke", "-l", "es", "disclaimers", "all", "--reason", "New law.")
    assert 'disclaimer "educational" is pinned no more' in revoked.stdout
    assert not (project.root / "locales" / "es" / "disclaimers.toml").exists()
    built = project.caveat("build", "--release", "--require", f"es:{ARTICLE}")
    assert built.returncode == 1
    assert 'disclaimer "educational" is owed' in built.stdout


def test_a_pin_that_the_ledger_does_not_support_is_found(project: Project) -> None:
    approve_everything(project)
    assert project.caveat("review", "check-ledger").returncode == 0
    ledger = project.root / "locales" / "es" / "reviews" / "disclaimers.jsonl"
    ledger.write_text("".join(x for x in ledger.read_text().splitlines(keepends=True) if LAWYER not in x))
    found = project.caveat("review", "check-ledger")
    assert found.returncode == 1
    assert "ledger.pin-unsupported" in found.stdout


def test_a_text_that_changed_after_it_was_read_is_not_approved(project: Project) -> None:
    project.act_as(DOCTOR)
    listed = project.caveat("review", "list", "-l", "es", "--document", ARTICLE, "--json")
    one = next(json.loads(line) for line in listed.stdout.splitlines() if "Acupuncture," in line)
    catalog = project.root / "locales" / "es" / "LC_MESSAGES" / f"{ARTICLE}.po"
    catalog.write_text(catalog.read_text().replace(one["target"], one["target"] + " Siempre."))
    refused = project.caveat("review", "approve", "-l", "es", ARTICLE, f"{one['unit']}@{one['mark']}")
    assert refused.returncode == 1
    assert "has changed since you read it" in refused.stdout
    assert not (project.root / "locales" / "es" / "reviews").exists()


def test_an_approved_text_that_was_deleted_comes_back_from_the_ledger(project: Project) -> None:
    approve_everything(project)
    catalog = project.root / "locales" / "es" / "LC_MESSAGES" / f"{ARTICLE}.po"
    before = catalog.read_text()
    start = before.rindex("\n\n", 0, before.index('msgid "Its effectiveness is not definitively proven."'))
    stop = before.index("\n\n", start + 2)
    catalog.write_text(before[:start] + before[stop:])
    updated = project.caveat("update", "-l", "es")
    assert "1 restored from the ledger" in updated.stdout
    assert catalog.read_text().count("\nmsgid ") == before.count("\nmsgid ")
    assert project.caveat("build", "--release", "--require", f"es:{ARTICLE}").returncode == 0


def test_a_text_whose_approval_was_taken_back_does_not_come_back(project: Project) -> None:
    project.act_as(DOCTOR)
    project.approve(ARTICLE)
    project.caveat("review", "revoke", "-l", "es", ARTICLE, "all")
    catalog = project.root / "locales" / "es" / "LC_MESSAGES" / f"{ARTICLE}.po"
    text = catalog.read_text()
    start = text.rindex("\n\n", 0, text.index('msgid "Its effectiveness is not definitively proven."'))
    catalog.write_text(text[:start] + text[text.index("\n\n", start + 2) :])
    assert "restored" not in project.caveat("update", "-l", "es").stdout


def test_mo_files_of_a_release_hold_what_was_approved_and_is_published(project: Project) -> None:
    approve_everything(project)
    built = project.caveat("build", "--release", "--mo")
    assert built.returncode == 0, built.stdout + built.stderr
    folder = project.root / "output" / "release-mo"
    [path] = sorted(path for path in folder.rglob("*") if path.is_file())
    assert path == folder / "es" / "LC_MESSAGES" / f"{ARTICLE}.mo"
    with path.open("rb") as file:
        texts = gettext.GNUTranslations(file)
    catalog = read_catalog(project.root / "locales/es/LC_MESSAGES" / f"{ARTICLE}.po", "po")
    prose = [entry for entry in catalog.units() if entry.key.context is None]
    assert prose
    assert all(texts.gettext(entry.key.source) == entry.target for entry in prose)


def test_a_page_that_changed_together_with_its_manifest_is_refused(project: Project) -> None:
    approve_everything(project)
    assert project.caveat("build", "--release").returncode == 0
    folder = project.root / "output" / "release"
    page = folder / "es" / f"{ARTICLE}.txt"
    old = page.read_bytes()
    new = old.replace(b"agua", b"vino", 1) if b"agua" in old else old.replace(b" la ", b" las ", 1)
    assert new != old
    page.write_bytes(new)
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace(digest_bytes(old), digest_bytes(new)))
    verified = project.caveat("verify", "--release")
    assert verified.returncode == 1
    assert "[release.not-recorded]" in verified.stdout
