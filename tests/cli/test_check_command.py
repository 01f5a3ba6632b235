"""`caveat check` as a person and a CI job run it: forms, baselines, waivers, fixes, explanations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from tests.projects import DAY, Project, make_project

if TYPE_CHECKING:
    from pathlib import Path

PO = """\
msgid ""
msgstr ""
"Language: es\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Take 5 mg."
msgstr "Tome 6 mg."
"""


@pytest.fixture
def folder(tmp_path: Path) -> Project:
    """Return a folder with a catalog of nobody's project."""
    made = Project(tmp_path)
    made.write("es.po", PO)
    return made


@pytest.mark.parametrize("form", ["sarif", "junit", "github", "rdjsonl", "json"])
def test_each_form_alone_is_on_standard_output(folder: Project, form: str) -> None:
    ran = folder.run("check", "es.po", "--format", form)
    assert ran.code == 1
    assert "number.changed" in ran.out
    assert "check    1 target in 1 catalog: 1 error" in ran.err
    if form == "sarif":
        assert json.loads(ran.out)["runs"][0]["results"][0]["ruleId"] == "number.changed"
    elif form == "junit":
        assert etree.fromstring(ran.out.encode()).find(".//failure") is not None
    elif form == "github":
        assert ran.out.startswith("::error file=es.po,line=6,title=number.changed::")
    else:
        assert all(isinstance(row, dict) for row in ran.rows())


def test_json_is_one_form_by_either_name(folder: Project) -> None:
    assert folder.run("check", "es.po", "--format", "json").out == folder.run("check", "es.po", "--json").out


def test_a_broken_file_hides_no_finding_of_another(folder: Project) -> None:
    folder.write("bad.po", PO + 'msgid "')
    ran = folder.run("check", "bad.po", "es.po")
    assert ran.code == 3
    assert "es.po:6: error: 5 became 6 [number.changed]" in ran.out.replace(" (blocks release)", "")
    assert ran.err.startswith("error: bad.po:")
    assert "no findings" not in folder.run("check", "bad.po").out
    assert [row["check"] for row in folder.run("check", "bad.po", "es.po", "--json").rows()[:-1]] == [
        "number.changed"
    ]


def test_nothing_of_a_broken_file_goes_into_a_baseline(folder: Project) -> None:
    folder.run("check", "es.po", "--write-baseline", "known.jsonl")
    folder.write("es.po", PO + 'msgid "')
    ran = folder.run("check", "es.po", "--write-baseline", "new.jsonl")
    assert (ran.code, (folder.root / "new.jsonl").exists()) == (3, False)
    ran = folder.run("check", "es.po", "--baseline", "known.jsonl")
    assert (ran.code, "gone" in ran.out) == (3, False)


def test_a_named_language_is_that_of_every_file(folder: Project) -> None:
    folder.write("x.po", PO.replace('"Language: es\\n"\n', ""))
    assert folder.run("check", "x.po").code == 3
    rows = folder.run("check", "-l", "es", "x.po", "--json").rows()
    assert [row["check"] for row in rows[:-1]] == ["header.language", "number.changed"]
    assert {row["locale"] for row in rows[:-1]} == {"es"}


def test_a_language_without_data_is_checked_as_far_as_that_goes(folder: Project) -> None:
    folder.write(
        "udm.po",
        PO.replace("Language: es", "Language: udm").replace("Tome 6 mg.", "<b>6 мг {name} кутэ.")
        + 'msgid "a day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "нунал"\nmsgstr[1] "%(n)s нунал"\n',
    )
    rows = folder.run("check", "udm.po", "--json").rows()
    rules = {row["check"]: row["severity"] for row in rows[:-1]}
    assert rules["header.unknown-language"] == "notice"
    assert rules["markup.placeholder"] == "error"
    assert "number.changed" in rules
    assert not any(rule.startswith(("script.", "language.", "residue.")) for rule in rules)


def test_a_baseline_lets_only_what_is_new_count(folder: Project) -> None:
    written = folder.run("check", "es.po", "--write-baseline", "known.jsonl")
    assert (written.code, "baseline known.jsonl: 1 finding" in written.out) == (0, True)
    ran = folder.run("check", "es.po", "--baseline", "known.jsonl")
    assert ran.code == 0
    assert "baseline known.jsonl: 1 finding known\n" in ran.out
    folder.write("es.po", PO.replace("Tome 6", "Tome 7"))
    ran = folder.run("check", "es.po", "--baseline", "known.jsonl")
    assert ran.code == 1
    assert "0 findings known, 1 finding gone: write it anew" in ran.out


def test_a_broken_baseline_is_told_with_its_line(folder: Project) -> None:
    folder.write("known.jsonl", '{"caveat": "baseline/1"}\nx\n')
    ran = folder.run("check", "es.po", "--baseline", "known.jsonl")
    assert (ran.code, ran.err.startswith("error: known.jsonl:2: is no JSON object")) == (3, True)


def test_a_rule_is_explained_with_examples(tmp_path: Path) -> None:
    ran = Project(tmp_path).run("check", "--explain", "number.changed")
    assert ran.code == 0
    assert ran.out.startswith("number.changed: ")
    assert "breaks it:\n  " in ran.out
    ran = Project(tmp_path).run("check", "--explain", "number.change")
    assert (ran.code, 'did you mean "number.changed"?' in ran.err) == (2, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("es.po", "--fix"),
        ("es.po", "--waive", "number.changed", "--unit", "x", "--reason", "y"),
        ("-l", "es", "--waive", "number.changed"),
        ("es.po", "-l", "es", "-l", "fr"),
        ("es.po", "-l", "Spanish"),
        ("--unit", "x"),
    ],
)
def test_options_that_do_not_go_together_are_refused(folder: Project, arguments: tuple[str, ...]) -> None:
    ran = folder.run("check", *arguments)
    assert (ran.code, ran.out) == (2, "")


def test_a_finding_is_waived_by_who_git_says(tmp_path: Path) -> None:
    project = make_project(
        tmp_path,
        "T\nEducational Disclaimer\nThis page teaches. It does not replace a doctor.\n"
        "When to Seek Care\nTake 5 mg.\n",
    )
    project.write(
        "locales/reviewers.toml",
        '[[reviewers]]\nemail = "ana@example.org"\nname = "Ana"\nlocales = ["es"]\n',
    )
    assert project.run("extract").code == 0
    assert project.run("update").code == 0
    path = "locales/es/LC_MESSAGES/cramps.po"
    text = project.read(path)
    project.write(
        path, text.replace('msgid "Take 5 mg."\nmsgstr ""', 'msgid "Take 5 mg."\nmsgstr "Tome 6 mg."')
    )
    rows = project.run("check", "-l", "es", "--json").rows()
    [finding] = [row for row in rows if row.get("check") == "number.changed"]
    git = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.email", "GIT_CONFIG_VALUE_0": "ana@example.org"}
    order = ("--waive", "number.changed", "--unit", finding["unit"], "--reason", "a local product")
    ran = project.run("check", "-l", "es", *order, "--as-of", DAY, **git)
    assert ran.code == 0, ran.err
    assert "waived by ana@example.org until 2026-05-30: a local product" in ran.out
    ran = project.run("check", "-l", "es", "--as-of", DAY)
    assert ran.code == 0
    assert ran.out.endswith("1 waived\n")
    assert project.run("check", "-l", "es", "--as-of", "2026-05-31").code == 1
    ran = project.run(
        "check", "-l", "es", *order, "--as-of", DAY, **{**git, "GIT_CONFIG_VALUE_0": "eve@example.org"}
    )
    assert (ran.code, "eve@example.org is not listed" in ran.err) == (1, True)
