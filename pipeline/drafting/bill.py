"""What drafting would take, about: told without opening an engine, so that nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.drafting.budget import MILLION
from pipeline.drafting.masking import is_translatable
from pipeline.drafting.online_address import stays_here
from pipeline.errors import CaveatError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.drafting.base import Engine, Setting
    from pipeline.drafting.link import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class BillRow:
    """What drafting with one engine into one locale takes, unless a text has to be asked for once more.

    Answers that are known from before are not taken off, because only an open engine can find them.
    """

    engine: str
    locale: str
    is_offline: bool
    units: int
    texts: int
    """Different texts: what stands twice is sent once."""
    chars: int
    cost: float | None
    """None where the price is not known."""
    reason: str = ""
    """Why the engine can't be asked, as far as that can be told without asking."""


def bill_of(engine: Engine, setting: Setting, orders: Sequence[Order]) -> BillRow:
    """Return what an engine would take if it had to draft every order, without opening it."""
    reason, price = "", None
    try:
        price = engine.limits(setting).price
    except CaveatError as error:
        reason = error.message
    texts = [order.key.source for order in orders if is_translatable(order.key.source)]
    different = texts if engine.uses_context else list(dict.fromkeys(texts))
    chars = sum(map(len, different))
    is_here = stays_here(engine, setting)
    known = 0.0 if is_here else price
    return BillRow(
        engine=engine.name,
        locale=setting.target.code,
        is_offline=is_here,
        units=len(orders),
        texts=len(different),
        chars=chars,
        cost=None if known is None else chars * known / MILLION,
        reason=reason,
    )
