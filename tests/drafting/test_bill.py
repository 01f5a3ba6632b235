from __future__ import annotations

from pipeline.drafting.base import Context, Limits
from pipeline.drafting.bill import BillRow, bill_of
from pipeline.drafting.link import Order
from pipeline.drafting.registry import open_engines
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import ScriptedEngine, make_setting

KEYS = (UnitKey(None, "Rest."), UnitKey("heading", "Rest."), UnitKey(None, "Drink."), UnitKey(None, "5 %"))
ORDERS = [Order(key=key, context=Context()) for key in KEYS]


def bill(engine: ScriptedEngine) -> BillRow:
    row = bill_of(engine, make_setting(), ORDERS)
    assert (engine.opened, engine.asked) == (0, [])
    return row


def test_what_stands_twice_is_paid_once_and_what_has_no_words_never() -> None:
    row = bill(ScriptedEngine(is_offline=False, most=Limits(price=1_000_000.0)))
    assert (row.units, row.texts, row.chars, row.cost) == (4, 2, 11, 11.0)


def test_an_engine_that_uses_the_context_is_asked_for_each() -> None:
    row = bill(ScriptedEngine(is_offline=False, uses_context=True))
    assert (row.texts, row.chars, row.cost) == (3, 16, None)


def test_what_stays_here_costs_nothing() -> None:
    assert bill(ScriptedEngine()).cost == 0.0


def test_an_engine_with_a_bad_option_says_so() -> None:
    row = bill_of(open_engines().get("pseudo"), make_setting("es", {"x": "1"}), ORDERS)
    assert row.reason == '"x" is not an option of pseudo'
