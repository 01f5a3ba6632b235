"""A forked command line is what a fresh process is."""

from pathlib import Path

import pytest

from tests.command_server import CommandServer
from tests.projects import REPOSITORY, make_project, run_command

SETTINGS = {"PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": "1772323200"}


@pytest.mark.parametrize(
    "arguments", [("extract",), ("chek",), ("--version",), ("build", "--release"), ("extract", "--json")]
)
def test_it_says_and_returns_what_a_new_process_does(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    one, other = make_project(tmp_path / "a"), make_project(tmp_path / "b")
    forked = run_command(one.root, *arguments)
    fresh = run_command(other.root, *arguments, PYTHONHASHSEED="0")
    assert forked.code == fresh.code
    assert forked.out.replace(str(one.root), "") == fresh.out.replace(str(other.root), "")
    assert forked.err.replace(str(one.root), "") == fresh.err.replace(str(other.root), "")
    assert {name: data for name, data in one.files().items() if ".caveat/" not in name} == {
        name: data for name, data in other.files().items() if ".caveat/" not in name
    }


def test_a_command_that_hangs_is_ended_and_the_next_one_runs(tmp_path: Path) -> None:
    server = CommandServer(REPOSITORY)
    assert server.run(tmp_path, ["--version"], SETTINGS, 60)[0] == 0
    with pytest.raises(TimeoutError):
        server.run(tmp_path, ["--version"], SETTINGS, 0.0001)
    assert server.run(tmp_path, ["--version"], SETTINGS, 60)[0] == 0
    server.close()
