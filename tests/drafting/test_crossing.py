from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.drafting.asking import Ask, Asker, Desk
from pipeline.drafting.base import Context, Draft, Limits, Usage
from pipeline.drafting.budget import Budget
from pipeline.drafting.crossing import find_crossed
from pipeline.model.locale import Locale
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import FakeClock, ScriptedEngine, make_setting

if TYPE_CHECKING:
    from collections.abc import Sequence

ES = Locale("es")
TRUE = {
    "Wash your hands with soap and water.": "Lávese las manos con agua y jabón.",
    "Most patients have a fever and cough.": "La mayoría de los pacientes tiene fiebre y tos.",
    "The virus spreads through the air.": "El virus se propaga por el aire.",
    "Stay home and call your doctor.": "Quédese en casa y llame a su médico.",
    "Vaccines are tested in clinical trials.": "Las vacunas se prueban en ensayos clínicos.",
    "Children should keep their distance.": "Los niños deben mantener la distancia.",
}
SOURCES = tuple(TRUE)


@given(st.permutations(SOURCES), st.integers(0, 5), st.integers(0, 5))
def test_two_answers_that_changed_places_are_found_and_true_ones_are_not(
    order: list[str], one: int, other: int
) -> None:
    assume(one != other)
    drafts = [TRUE[source] for source in order]
    assert find_crossed(list(zip(order, drafts, strict=True)), ES) == frozenset()
    drafts[one], drafts[other] = drafts[other], drafts[one]
    assert find_crossed(list(zip(order, drafts, strict=True)), ES) >= {one, other}


@given(st.permutations(SOURCES))
def test_answers_in_any_wrong_order_are_noticed(
    drafted: list[str],
) -> None:
    wrong = {at for at, source in enumerate(drafted) if source != SOURCES[at]}
    found = find_crossed([(SOURCES[at], TRUE[source]) for at, source in enumerate(drafted)], ES)
    assert len(found) >= len(wrong) / 2
    assert bool(found) == bool(wrong)


def test_where_nothing_is_known_of_the_language_nothing_is_said() -> None:
    pairs = [(SOURCES[0], TRUE[SOURCES[1]]), (SOURCES[1], TRUE[SOURCES[0]])]
    assert find_crossed(pairs, ES) == {0, 1}
    assert find_crossed(pairs, Locale("xh")) == frozenset()


def test_an_answer_that_is_missing_is_nobody_s() -> None:
    assert find_crossed([(SOURCES[0], ""), (SOURCES[1], TRUE[SOURCES[0]])], ES) == frozenset()


def test_a_draft_about_nothing_asked_is_not_taken_for_the_other_s() -> None:
    pairs = [("Wash your hands with soap.", "El jardín es verde."), (SOURCES[0], TRUE[SOURCES[0]])]
    assert find_crossed(pairs, ES) == find_crossed(pairs[::-1], ES) == frozenset()


class MixingEngine(ScriptedEngine):
    """Gives the first two of several texts each other's answer."""

    def draft(self, requests: Sequence[object], deadline: float) -> list[Draft]:
        first, *rest = super().draft(requests, deadline)  # type: ignore[arg-type]
        return [rest[0], first, *rest[1:]] if rest else [first]


def mixing(*, is_offline: bool = False) -> MixingEngine:
    script = {source: Draft(text=text, usage=Usage(tokens=10)) for source, text in TRUE.items()}
    return MixingEngine(script={**script}, is_offline=is_offline, most=Limits(batch_texts=4))


def ask(engine: ScriptedEngine, desk: Desk) -> tuple[list[Draft], Asker]:
    asker = Asker(engine, make_setting("es"), engine, desk)
    return asker.ask([Ask(source, UnitKey(None, source), Context(), "") for source in SOURCES[:4]]), asker


def test_texts_whose_answers_were_mixed_up_are_asked_for_alone() -> None:
    engine, desk = mixing(), Desk(clock=FakeClock(), budget=Budget(max_chars=10_000))
    drafts, asker = ask(engine, desk)
    assert [draft.text for draft in drafts] == [TRUE[source] for source in SOURCES[:4]]
    assert engine.batches == [4, 1, 1]
    sent = sum(map(len, SOURCES[:4])) + sum(map(len, SOURCES[:2]))
    assert (asker.tally.texts, asker.tally.tokens, asker.tally.chars) == (6, 60, sent)
    assert desk.budget.chars == sent


def test_what_can_not_be_paid_for_again_is_no_draft() -> None:
    limit = sum(map(len, SOURCES[:4]))
    drafts, _ = ask(mixing(), Desk(clock=FakeClock(), budget=Budget(max_chars=limit)))
    assert [draft.text for draft in drafts] == [None, None, *(TRUE[source] for source in SOURCES[2:4])]
    assert drafts[0].reason == f"the budget of {limit} characters is used up"


def test_an_answer_that_is_given_alone_too_is_the_engine_s_own() -> None:
    engine = ScriptedEngine(
        script={SOURCES[0]: TRUE[SOURCES[1]], SOURCES[1]: TRUE[SOURCES[0]]},
        is_offline=False,
        most=Limits(batch_texts=4),
    )
    drafts, _ = ask(engine, Desk(clock=FakeClock()))
    assert drafts[0].text == TRUE[SOURCES[1]]
    assert engine.batches[0] == 4
    assert set(engine.batches[1:]) == {1}


@pytest.mark.parametrize("is_offline", [True, False])
def test_a_program_of_this_machine_keeps_its_answers_apart(is_offline: bool) -> None:  # noqa: FBT001 - a column of the table
    engine = mixing(is_offline=is_offline)
    ask(engine, Desk(clock=FakeClock()))
    assert len(engine.batches) == (1 if is_offline else 3)
