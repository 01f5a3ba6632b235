"""Engine "memory": what people approved for the same sentence elsewhere in the project.

Law 7 holds by itself: a source that differs in anything is another source, and nothing similar is taken. The
draft is fuzzy like any other: whoever approved it there has not read it here.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.drafting.base import LOOK_UP, Draft, Health, Limits, Setting, count_of
from pipeline.drafting.options import check_options
from pipeline.drafting.probing import probe_by_opening
from pipeline.errors import EngineError
from pipeline.memory.matching import MatchKind, Question, find_approved
from pipeline.memory.store import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.drafting.base import Request
    from pipeline.memory.matching import Match
    from pipeline.memory.store import Store


@dataclass(frozen=True, slots=True)
class MemorySession:
    """The project's memory, open."""

    store: Store
    locale: str
    route: str = "memory"
    version: str = f"memory@{VERSION}"
    mask_styles: tuple[()] = ()

    def draft(self, requests: Sequence[Request], deadline: float) -> list[Draft]:
        """Return the approved target of exactly this source, the one between the same sentences first."""
        del deadline  # a look at a table takes no time
        return [self._find(request) for request in requests]

    def _find(self, request: Request) -> Draft:
        around = request.context
        question = Question(
            source=request.text,
            locale=self.locale,
            context=request.key.context,
            before=around.before[-1] if around.before else "",
            after=around.after[0] if around.after else "",
        )
        found = find_approved(self.store, question)
        if not found:
            return Draft(reason="nobody approved a translation of it elsewhere")
        best = found[0]
        return Draft(text=best.pair.target, note=_note(best, len(found) - 1), confidence=1.0, is_exempt=True)


def _note(match: Match, others: int) -> str:
    is_between = match.kind is MatchKind.IN_CONTEXT and (match.pair.before or match.pair.after)
    place = " between the same sentences" if is_between else ""
    more = f", where {count_of(others, 'other translation')} can be found too" if others else ""
    return f"approved in {match.pair.document}{place}{more}"


class MemoryEngine:
    """Exact matches of the project's translation memory."""

    name = "memory"
    is_offline = True
    uses_context = True
    masks_terms = False

    def limits(self, setting: Setting) -> Limits:
        """Return how it may be asked."""
        check_options(self.name, setting.options, ())
        return LOOK_UP

    def probe(self, setting: Setting) -> Health:
        """Return whether there is a project with a memory."""
        return probe_by_opening(self, setting)

    @contextmanager
    def open(self, setting: Setting) -> Iterator[MemorySession]:
        """Yield a session on the project's memory; raises EngineError outside of a project."""
        self.limits(setting)
        if setting.open_memory is None:
            raise EngineError("there is no memory here", hint="go to a project's folder")
        yield MemorySession(setting.open_memory(), setting.target.code)
