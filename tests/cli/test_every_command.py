"""Every command: help, `--json` that is JSON and nothing else, exit codes, messages where they belong."""

from collections.abc import Iterator

import click
import pytest

from pipeline.cli.main import caveat
from tests.projects import Project, make_project, run_command


def commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


ALL = dict(commands(caveat))


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = make_project(tmp_path_factory.mktemp("finished"))
    assert project.run("run").code == 0
    return project


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_it_says_what_it_does_and_what_each_option_means(path: tuple[str, ...]) -> None:
    command = ALL[path]
    assert command.help
    assert command.help.split("\n")[0].rstrip().endswith((".", ",", ":"))
    named = {"--locale", "--state", "--risk"}
    silent = [
        option.opts[-1]
        for option in command.params
        if isinstance(option, click.Option) and not option.help and option.opts[-1] not in named
    ]
    assert silent == []


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_takes_json(path: tuple[str, ...]) -> None:
    assert any("--json" in option.opts for option in ALL[path].params)


READERS = (
    ("extract",),
    ("update",),
    ("draft",),
    ("check",),
    ("build",),
    ("build", "--release"),
    ("verify",),
    ("report",),
    ("run",),
    ("review", "list"),
    ("review", "check-ledger"),
    ("disclaimers", "status"),
    ("fmt", "--check"),
    ("engines",),
    ("doctor",),
    ("roundtrip", "source/articles/cramps.txt"),
)


@pytest.mark.parametrize("command", READERS, ids=" ".join)
def test_json_is_one_object_a_line_and_nothing_else(command: tuple[str, ...], finished: Project) -> None:
    ran = finished.run(*command, "--json")
    assert all(isinstance(row, dict) and row["kind"] for row in ran.rows())
    assert "Traceback" not in ran.err
    if command[0] not in ("update", "review"):
        assert ran.out


def test_the_documented_json_of_roundtrip_and_findings(finished: Project) -> None:
    row = finished.run("roundtrip", "source/articles/cramps.txt", "--json").rows()[0]
    assert (row["file"], row["identical"], row["line"]) == ("source/articles/cramps.txt", True, None)
    finding = finished.run("check", "--json").rows()[0]
    assert finding["kind"] == "finding"
    names = {"file", "line", "unit", "locale", "check", "severity", "blocking", "message"}
    assert names <= finding.keys()


def test_coverage_is_told_in_shares_that_never_round_to_all_or_nothing(finished: Project) -> None:
    name = str(finished.write("long.text", "T\n\n" + "word " * 10000 + "\n\n[caveat: skip]\nx\n"))
    other = str(finished.write("none.text", "12\n"))
    ran = finished.run("roundtrip", name, other, "--coverage", "--format", "plain")
    assert ran.out.splitlines()[2:] == [
        f"{name}: 40012 letters: text 99.9 %, markup 0.1 %, excluded 0.1 %",
        f"{other}: 0 letters",
        "all files: 40012 letters: text 99.9 %, markup 0.1 %, excluded 0.1 %",
    ]
    page = str(finished.write("page.html", "<p>Text</p>\n<p>\n<![CDATA[more]]></p>\n"))
    assert "(first on line" in finished.run("roundtrip", page, "--coverage").out


def test_roundtrip_reads_as_a_collection_of_the_project(finished: Project) -> None:
    article = "source/articles/cramps.txt"
    row = finished.run("roundtrip", article, "--coverage", "--collection", "articles", "--json").rows()
    assert [one["identical"] for one in row if one["kind"] == "roundtrip"] == [True]
    assert finished.run("roundtrip", article, "--collection", "articels").err.splitlines() == [
        'error: caveat.toml: no collection is named "articels"',
        '  hint: did you mean "articles"?',
    ]


def test_help_in_every_form(finished: Project) -> None:
    assert finished.run("--help").out == finished.run("-h").out
    bare = finished.run()
    assert (bare.code, bare.out) == (2, "")
    assert "Usage: caveat" in bare.err
    assert finished.run("--version").out == "caveat, version 0.1.0\n"


def test_letters_come_out_as_utf_8_whatever_the_terminal_speaks(finished: Project) -> None:
    ran = finished.run("review", "list", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert ran.code == 0
    assert "…" in finished.run("review", "list", "--json", PYTHONIOENCODING="latin-1").err


def test_a_reader_that_goes_away_is_no_traceback(finished: Project) -> None:
    import subprocess  # noqa: PLC0415 - only this test needs a pipe
    import sys  # noqa: PLC0415

    script = f"{sys.executable} -m pipeline review list --json | head -c 10"
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(path for path in sys.path if path)}
    ran = subprocess.run(
        ["bash", "-c", script],
        cwd=finished.root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in ran.stderr
    assert "Exception" not in ran.stderr


@pytest.mark.parametrize("epoch", ["soon", "²", "-1e9", "99999999999999999999"])
def test_a_bad_source_date_epoch_is_a_usage_error(epoch: str, finished: Project) -> None:
    ran = finished.run("build", SOURCE_DATE_EPOCH=epoch)
    assert ran.code == 2
    assert ran.err.startswith(f'error: SOURCE_DATE_EPOCH is "{epoch}"\n  hint: ')


def test_the_date_comes_from_the_option_first(project: Project) -> None:
    project.run("extract")
    project.run("update")
    project.run("draft", "--as-of", "2020-02-02")
    assert "date=2020-02-02" in project.read("locales/es/LC_MESSAGES/cramps.po")


def committed(project: Project) -> dict[str, bytes]:
    """Return the files of a project, without what a machine keeps for itself."""
    return {name: data for name, data in project.files().items() if not name.startswith(".caveat/")}


def test_init_then_run_twice(tmp_path: object) -> None:
    project = Project(tmp_path)  # type: ignore[arg-type]
    made = project.run("init")
    assert (made.code, made.err) == (0, "")
    assert made.out.splitlines()[-1] == "next: `caveat run`"
    first = project.run("run")
    assert first.code == 0, first.err
    before = committed(project)
    second = project.run("run", "--jobs", "2")
    assert committed(project) == before
    assert (second.code, second.out.splitlines()[-1]) == (0, "nothing changed")
    again = project.run("init")
    assert again.code == 2
    assert again.err.startswith("error: .gitattributes: there is a file already\n  hint: ")
    assert committed(project) == before


def test_init_makes_the_folder_it_is_given(tmp_path: object) -> None:
    ran = run_command(tmp_path, "init", "new/folder", "--json")  # type: ignore[arg-type]
    assert {"kind": "file", "file": "caveat.toml"} in ran.rows()
    assert ran.err.splitlines()[-1] == "next: cd new/folder and `caveat run`"


def test_a_file_that_no_collection_claims_is_a_finding(project: Project) -> None:
    project.write("source/articles/new.docx", b"x")
    ran = project.run("check", "--json")
    assert ran.code == 1
    found = [(row["file"], row["check"]) for row in ran.rows() if row.get("severity") == "warning"]
    assert found == [("source/articles/new.docx", "source.unclaimed")]


@pytest.mark.parametrize(
    "command", [("check",), ("extract",), ("build",), ("run",), ("verify",)], ids=" ".join
)
def test_nothing_in_scope_never_reads_as_success(command: tuple[str, ...], project: Project) -> None:
    (project.root / "source/articles/cramps.txt").unlink()
    ran = project.run(*command)
    assert ran.code == 4, ran.out + ran.err
    assert ran.out.splitlines()[-1].startswith("nothing to")


def test_a_release_that_withholds_all_exits_1_with_every_reason(finished: Project) -> None:
    ran = finished.run("build", "--release")
    assert ran.code == 1
    assert "withheld: cramps in es" in ran.out
    assert 'disclaimer "educational" is owed: no approved translation is pinned' in ran.out
    assert not list((finished.root / "output/release").rglob("*.html"))
    required = finished.run("build", "--release", "--require", "es:cramps")
    assert required.out.splitlines()[-1] == "required, but withheld or unknown: es:cramps"


def test_strict_turns_findings_into_an_exit_code(finished: Project) -> None:
    assert finished.run("run").code == 0
    assert finished.run("run", "--strict").code == 1


def test_several_problems_are_all_told(project: Project) -> None:
    project.write("source/articles/b.txt", b"\xff")
    project.write("source/articles/c.txt", b"")
    ran = project.run("extract")
    assert ran.code == 3
    assert [line.split(": ")[1] for line in ran.err.splitlines() if line.startswith("error")] == [
        "source/articles/b.txt:1",
        "source/articles/c.txt:1",
    ]


def test_verifying_a_release_that_withholds_all_is_no_success(finished: Project) -> None:
    finished.run("build", "--release")
    ran = finished.run("verify", "--release")
    assert ran.code == 4
    assert ran.out.splitlines()[-1] == "nothing to verify in output/release: every page is withheld"
