from __future__ import annotations

from pipeline.drafting.base import Draft
from pipeline.drafting.chain import Chain
from pipeline.errors import EngineError
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import ScriptedEngine, make_setting


def make_chain(*engines: ScriptedEngine) -> Chain:
    return Chain([(engine, make_setting()) for engine in engines])


def key(source: str, context: str | None = None) -> UnitKey:
    return UnitKey(context, source)


def test_the_first_good_draft_wins_and_no_other_engine_is_opened() -> None:
    first, second = ScriptedEngine("first"), ScriptedEngine("second")
    with make_chain(first, second) as chain:
        assert chain.draft(key("Rest.")) == Draft(text="tr Rest.", engine="first@1")
        assert chain.opened() == (first,)
    assert (second.opened, second.asked) == (0, [])


def test_a_refused_or_damaged_draft_goes_to_the_next_engine() -> None:
    first = ScriptedEngine("first", script={"Rest.": Draft(reason="too tired"), "Take {a}.": "Tome {b}."})
    second = ScriptedEngine("second")
    with make_chain(first, second) as chain:
        assert chain.draft(key("Rest.")).engine == "second@1"
        assert chain.draft(key("Take {a}.")).engine == "second@1"


def test_all_reasons_are_told() -> None:
    first = ScriptedEngine("first", script={"Rest.": Draft(reason="too tired")})
    second = ScriptedEngine("second", script={"Rest.": "Rest."})
    with make_chain(first, second) as chain:
        draft = chain.draft(key("Rest."))
    assert (draft.text, draft.reason) == (None, "first: too tired; second: the answer is the source")


def test_a_source_is_asked_once_unless_the_engine_uses_the_context() -> None:
    plain, careful = ScriptedEngine("plain"), ScriptedEngine("careful", uses_context=True)
    for engine in (plain, careful):
        with make_chain(engine) as chain:
            for context in (None, "heading", None):
                chain.draft(key("Rest.", context))
    assert plain.asked == ["Rest."]
    assert careful.asked == ["Rest.", "Rest."]


def test_a_failure_is_not_asked_again_either() -> None:
    engine = ScriptedEngine(script={"Rest.": Draft(reason="too tired")})
    with make_chain(engine) as chain:
        assert [chain.draft(key("Rest.")).reason for _ in range(2)] == ["scripted: too tired"] * 2
    assert engine.asked == ["Rest."]


def test_a_dead_engine_is_left_out_and_its_finished_drafts_stay() -> None:
    first = ScriptedEngine("first", script={"Two.": EngineError("it died", hint="start it")})
    second = ScriptedEngine("second")
    with make_chain(first, second) as chain:
        made = [chain.draft(key(source)).engine for source in ("One.", "Two.", "Three.", "One.")]
        assert made == ["first@1", "second@1", "second@1", "first@1"]
        ((engine, health),) = chain.failures()
        assert chain.opened() == (second,)
    assert (engine, health.works, health.reason, health.hint) == (first, False, "it died", "start it")
    assert first.asked == ["One.", "Two."]
    assert (first.closed, second.closed) == (1, 1)


def test_an_engine_that_does_not_open_is_tried_once() -> None:
    engine = ScriptedEngine(refusal=EngineError("not installed"))
    with make_chain(engine) as chain:
        reasons = [chain.draft(key(source)).reason for source in ("One.", "Two.")]
        assert len(chain.failures()) == 1
    assert reasons == ["scripted: not installed"] * 2


def test_no_engine_is_a_reason() -> None:
    with make_chain() as chain:
        assert chain.draft(key("Rest.")).reason == "no engine is listed"


def test_what_another_engine_says_fits_the_origin_comment() -> None:
    engine = ScriptedEngine(
        script={"Rest.": Draft(text="Descanse.", engine="my engine 2", note="two\nlines")}
    )
    with make_chain(engine) as chain:
        draft = chain.draft(key("Rest."))
    assert (draft.engine, draft.note) == ("my-engine-2", "two lines")


def test_outer_space_is_the_source_s() -> None:
    engine = ScriptedEngine(script={"\nRest.\n": "Descanse."})
    with make_chain(engine) as chain:
        assert chain.draft(key("\nRest.\n")).text == "\nDescanse.\n"
