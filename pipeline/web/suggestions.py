"""What the memory offers for a unit, with its score and where it comes from."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final

from pipeline.memory.matching import Question, find_matches
from pipeline.memory.store import open_store
from pipeline.review.differences import Stretch, find_differences
from pipeline.stages.memory import FOLDER, open_memory

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.memory.matching import Match
    from pipeline.memory.store import Store
    from pipeline.model.state import State
    from pipeline.stages.standings import UnitStanding
    from pipeline.workspace.project import Workspace

FRESH_SECONDS: Final = 60.0
"""How old the memory may be: bringing it up to date reads the whole project."""
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


class Memory:
    """The project's memory as the page opens it: up to date when it starts, and once a minute."""

    def __init__(self, workspace: Workspace, clock: Callable[[], float] = time.monotonic) -> None:
        self._workspace, self._clock = workspace, clock
        self._lock = Lock()
        self._until: float | None = None

    def ask(self, question: Question) -> tuple[Match, ...]:
        """Return the best matches; raises CaveatError where the memory can't be opened."""
        with self._lock:
            now = self._clock()
            if self._until is None or now >= self._until:
                with open_memory(self._workspace) as store:
                    found = _find(store, question)
                self._until = self._clock() + FRESH_SECONDS
                return found
        with open_store(self._workspace.root / FOLDER / "memory.sqlite3") as store:
            return _find(store, question)


def _find(store: Store, question: Question) -> tuple[Match, ...]:
    return find_matches(store, question, limit=MOST + 1)


def find_suggestions(memory: Memory, one: UnitStanding) -> tuple[Suggestion, ...]:
    """Return what the memory knows besides the text that is there."""
    if one.entry.plural is not None:
        return ()
    source = one.unit.key.source
    question = Question(source=source, locale=one.locale.code, context=one.unit.key.context)
    found = memory.ask(question)
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
