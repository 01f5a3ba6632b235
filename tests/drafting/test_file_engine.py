from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pipeline.drafting.base import Request
from pipeline.drafting.file_engine import FileEngine, parse_drafts
from pipeline.errors import CaveatError, EngineError
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import make_setting

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = {"path": "drafts/{locale}.jsonl", "engine": "language-model/claude"}


def line(source: str, target: str, context: str | None = None) -> str:
    return json.dumps({"context": context, "source": source, "target": target})


def write_drafts(root: Path, *lines: str) -> None:
    (root / "drafts").mkdir()
    (root / "drafts" / "es.jsonl").write_text("\n".join(lines), encoding="utf-8")


def test_a_unit_is_matched_by_context_and_source(tmp_path: Path) -> None:
    write_drafts(tmp_path, line("Rest", "Descanse"), "", line("Rest", "Reposo", "heading"))
    with FileEngine().open(make_setting("es", OPTIONS, tmp_path)) as session:
        keys = UnitKey(None, "Rest"), UnitKey("heading", "Rest"), UnitKey(None, "rest")
        requests = [Request(id=str(at), text=key.source, key=key) for at, key in enumerate(keys)]
        prose, heading, other = session.draft(requests, 0.0)
        assert session.version == "language-model/claude"
    assert (prose.text, prose.is_vouched) == ("Descanse", True)
    assert heading.text == "Reposo"
    assert (other.text, other.reason) == (None, "drafts/es.jsonl has no draft of it")


def test_an_empty_target_is_no_draft(tmp_path: Path) -> None:
    write_drafts(tmp_path, line("Rest", ""))
    with FileEngine().open(make_setting("es", OPTIONS, tmp_path)) as session:
        (draft,) = session.draft([Request(id="1", text="Rest", key=UnitKey(None, "Rest"))], 0.0)
    assert draft.text is None


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ("{", "not JSON: expecting property name enclosed in double quotes at column 2"),
        ("[1]", "not a JSON object"),
        ('{"context": null, "source": "a"}', '"target" is missing'),
        ('{"context": null, "source": "a", "target": "b", "note": 1}', '"note" is not a known field'),
        ('{"context": 1, "source": "a", "target": "b"}', '"context" must be text'),
        ('{"context": null, "source": null, "target": "b"}', '"source" must be text'),
        (line("Rest", "Repose"), "the same unit has another draft in line 1"),
    ],
)
def test_a_bad_line_is_named(bad: str, message: str) -> None:
    with pytest.raises(EngineError) as caught:
        parse_drafts(line("Rest", "Descanse") + "\n\n" + bad, "drafts/es.jsonl")
    assert caught.value.message == message
    assert str(caught.value.at) == "drafts/es.jsonl:3"
    assert caught.value.hint


def test_all_bad_lines_are_told_together() -> None:
    with pytest.raises(CaveatError) as caught:
        parse_drafts("{\n[]\n", "x.jsonl")
    assert "x.jsonl:1: " in str(caught.value)
    assert "x.jsonl:2: not a JSON object" in str(caught.value)


def test_the_same_line_twice_is_no_problem() -> None:
    assert len(parse_drafts(line("a", "b") + "\n" + line("a", "b"), "x")) == 1


@pytest.mark.parametrize(
    ("options", "reason", "hint"),
    [
        ({}, "no file is named", "set path = "),
        ({"path": "x"}, '"" does not say who made the drafts', "set engine = "),
        ({"path": "x", "engine": "a b"}, '"a b" does not say who made the drafts', "without spaces"),
        ({"path": "x", "engine": "a"}, "x: no such file", ""),
        ({"pth": "x"}, '"pth" is not an option of file', 'did you mean "path"?'),
    ],
)
def test_what_is_missing_is_told(tmp_path: Path, options: dict[str, str], reason: str, hint: str) -> None:
    health = FileEngine().probe(make_setting("es", options, tmp_path))
    assert not health.works
    assert health.reason == reason
    assert hint in health.hint


def test_the_line_of_a_bad_draft_is_in_the_probe_s_reason(tmp_path: Path) -> None:
    write_drafts(tmp_path, line("a", "b"), "[]")
    health = FileEngine().probe(make_setting("es", OPTIONS, tmp_path))
    assert health.reason == "drafts/es.jsonl:2: not a JSON object"
