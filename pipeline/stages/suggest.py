"""review: what the project's engines have for one unit. Nothing is written until a person saves a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.drafting.base import Setting
from pipeline.drafting.link import Order
from pipeline.drafting.online_address import stays_here
from pipeline.model.draft import LOUD
from pipeline.stages.draft_choice import Choice, choose_engines
from pipeline.stages.draft_contexts import read_surroundings, with_terms
from pipeline.stages.glossaries import find_termbase
from pipeline.stages.sources import DISCLAIMERS, Sources, read_sources
from pipeline.stages.trials import Trial

if TYPE_CHECKING:
    from pipeline.drafting.base import Draft, Engine
    from pipeline.model.locale import Locale
    from pipeline.stages.standings import UnitStanding
    from pipeline.workspace.project import Workspace

_SHOWN_ALREADY: Final = "memory"
"""The engine whose texts a reviewer sees without asking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineChoice:
    """An engine that a person may ask."""

    name: str
    is_offline: bool
    """Whether the text stays on this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOffer:
    """What one engine has for a unit."""

    engine: str
    """Name, route and version, where there is a text."""
    text: str | None = None
    reason: str = ""
    """Why there is none."""
    note: str = ""
    confidence: float | None = None
    """How sure the engine says that it is, 0 to 1."""
    alarm: float = 0.0
    """How likely the text is wrong or cut, by its looks, 0 to 1."""

    @property
    def is_loud(self) -> bool:
        """Whether it looks wrong or cut."""
        return self.alarm >= LOUD


def engines_to_ask(workspace: Workspace, locale: Locale) -> tuple[EngineChoice, ...]:
    """Return the engines that the project's own list names; one that no list names is asked nothing."""
    engines = (one for one in choose_engines(workspace, None) if one.name != _SHOWN_ALREADY)
    return tuple(
        EngineChoice(name=one.name, is_offline=stays_here(one, _setting(workspace, one, locale)))
        for one in engines
    )


def _setting(workspace: Workspace, engine: Engine, locale: Locale) -> Setting:
    """Return the setting to tell where a text goes: without the glossary, which says nothing of that."""
    config = workspace.config
    return Setting(
        source=config.source_locale,
        target=locale,
        options=config.drafting.options.get(engine.name, {}),
        folder=workspace.root,
    )


def why_not_asked(workspace: Workspace, one: UnitStanding) -> str:
    """Return why no engine may be asked for a unit; nothing where one may."""
    if not engines_to_ask(workspace, one.locale):
        return "the project lists no engine under [drafting]"
    if one.risk not in workspace.config.drafting.risks:
        return f"the project does not draft {one.risk.label} units"
    if one.document == DISCLAIMERS:
        return "a disclaimer is signed as people wrote it"
    return "plural forms are left to a person" if one.entry.plural is not None else ""


def ask_engines(
    workspace: Workspace, one: UnitStanding, *, sources: Sources | None = None
) -> tuple[EngineOffer, ...]:
    """Return what each engine of the project has for a unit, or why it has nothing.

    Masks, budget and the look at each answer are those of `draft`; the catalog is not touched. Nothing is
    sent where `why_not_asked` gives a reason.
    """
    if why_not_asked(workspace, one):
        return ()
    english, key = sources or read_sources(workspace), one.unit.key
    around = read_surroundings(english).get(one.document, {})
    termbase = find_termbase(workspace, one.locale)
    order = Order(key=key, context=with_terms([key], around, {key: one.risk}, termbase)[key])
    names = [engine.name for engine in engines_to_ask(workspace, one.locale)]
    with Trial(workspace=workspace, choice=Choice(engines=names)) as trial:
        return tuple(_offer(engine, trial.ask(engine, one.locale, [order])[0]) for engine in trial.engines)


def _offer(engine: Engine, draft: Draft) -> EngineOffer:
    if draft.text is None:
        return EngineOffer(engine=engine.name, reason=draft.reason.removeprefix(f"{engine.name}: "))
    return EngineOffer(
        engine=draft.engine,
        text=draft.text,
        note=draft.note,
        confidence=draft.confidence,
        alarm=draft.alarm,
    )
