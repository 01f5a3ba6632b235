from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import CatalogError, ConfigError
from pipeline.model.event import EventKind
from pipeline.model.locale import Locale
from pipeline.model.unit import Risk
from pipeline.stages.references import (
    approved_references,
    file_references,
    parse_tsv,
    refuse_one_file_for_many,
)
from pipeline.stages.sources import read_sources
from tests.factories import BEA, ES
from tests.stages.desks import make_desk, read, sign
from tests.stages.projects import make_project, write

if TYPE_CHECKING:
    from pathlib import Path

AR = Locale("ar")
TMX = """<?xml version="1.0"?>
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x"
 adminlang="en" srclang="en" datatype="plaintext"/><body>
<tu><tuv xml:lang="en"><seg>Rest.</seg></tuv><tuv xml:lang="es-419"><seg>Descanse.</seg></tuv>
<tuv xml:lang="ar"><seg>استرح.</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Empty.</seg></tuv><tuv xml:lang="es"><seg> </seg></tuv></tu>
</body></tmx>
"""


def test_what_a_person_wrote_and_others_approved_is_a_reference(tmp_path: Path) -> None:
    workspace = make_desk(tmp_path)
    sign(workspace, BEA, read(workspace, "Rest well."))
    sign(workspace, BEA, read(workspace, "Wait for help."), kind=EventKind.REJECT)
    (found,) = approved_references(workspace, ES, read_sources(workspace))
    assert (found.order.key.source, found.target) == ("Rest well.", "Descanse bien.")
    assert found.order.context.title == "Cramps"


def test_what_machines_may_not_draft_is_no_reference(tmp_path: Path) -> None:
    workspace = make_desk(tmp_path)
    for person in (BEA, "carl@example.org"):
        sign(workspace, person, read(workspace, "Rest well."), read(workspace, "Take 5 ml."))
    sources = read_sources(workspace)
    every = approved_references(workspace, ES, sources)
    assert {one.order.context.risk for one in every} == {Risk.STANDARD, Risk.CRITICAL}
    drafting = replace(workspace.config.drafting, risks=frozenset({Risk.STANDARD}))
    careful = replace(workspace, config=replace(workspace.config, drafting=drafting))
    assert [one.target for one in approved_references(careful, ES, sources)] == ["Descanse bien."]


def test_a_machine_draft_that_was_approved_as_it_was_is_left_out(tmp_path: Path) -> None:
    workspace = make_desk(tmp_path, is_draft=True)
    sign(workspace, BEA, read(workspace, "Rest well."))
    sign(workspace, "carl@example.org", read(workspace, "Rest well."))
    assert approved_references(workspace, ES, read_sources(workspace)) == []


def test_a_tmx_file_gives_the_pairs_of_the_locale(tmp_path: Path) -> None:
    workspace = make_project(tmp_path)
    name = str(write(tmp_path / "memory.tmx", TMX))
    assert [(one.order.key.source, one.target) for one in file_references(workspace, ES, name)] == [
        ("Rest.", "Descanse.")
    ]
    assert [one.target for one in file_references(workspace, AR, name)] == ["استرح."]
    assert file_references(workspace, Locale("de"), name) == []


def test_a_tsv_file_gives_its_pairs_once_and_the_locale_may_name_it(tmp_path: Path) -> None:
    workspace = make_project(tmp_path)
    write(
        tmp_path / "es.tsv",
        "\ufeffid\ttarget\tsource\r\n1\tHola\tHello\r\n2\tHola\tHello\r\n\r\n3\t\tBye\r\n",
    )
    found = file_references(workspace, ES, str(tmp_path / "{locale}.tsv"))
    assert [(one.order.key.source, one.target) for one in found] == [("Hello", "Hola")]


def test_quotes_in_a_tsv_file_are_letters() -> None:
    assert list(parse_tsv('source\ttarget\n"Yes\t«Sí"\n', "x.tsv")) == [('"Yes', '«Sí"')]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "does not name the column source and target"),
        ("source\tziel\n", 1, "does not name the column target"),
        ("source\ttarget\na\tb\n\na\n", 4, "1 cells, and the first line has 2"),
        ("source\ttarget\na\tb\tc\n", 2, "3 cells, and the first line has 2"),
    ],
)
def test_a_bad_tsv_file_is_told_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(CatalogError, match=message) as caught:
        list(parse_tsv(text, "x.tsv"))
    assert str(caught.value).startswith(f"x.tsv:{line}: ")
    assert caught.value.hint


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r'"x\.csv" is no file of translations') as caught:
        file_references(make_project(tmp_path), ES, "x.csv")
    assert ".tsv" in (caught.value.hint or "")


def test_one_file_of_one_language_does_not_serve_many() -> None:
    with pytest.raises(ConfigError, match="has one language, and 2 are to be scored"):
        refuse_one_file_for_many("x.TSV", [ES, AR])
    refuse_one_file_for_many("x.tsv", [ES])
    refuse_one_file_for_many("{locale}.tsv", [ES, AR])
    refuse_one_file_for_many("x.tmx", [ES, AR])
