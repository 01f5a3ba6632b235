from __future__ import annotations

from pipeline.drafting.base import Context, Draft
from pipeline.drafting.chain import Chain
from pipeline.drafting.link import Order
from pipeline.errors import EngineError
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import ScriptedEngine, make_setting


def make_chain(*engines: ScriptedEngine) -> Chain:
    return Chain([(engine, make_setting()) for engine in engines])


def ask(chain: Chain, source: str, context: str | None = None) -> Draft:
    (draft,) = chain.draft([Order(key=UnitKey(context, source), context=Context())])
    return draft


def test_the_first_good_draft_wins_and_no_other_engine_is_opened() -> None:
    first, second = ScriptedEngine("first"), ScriptedEngine("second")
    with make_chain(first, second) as chain:
        assert ask(chain, "Rest.") == Draft(text="tr Rest.", engine="first@1")
        assert chain.opened() == (first,)
    assert (second.opened, second.asked) == (0, [])


def test_a_refused_or_damaged_draft_goes_to_the_next_engine() -> None:
    first = ScriptedEngine("first", script={"Rest.": Draft(reason="too tired"), "Take 5.": "Tome 6."})
    second = ScriptedEngine("second")
    with make_chain(first, second) as chain:
        assert ask(chain, "Rest.").engine == "second@1"
        assert ask(chain, "Take 5.").engine == "second@1"


def test_all_reasons_are_told() -> None:
    first = ScriptedEngine("first", script={"Rest.": Draft(reason="too tired")})
    second = ScriptedEngine("second", script={"Rest.": "Rest."})
    with make_chain(first, second) as chain:
        draft = ask(chain, "Rest.")
    assert (draft.text, draft.reason) == (None, "first: too tired; second: the answer is the source")


def test_what_a_memory_does_not_know_is_told_only_where_nobody_else_was_asked() -> None:
    memory = ScriptedEngine("memory", otherwise=lambda _: None, mask_styles=())
    other = ScriptedEngine("other", otherwise=lambda _: None)
    with make_chain(memory, other) as chain:
        assert ask(chain, "Rest.").reason == "other: no answer"
    with make_chain(memory) as chain:
        assert ask(chain, "Rest.").reason == "memory: no answer"


def test_a_source_is_asked_once_unless_the_engine_uses_the_context() -> None:
    plain, careful = ScriptedEngine("plain"), ScriptedEngine("careful", uses_context=True)
    for engine in (plain, careful):
        with make_chain(engine) as chain:
            for context in (None, "heading", None):
                ask(chain, "Rest.", context)
    assert plain.asked == ["Rest."]
    assert careful.asked == ["Rest.", "Rest."]


def test_a_failure_is_not_asked_again_either() -> None:
    engine = ScriptedEngine(script={"Rest.": Draft(reason="too tired")})
    with make_chain(engine) as chain:
        assert [ask(chain, "Rest.").reason for _ in range(2)] == ["scripted: too tired"] * 2
    assert engine.asked == ["Rest."]


def test_a_dead_engine_is_left_out_and_its_finished_drafts_stay() -> None:
    first = ScriptedEngine("first", script={"Two.": EngineError("it died", hint="start it")})
    second = ScriptedEngine("second")
    with make_chain(first, second) as chain:
        made = [ask(chain, source).engine for source in ("One.", "Two.", "Three.", "One.")]
        assert made == ["first@1", "second@1", "second@1", "first@1"]
        ((engine, health),) = chain.failures()
        assert chain.opened() == (second,)
    assert (engine, health.works, health.reason, health.hint) == (first, False, "it died", "start it")
    assert first.asked == ["One.", "Two."]
    assert (first.closed, second.closed) == (1, 1)


def test_an_engine_that_does_not_open_is_tried_once() -> None:
    engine = ScriptedEngine(refusal=EngineError("not installed"))
    with make_chain(engine) as chain:
        reasons = [ask(chain, source).reason for source in ("One.", "Two.")]
        assert len(chain.failures()) == 1
    assert reasons == ["scripted: not installed"] * 2


def test_no_engine_is_a_reason() -> None:
    with make_chain() as chain:
        assert ask(chain, "Rest.").reason == "no engine is listed"


def test_what_another_engine_says_fits_the_origin_comment() -> None:
    engine = ScriptedEngine(
        script={"Rest.": Draft(text="Descanse.", engine="my engine 2", note="two\nlines")}
    )
    with make_chain(engine) as chain:
        draft = ask(chain, "Rest.")
    assert (draft.engine, draft.note) == ("my-engine-2", "two lines")


def test_an_interrupted_run_opens_and_asks_nothing_more_and_keeps_what_it_has() -> None:
    first = ScriptedEngine("first", script={"Two.": KeyboardInterrupt()})
    second = ScriptedEngine("second")
    orders = [Order(key=UnitKey(None, f"{word}."), context=Context()) for word in ("One", "Two", "Three")]
    with make_chain(first, second) as chain:
        drafts = chain.draft(orders)
        assert chain.is_interrupted
    assert [draft.text for draft in drafts] == ["tr One.", None, None]
    assert drafts[1].reason == "first: the run was interrupted; second: the run was interrupted"
    assert (first.asked, second.opened) == (["One.", "Two."], 0)


def test_an_interruption_while_an_engine_opens_is_one_too() -> None:
    engine = ScriptedEngine(refusal=KeyboardInterrupt())  # type: ignore[arg-type]
    with make_chain(engine) as chain:
        assert ask(chain, "Rest.").reason == "scripted: the run was interrupted"
        assert chain.is_interrupted
        assert chain.failures() == ()


def test_what_was_asked_is_counted() -> None:
    engine, unused = ScriptedEngine(), ScriptedEngine("unused")
    with make_chain(engine, unused) as chain:
        for source in ("Rest.", "Rest.", "Drink water."):
            ask(chain, source)
        ((counted, tally),) = chain.tallies()
    assert counted is engine
    assert (tally.texts, tally.chars, tally.batches, tally.cached) == (2, 17, 2, 0)
