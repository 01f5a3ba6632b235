"""Term: one row of a glossary, and the place in a text where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class TermStatus(Enum):
    """How much a glossary insists on a row."""

    REQUIRED = "required"
    """A translation of the source term says one of the targets; the checks look for it."""
    SUGGESTED = "suggested"
    """A help for translators. The checks don't ask for the targets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What one word or phrase of the source is called in one locale."""

    source: str
    targets: tuple[str, ...] = ()
    """The wanted words, the best one first."""
    forbidden: tuple[str, ...] = ()
    """Words that must not stand for the source term."""
    is_kept: bool = False
    """Whether the term is not to be translated: it stands in the target as it does in the source."""
    part_of_speech: str = ""
    note: str = ""
    status: TermStatus = TermStatus.REQUIRED
    origin: str = ""
    """Where the row comes from: a person, a style guide, a published word list."""
    line: int = 0
    """The row's line in its file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermMatch:
    """A place in a source text where a term stands."""

    terms: tuple[Term, ...]
    """Every row of the glossary that says it: a noun and a verb may be spelled alike."""
    start: int
    stop: int
    text: str
    """The term as the text spells it."""
