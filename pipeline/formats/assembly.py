"""Occurrences and blocks, made in a quarter of the time that their own constructors take.

A frozen dataclass sets each field through `object.__setattr__`, and a document of 7 KB holds 130 of them.
Here a draft with the same slots is filled in and then declared to be the noun. Python refuses that, with
TypeError, as soon as the slots are not the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.model.document import Block, Occurrence

if TYPE_CHECKING:
    from pipeline.model.document import BlockKind, ByteRange, Code
    from pipeline.model.unit import Risk, UnitKey


class _OccurrenceDraft:
    __slots__ = Occurrence.__slots__

    def __init__(
        self,
        key: UnitKey,
        where: ByteRange,
        risk: Risk,
        reasons: tuple[str, ...],
        codes: tuple[Code, ...],
        notes: tuple[str, ...],
    ) -> None:
        self.key = key
        self.range = where
        self.risk = risk
        self.reasons = reasons
        self.codes = codes
        self.notes = notes


def make_occurrence(
    key: UnitKey,
    where: ByteRange,
    risk: Risk,
    reasons: tuple[str, ...],
    codes: tuple[Code, ...],
    notes: tuple[str, ...],
) -> Occurrence:
    """Return an occurrence; the same as its constructor gives."""
    draft: Any = _OccurrenceDraft(key, where, risk, reasons, codes, notes)
    draft.__class__ = Occurrence
    made: Occurrence = draft
    return made


class _BlockDraft:
    __slots__ = Block.__slots__

    def __init__(
        self,
        kind: BlockKind,
        line: int,
        occurrences: tuple[Occurrence, ...],
        level: int,
        section: str | None,
        disclaimer: str | None,
    ) -> None:
        self.kind = kind
        self.line = line
        self.occurrences = occurrences
        self.level = level
        self.section = section
        self.disclaimer = disclaimer
        self.language = self.part = None


def make_block(
    kind: BlockKind,
    line: int,
    occurrences: tuple[Occurrence, ...],
    level: int,
    section: str | None,
    disclaimer: str | None,
) -> Block:
    """Return a block; the same as its constructor gives."""
    draft: Any = _BlockDraft(kind, line, occurrences, level, section, disclaimer)
    draft.__class__ = Block
    made: Block = draft
    return made
