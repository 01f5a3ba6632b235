from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.catalogs.po import read_catalog
from pipeline.config.parse_config import parse_config
from pipeline.drafting.base import Limits
from pipeline.drafting.registry import BUILTIN_ENGINES
from pipeline.errors import CatalogError, ConfigError, EngineError
from pipeline.model.draft import find_origin
from pipeline.model.locale import Locale
from pipeline.model.unit import Risk, Unit, UnitKey
from pipeline.registry import Registry
from pipeline.stages import draft as stage
from pipeline.stages import draft_choice as choice_stage
from pipeline.stages import engines as engines_stage
from pipeline.stages.draft import DraftResult, draft
from pipeline.stages.draft_choice import Choice
from pipeline.stages.engines import engine_table
from pipeline.stages.sources import CatalogSource, Sources
from pipeline.workspace.project import Workspace
from tests.drafting.scripted import FakeClock, ScriptedEngine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.model.catalog import Catalog
    from pipeline.stages.progress import Progress

ES, DE = Locale("es"), Locale("de")
CONFIG = """
[project]
name = "Test"
locales = ["es", "de"]
[collections.articles]
path = "source/articles"
[drafting]
engines = ["scripted"]
"""
PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

#. risk: standard
msgid "Rest well."
msgstr ""

# by Ana
msgid "Drink water."
msgstr "Beba agua."

msgctxt "disclaimer:educational"
msgid "Mere advice."
msgstr ""
"""
TODAY = "2026-11-22"


class Recorder:
    """Remembers what a stage tells."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def start(self, stage: str, total: int) -> None:
        self.told.append((stage, total))

    def advance(self, what: str) -> None:
        self.told.append(what)

    def finish(self) -> None:
        self.told.append("finish")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path, parse_config(CONFIG))


def use(monkeypatch: pytest.MonkeyPatch, *engines: ScriptedEngine) -> None:
    """Let these be the engines that are installed."""
    for module in (choice_stage, engines_stage):
        monkeypatch.setattr(module, "open_engines", lambda: Registry("engine", (*BUILTIN_ENGINES, *engines)))


def make_sources(risks: dict[str, dict[UnitKey, Risk]]) -> Sources:
    """Return sources of which only the risks are told."""
    catalogs = (
        CatalogSource(
            id=name, units=tuple(Unit(key=key, risk=risk) for key, risk in units.items()), reference=""
        )
        for name, units in risks.items()
    )
    return Sources(documents=(), disclaimers=(), catalogs=tuple(catalogs), problems=(), findings=())


def run(
    workspace: Workspace,
    locales: Sequence[Locale],
    risks: dict[str, dict[UnitKey, Risk]] | None = None,
    today: str = TODAY,
    progress: Progress | None = None,
    clock: FakeClock | None = None,
    **choice: Any,
) -> DraftResult:
    return draft(
        workspace,
        locales=locales,
        today=today,
        sources=make_sources(risks or {}),
        choice=Choice(**choice),
        progress=progress,
        clock=clock or FakeClock(),
    )


def write_po(workspace: Workspace, document: str, locale: Locale = ES, text: str = PO) -> Path:
    path = workspace.catalog(locale, document)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path) -> Catalog:
    return read_catalog(path, path.name)


def targets(path: Path) -> list[str]:
    return [entry.target for entry in read(path).units()]


def test_empty_units_are_drafted_and_everything_else_keeps_its_bytes(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, ScriptedEngine())
    path = write_po(workspace, "article")
    result = run(workspace, locales=[ES])
    assert targets(path) == ["tr Rest well.", "Beba agua.", ""]
    (row,) = result.rows
    assert (row.locale, row.document, row.path) == ("es", "article", "locales/es/LC_MESSAGES/article.po")
    assert (row.drafted, row.kept, row.is_written) == (1, 1, True)
    disclaimer = UnitKey("disclaimer:educational", "Mere advice.")
    assert row.left == ((disclaimer.id, "a disclaimer is drafted only in the catalog of disclaimers"),)
    entry = read(path).by_key()[UnitKey(None, "Rest well.")]
    origin = find_origin(entry.comments)
    assert entry.is_fuzzy
    assert origin is not None
    assert (origin.engine, origin.date, origin.is_of("tr Rest well.")) == ("scripted@1", TODAY, True)
    text = path.read_text(encoding="utf-8")
    assert text.endswith(PO[PO.index("# by Ana") :])


def test_a_second_run_changes_no_byte(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = ScriptedEngine()
    use(monkeypatch, engine)
    path = write_po(workspace, "article")
    run(workspace, locales=[ES])
    before = path.read_bytes()
    assert not run(workspace, locales=[ES], today="2027-01-01").rows[0].is_written
    assert not run(workspace, locales=[ES], today="2027-01-01", is_redraft=True).rows[0].is_written
    assert path.read_bytes() == before


def test_redraft_replaces_only_untouched_machine_drafts(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, ScriptedEngine())
    path = write_po(workspace, "disclaimers")
    run(workspace, locales=[ES])
    edited = path.read_text(encoding="utf-8").replace("tr Mere advice.", "No es consejo.")
    path.write_text(edited, encoding="utf-8")
    use(monkeypatch, ScriptedEngine(otherwise="neu {}".format, version="scripted@2"))
    run(workspace, locales=[ES])
    assert targets(path) == ["tr Rest well.", "Beba agua.", "No es consejo."]
    run(workspace, locales=[ES], is_redraft=True)
    assert targets(path) == ["neu Rest well.", "Beba agua.", "No es consejo."]


def test_an_engine_that_is_not_installed_leaves_units_empty_and_the_stage_succeeds(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, ScriptedEngine(refusal=EngineError("not installed", hint="apt-get install it")))
    path = write_po(workspace, "article")
    result = run(workspace, locales=[ES])
    assert targets(path) == ["", "Beba agua.", ""]
    assert result.rows[0].left[0][1] == "scripted: not installed"
    (row,) = result.unavailable
    assert (row.engine, row.locale, row.works, row.hint) == ("scripted", "es", False, "apt-get install it")


def test_an_engine_that_was_asked_for_by_name_must_work_somewhere(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, ScriptedEngine(refusal=EngineError("not installed", hint="apt-get install it")))
    path = write_po(workspace, "article")
    before = path.read_bytes()
    with pytest.raises(EngineError, match="scripted does not work for es: not installed") as caught:
        run(workspace, locales=[ES], engines=["scripted"])
    assert caught.value.hint == "apt-get install it"
    assert path.read_bytes() == before


def test_an_engine_that_was_asked_for_may_miss_one_locale(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    class OnlySpanish(ScriptedEngine):
        def open(self, setting):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - as the base class
            self.refusal = None if setting.target == ES else EngineError("no route")
            return super().open(setting)

    use(monkeypatch, OnlySpanish())
    es, de = write_po(workspace, "article"), write_po(workspace, "article", DE)
    result = run(workspace, locales=[DE, ES], engines=["scripted"])
    assert (targets(es)[0], targets(de)[0]) == ("tr Rest well.", "")
    assert [(row.locale, row.reason) for row in result.unavailable] == [("de", "no route")]


def test_no_engine_is_opened_where_nothing_is_to_be_drafted(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = ScriptedEngine()
    use(monkeypatch, engine)
    write_po(
        workspace, "article", text=PO.replace('"Rest well."\nmsgstr ""', '"Rest well."\nmsgstr "Descanse."')
    )
    result = run(workspace, locales=[ES], engines=["scripted"])
    assert (engine.opened, result.is_cut_short) == (0, False)


def test_one_session_serves_all_catalogs_of_a_locale(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = ScriptedEngine()
    use(monkeypatch, engine)
    write_po(workspace, "a")
    write_po(workspace, "b")
    run(workspace, locales=[ES])
    assert (engine.opened, engine.closed, engine.asked) == (1, 1, ["Rest well."])


def test_only_the_documents_that_were_asked_for_are_drafted(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, ScriptedEngine())
    one, other = write_po(workspace, "one"), write_po(workspace, "other")
    run(workspace, locales=[ES], documents=["one"])
    assert (targets(one)[0], targets(other)[0]) == ("tr Rest well.", "")
    with pytest.raises(ConfigError, match='no catalog is named "othr"') as caught:
        run(workspace, locales=[ES], documents=["one", "othr"])
    assert caught.value.hint == 'did you mean "other"?'


def test_risks_that_the_project_does_not_draft_are_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, ScriptedEngine())
    workspace = Workspace(tmp_path, parse_config(CONFIG + 'risks = ["standard"]\n'))
    path = write_po(workspace, "article")
    key = UnitKey(None, "Rest well.")
    result = run(workspace, locales=[ES], risks={"article": {key: Risk.CRITICAL}})
    assert result.rows[0].left[0] == (key.id, "the project does not draft critical units")
    assert targets(path)[0] == ""
    run(workspace, locales=[ES], risks={"article": {key: Risk.STANDARD}})
    assert targets(path)[0] == "tr Rest well."


def test_a_broken_catalog_is_told_after_the_others_are_drafted(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, ScriptedEngine())
    broken = write_po(workspace, "a", text='msgid "x\n')
    sound = write_po(workspace, "b")
    (problem,) = run(workspace, locales=[ES]).problems
    assert isinstance(problem, CatalogError)
    assert str(problem.at) == "locales/es/LC_MESSAGES/a.po:1"
    assert targets(sound)[0] == "tr Rest well."
    assert broken.read_text(encoding="utf-8") == 'msgid "x\n'


def test_an_interruption_writes_what_is_finished(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = ScriptedEngine(script={"Mere advice.": KeyboardInterrupt()})
    use(monkeypatch, engine)
    path = write_po(workspace, "disclaimers")
    recorder = Recorder()
    with pytest.raises(KeyboardInterrupt):
        run(workspace, locales=[ES, DE], progress=recorder)
    assert targets(path) == ["tr Rest well.", "Beba agua.", ""]
    assert engine.closed == 1
    assert recorder.told == [("draft es", 2), UnitKey(None, "Rest well.").id, "finish"]


def test_an_unknown_engine_is_told_before_anything_is_done(workspace: Workspace) -> None:
    with pytest.raises(ConfigError, match='no engine is named "scripted"'):
        run(workspace, locales=[ES])


def test_options_come_from_the_project_and_may_be_overridden(tmp_path: Path) -> None:
    config = (
        CONFIG.replace('"scripted"', '"file"') + '[drafting.options.file]\npath = "none"\nengine = "a/b"\n'
    )
    workspace = Workspace(tmp_path, parse_config(config))
    path = write_po(workspace, "article")
    line = {"context": None, "source": "Rest well.", "target": "Descanse."}
    (tmp_path / "es.jsonl").write_text(json.dumps(line), encoding="utf-8")
    missing = run(workspace, locales=[ES])
    assert missing.unavailable[0].reason == "none: no such file"
    override = {"file": {"path": "{locale}.jsonl"}}
    run(workspace, locales=[ES], options=override)
    entry = read(path).by_key()[UnitKey(None, "Rest well.")]
    origin = find_origin(entry.comments)
    assert entry.target == "Descanse."
    assert origin is not None
    assert origin.engine == "a/b"


def test_the_engine_table_tries_every_engine_for_every_locale(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = ScriptedEngine("refused", refusal=EngineError("no", hint="do"), is_offline=False)
    use(monkeypatch, ScriptedEngine(), refused)
    monkeypatch.setenv("PATH", "")
    rows = {(row.engine, row.locale): row for row in engine_table(workspace)}
    assert len(rows) == (len(BUILTIN_ENGINES) + 2) * 2
    assert (rows["scripted", "de"].works, rows["scripted", "de"].route) == (True, "scripted")
    last = rows["refused", "es"]
    assert (last.works, last.reason, last.hint, last.is_offline) == (False, "no", "do", False)
    online = rows["deep-translator", "es"]
    assert (online.works, online.reason) == (False, "no service is chosen, so nothing leaves this machine")
    assert rows["pseudo", "es"].works
    assert [row.locale for row in engine_table(workspace, [DE])] == ["de"] * (len(BUILTIN_ENGINES) + 2)


def test_the_sources_are_read_where_none_are_given(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Workspace] = []

    def read_sources(given: Workspace) -> Sources:
        asked.append(given)
        return make_sources({"article": {UnitKey(None, "Rest well."): Risk.DISCLAIMER}})

    use(monkeypatch, ScriptedEngine())
    monkeypatch.setattr(stage, "read_sources", read_sources)
    path = write_po(workspace, "article")
    draft(workspace, locales=[ES], today=TODAY)
    assert asked == [workspace]
    assert targets(path)[0] == ""


def test_a_document_that_was_taken_away_is_not_sent_to_an_engine(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, ScriptedEngine())
    present, gone = write_po(workspace, "article"), write_po(workspace, "withdrawn")
    result = run(workspace, locales=[ES], risks={"article": {}})
    assert [row.document for row in result.rows] == ["article"]
    assert targets(present)[0] == "tr Rest well."
    assert targets(gone)[0] == ""


def test_a_run_that_was_killed_does_not_pay_twice(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = ScriptedEngine(), ScriptedEngine()
    path = write_po(workspace, "article")
    use(monkeypatch, first)
    run(workspace, locales=[ES])
    path.write_text(PO, encoding="utf-8")  # as if nothing had been written
    use(monkeypatch, second)
    result = run(workspace, locales=[ES])
    assert targets(path)[0] == "tr Rest well."
    assert (first.asked, second.asked) == (["Rest well."], [])
    assert [(row.engine, row.cached, row.texts) for row in result.usage] == [("scripted", 1, 0)]
    use(monkeypatch, third := ScriptedEngine())
    run(workspace, locales=[ES], is_redraft=True, is_fresh=True)
    assert third.asked == ["Rest well."]
    assert (workspace.root / ".caveat" / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_what_a_person_writes_while_engines_are_asked_stays(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_po(workspace, "article", text=PO + '\nmsgid "Sleep."\nmsgstr ""\n')

    def answer(text: str) -> str:
        edited = path.read_text(encoding="utf-8")
        path.write_text(edited.replace('"Sleep."\nmsgstr ""', '"Sleep."\nmsgstr "Duerma."'), encoding="utf-8")
        return f"tr {text}"

    use(monkeypatch, ScriptedEngine(otherwise=answer))
    run(workspace, locales=[ES])
    assert targets(path) == ["tr Rest well.", "Beba agua.", "", "Duerma."]


def test_a_long_run_writes_what_is_there_every_few_seconds(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = "".join(f'\nmsgid "Unit {number}."\nmsgstr ""\n' for number in range(200))
    path = write_po(workspace, "article", text=PO + units)
    clock = FakeClock()
    seen: list[int] = []

    def answer(text: str) -> str:
        clock.time += 0.1
        seen.append(sum(map(bool, targets(path))))
        return f"tr {text}"

    use(monkeypatch, ScriptedEngine(otherwise=answer))
    run(workspace, locales=[ES], clock=clock)
    assert sorted(set(seen)) == [1, 64, 128, 192]


def test_a_dry_run_asks_nobody_and_writes_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = ScriptedEngine(is_offline=False, most=Limits(price=500_000.0))
    use(monkeypatch, engine)
    paths = [write_po(workspace, "a"), write_po(workspace, "b"), write_po(workspace, "a", DE)]
    result = run(workspace, locales=[ES, DE], is_dry=True)
    assert [(row.locale, row.units, row.texts, row.chars, row.cost) for row in result.bill] == [
        ("es", 2, 1, 10, 5.0),
        ("de", 1, 1, 10, 5.0),
    ]
    assert (engine.opened, result.rows) == (0, ())
    assert [path.read_text(encoding="utf-8") for path in paths] == [PO] * 3
    assert not (workspace.root / ".caveat").exists()


@pytest.mark.parametrize("where", ["the project", "the command line"])
def test_the_budget_is_one_for_all_locales(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    use(monkeypatch, ScriptedEngine(is_offline=False))
    declared = "max_chars = 15\n" if where == "the project" else "max_chars = 1\n"
    workspace = Workspace(tmp_path, parse_config(CONFIG + declared))
    es, de = write_po(workspace, "article"), write_po(workspace, "article", DE)
    choice = {} if where == "the project" else {"max_chars": 15}
    result = run(workspace, locales=[ES, DE], **choice)
    assert (targets(es)[0], targets(de)[0]) == ("tr Rest well.", "")
    assert result.rows[1].left[0][1] == "scripted: the budget of 15 characters is used up"


def test_engines_are_told_what_stands_around_a_unit(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = ScriptedEngine()
    use(monkeypatch, engine)
    path = write_po(workspace, "article")
    (workspace.glossary(ES)).write_text("source,target\nrest,reposo\n", encoding="utf-8")
    run(workspace, locales=[ES], risks={"article": {UnitKey(None, "Rest well."): Risk.STANDARD}})
    (request,) = engine.requests
    assert [match.text for match in request.context.terms] == ["Rest"]
    assert request.context.risk is Risk.STANDARD
    assert path.exists()


def test_the_memory_is_opened_when_an_engine_asks_for_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, ScriptedEngine())
    write_po(workspace, "article")
    run(workspace, locales=[ES], engines=["scripted"])
    assert not (workspace.root / ".caveat" / "memory.sqlite3").exists()
    result = run(workspace, locales=[ES], engines=["memory", "scripted"], is_redraft=True)
    assert (workspace.root / ".caveat" / "memory.sqlite3").exists()
    assert [row.engine for row in result.usage] == ["memory", "scripted"]
