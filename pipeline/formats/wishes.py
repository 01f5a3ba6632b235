"""Directives to what holds for each leaf: skipped, one unit, critical, its context, its note."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import repeat
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from pipeline.errors import DocumentError, Location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.formats.directives import Directive, Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the author wants for a block."""

    is_skipped: bool = False
    is_whole: bool = False
    is_critical: bool = False
    context: str | None = None
    notes: tuple[str, ...] = ()

    def with_directive(self, directive: Directive) -> Wish:
        """Return the wish with one more directive."""
        match directive.name:
            case "note":
                return replace(self, notes=(*self.notes, directive.text))
            case "context":
                return replace(self, context=directive.text)
            case "critical":
                return replace(self, is_critical=True)
            case "paragraph":
                return replace(self, is_whole=True)
            case _:
                return replace(self, is_skipped=True)


NO_WISH: Final = Wish()


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


Placed = TypeVar("Placed", bound=_Placed)


def find_wishes(
    leaves: Sequence[Placed], marks: Sequence[Mark], path: str, line_at: Callable[[int], int]
) -> Iterator[tuple[Placed, Wish]]:
    """Return each leaf with what its author wants; raises DocumentError for a skip that never ends.

    Both leaves and marks come in the order in which they stand.
    """
    return _held(leaves, marks, path, line_at) if marks else zip(leaves, repeat(NO_WISH), strict=False)


def _held(
    leaves: Sequence[Placed], marks: Sequence[Mark], path: str, line_at: Callable[[int], int]
) -> Iterator[tuple[Placed, Wish]]:
    spans = _skipped(marks, path, line_at)
    starts = [start for start, _ in spans]
    waiting = sorted(marks, key=lambda mark: mark.target.start, reverse=True)
    held: list[Mark] = []
    for leaf in leaves:
        while waiting and waiting[-1].target.start <= leaf.start:
            held.append(waiting.pop())
        held = [mark for mark in held if leaf.start < mark.target.stop]
        inside = bisect_right(starts, leaf.start) - 1
        wish = Wish(is_skipped=inside >= 0 and leaf.start < spans[inside][1])
        for mark in held:
            wish = wish.with_directive(mark.directive)
        yield leaf, wish


def _skipped(marks: Sequence[Mark], path: str, line_at: Callable[[int], int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for mark in marks:
        at = Location(path, line_at(mark.at))
        if mark.directive.name == "skip-start":
            if start is not None:
                raise DocumentError("skip-start stands inside another skip-start", at=at, hint="take it out")
            start = mark.at
        elif mark.directive.name == "skip-end":
            if start is None:
                raise DocumentError("skip-end ends nothing", at=at, hint="put skip-start above it")
            spans.append((start, mark.at))
            start = None
    if start is not None:
        at = Location(path, line_at(start))
        hint = "put <!-- caveat: skip-end --> below what is to be left out"
        raise DocumentError("skip-start is never ended", at=at, hint=hint)
    return spans
