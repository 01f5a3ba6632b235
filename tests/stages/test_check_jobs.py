"""Catalogs are checked in one process or in several, and nobody sees a difference."""

from __future__ import annotations

import os
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import CaveatError
from pipeline.stages import check_jobs
from pipeline.stages.check import check_files
from pipeline.stages.check_jobs import CatalogTask, check_catalogs
from tests.projects import Project

if TYPE_CHECKING:
    from pathlib import Path

PO = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
UNIT = 'msgid "Take {0} mg."\nmsgstr "Tome {1} mg."\n\n'


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    """Return catalogs with other errors each; the third can't be read, and the fourth names no language."""
    made = Project(tmp_path)
    for number, language in enumerate(("es", "pt_BR", "es", "none")):
        units = "".join(UNIT.format(one, one + one % (number + 2)) for one in range(1, 9))
        made.write(f"{number}.po", PO.format(language) + units + ('msgid "' if number == 2 else ""))
    return [tmp_path / f"{number}.po" for number in range(4)]


def test_several_processes_find_what_one_finds(paths: list[Path]) -> None:
    tasks = [CatalogTask(path=path, name=path.name) for path in paths]
    alone, together = list(check_catalogs(tasks, 1)), list(check_catalogs(tasks, 2))
    assert [one.findings for one in alone] == [one.findings for one in together]
    assert [one.locale for one in alone] == [one.locale for one in together]
    told = [[str(problem) for problem in one.problems] for one in together]
    assert told == [[str(problem) for problem in one.problems] for one in alone]
    assert [bool(one.findings) for one in together] == [True, True, False, False]
    assert [len(problems) for problems in told] == [0, 0, 1, 1]
    assert told[2][0].startswith("2.po:")
    assert '"none" in the header is no language, and neither does the path' in told[3][0]
    assert "hint: name it with `-l`, or add a line" in told[3][0]


def test_every_catalog_that_cannot_be_read_is_told(paths: list[Path]) -> None:
    result = check_files(paths)
    assert [str(one.at).partition(":")[0] for one in result.problems] == [str(path) for path in paths[2:]]
    assert {one.file for one in result.findings} == {str(path) for path in paths[:2]}


@pytest.mark.slow
def test_the_command_says_the_same_for_any_number_of_jobs(paths: list[Path], tmp_path: Path) -> None:
    made = Project(tmp_path)
    names = [path.name for path in paths[:2]]
    one, two = (made.run("check", *names, "--jobs", jobs, "--json") for jobs in ("1", "2"))
    assert (one.out, one.code) == (two.out, two.code)
    assert "number.changed" in one.out


def test_small_catalogs_are_checked_in_one_process(
    paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(check_jobs, "ProcessPoolExecutor", refuse)
    tasks = [CatalogTask(path=path, name=path.name) for path in paths]
    assert len(list(check_catalogs(tasks, None))) == len(tasks)
    monkeypatch.setattr(check_jobs, "_WORTHWHILE", 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    with pytest.raises(AssertionError):
        list(check_catalogs(tasks, None))


def test_a_process_that_was_ended_is_told(paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __init__(self, *_: object, **__: object) -> None:
            raise BrokenProcessPool

    monkeypatch.setattr(check_jobs, "ProcessPoolExecutor", Broken)
    tasks = [CatalogTask(path=path, name=path.name) for path in paths]
    with pytest.raises(CaveatError, match="ended from outside"):
        list(check_catalogs(tasks, 2))
