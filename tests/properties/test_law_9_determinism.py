"""Law 9: the same inputs give the same bytes. Whatever the time zone, hash seed, locale, or number of
jobs."""

from pathlib import Path

import pytest

from tests.projects import CONFIG, Project, make_project

PLAIN = {"TZ": "UTC", "PYTHONHASHSEED": "0", "LC_ALL": "C"}
OTHERS = {
    "far east": {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"},
    "far west": {"TZ": "Etc/GMT+12", "PYTHONHASHSEED": "4294967295", "LC_ALL": "tr_TR.ISO-8859-9"},
}


def build(root: Path, environment: dict[str, str], jobs: str) -> tuple[dict[str, bytes], list[str]]:
    project = make_project(root, config=CONFIG.replace('["es", "ar"]', '["es", "ar", "zh_Hans"]'))
    project.write("source/articles/more.txt", project.read("source/articles/cramps.txt"))
    ran = project.run("run", "--jobs", jobs, **environment)
    assert ran.code == 0, ran.err
    said = [project.run(*command, **environment).out for command in (("check", "--json"), ("check",))]
    return project.files(), said


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], list[str]]:
    return build(tmp_path_factory.mktemp("plain"), PLAIN, "1")


@pytest.mark.parametrize("name", OTHERS)
def test_the_same_inputs_give_the_same_bytes(
    name: str, plain: tuple[dict[str, bytes], list[str]], tmp_path: Path
) -> None:
    assert len(plain[0]) > 40
    assert build(tmp_path, OTHERS[name], "2") == plain


def test_the_clock_dates_only_what_is_new(project: Project) -> None:
    project.run("run", "--as-of", "2026-03-01")
    before = project.files()
    again = project.run("run", "--as-of", "2027-12-31")
    assert project.files() == before
    assert again.out.splitlines()[-1] == "nothing changed"
