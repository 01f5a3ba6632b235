import pytest

from pipeline.errors import CaveatError
from pipeline.stages.run import run
from tests.projects import DAY, Project


def test_a_run_counts_what_it_changed(project: Project) -> None:
    first = run(project.open(), today=DAY)
    assert first.changed > 20
    assert first.verify.findings == ()
    again = run(project.open(), today=DAY)
    assert again.changed == 0


def test_a_broken_stage_stops_those_that_build_on_it(project: Project) -> None:
    run(project.open(), today=DAY)
    before = project.files("output")
    project.write("locales/es/LC_MESSAGES/cramps.po", "msgid broken")
    with pytest.raises(CaveatError):
        run(project.open(), today=DAY)
    assert project.files("output") == before
