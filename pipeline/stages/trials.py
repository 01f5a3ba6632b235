"""What comparing and scoring share: engines that are asked for the same units, with nothing written."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from pipeline.drafting.chain import Chain
from pipeline.drafting.pacing import SystemClock
from pipeline.drafting.runner import SLICE
from pipeline.stages.draft_choice import choose_engines, open_desk, refuse_useless, usage_row
from pipeline.stages.engines import Settings, row_of
from pipeline.stages.progress import Silent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from pipeline.drafting.asking import Desk
    from pipeline.drafting.base import Draft, Engine, Setting
    from pipeline.drafting.link import Order
    from pipeline.drafting.pacing import Clock
    from pipeline.model.locale import Locale
    from pipeline.stages.draft_choice import Choice, UsageRow
    from pipeline.stages.engines import EngineRow
    from pipeline.stages.progress import Progress
    from pipeline.workspace.project import Workspace


@dataclass(slots=True, kw_only=True)
class Trial:
    """Engines on trial: each is asked alone, through the same runner, cache and budget as a real run."""

    workspace: Workspace
    choice: Choice
    progress: Progress = field(default_factory=Silent)
    clock: Clock = field(default_factory=SystemClock)
    engines: tuple[Engine, ...] = field(init=False)
    unavailable: list[EngineRow] = field(default_factory=list)
    """Engines that don't work, or stopped working."""
    usage: list[UsageRow] = field(default_factory=list)
    _stack: ExitStack = field(default_factory=ExitStack)
    _desk: Desk = field(init=False)
    _settings: Settings = field(init=False)

    def __post_init__(self) -> None:
        self.engines = choose_engines(self.workspace, self.choice.engines)
        self._settings = Settings(self.workspace, self.choice.options, self._stack)

    def __enter__(self) -> Self:
        self._desk = open_desk(self.workspace, self.choice, self._stack)
        self._desk.clock = self.clock
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def setting(self, engine: Engine, locale: Locale) -> Setting:
        """Return what an engine is opened with."""
        return self._settings.make(engine, locale)

    def ask(self, engine: Engine, locale: Locale, orders: Sequence[Order]) -> list[Draft]:
        """Return one engine's draft for each order; raises KeyboardInterrupt where it was interrupted."""
        drafts: list[Draft] = []
        with Chain([(engine, self.setting(engine, locale))], self._desk) as chain:
            for start in range(0, len(orders), SLICE):
                drafts += chain.draft(orders[start : start + SLICE])
                for order in orders[start : start + SLICE]:
                    self.progress.advance(order.key.id)
            self.unavailable += [
                row_of(one, chain.setting_of(one), health) for one, health in chain.failures()
            ]
            self.usage += [usage_row(one, chain.setting_of(one), tally) for one, tally in chain.tallies()]
        if self._desk.interruption.is_wanted:
            raise KeyboardInterrupt
        return drafts

    def refuse_useless(self) -> None:
        """Raise EngineError for the first engine that doesn't work, where none of them was ever asked."""
        if not self.usage:
            refuse_useless(self.unavailable)
