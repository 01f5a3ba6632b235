from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.drafting.asking import INTERRUPTED, Ask, Asker, Desk
from pipeline.drafting.base import Context, Draft, Failure, Limits, Usage
from pipeline.drafting.budget import Budget
from pipeline.drafting.cache import Cache, open_cache
from pipeline.errors import EngineError
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import FakeClock, ScriptedEngine, make_setting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUSY = Draft(reason="HTTP 429", failure=Failure.RETRYABLE)
GONE = Draft(reason="the key is refused", failure=Failure.FATAL, hint="check the key")


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with open_cache(tmp_path / "drafts.sqlite3") as cache:
        yield cache


def make_asker(engine: ScriptedEngine, desk: Desk | None = None, target: str = "es") -> Asker:
    return Asker(engine, make_setting(target), engine, desk or Desk(clock=FakeClock()))


def make_ask(text: str, digest: str = "") -> Ask:
    return Ask(text, UnitKey(None, text), Context(), digest)


def ask(asker: Asker, *texts: str) -> list[Draft]:
    return asker.ask([make_ask(text) for text in texts])


def test_each_text_is_asked_once_and_answered_in_order() -> None:
    engine = ScriptedEngine()
    asker = make_asker(engine)
    assert [draft.text for draft in ask(asker, "b", "a", "b")] == ["tr b", "tr a", "tr b"]
    assert [draft.text for draft in ask(asker, "a", "c")] == ["tr a", "tr c"]
    assert engine.asked == ["b", "a", "c"]


def test_the_same_text_with_another_context_is_another_question() -> None:
    engine = ScriptedEngine()
    make_asker(engine).ask([make_ask("a", "1"), make_ask("a", "2"), make_ask("a", "1")])
    assert engine.asked == ["a", "a"]


def test_a_draft_says_who_made_it() -> None:
    engine = ScriptedEngine(script={"b": Draft(text="x", engine="other@2")})
    assert [draft.engine for draft in ask(make_asker(engine), "a", "b")] == ["scripted@1", "other@2"]


def test_batches_hold_as_many_texts_and_characters_as_the_engine_takes() -> None:
    engine = ScriptedEngine(most=Limits(batch_texts=3, batch_chars=10))
    ask(make_asker(engine), "1", "2", "3", "4", "5" * 9, "6" * 20, "7")
    assert engine.batches == [3, 2, 1, 1]


def test_requests_carry_the_unit_its_context_and_a_name_of_their_own() -> None:
    engine = ScriptedEngine(most=Limits(batch_texts=2))
    context = Context(before=("Before.",))
    make_asker(engine).ask([Ask("a", UnitKey("heading", "a b"), context, ""), make_ask("b")])
    first, second = engine.requests
    assert (first.text, first.key, first.context) == ("a", UnitKey("heading", "a b"), context)
    assert first.id != second.id


def test_the_deadline_is_the_engine_s_time_from_now_on() -> None:
    engine = ScriptedEngine(most=Limits(seconds=7.5))
    ask(make_asker(engine), "a")
    assert engine.deadlines == [1007.5]


def test_only_what_failed_in_passing_is_sent_again() -> None:
    engine = ScriptedEngine(
        script={"b": [BUSY, BUSY, "bee"], "c": Draft(reason="no")}, most=Limits(batch_texts=9)
    )
    clock = FakeClock()
    drafts = ask(make_asker(engine, Desk(clock=clock)), "a", "b", "c")
    assert [draft.text or draft.reason for draft in drafts] == ["tr a", "bee", "no"]
    assert engine.asked == ["a", "b", "c", "b", "b"]
    assert clock.slept == [1.0, 2.0]


def test_after_four_tries_the_reason_stands() -> None:
    engine = ScriptedEngine(script={"a": [BUSY] * 9})
    clock = FakeClock(luck=1.0)
    (draft,) = ask(make_asker(engine, Desk(clock=clock)), "a")
    assert (draft.text, draft.reason) == (None, "HTTP 429")
    assert len(engine.asked) == 4
    assert clock.slept == [1.5, 3.0, 6.0]


def test_an_engine_s_own_wait_is_kept_and_the_longest_counts() -> None:
    slow, slower = replace(BUSY, retry_after=5.0), replace(BUSY, retry_after=9.0)
    engine = ScriptedEngine(script={"a": [slow, "x"], "b": [slower, "y"]}, most=Limits(batch_texts=2))
    clock = FakeClock()
    assert [draft.text for draft in ask(make_asker(engine, Desk(clock=clock)), "a", "b")] == ["x", "y"]
    assert clock.slept == [9.0]


def test_nobody_waits_longer_than_is_sensible() -> None:
    engine = ScriptedEngine(script={"a": replace(BUSY, retry_after=3600.0)})
    clock = FakeClock()
    (draft,) = ask(make_asker(engine, Desk(clock=clock)), "a")
    assert draft.reason == "HTTP 429, and it asks to wait 3600 s"
    assert (engine.asked, clock.slept) == (["a"], [])


def test_an_engine_that_fails_three_batches_in_a_row_is_not_asked_any_more() -> None:
    engine = ScriptedEngine(otherwise=lambda _: None, most=Limits(tries=1))
    engine.script = dict.fromkeys("abd", BUSY) | {"c": "fine"}
    engine.script |= dict.fromkeys("efgh", BUSY)
    asker = make_asker(engine)
    drafts = ask(asker, *"abcdefgh")
    assert engine.asked == list("abcdef")  # "c" began the count anew
    assert drafts[-1].reason == "HTTP 429, 3 times in a row"
    assert asker.failure is not None


def test_an_answer_about_a_text_shows_that_the_engine_lives() -> None:
    engine = ScriptedEngine(otherwise=lambda text: None if text == "no" else text, most=Limits(tries=1))
    engine.script = dict.fromkeys("abcd", BUSY)
    asker = make_asker(engine)
    ask(asker, "a", "b", "no", "c", "d")
    assert asker.failure is None


@pytest.mark.parametrize("failure", [Failure.FATAL, Failure.QUOTA, Failure.UNSUPPORTED])
def test_an_engine_that_says_it_is_done_is_not_asked_any_more(failure: Failure) -> None:
    engine = ScriptedEngine(script={"b": replace(GONE, failure=failure)}, most=Limits(batch_texts=3))
    asker = make_asker(engine)
    drafts = ask(asker, "a", "b", "c", "d")
    assert [draft.text or draft.reason for draft in drafts] == ["tr a", GONE.reason, "tr c", GONE.reason]
    assert "d" not in engine.asked
    assert asker.failure is not None
    assert asker.failure.hint == "check the key"
    assert ask(asker, "a", "e")[0].text == "tr a"  # what it gave stays
    assert "e" not in engine.asked


def test_an_engine_that_dies_leaves_its_reason_and_what_it_gave() -> None:
    engine = ScriptedEngine(script={"b": EngineError("it died")})
    drafts = ask(make_asker(engine), "a", "b", "c")
    assert [draft.text or draft.reason for draft in drafts] == ["tr a", "it died", "it died"]


def test_answers_that_nobody_can_match_are_refused() -> None:
    class Short(ScriptedEngine):
        def draft(self, requests, deadline):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - as the base class
            return super().draft(requests, deadline)[1:]

    (first, _) = ask(make_asker(Short(most=Limits(batch_texts=2))), "a", "b")
    assert first.reason == "1 answers to 2 texts: nobody can say which is whose"


def test_half_a_character_is_refused(cache: Cache) -> None:
    engine = ScriptedEngine(script={"a": "x\ud83d"})
    (draft,) = ask(make_asker(engine, Desk(cache=cache)), "a")
    assert (draft.text, draft.reason) == (None, "the answer holds half a character (a lone surrogate)")


def test_an_interruption_keeps_what_is_answered_and_sends_nothing_more() -> None:
    engine = ScriptedEngine(script={"b": KeyboardInterrupt()})
    desk = Desk(clock=FakeClock())
    drafts = ask(make_asker(engine, desk), "a", "b", "c")
    assert [draft.text or draft.reason for draft in drafts] == ["tr a", INTERRUPTED, INTERRUPTED]
    assert engine.asked == ["a", "b"]
    assert desk.interruption.is_wanted


@pytest.mark.parametrize("place", ["between tries", "for the rate"])
def test_an_interruption_while_waiting_ends_the_wait(place: str) -> None:
    clock = FakeClock(interrupt_at=1)
    engine = ScriptedEngine(most=Limits(requests_per_second=1.0 if place == "for the rate" else None))
    engine.script = {"b": [BUSY, "x"]} if place == "between tries" else {}
    drafts = ask(make_asker(engine, Desk(clock=clock)), "a", "b", "c")
    assert [draft.text or draft.reason for draft in drafts] == ["tr a", INTERRUPTED, INTERRUPTED]


def test_requests_keep_to_the_rate() -> None:
    clock = FakeClock()
    engine = ScriptedEngine(most=Limits(requests_per_second=2.0))
    ask(make_asker(engine, Desk(clock=clock)), *"abcde")
    assert clock.slept == [0.5, 0.5, 0.5]  # two at once, then one every half second


def test_what_was_answered_is_not_asked_again_in_the_next_run(cache: Cache) -> None:
    first, second = ScriptedEngine(), ScriptedEngine()
    ask(make_asker(first, Desk(cache=cache)), "a", "b")
    asker = make_asker(second, Desk(cache=cache))
    drafts = ask(asker, "b", "c")
    assert [(draft.text, draft.engine) for draft in drafts] == [
        ("tr b", "scripted@1"),
        ("tr c", "scripted@1"),
    ]
    assert second.asked == ["c"]
    assert (asker.tally.cached, asker.tally.texts) == (1, 1)


def test_a_refusal_is_asked_again_in_the_next_run(cache: Cache) -> None:
    first, second = ScriptedEngine(script={"a": Draft(reason="no")}), ScriptedEngine()
    ask(make_asker(first, Desk(cache=cache)), "a")
    assert ask(make_asker(second, Desk(cache=cache)), "a")[0].text == "tr a"


@pytest.mark.parametrize(
    ("engine", "target", "digest"),
    [
        (ScriptedEngine(version="scripted@2"), "es", ""),
        (ScriptedEngine(), "fr", ""),
        (ScriptedEngine(), "es", "another glossary"),
    ],
)
def test_another_version_locale_or_glossary_is_asked_anew(
    cache: Cache, engine: ScriptedEngine, target: str, digest: str
) -> None:
    make_asker(ScriptedEngine(), Desk(cache=cache)).ask([make_ask("a")])
    make_asker(engine, Desk(cache=cache), target).ask([make_ask("a", digest)])
    assert engine.asked == ["a"]


def test_without_the_cache_everything_is_asked_and_still_remembered(cache: Cache) -> None:
    ask(make_asker(ScriptedEngine(), Desk(cache=cache)), "a")
    fresh = ScriptedEngine(otherwise="new {}".format)
    assert ask(make_asker(fresh, Desk(cache=cache, is_fresh=True)), "a")[0].text == "new a"
    assert ask(make_asker(ScriptedEngine(), Desk(cache=cache)), "a")[0].text == "new a"


def test_a_look_up_is_not_cached(cache: Cache) -> None:
    ask(make_asker(ScriptedEngine(mask_styles=()), Desk(cache=cache)), "a")
    second = ScriptedEngine(mask_styles=())
    ask(make_asker(second, Desk(cache=cache)), "a")
    assert second.asked == ["a"]


def test_answers_are_on_disk_before_the_next_batch_is_sent(cache: Cache) -> None:
    seen: list[bool] = []

    class Watching(ScriptedEngine):
        def draft(self, requests, deadline):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - as the base class
            count = cache._db.execute("SELECT count(*) FROM answer").fetchone()[0]
            seen.append(count == len(self.asked))
            return super().draft(requests, deadline)

    ask(make_asker(Watching(), Desk(cache=cache)), "a", "b", "c")
    assert seen == [True, True, True]


def paid(**limits: object) -> ScriptedEngine:
    return ScriptedEngine(is_offline=False, most=Limits(batch_texts=2, **limits))  # type: ignore[arg-type]


def test_the_characters_of_the_budget_are_not_exceeded() -> None:
    engine, budget = paid(), Budget(max_chars=5)
    drafts = ask(make_asker(engine, Desk(clock=FakeClock(), budget=budget)), "aa", "bbb", "c")
    assert engine.asked == ["aa", "bbb"]
    assert drafts[2].reason == "the budget of 5 characters is used up"
    assert budget.chars == 5


def test_the_cost_of_the_budget_is_not_exceeded() -> None:
    engine, budget = paid(price=1_000_000.0), Budget(max_cost=3)
    asker = make_asker(engine, Desk(clock=FakeClock(), budget=budget))
    drafts = ask(asker, "aa", "bbb", "c")
    assert engine.asked == ["aa", "c"]
    assert drafts[1].reason == "the budget of 3 is used up"
    assert (budget.cost, asker.tally.cost) == (3.0, 3.0)


def test_a_cost_that_nobody_knows_does_not_fit_a_budget() -> None:
    engine = paid()
    (draft,) = ask(make_asker(engine, Desk(budget=Budget(max_cost=3))), "a")
    assert engine.asked == []
    assert draft.reason == 'what it costs is not known: give the option "price", of a million characters'


def test_what_an_engine_says_it_cost_counts_instead_of_the_price() -> None:
    engine, budget = paid(price=1_000_000.0), Budget(max_cost=10)
    engine.script = {"aa": Draft(text="x", usage=Usage(tokens=7, cost=0.5))}
    asker = make_asker(engine, Desk(clock=FakeClock(), budget=budget))
    ask(asker, "aa")
    assert (budget.cost, asker.tally.cost, asker.tally.tokens) == (0.5, 0.5, 7)


def test_what_was_not_answered_is_not_paid() -> None:
    engine, budget = paid(price=1_000_000.0, tries=1), Budget(max_chars=10)
    engine.script = {"aa": BUSY, "cc": Draft(reason="no"), "dd": GONE}
    ask(make_asker(engine, Desk(clock=FakeClock(), budget=budget)), "aa", "b", "cc", "dd", "e")
    assert (budget.chars, budget.cost) == (3, 3.0)  # "b" and "cc", which was answered with a refusal


def test_an_offline_engine_uses_no_budget() -> None:
    engine, budget = ScriptedEngine(), Budget(max_chars=0, max_cost=0.0)
    assert ask(make_asker(engine, Desk(clock=FakeClock(), budget=budget)), "aa")[0].text == "tr aa"


def test_the_characters_of_a_day_are_counted_over_all_runs(cache: Cache) -> None:
    clock = FakeClock()
    first, second, third = paid(chars_per_day=5), paid(chars_per_day=5), paid(chars_per_day=5)
    ask(make_asker(first, Desk(cache=cache, clock=clock)), "aaa")
    (draft,) = ask(make_asker(second, Desk(cache=cache, clock=clock)), "bbb")
    assert (second.asked, draft.reason) == ([], "the 5 characters of the day are used up")
    clock.date = "2026-11-23"
    ask(make_asker(third, Desk(cache=cache, clock=clock)), "bbb")
    assert third.asked == ["bbb"]


def test_what_an_engine_did_is_counted() -> None:
    engine = ScriptedEngine(script={"bb": Draft(reason="no")}, most=Limits(batch_texts=2))
    asker = make_asker(engine)
    ask(asker, "a", "bb", "ccc")
    assert (asker.tally.texts, asker.tally.chars, asker.tally.batches) == (3, 6, 2)
