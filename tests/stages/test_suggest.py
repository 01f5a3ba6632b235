"""What engines have for one unit, asked by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.drafting.base import Draft
from pipeline.model.draft import LOUD
from pipeline.stages import suggest
from pipeline.stages.review import Filter, list_units
from pipeline.stages.sources import read_sources
from pipeline.stages.suggest import EngineChoice, EngineOffer, ask_engines, engines_to_ask, why_not_asked
from tests.stages.writers import find, make

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace.project import Workspace


def with_engines(workspace: Workspace, *names: str) -> Workspace:
    drafting = replace(workspace.config.drafting, engines=names)
    return replace(workspace, config=replace(workspace.config, drafting=drafting))


def test_the_projects_engines_are_asked_but_for_the_memory(tmp_path: Path) -> None:
    workspace = with_engines(make(tmp_path), "memory", "pseudo", "deepl")
    assert engines_to_ask(workspace, workspace.config.locales[0]) == (
        EngineChoice(name="pseudo", is_offline=True),
        EngineChoice(name="deepl", is_offline=False),
    )


@pytest.mark.parametrize(
    ("options", "is_here"),
    [
        ({"endpoint": "http://127.0.0.1:5000"}, True),
        ({"endpoint": "http://127.0.0.1:5000", "price": "20"}, False),
        ({"endpoint": "https://translate.example.org"}, False),
    ],
)
def test_a_server_of_this_machine_keeps_the_text_here(
    options: dict[str, str],
    is_here: bool,  # noqa: FBT001 - a column of the table
    tmp_path: Path,
) -> None:
    workspace = with_engines(make(tmp_path), "libretranslate")
    drafting = replace(workspace.config.drafting, options={"libretranslate": options})
    workspace = replace(workspace, config=replace(workspace.config, drafting=drafting))
    [choice] = engines_to_ask(workspace, workspace.config.locales[0])
    assert choice.is_offline is is_here


def test_each_engine_answers_or_says_why_not(tmp_path: Path) -> None:
    workspace = with_engines(make(tmp_path), "pseudo", "glossary")
    one = find(workspace, read_sources(workspace))
    before = {path: path.read_bytes() for path in (tmp_path / "locales").rglob("*") if path.is_file()}
    pseudo, glossary = ask_engines(workspace, one)
    assert pseudo.text
    assert pseudo.engine.startswith("pseudo")
    assert glossary.text is None
    assert glossary.reason
    assert {path: path.read_bytes() for path in (tmp_path / "locales").rglob("*") if path.is_file()} == before


def test_disclaimers_and_plural_forms_are_left_to_people(tmp_path: Path) -> None:
    workspace = with_engines(make(tmp_path), "pseudo")
    locale = workspace.config.locales[0]
    disclaimer = next(
        one for one in list_units(workspace, [locale], Filter()) if one.document == "disclaimers"
    )
    assert why_not_asked(workspace, disclaimer) == "a disclaimer is signed as people wrote it"
    assert ask_engines(workspace, disclaimer) == ()
    one = find(workspace, read_sources(workspace))
    several = replace(one, entry=replace(one.entry, plural="Rests."))
    assert why_not_asked(workspace, several) == "plural forms are left to a person"
    assert ask_engines(workspace, several) == ()


def test_an_offer_tells_what_the_runner_thinks_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = Draft(text="Descanse.", engine="made@1", note="1 unknown word", confidence=0.4, alarm=LOUD)
    monkeypatch.setattr(suggest.Trial, "ask", lambda *_: [draft])
    workspace = with_engines(make(tmp_path), "pseudo")
    [offer] = ask_engines(workspace, find(workspace, read_sources(workspace)))
    assert offer == EngineOffer(
        engine="made@1", text="Descanse.", note="1 unknown word", confidence=0.4, alarm=LOUD
    )
    assert offer.is_loud
    assert not replace(offer, alarm=LOUD - 0.01).is_loud
