"""What was chosen for a run with engines, and what every such run needs: engines, cache, budget, account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.drafting.asking import Desk
from pipeline.drafting.budget import Budget
from pipeline.drafting.cache import open_cache
from pipeline.drafting.online_address import stays_here
from pipeline.drafting.registry import open_engines
from pipeline.errors import EngineError
from pipeline.workspace.files import write_if_changed
from pipeline.workspace.project import CACHE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from contextlib import ExitStack

    from pipeline.drafting.base import Engine, Setting
    from pipeline.drafting.budget import Tally
    from pipeline.stages.engines import EngineRow
    from pipeline.workspace.project import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was chosen for a run of the stage."""

    documents: Collection[str] | None = None
    """The only catalogs; None for all."""
    engines: Sequence[str] | None = None
    """Instead of the project's chain; None of them working is then an error."""
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Engine name -> options that come before the project's."""
    is_redraft: bool = False
    """Whether untouched machine drafts are made anew."""
    is_fresh: bool = False
    """Whether engines are asked again what the cache knows the answer to."""
    is_dry: bool = False
    """Whether only the bill is made: nothing is asked and nothing written."""
    max_chars: int | None = None
    """Characters that may leave the machine; None for what the project says."""
    max_cost: float | None = None
    """What may be spent; None for what the project says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageRow:
    """What an engine was asked for one locale."""

    engine: str
    locale: str
    is_offline: bool
    texts: int
    """Texts that were sent and answered."""
    chars: int
    tokens: int
    cost: float
    cached: int
    """Texts whose answer was known from before."""
    seconds: float


def choose_engines(workspace: Workspace, asked: Sequence[str] | None) -> tuple[Engine, ...]:
    """Return the engines asked for, or else the project's chain; raises ConfigError for an unknown one."""
    registry = open_engines()
    names = workspace.config.drafting.engines if asked is None else asked
    return tuple(registry.get(name) for name in dict.fromkeys(names))


def open_desk(workspace: Workspace, choice: Choice, stack: ExitStack) -> Desk:
    """Return what the engines of a run share; a dry run has no cache, because it asks nothing."""
    config = workspace.config.drafting
    desk = Desk(
        is_fresh=choice.is_fresh,
        budget=Budget(
            max_chars=config.max_chars if choice.max_chars is None else choice.max_chars,
            max_cost=config.max_cost if choice.max_cost is None else choice.max_cost,
        ),
    )
    if not choice.is_dry:
        folder = workspace.root / CACHE
        write_if_changed(folder / ".gitignore", b"*\n")
        desk.cache = stack.enter_context(open_cache(folder / "drafts.sqlite3"))
    stack.enter_context(desk.interruption.watched())
    return desk


def refuse_useless(unavailable: Sequence[EngineRow]) -> None:
    """Raise for the first engine that was asked for, needed, and does not work; there may be none."""
    for row in unavailable:
        message = f"{row.engine} does not work for {row.locale}: {row.reason}"
        raise EngineError(message, hint=row.hint or None)


def usage_row(engine: Engine, setting: Setting, tally: Tally) -> UsageRow:
    """Return what an engine was asked for a locale, as a row."""
    return UsageRow(
        engine=engine.name,
        locale=setting.target.code,
        is_offline=stays_here(engine, setting),
        texts=tally.texts,
        chars=tally.chars,
        tokens=tally.tokens,
        cost=tally.cost,
        cached=tally.cached,
        seconds=round(tally.seconds, 3),
    )
