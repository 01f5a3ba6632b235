"""Whether an engine works, and how fast: found out by opening it, as a run does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from pipeline.drafting.base import Health, Request, join_reasons
from pipeline.errors import CaveatError, ManyErrors
from pipeline.model.unit import UnitKey

if TYPE_CHECKING:
    from pipeline.drafting.base import Engine, Limits, Session, Setting

_TESTS: Final = ("Drink water and rest well.", "The doctor reads the book.", "The house is near the river.")
"""Sentences that give nothing away."""
_SHOWN: Final = 3
"""Problems of a file that are told; the rest are counted."""


def probe_by_opening(engine: Engine, setting: Setting) -> Health:
    """Return the health that opening the engine shows: what is tried here is what a run does."""
    try:
        limits = engine.limits(setting)
        with engine.open(setting) as session:
            return Health(works=True, route=session.route, words_per_second=_speed_of(session, limits))
    except CaveatError as error:
        return failed_health(error)


def _speed_of(session: Session, limits: Limits) -> float | None:
    """Return the words of the test sentences that are drafted a second, in a batch as large as a run's."""
    if not session.mask_styles:
        return None
    number = min(limits.batch_texts, 32)
    texts = [_TESTS[at % len(_TESTS)] for at in range(number)]
    requests = [Request(id=str(at), text=text, key=UnitKey(None, text)) for at, text in enumerate(texts)]
    start = time.monotonic()
    drafts = session.draft(requests, start + limits.seconds)
    elapsed = max(time.monotonic() - start, 1e-6)
    words = sum(len(text.split()) for text, draft in zip(texts, drafts, strict=True) if draft.text)
    return round(words / elapsed, 1) if words else None


def failed_health(error: CaveatError) -> Health:
    """Return the health of an engine that could not be opened, or died."""
    problems = error.errors if isinstance(error, ManyErrors) else (error,)
    told = [f"{one.at}: {one.message}" if one.at else one.message for one in problems]
    more = f"; and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
    return Health(works=False, reason=f"{join_reasons(told[:_SHOWN])}{more}", hint=problems[0].hint or "")
