"""What an author says to Caveat: `skip`, `note` and their kin, in HTML comments or as a format has them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.document import ByteRange

_COMMENT: Final = re.compile(r"<!--\s*caveat:\s*([^>\s-]\S*)?\s*((?:(?!-->).)*?)\s*-->", re.DOTALL)
_WITH_TEXT: Final = frozenset({"note", "context"})
SPANS: Final = frozenset({"skip-start", "skip-end"})
"""Directives about what stands between two of them; the others are about the next block."""
NAMES: Final = ("skip", "skip-start", "skip-end", "note", "context", "critical", "paragraph")


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive; `text` is the note's or the context's, else empty."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A directive, where it stands, and the block after it."""

    directive: Directive
    at: int
    target: ByteRange


def find_directives(html: str, at: Location) -> Iterator[Directive]:
    """Yield the directives in a piece of HTML; raises DocumentError for one that says nothing known."""
    if "caveat:" not in html:
        return
    for found in _COMMENT.finditer(html):
        name, text = found[1] or "", " ".join(found[2].split())
        yield get_directive(name, text, at, f"<!-- caveat: {name} TEXT -->")


def get_directive(name: str, text: str, at: Location, example: str) -> Directive:
    """Return a directive; raises DocumentError for one that says nothing known, with how to write it."""
    if name not in NAMES:
        raise DocumentError(f'"{name}" is no directive for authors', at=at, hint=did_you_mean(name, NAMES))
    if name in _WITH_TEXT and not text:
        raise DocumentError(f'the directive "{name}" says nothing', at=at, hint=f"write {example}")
    return Directive(name, text)
