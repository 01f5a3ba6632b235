"""Negative concord: whether a word such as Spanish `nadie` denies, or only repeats a negation before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.language.cues import CueKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.language.cues import Cue
    from pipeline.language.lexicon import Lexicon

_CLAUSE_END = re.compile(r"[.;:!?\u2026]\s")
_PAUSE = re.compile(r"[,(\u2014\u2013]")
_WORD = re.compile(r"\w+")


def denies(cue: Cue, others: Iterable[Cue], text: str, lexicon: Lexicon) -> bool:
    """Return whether a cue of concord is the negation of its clause.

    It is none behind another negation, and none behind a verb: `Conduzca ni maneje` has lost its `no`.
    """
    if CueKind.CONCORD not in cue.kinds:
        return False
    begin = _last(_CLAUSE_END, text, 0, cue.start)
    before = [other for other in others if begin <= other.start < cue.start]
    if any(other.kinds & {CueKind.NEGATION, CueKind.CONCORD} for other in before):
        return False
    pause = _last(_PAUSE, text, begin, cue.start)
    return set(_WORD.findall(text[pause : cue.start].lower())) <= {*lexicon.openers, *lexicon.conjunctions}


def _last(mark: re.Pattern[str], text: str, start: int, stop: int) -> int:
    """Return where the last of the marks between two places ends, or where the first place is."""
    return max((found.end() for found in mark.finditer(text, start, stop)), default=start)
