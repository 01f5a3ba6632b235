from __future__ import annotations

import json
import re
from typing import Any

from pipeline.model.state import State
from pipeline.report import json as report_json
from pipeline.report.json import render_json
from pipeline.report.metrics import measure
from tests.report.made import make_busy_facts, make_facts, make_finding


def render(**changes: Any) -> dict[str, Any]:
    facts = make_facts(**changes) if changes else make_busy_facts()
    return dict(json.loads(render_json(measure(facts))))


def keys_of(data: Any) -> set[str]:
    if isinstance(data, dict):
        return set(data).union(*map(keys_of, data.values()))
    return set().union(*map(keys_of, data)) if isinstance(data, list) else set()


def test_the_format_is_named_and_the_figures_are_there() -> None:
    data = render()
    assert data["caveat"] == "report/1"
    assert [one["locale"] for one in data["locales"]] == ["ar", "es"]
    arabic, spanish = data["locales"]
    assert (arabic["verdict"], arabic["released"], arabic["withheld"]) == ("withheld", 0, 1)
    assert (spanish["verdict"], spanish["released"], spanish["withheld"]) == ("released", 1, 0)
    assert arabic["total"] == {"units": 16, "words": 72}
    assert set(arabic["states"]) == {state.value for state in State}
    assert (arabic["critical"]["approved"], arabic["critical"]["total"]) == (1, 8)
    assert len(arabic["critical"]["below"]) == 7
    assert [one["released"] for one in arabic["catalogs"]] == [False, None, None]
    assert [one["status"] for one in (*arabic["disclaimers"], *spanish["disclaimers"])] == ["owed", "pinned"]


def test_units_stand_in_reading_order_with_their_findings() -> None:
    units = render()["locales"][0]["catalogs"][0]["units"]
    assert [one["unit"] for one in units][:2] == ["000000000000", "000000000001"]
    assert [len(one["findings"]) for one in units][:4] == [0, 0, 1, 1]
    assert units[2]["findings"][0]["check"] == "number.changed"


def test_every_key_is_documented() -> None:
    documented = set(re.findall(r'"([a-z_]+)"', report_json.__doc__ or ""))
    states = {state.value for state in State}
    finding = set(make_finding().to_json())
    engines = {name for one in render()["locales"] for name in one["engines"]}
    assert engines
    assert keys_of(render()) - states - finding - engines <= documented


def test_it_ends_with_a_newline_and_keeps_letters_readable() -> None:
    text = render_json(measure(make_facts(project="Salud en español")))
    assert text.endswith("}\n")
    assert "español" in text


def test_an_empty_project_is_not_a_release() -> None:
    data = render(locales=())
    assert data["locales"] == []
    assert data["review"]["statement"] == "There is nothing to translate."
