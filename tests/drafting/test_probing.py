from __future__ import annotations

from pipeline.drafting.probing import failed_health, probe_by_opening
from pipeline.errors import CaveatError, EngineError, Location, ManyErrors
from tests.drafting.scripted import ScriptedEngine, make_setting

SETTING = make_setting("es")


def test_an_engine_that_opens_works_by_its_route_and_is_measured() -> None:
    engine = ScriptedEngine()
    health = probe_by_opening(engine, SETTING)
    assert (health.works, health.route, health.reason) == (True, "scripted", "")
    assert (health.words_per_second or 0) > 0
    assert engine.closed == 1


def test_an_engine_that_looks_texts_up_is_not_measured() -> None:
    engine = ScriptedEngine(mask_styles=())
    assert probe_by_opening(engine, SETTING).words_per_second is None
    assert engine.asked == []


def test_an_engine_without_an_answer_has_no_speed() -> None:
    assert probe_by_opening(ScriptedEngine(otherwise=lambda _: None), SETTING).words_per_second is None


def test_an_engine_that_can_not_be_opened_says_where_and_why() -> None:
    refusal = EngineError("it is empty", at=Location("drafts/es.jsonl", 3), hint="fill it")
    health = probe_by_opening(ScriptedEngine(refusal=refusal), SETTING)
    assert (health.works, health.reason, health.hint) == (False, "drafts/es.jsonl:3: it is empty", "fill it")


def test_many_problems_are_one_line_with_the_first_hint() -> None:
    problems: list[CaveatError] = [
        EngineError(f"problem {number}", at=Location("x", number), hint=f"hint {number}")
        for number in range(1, 6)
    ]
    health = failed_health(ManyErrors(problems))
    assert health.reason == "x:1: problem 1; x:2: problem 2; x:3: problem 3; and 2 more"
    assert health.hint == "hint 1"
    assert failed_health(ManyErrors(problems[:2])).reason == "x:1: problem 1; x:2: problem 2"
