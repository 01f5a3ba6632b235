"""Each broken project: what is wrong, where, how to fix it, the exit code, and never a traceback."""

from pathlib import Path

import pytest

from tests.broken.museum import MUSEUM, Exhibit
from tests.projects import Project, make_project

SAID = Path(__file__).parent / "said"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files of a sound project after `caveat run`."""
    project = make_project(tmp_path_factory.mktemp("sound"))
    assert project.run("run").code == 0
    return project.files()


@pytest.mark.parametrize(("name", "exhibit"), MUSEUM.items(), ids=list(MUSEUM))
def test_the_error_says_what_where_and_how_to_fix(
    name: str, exhibit: Exhibit, finished: dict[str, bytes], project: Project, *, update_golden: bool
) -> None:
    if exhibit.needs_run:
        for file, data in finished.items():
            project.write(file, data)
    exhibit.damage(project)
    before = project.files()
    ran = project.run(*exhibit.command)
    said = ran.err.replace(str(project.root.resolve()), "PROJECT")
    text = f"$ caveat {' '.join(exhibit.command)}\nexit {ran.code}\n{said}"
    if update_golden:
        SAID.mkdir(exist_ok=True)
        (SAID / f"{name}.txt").write_text(text, encoding="utf-8")
    assert text == (SAID / f"{name}.txt").read_text(encoding="utf-8")
    assert ran.code == exhibit.code
    assert "Traceback" not in said
    assert said.startswith("error: ")
    assert "\n  hint: " in said or said.endswith(": no such file\n")
    written = {file for file, data in project.files().items() if before.get(file) != data}
    assert not {file for file in written if file.startswith(("source/", "output/"))}


def test_no_expectation_is_left_over() -> None:
    assert {path.stem for path in SAID.glob("*")} == set(MUSEUM)
