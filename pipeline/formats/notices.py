"""What a record tells its content owner: junk, headings the profile does not know, control characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.formats.lines import BLANK, Line, find_control
from pipeline.model.document import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.config.project import Profile

_NAMES_SHOWN: Final = 20
"""Headings that a notice lists by name."""


def of_junk(line: Line, junk: str, heading: str) -> Notice:
    """Return the notice that junk was taken off a declared heading."""
    return Notice(
        rule="source.junk",
        line=line.number,
        message=f'"{junk.strip(BLANK)}" is glued to the heading "{heading}"; outputs leave it out',
        hint="correct the export; the file here stays as it is",
    )


def of_kept_junk(line: Line, profile: Profile) -> Iterator[Notice]:
    """Yield the notice that a token stays, because what follows it is no declared heading."""
    for token in profile.junk:
        rest = line.text.removeprefix(token).lstrip(BLANK)
        if token and rest != line.text and rest[:1].isupper():
            yield Notice(
                rule="source.junk-kept",
                line=line.number,
                message=f'"{token}" stands at the start of "{line.text[:60]}" and is kept as text',
                hint="correct the export, or declare the heading without it in the profile",
            )


def of_unknown(headings: Sequence[tuple[int, str]], profile: Profile) -> Iterator[Notice]:
    """Yield one notice a document: 800 articles must not mean 800 edits of a profile."""
    if profile.sections and headings:
        titles = [f'"{title}"' for _, title in headings]
        more = f" and {len(titles) - _NAMES_SHOWN} more" if len(titles) > _NAMES_SHOWN else ""
        what = "1 heading is" if len(titles) == 1 else f"{len(titles)} headings are"
        yield Notice(
            rule="source.unknown-heading",
            line=headings[0][0],
            message=f"{what} not in the profile: {', '.join(titles[:_NAMES_SHOWN])}{more}",
            hint="each became a child of the group above it, or stands alone; declare it if that is wrong",
        )


def of_control(data: bytes) -> Iterator[Notice]:
    """Yield the notice that the text holds control characters."""
    line = find_control(data)
    if line is not None:
        yield Notice(
            rule="source.control-character",
            line=line,
            message="the text holds a control character, which pages would show or drop",
            hint="take it out of the export",
        )
