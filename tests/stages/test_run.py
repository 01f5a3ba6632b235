import pytest

from pipeline.errors import CatalogError, CaveatError, Location
from pipeline.stages import run as stage
from pipeline.stages.draft import DraftResult
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


def test_a_catalog_that_breaks_while_the_stages_run_stops_them(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(project.open(), today=DAY)
    before = project.files("output")
    problem = CatalogError("it broke", at=Location("locales/es/LC_MESSAGES/cramps.po", 1))
    monkeypatch.setattr(
        stage, "draft", lambda *_, **__: DraftResult(rows=(), unavailable=(), problems=(problem,))
    )
    with pytest.raises(CatalogError, match="it broke"):
        run(project.open(), today=DAY)
    assert project.files("output") == before
