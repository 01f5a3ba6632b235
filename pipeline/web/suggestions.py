"""What the memory offers for a unit, with its score and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Final

from pipeline.memory.matching import Question, find_matches
from pipeline.memory.store import open_store
from pipeline.review.differences import Stretch, find_differences
from pipeline.stages.memory import FOLDER, open_memory, refresh_catalogs
from pipeline.stages.memory_files import folder_of_memories

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.memory.matching import Match
    from pipeline.model.locale import Locale
    from pipeline.model.state import State
    from pipeline.stages.sources import CatalogSource
    from pipeline.stages.standings import Shelved, UnitStanding
    from pipeline.web.view import View

MOST: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One text that stands for the same source, or for one like it."""

    target: str
    score: int
    origin: str
    """The document, or the imported memory."""
    by: str
    state: State
    differences: tuple[Stretch, ...]
    """The known source and this one; empty where they are the same."""
    warnings: tuple[str, ...] = ()
    """What of the meaning differs."""


@dataclass(slots=True)
class Memory:
    """The project's memory as the page opens it: never behind the catalogs and ledgers that it shows."""

    _lock: Lock = field(default_factory=Lock)
    _whole: object = None
    """What all of the memory was read from, but for catalogs and ledgers."""
    _shelves: dict[Locale, dict[str, Shelved]] = field(default_factory=dict)
    """The catalogs that the memory was brought up to."""

    def ask(self, view: View, question: Question, locale: Locale) -> tuple[Match, ...]:
        """Return the best matches in a locale; raises CaveatError where the memory can't be opened."""
        with self._lock:
            self._bring_up(view, locale)
        with open_store(view.workspace.root / FOLDER / "memory.sqlite3") as store:
            return find_matches(store, question, limit=MOST + 1)

    def _bring_up(self, view: View, locale: Locale) -> None:
        files = sorted(folder_of_memories(view.workspace).glob("*.tmx"))
        whole = (view.edition, view.signing, view.library.stamp_of(files))
        now = {source.id: view.shelved(locale, source.id) for source in view.sources.catalogs}
        if whole != self._whole:
            with open_memory(view.workspace, skips_broken=True):
                self._whole, self._shelves = whole, {}
        elif locale in self._shelves:
            before = self._shelves[locale]
            changed = [one for one in view.sources.catalogs if now[one.id] is not before.get(one.id)]
            _refresh(view, [(locale, one) for one in changed])
        else:
            _refresh(view, [(locale, one) for one in view.sources.catalogs])
        self._shelves[locale] = now


def _refresh(view: View, catalogs: Sequence[tuple[Locale, CatalogSource]]) -> None:
    if catalogs:
        with open_store(view.workspace.root / FOLDER / "memory.sqlite3") as store:
            refresh_catalogs(view.workspace, store, catalogs, view.signing)


def find_suggestions(memory: Memory, view: View, one: UnitStanding) -> tuple[Suggestion, ...]:
    """Return what the memory knows besides the text that is there."""
    if one.entry.plural is not None:
        return ()
    source = one.unit.key.source
    question = Question(source=source, locale=one.locale.code, context=one.unit.key.context)
    found = memory.ask(view, question, one.locale)
    return tuple(_suggestion(match, source) for match in found if match.pair.target != one.entry.target)[
        :MOST
    ]


def _suggestion(match: Match, source: str) -> Suggestion:
    pair = match.pair
    return Suggestion(
        target=pair.target,
        score=min(match.score, 100),
        origin=pair.document,
        by=pair.by,
        state=pair.state,
        differences=find_differences(pair.source, source) if pair.source != source else (),
        warnings=tuple(
            f"the {one.kind.value} differs: “{one.old}” there, “{one.new}” here" for one in match.differences
        ),
    )
