"""engines: which ways to draft work here, for which locales, how fast, and why the others don't."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.drafting.base import Setting
from pipeline.drafting.online_address import stays_here
from pipeline.drafting.registry import open_engines
from pipeline.errors import ConfigError
from pipeline.stages.glossaries import find_termbase
from pipeline.stages.memory import open_memory

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.drafting.base import Engine, Health
    from pipeline.memory.store import Store
    from pipeline.model.locale import Locale
    from pipeline.workspace.project import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineRow:
    """Whether an engine works for a locale, and what to do where it doesn't."""

    engine: str
    locale: str
    is_offline: bool
    works: bool
    route: str
    reason: str
    hint: str
    words_per_second: float | None = None
    """As measured with a few test sentences; None where that says nothing."""


class Settings:
    """Makes the settings that engines are opened for; the memory is opened when the first one asks for it.

    Raises ConfigError for options that belong to no engine.
    """

    def __init__(
        self, workspace: Workspace, override: Mapping[str, Mapping[str, str]], stack: ExitStack
    ) -> None:
        _refuse_stray(workspace.config.drafting.options)
        self._workspace = workspace
        self._override = override
        self._stack = stack
        self._store: Store | None = None

    def make(self, engine: Engine, locale: Locale) -> Setting:
        """Return the setting of an engine for a locale; raises ConfigError for a bad glossary."""
        name = engine.name
        options = {**self._workspace.config.drafting.options.get(name, {}), **self._override.get(name, {})}
        return Setting(
            source=self._workspace.config.source_locale,
            target=locale,
            options=options,
            folder=self._workspace.root,
            termbase=find_termbase(self._workspace, locale),
            open_memory=self._open_memory,
        )

    def _open_memory(self) -> Store:
        if self._store is None:
            self._store = self._stack.enter_context(open_memory(self._workspace))
        return self._store


def engine_table(workspace: Workspace, locales: Sequence[Locale] | None = None) -> tuple[EngineRow, ...]:
    """Return for every engine and locale whether it works here; tried, without sending the project's text."""
    wanted = workspace.config.locales if locales is None else locales
    with ExitStack() as stack:
        settings = Settings(workspace, {}, stack)
        return tuple(
            row_of(engine, setting, engine.probe(setting))
            for engine in open_engines()
            for setting in (settings.make(engine, locale) for locale in wanted)
        )


def _refuse_stray(options: Mapping[str, Mapping[str, str]]) -> None:
    registry = open_engines()
    for name in options:
        try:
            registry.get(name)
        except ConfigError as error:
            raise ConfigError(f"[drafting.options.{name}]: {error.message}", hint=error.hint) from None


def row_of(engine: Engine, setting: Setting, health: Health) -> EngineRow:
    """Return what is known of an engine in a locale."""
    return EngineRow(
        engine=engine.name,
        locale=setting.target.code,
        is_offline=stays_here(engine, setting),
        works=health.works,
        route=health.route,
        reason=health.reason,
        hint=health.hint,
        words_per_second=health.words_per_second,
    )
