"""Section: one part of a page of plain words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with paragraphs, steps, and a table."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    """The first row is the heading."""
