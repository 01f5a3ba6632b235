"""The engines of one locale, in order: the first good draft wins, and nothing is asked twice."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from pipeline.drafting.asking import INTERRUPTED, Asker, Desk
from pipeline.drafting.base import Draft, Health, join_reasons
from pipeline.drafting.link import Link
from pipeline.drafting.probing import failed_health
from pipeline.errors import CaveatError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from pipeline.drafting.base import Engine, Setting
    from pipeline.drafting.budget import Tally
    from pipeline.drafting.link import Order


@dataclass(slots=True)
class _Place:
    """An engine's place in the chain: not opened yet, open, or out of use with the reason."""

    engine: Engine
    setting: Setting
    link: Link | None = None
    failure: Health | None = None

    @property
    def only_looks_up(self) -> bool:
        """Whether it is open, and finds texts instead of making them."""
        return self.link is not None and not self.link.session.mask_styles


class Chain:
    """Opens an engine when the ones before it left a unit: no text goes to one that is not needed."""

    def __init__(self, engines: Sequence[tuple[Engine, Setting]], desk: Desk | None = None) -> None:
        self._places = [_Place(engine, setting) for engine, setting in engines]
        self._desk = desk or Desk()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    @property
    def is_interrupted(self) -> bool:
        """Whether somebody wants the run to end; what was not answered until then has no draft."""
        return self._desk.interruption.is_wanted

    def draft(self, orders: Sequence[Order]) -> list[Draft]:
        """Return for each order the first good draft, or why no engine has one."""
        made: dict[int, Draft] = {}
        reasons: list[list[str]] = [[] for _ in orders]
        missing: list[list[str]] = [[] for _ in orders]
        for place in self._places:
            left = [at for at in range(len(orders)) if at not in made]
            if not left:
                break
            for at, draft in zip(left, self._ask(place, [orders[at] for at in left]), strict=True):
                if draft.text is not None:
                    made[at] = draft
                else:
                    told = missing if place.only_looks_up else reasons
                    told[at].append(f"{place.engine.name}: {draft.reason}")
        # That a text is not in a memory says nothing where an engine that translates had its say.
        return [
            made.get(at) or Draft(reason=join_reasons(reasons[at] or missing[at]) or "no engine is listed")
            for at in range(len(orders))
        ]

    def setting_of(self, engine: Engine) -> Setting:
        """Return what an engine of the chain is opened with."""
        return next(place.setting for place in self._places if place.engine is engine)

    def failures(self) -> tuple[tuple[Engine, Health], ...]:
        """Return the engines that were needed and could not be opened, or died, with the reason."""
        return tuple((place.engine, place.failure) for place in self._places if place.failure is not None)

    def opened(self) -> tuple[Engine, ...]:
        """Return the engines that were needed and work."""
        return tuple(
            place.engine for place in self._places if place.link is not None and place.failure is None
        )

    def tallies(self) -> tuple[tuple[Engine, Tally], ...]:
        """Return what each engine that was opened was asked."""
        return tuple(
            (place.engine, place.link.asker.tally) for place in self._places if place.link is not None
        )

    def _ask(self, place: _Place, orders: Sequence[Order]) -> list[Draft]:
        link = self._open(place)
        if link is None:
            reason = place.failure.reason if place.failure is not None else INTERRUPTED
            return [Draft(reason=reason)] * len(orders)
        # An engine that died meanwhile is asked all the same: it still has the answers that it gave.
        drafts = link.draft(orders)
        if link.asker.failure is not None:
            place.failure = failed_health(link.asker.failure)
        return drafts

    def _open(self, place: _Place) -> Link | None:
        """Return the open engine; None where it could not be opened, or nothing is to be opened any more."""
        interruption = self._desk.interruption
        if place.link is None and place.failure is None and not interruption.is_wanted:
            try:
                interruption.may_end(lambda: self._enter(place))
            except CaveatError as error:
                place.failure = failed_health(error)
        return place.link

    def _enter(self, place: _Place) -> None:
        session = self._stack.enter_context(place.engine.open(place.setting))
        asker = Asker(place.engine, place.setting, session, self._desk)
        place.link = Link(place.engine, place.setting, session, asker)
