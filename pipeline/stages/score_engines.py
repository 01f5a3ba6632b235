"""engines score: how close each engine comes to what people approved, and what they changed in its drafts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.drafting.comparison import choose_sample
from pipeline.drafting.memory_engine import MemoryEngine
from pipeline.drafting.pacing import SystemClock
from pipeline.drafting.scores import ENOUGH, Changes, Score, measure_changes, require_metrics, score_drafts
from pipeline.errors import EngineError
from pipeline.stages.draft_history import read_changes
from pipeline.stages.progress import Silent
from pipeline.stages.references import (
    Reference,
    approved_references,
    file_references,
    refuse_one_file_for_many,
)
from pipeline.stages.sources import read_sources
from pipeline.stages.trials import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.drafting.base import Engine
    from pipeline.drafting.pacing import Clock
    from pipeline.model.locale import Locale
    from pipeline.stages.draft_choice import Choice, UsageRow
    from pipeline.stages.engines import EngineRow
    from pipeline.stages.progress import Progress
    from pipeline.stages.sources import Sources
    from pipeline.workspace.project import Workspace

APPROVED: Final = "approved"
"""What `against` is for the project's own approved translations."""
_REMEMBERS: Final = MemoryEngine.name
"""It would find the very translations that it is compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreResult:
    """What was measured."""

    scores: tuple[Score, ...]
    changes: tuple[Changes, ...]
    unavailable: tuple[EngineRow, ...]
    usage: tuple[UsageRow, ...]
    left: tuple[tuple[str, str], ...]
    """Locales that nothing could be said of, with the reason."""


@dataclass(slots=True, kw_only=True)
class _Result:
    scores: list[Score] = field(default_factory=list)
    changes: list[Changes] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)


def score_engines(  # noqa: PLR0913 - what is scored, by what, and who is told
    workspace: Workspace,
    *,
    locales: Sequence[Locale],
    choice: Choice,
    against: str = APPROVED,
    limit: int,
    sources: Sources | None = None,
    progress: Progress | None = None,
    clock: Clock | None = None,
) -> ScoreResult:
    """Ask engines for units that have a translation already, at most `limit` a locale, and compare.

    `against` is `approved` or a file. Raises EngineError for an engine that can't be scored, where no engine
    works, and without the package that measures; ConfigError or CatalogError for a bad file.
    """
    require_metrics()
    refuse_one_file_for_many(against, locales)
    english = sources or read_sources(workspace)
    trial = Trial(
        workspace=workspace, choice=choice, progress=progress or Silent(), clock=clock or SystemClock()
    )
    engines = _scorable(trial)
    result = _Result()
    with trial:
        for locale in locales:
            references = _references(workspace, locale, against, english, limit)
            if references:
                result.scores += _score_locale(trial, engines, locale, references)
            else:
                result.left.append((locale.code, _why_none(against)))
            pairs = read_changes(workspace, locale, english)
            result.changes += [measure_changes(locale, engine, known) for engine, known in pairs.items()]
        trial.refuse_useless()
    return ScoreResult(
        scores=tuple(result.scores),
        changes=tuple(result.changes),
        unavailable=tuple(trial.unavailable),
        usage=tuple(trial.usage),
        left=tuple(result.left),
    )


def _scorable(trial: Trial) -> list[Engine]:
    """Return the engines without the memory; raises EngineError where nothing else was asked for."""
    engines = [engine for engine in trial.engines if engine.name != _REMEMBERS]
    if trial.choice.engines is not None and len(engines) < len(trial.engines):
        message = f"{_REMEMBERS} can't be scored: it would find the very translations it is compared with"
        raise EngineError(message, hint="score the engines that translate")
    return engines


def _references(
    workspace: Workspace, locale: Locale, against: str, sources: Sources, limit: int
) -> list[Reference]:
    """Return at most so many references, the same each time."""
    found = (
        approved_references(workspace, locale, sources)
        if against == APPROVED
        else file_references(workspace, locale, against)
    )
    by_order = {id(one.order): one for one in found}
    return [by_order[id(order)] for order in choose_sample([one.order for one in found], limit)]


def _why_none(against: str) -> str:
    if against == APPROVED:
        return (
            f"nothing that a person wrote is approved yet; name a file with --against, {ENOUGH} units or more"
        )
    return f"{against} holds no pair in this language"


def _score_locale(
    trial: Trial, engines: Sequence[Engine], locale: Locale, references: Sequence[Reference]
) -> Iterator[Score]:
    trial.progress.start(f"score {locale}", len(references) * len(engines))
    try:
        for engine in engines:
            asked = len(trial.usage)
            drafts = trial.ask(engine, locale, [one.order for one in references])
            seconds = sum(row.seconds for row in trial.usage[asked:])
            if len(trial.usage) > asked:
                texts = [draft.text for draft in drafts]
                yield score_drafts(locale, engine.name, texts, [one.target for one in references], seconds)
    finally:
        trial.progress.finish()
