from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.errors import EngineError
from pipeline.stages.draft_choice import Choice
from pipeline.stages.score_engines import ScoreResult, score_engines
from tests.drafting.scripted import FakeClock, ScriptedEngine
from tests.factories import BEA, CARL, ES
from tests.projects import read_tree
from tests.stages.desks import make_desk, read, sign
from tests.stages.projects import write
from tests.stages.trial_projects import use

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.workspace.project import Workspace

PAIRS = [(f"Patient {n} rests at home.", f"El paciente {n} descansa en casa.") for n in range(40)]
RIGHT = dict(PAIRS)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_desk(tmp_path)


@pytest.fixture
def file(tmp_path: Path) -> str:
    rows = "".join(f"{source}\t{target}\n" for source, target in PAIRS)
    return str(write(tmp_path / "pairs.tsv", f"source\ttarget\n{rows}"))


def run(
    workspace: Workspace, engines: Sequence[str] | None, against: str = "approved", limit: int = 99
) -> ScoreResult:
    names = None if engines is None else tuple(engines)
    return score_engines(
        workspace,
        locales=[ES],
        choice=Choice(engines=names),
        against=against,
        limit=limit,
        clock=FakeClock(),
    )


def test_engines_are_scored_by_a_file_and_nothing_is_written(
    workspace: Workspace, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = ScriptedEngine(name="good", otherwise=RIGHT.get)
    poor = ScriptedEngine(name="poor", otherwise=lambda text: f"El {text}" if "1" in text else None)
    use(monkeypatch, good, poor)
    before = read_tree(workspace.root / "locales")
    result = run(workspace, ["good", "poor"], file)
    assert read_tree(workspace.root / "locales") == before
    first, second = result.scores
    assert (first.engine, first.locale, first.n, first.empty) == ("good", "es", 40, 0.0)
    assert (first.chrf, first.edits) == (100.0, 0.0)
    assert second.empty == pytest.approx(1 - sum("1" in source for source in RIGHT) / 40)
    assert (second.chrf or 0) < 50
    assert [(row.engine, row.texts) for row in result.usage] == [("good", 40), ("poor", 40)]


def test_the_sample_is_no_larger_than_the_limit_and_too_few_are_not_measured(
    workspace: Workspace, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = ScriptedEngine(name="good", otherwise=RIGHT.get)
    use(monkeypatch, engine)
    (score,) = run(workspace, ["good"], file, limit=29).scores
    assert (score.n, score.chrf, len(engine.asked)) == (29, None, 29)


def test_approved_texts_are_the_references_where_no_file_is_named(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = ScriptedEngine(name="one")
    use(monkeypatch, engine)
    nothing = run(workspace, ["one"])
    assert nothing.scores == ()
    assert nothing.left == (
        ("es", "nothing that a person wrote is approved yet; name a file with --against, 30 units or more"),
    )
    assert engine.opened == 0
    sign(workspace, BEA, read(workspace, "Rest well."))
    (score,) = run(workspace, ["one"]).scores
    assert (score.n, score.chrf, engine.asked) == (1, None, ["Rest well."])


def test_what_people_changed_is_counted_by_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = make_desk(tmp_path / "drafts", is_draft=True)
    use(monkeypatch, ScriptedEngine(name="one"))
    sign(workspace, BEA, read(workspace, "Rest well."))
    sign(workspace, CARL, read(workspace, "Rest well."))
    (changes,) = run(workspace, ["one"]).changes
    assert (changes.locale, changes.engine, changes.n, changes.edits) == ("es", "fake@1", 1, None)


def test_the_memory_is_never_scored(workspace: Workspace, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, ScriptedEngine(name="one", otherwise=RIGHT.get))
    with pytest.raises(EngineError, match="memory can't be scored"):
        run(workspace, ["memory", "one"], file)
    assert "memory" in workspace.config.drafting.engines
    assert "memory" not in {score.engine for score in run(workspace, None, file).scores}


def test_an_engine_that_does_not_work_has_no_score_and_none_at_all_is_an_error(
    workspace: Workspace, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = ScriptedEngine(name="broken", refusal=EngineError("no key", hint="set one"))
    use(monkeypatch, ScriptedEngine(name="one", otherwise=RIGHT.get), broken)
    result = run(workspace, ["broken", "one"], file)
    assert [score.engine for score in result.scores] == ["one"]
    assert [(row.engine, row.reason) for row in result.unavailable] == [("broken", "no key")]
    with pytest.raises(EngineError, match="broken does not work for es: no key"):
        run(workspace, ["broken"], file)


def test_a_file_without_the_language_is_told(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, ScriptedEngine(name="one"))
    name = str(write(tmp_path / "none.tsv", "source\ttarget\n"))
    assert run(workspace, ["one"], name).left == (("es", f"{name} holds no pair in this language"),)
