from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.drafting.base import Limits
from pipeline.errors import ConfigError, EngineError
from pipeline.model.unit import Risk
from pipeline.stages.compare import CompareResult, compare
from pipeline.stages.draft_choice import Choice
from tests.drafting.scripted import FakeClock, ScriptedEngine
from tests.factories import ES
from tests.projects import read_tree
from tests.stages.desks import TARGETS, make_desk
from tests.stages.trial_projects import use

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace.project import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_desk(tmp_path, is_draft=True)


def run(workspace: Workspace, *engines: str, limit: int = 99, **choice: Any) -> CompareResult:
    return compare(
        workspace,
        locales=[ES],
        choice=Choice(engines=engines, **choice),
        limit=limit,
        clock=FakeClock(),
    )


def test_all_engines_are_asked_for_the_same_units_and_no_catalog_changes(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = ScriptedEngine(name="one"), ScriptedEngine(name="two", otherwise="vert {}".format)
    use(monkeypatch, one, two)
    before = read_tree(workspace.root / "locales")
    result = run(workspace, "two", "one", limit=6, documents=frozenset({"dose"}))
    assert read_tree(workspace.root / "locales") == before
    assert len(result.units) == 6
    assert one.asked == two.asked
    for unit in result.units:
        assert [(draft.engine, draft.text) for draft in unit.drafts] == [
            ("two", f"vert {unit.source}"),
            ("one", f"tr {unit.source}"),
        ]
        assert [draft.origin for draft in unit.drafts] == ["two@1", "one@1"]
    assert [(row.engine, row.texts) for row in result.usage] == [("two", 6), ("one", 6)]
    again = run(workspace, "one", "two", limit=6, documents=frozenset({"dose"}))
    assert [unit.unit for unit in again.units] == [unit.unit for unit in result.units]


def test_only_what_may_be_drafted_is_sent_and_only_of_the_documents_asked_for(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = ScriptedEngine(name="one")
    use(monkeypatch, engine)
    result = run(workspace, "one", "pseudo")
    assert {unit.document for unit in result.units} == {"dose", "other", "interface"}
    assert not any("advice" in source for source in engine.asked)
    engine.asked.clear()
    only = run(workspace, "one", "pseudo", documents=frozenset({"other"}), is_fresh=True)
    assert {unit.document for unit in only.units} == {"other"}
    assert "Go home." in engine.asked
    assert "Call a doctor." not in engine.asked
    with pytest.raises(ConfigError, match='no catalog is named "dos"') as caught:
        run(workspace, "one", "pseudo", documents=frozenset({"dos"}))
    assert "dose" in (caught.value.hint or "")


def test_a_risk_that_the_project_does_not_draft_is_not_sent(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = ScriptedEngine(name="one")
    use(monkeypatch, engine)
    drafting = replace(workspace.config.drafting, risks=frozenset({Risk.STANDARD, Risk.DISCLAIMER}))
    careful = replace(workspace, config=replace(workspace.config, drafting=drafting))
    run(careful, "one", "pseudo")
    assert "Go home." in engine.asked
    assert not {"Take 5 ml.", "This is no advice."} & set(engine.asked)


def test_a_persons_text_is_shown_beside_and_a_machines_is_not(
    tmp_path: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, ScriptedEngine(name="one"))
    assert {unit.target for unit in run(workspace, "one", "pseudo").units} == {""}
    human = make_desk(tmp_path / "human")
    shown = {unit.source: unit.target for unit in run(human, "one", "pseudo").units}
    assert shown["Go home."] == TARGETS["Go home."]


def test_an_engine_that_does_not_work_is_told_and_the_others_go_on(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = ScriptedEngine(name="broken", refusal=EngineError("no key", hint="set one"))
    use(monkeypatch, ScriptedEngine(name="one"), broken)
    result = run(workspace, "broken", "one", limit=3)
    assert [(row.engine, row.reason) for row in result.unavailable] == [("broken", "no key")]
    assert {(unit.drafts[0].reason, unit.drafts[1].reason) for unit in result.units} == {("no key", "")}
    broken_too = ScriptedEngine(name="broken-too", refusal=EngineError("no"))
    use(monkeypatch, broken, broken_too)
    with pytest.raises(EngineError, match="broken does not work for es: no key") as caught:
        run(workspace, "broken", "broken-too")
    assert caught.value.hint == "set one"


def test_what_was_answered_once_is_not_paid_twice_and_the_budget_holds(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    online = ScriptedEngine(name="online", is_offline=False, most=Limits(price=10.0))
    use(monkeypatch, online)
    first = run(workspace, "online", "pseudo", limit=4, max_chars=20)
    sent = sum(len(source) for source in online.asked)
    assert 0 < sent <= 20
    assert any(
        "budget" in unit.drafts[0].reason or "characters" in unit.drafts[0].reason for unit in first.units
    )
    online.asked.clear()
    run(workspace, "online", "pseudo", limit=4)
    run(workspace, "online", "pseudo", limit=4)
    assert len(online.asked) == len(set(online.asked)) < 4


def test_a_dry_run_sends_nothing_and_shows_the_bill(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    online = ScriptedEngine(name="online", is_offline=False, most=Limits(price=10.0))
    use(monkeypatch, online)
    before = read_tree(workspace.root)
    result = run(workspace, "online", "pseudo", limit=4, is_dry=True)
    assert (online.opened, result.units, result.pages) == (0, (), ())
    assert [(row.engine, row.units) for row in result.bill] == [("online", 4), ("pseudo", 4)]
    assert (result.bill[0].cost or 0) > 0
    assert read_tree(workspace.root) == before


def test_each_language_has_a_page_that_loads_nothing_from_elsewhere(workspace: Workspace) -> None:
    result = run(workspace, "pseudo", "glossary", limit=2)
    assert result.pages == ("output/compare/es.html",)
    page = (workspace.root / result.pages[0]).read_text("utf-8")
    assert all(unit.source in page for unit in result.units)
    assert (workspace.root / "output" / "compare" / "static" / "report.css").is_file()


def test_an_interruption_is_passed_on_and_keeps_the_answers(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = ScriptedEngine(name="one", script={"Call a doctor.": KeyboardInterrupt()})
    use(monkeypatch, engine)
    with pytest.raises(KeyboardInterrupt):
        run(workspace, "one", "pseudo")
    asked = [source for source in engine.asked if source != "Call a doctor."]
    engine.script.clear()
    engine.asked.clear()
    run(workspace, "one", "pseudo")
    assert asked
    assert not set(asked) & set(engine.asked)


def test_progress_is_told_and_ends_though_an_engine_dies(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []

    class Recorder:
        def start(self, stage: str, total: int) -> None:
            told.append((stage, total))

        def advance(self, what: str) -> None:
            told.append(what)

        def finish(self) -> None:
            told.append("finish")

    use(monkeypatch, ScriptedEngine(name="one"))
    result = compare(
        workspace,
        locales=[ES],
        choice=Choice(engines=("one", "pseudo")),
        limit=2,
        progress=Recorder(),
        clock=FakeClock(),
    )
    ids = [unit.unit for unit in result.units]
    assert told == [("compare es", 4), *ids, *ids, "finish"]
