from __future__ import annotations

import pytest

from pipeline.drafting.base import Health
from pipeline.drafting.budget import Tally
from pipeline.stages.draft_choice import usage_row
from pipeline.stages.engines import row_of
from tests.drafting.scripted import ScriptedEngine, make_setting


@pytest.mark.parametrize(
    ("endpoint", "is_here"), [("http://127.0.0.1:1/v1", True), ("https://a.example", False)]
)
def test_a_row_says_whether_a_text_stays_here_with_the_options_of_the_project(
    endpoint: str,
    is_here: bool,  # noqa: FBT001 - a column of the table
) -> None:
    engine, setting = ScriptedEngine(is_offline=False), make_setting("fr", {"endpoint": endpoint})
    row = row_of(engine, setting, Health(works=True, route="x"))
    assert (row.locale, row.is_offline) == ("fr", is_here)
    used = usage_row(engine, setting, Tally(texts=2))
    assert (used.locale, used.is_offline, used.texts) == ("fr", is_here, 2)
