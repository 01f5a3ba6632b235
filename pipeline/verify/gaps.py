"""Gaps: white space and characters without a shape, which can push a text out of sight."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.verify.problem import problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale

_GAP: Final = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3164\ufeff\uffa0]+"
)
_LINE_END: Final = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_LINES: Final = 3
"""What a format may add: an inserted passage stands between blank lines."""
_WIDTH: Final = 8
"""What a format may add within a line: a passage may be indented."""


def check_gaps(built: str, source: str, file: str, locale: Locale) -> Iterator[Finding]:
    """Yield where a file has more blank lines, or a wider gap in a line, than its source has anywhere."""
    allowed = [max(column, default=0) for column in zip(*map(_measure, _GAP.findall(source)), strict=True)]
    lines, width = allowed or (0, 0)
    for gap in _GAP.finditer(built):
        height, span = _measure(gap[0])
        if height > lines + _LINES or span > width + _WIDTH:
            what = f"{height} line ends" if height > lines + _LINES else f"{span} characters"
            message = f"{what} of nothing stand in a row, more than anywhere in the source"
            line = 1 + len(_LINE_END.findall(built[: gap.start()]))
            hint = "take the white space out; build the document again"
            yield problem("structure.changed", file, message, line=line, hint=hint, locale=locale.code)
            return


def _measure(gap: str) -> tuple[int, int]:
    """Return how many lines a gap ends, and how wide it is in one of them."""
    lines = _LINE_END.split(gap)
    return len(lines) - 1, max(map(len, lines))
