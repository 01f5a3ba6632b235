from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.catalogs.po import read_catalog, write_catalog
from pipeline.catalogs.templates import make_header, make_template
from pipeline.errors import CaveatError
from pipeline.ledger.ledger_file import Ledger, write_ledger
from pipeline.model.digest import digest_text
from pipeline.model.disclaimer import PinnedDisclaimer
from pipeline.model.draft import Origin
from pipeline.model.event import Event, EventKind, pair_key
from pipeline.model.locale import Locale
from pipeline.report.html import read_static
from pipeline.stages.report import report
from pipeline.stages.sources import read_disclaimers, read_sources
from pipeline.workspace.project import Workspace, open_workspace
from tests.projects import support_pins

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.stages.report import ReportResult

ROOT = Path(__file__).parents[2]
TODAY = "2026-11-22"
ES = Locale("es")
SIGNERS = ("dora@example.org", "luis@example.org")
CONFIG = """
[project]
name = "Health"
locales = ["es"]
[collections.articles]
path = "source"
files = ["*.txt"]
format = "record"
profile = "article"
[[profiles.article.sections]]
title = "Educational Disclaimer"
disclaimer = "educational"
[[profiles.article.sections]]
title = "When to Seek Care"
risk = "critical"
"""
DISCLAIMERS = """
[educational]
version = "1"
placement = "top"
heading = "Educational Disclaimer"
text = "This is not advice."
"""
ARTICLE = """Leg Cramps
Educational Disclaimer
This is not advice.
When to Seek Care
Ask for help within 24 hours & <b>wait</b> for nobody.
"""
REVIEWERS = """
[[reviewers]]
email = "dora@example.org"
name = "Dora"
roles = ["language", "clinical"]
locales = ["es"]
"""
TARGETS = {
    "Leg Cramps": "Calambres en las piernas",
    "When to Seek Care": "Cuándo pedir ayuda",
    "Ask for help within 24 hours & <b>wait</b> for nobody.": "Pida ayuda en 24 horas y no <b>espere</b>.",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return a project with one article, drafted by a machine except for one heading."""
    for name, text in {
        "caveat.toml": CONFIG,
        "source/cramps.txt": ARTICLE,
        "source/disclaimers.toml": DISCLAIMERS,
        "locales/reviewers.toml": REVIEWERS,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    workspace = open_workspace(tmp_path)
    write_drafts(
        workspace, {source: text for source, text in TARGETS.items() if source != "When to Seek Care"}
    )
    return workspace


def write_drafts(workspace: Workspace, targets: Mapping[str, str], *, is_fuzzy: bool = True) -> None:
    source = next(one for one in read_sources(workspace).catalogs if one.id == "cramps")
    path = workspace.catalog(ES, "cramps")
    template = make_template("cramps", source.units, source.reference)
    write_catalog(path, replace(template, entries=(make_header("cramps", ES), *template.units())))
    text = path.read_text()
    for english, target in targets.items():
        origin = Origin.of(target, engine="test/1", date=TODAY).render()
        flag = "#, fuzzy\n" if is_fuzzy else ""
        block = rf'((?:#[^\n]*\n)*)((?:msgctxt "[^"]*"\n)?msgid "{re.escape(english)}"\nmsgstr )""'
        found = re.search(block, text)
        assert found
        text = text.replace(found[0], f'# {origin}\n{found[1]}{flag}{found[2]}"{target}"')
    path.write_text(text)


def approve_all(workspace: Workspace) -> None:
    """Give every unit an author and a clinician's approval, and pin the disclaimer."""
    write_drafts(workspace, TARGETS, is_fuzzy=False)
    events, texts = [], []
    for entry in read_catalog(workspace.catalog(ES, "cramps"), "cramps.po").units():
        for kind, person in (
            (EventKind.TRANSLATE, "tom@example.org"),
            (EventKind.APPROVE, "dora@example.org"),
        ):
            events.append(
                Event(
                    kind=kind,
                    key=pair_key("es", "cramps", entry.key, entry.target),
                    by=person,
                    on=TODAY,
                    context=entry.key.context,
                    source=digest_text(entry.key.source),
                    target=digest_text(entry.target),
                )
            )
        texts += [entry.key.source, entry.target]
    write_ledger(workspace.ledger(ES, "cramps"), Ledger().with_records(events=events, texts=texts))


def pin(workspace: Workspace, *, signers: tuple[str, ...] = SIGNERS, **changes: str) -> None:
    (disclaimer,) = read_disclaimers(workspace)
    heading, text = "Aviso educativo", "Esto no es un consejo."
    fields = {
        "version": disclaimer.version,
        "source_digest": disclaimer.digest,
        "heading": heading,
        "text": text,
        "approved_by": list(signers),
        **changes,
    }
    fields["seal"] = PinnedDisclaimer.seal_of("educational", fields)
    lines = [f"{name} = {json.dumps(value)}" for name, value in fields.items()]
    body = "\n".join(["[educational]", *lines])
    workspace.pinned(ES).write_text(body + "\n")
    support_pins(workspace.root, "es", SIGNERS)


def run(workspace: Workspace) -> tuple[ReportResult, dict[str, Any]]:
    result = report(workspace, as_of=TODAY)
    return result, json.loads((result.folder / "report.json").read_text())["locales"][0]


def test_it_writes_pages_json_markdown_badges_and_style(workspace: Workspace) -> None:
    result, _ = run(workspace)
    names = {
        path.relative_to(result.folder).as_posix() for path in result.folder.rglob("*") if path.is_file()
    }
    assert result.folder == workspace.root / "output" / "report"
    assert names == {
        "index.html",
        "es.html",
        "report.json",
        "report.md",
        "badges/es.svg",
        "static/report.css",
    }
    assert (result.written, result.removed) == (6, 0)
    assert (result.folder / "static/report.css").read_bytes() == read_static()["static/report.css"]


def test_the_rows_tell_what_stands_in_the_catalogs(workspace: Workspace) -> None:
    result, spanish = run(workspace)
    (row,) = result.rows
    assert (row.locale, row.verdict, row.documents, row.released) == ("es", "withheld", 1, 0)
    assert (row.units, row.approved, row.drafts, row.unattributed) == (3, 0, 2, 0)
    assert (row.critical, row.critical_approved, row.owed) == (2, 0, 1)
    assert [one["part"] for one in spanish["catalogs"]] == ["document", "disclaimers", "interface"]
    units = spanish["catalogs"][0]["units"]
    assert [one["role"] for one in units] == ["title", "heading", None]
    assert [one["section"] for one in units] == [None, "When to Seek Care", "When to Seek Care"]
    assert [one["engine"] for one in units] == ["test/1", None, "test/1"]
    assert [one["state"] for one in units] == ["draft", "empty", "draft"]


def test_the_verdict_has_the_reasons_that_a_release_would_have(workspace: Workspace) -> None:
    _, spanish = run(workspace)
    messages = [(one["risk"], one["state"], one["units"], one["message"]) for one in spanish["reasons"]]
    assert messages == [
        ("disclaimer", "owed", 0, 'disclaimer "educational" is owed: no approved translation is pinned'),
        ("critical", "draft", 1, "needs a person's decision"),
        ("critical", "empty", 1, "needs a translation"),
        ("standard", "draft", 1, "needs a person's decision"),
    ]


def test_it_says_that_no_review_has_happened(workspace: Workspace) -> None:
    result, _ = run(workspace)
    for name in ("index.html", "es.html", "report.md"):
        assert "No review has happened." in (result.folder / name).read_text()


def test_a_project_that_people_have_signed_is_released(workspace: Workspace) -> None:
    approve_all(workspace)
    pin(workspace)
    result, spanish = run(workspace)
    (row,) = result.rows
    assert (row.verdict, row.approved, row.critical_approved, row.owed) == ("released", 3, 2, 0)
    assert spanish["reasons"] == []
    assert spanish["disclaimers"][0]["approved_by"] == list(SIGNERS)
    assert "es: 100 % approved" in (result.folder / "badges/es.svg").read_text()
    assert "signed by dora@example.org" in (result.folder / "es.html").read_text()


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, "pinned"),
        ({"expires": TODAY}, "pinned"),
        ({"expires": "2026-11-21"}, "expired"),
        ({"source_digest": "sha256:0"}, "outdated"),
        ({"version": "0"}, "outdated"),
        ({"signers": SIGNERS[:1]}, "unsigned"),
        ({"signers": SIGNERS[:1], "expires": "2026-11-21"}, "unsigned"),
        ({"source_digest": "sha256:0", "expires": "2026-11-21"}, "outdated"),
    ],
)
def test_a_pinned_wording_counts_only_while_it_is_valid(
    workspace: Workspace, changes: dict[str, Any], status: str
) -> None:
    approve_all(workspace)
    pin(workspace, **changes)
    result, spanish = run(workspace)
    assert spanish["disclaimers"][0]["status"] == status
    assert (result.rows[0].owed == 0) == (status == "pinned")
    assert (result.rows[0].verdict == "released") == (status == "pinned")


def test_a_blocking_finding_withholds_what_people_approved(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        TARGETS,
        "Ask for help within 24 hours & <b>wait</b> for nobody.",
        "Pida ayuda en 48 horas y no <b>espere</b>.",
    )
    approve_all(workspace)
    pin(workspace)
    result, spanish = run(workspace)
    (row,) = result.rows
    assert (row.approved, row.verdict) == (3, "withheld")
    assert [one["message"] for one in spanish["reasons"]] == ["a finding blocks it: see `caveat check`"]
    assert any(one["blocking"] for one in spanish["catalogs"][0]["units"][2]["findings"])
    assert row.blocking == spanish["findings"]["blocking"] >= 1
    assert "blocks release" in (result.folder / "es.html").read_text()


def test_a_catalog_that_names_another_language_is_withheld_whole(workspace: Workspace) -> None:
    approve_all(workspace)
    pin(workspace)
    path = workspace.catalog(ES, "cramps")
    path.write_text(path.read_text().replace("Language: es", "Language: fr"))
    _, spanish = run(workspace)
    assert {one["message"] for one in spanish["reasons"]} == {"a finding blocks it: see `caveat check`"}
    assert sum(one["units"] for one in spanish["reasons"]) == 3


def test_a_draft_that_a_person_edited_is_no_machine_text(workspace: Workspace) -> None:
    path = workspace.catalog(ES, "cramps")
    path.write_text(path.read_text().replace("Calambres en las piernas", "Calambres de las piernas"))
    _, spanish = run(workspace)
    assert spanish["catalogs"][0]["units"][0]["engine"] is None
    assert spanish["engines"] == {"not stated": {"units": 1, "words": 2}, "test/1": {"units": 1, "words": 10}}


def test_a_second_run_writes_nothing_and_a_change_only_what_it_touches(workspace: Workspace) -> None:
    first, _ = run(workspace)
    style = first.folder / "static" / "report.css"
    before = style.stat().st_mtime_ns
    assert run(workspace)[0].written == 0
    approve_all(workspace)
    again, _ = run(workspace)
    assert again.written == 5
    assert style.stat().st_mtime_ns == before


def test_files_of_an_earlier_report_are_removed_and_nothing_else(workspace: Workspace) -> None:
    result, _ = run(workspace)
    (result.folder / "fr.html").write_text("old")
    (result.folder / "old" / "deep").mkdir(parents=True)
    (result.folder / "old" / "deep" / "x.svg").write_text("old")
    beside = workspace.output("preview") / "index.html"
    beside.parent.mkdir()
    beside.write_text("kept")
    assert run(workspace)[0].removed == 2
    assert not (result.folder / "old").exists()
    assert beside.read_text() == "kept"
    assert (result.folder / "es.html").exists()


def test_a_source_that_cannot_be_read_is_raised_before_anything_is_written(workspace: Workspace) -> None:
    (workspace.root / "source" / "broken.txt").write_bytes(b"caf\xe9\n")
    with pytest.raises(CaveatError, match=r"source/broken\.txt:1: not UTF-8"):
        report(workspace, as_of=TODAY)
    assert not workspace.output("report").exists()


def test_a_locale_without_catalogs_is_reported_as_empty(workspace: Workspace) -> None:
    workspace.catalog(ES, "cramps").unlink()
    result, _ = run(workspace)
    assert (result.rows[0].units, result.rows[0].drafts, result.rows[0].verdict) == (3, 0, "withheld")
    assert "Nothing is translated yet." in (result.folder / "index.html").read_text()


def test_the_same_inputs_give_the_same_bytes_whatever_the_hash_seed_and_the_clock(
    workspace: Workspace,
) -> None:
    script = (
        "import sys; from pathlib import Path; from pipeline.stages.report import report; "
        "from pipeline.workspace.project import open_workspace; "
        f"report(open_workspace(Path(sys.argv[1])), as_of='{TODAY}')"
    )

    def bytes_of_run(seed: str, zone: str) -> dict[str, bytes]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": zone}
        subprocess.run([sys.executable, "-c", script, str(workspace.root)], env=environment, check=True)
        folder = workspace.output("report")
        found = {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
        for path in folder.rglob("*"):
            if path.is_file():
                path.unlink()
        return found

    one, other = bytes_of_run("1", "UTC"), bytes_of_run("4242", "Asia/Tokyo")
    assert len(one) == 6
    assert one == other
    assert not any(re.search(rb"20\d\d-\d\d-\d\d", data) for data in one.values())
