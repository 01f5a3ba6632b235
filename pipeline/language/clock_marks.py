"""Times of day that are written with a stop: `16.30 Uhr` is 16:30 and no 16.3."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.language.lexicon import Lexicon

_TIME = re.compile(r"(?<![\d.,:])(?:[01]?\d|2[0-4])\.[0-5]\d(?![\d:]|[.,]\d|\s?(?:%|[kcmµ]?[glm]\b|mcg))")
_CLOCK = r"(?:[01]?\d|2[0-4])[.:][0-5]\d"
_TO = r"\s*(?:[-–—]|\w{1,6}(?:\s\w{1,5})?)\s*"
"""What stands between the two times of a span: `von 8.00 bis 16.30 Uhr`."""
_MOST = 40
"""Characters before a time among which its word is looked for."""


def mark_clocks(text: str, lexicon: Lexicon) -> str:
    """Return `text`, of the same length, with a colon in the times that a word of the clock stands beside."""
    around = _beside(lexicon.clock) if lexicon.clock else None
    if around is None or "." not in text:
        return text
    marked = text
    for time in _TIME.finditer(text):
        before, after = around
        if after.match(text, time.end()) or before.search(text, max(0, time.start() - _MOST), time.start()):
            stop = time.start() + time[0].index(".")
            marked = f"{marked[:stop]}:{marked[stop + 1 :]}"
    return marked


@lru_cache(maxsize=64)
def _beside(words: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what ends before a time and what begins behind it."""
    named = "|".join(map(re.escape, words))
    return (
        re.compile(rf"(?<!\w)(?:{named})\s*(?:{_CLOCK}{_TO})?$", re.IGNORECASE),
        re.compile(rf"(?:{_TO}{_CLOCK})?\s?(?:{named})(?!\w)", re.IGNORECASE),
    )
