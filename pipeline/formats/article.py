"""Units to blocks: the title, sections, disclaimers and risk that any format with headings gives them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.errors import CaveatError, raise_all
from pipeline.formats.disclaimed import compare_with_canonical, find_misshapen, refuse_second_text
from pipeline.formats.notices import of_unknown
from pipeline.formats.outline import Outline
from pipeline.formats.wishes import NO_WISH
from pipeline.language.risk import classify
from pipeline.model.document import Block, BlockKind, Occurrence
from pipeline.model.unit import Risk, UnitKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.config.project import SectionRule
    from pipeline.formats.base import Reading
    from pipeline.formats.inline_units import FoundUnit
    from pipeline.formats.wishes import Wish
    from pipeline.model.document import Notice

_PARAGRAPH: Final = BlockKind.PARAGRAPH
"""An attribute of an enumeration is slow to reach."""


@dataclass(slots=True)
class Article:
    """A document with headings, being understood."""

    reading: Reading
    line_at: Callable[[int], int]
    outline: Outline
    blocks: list[Block] = field(default_factory=list)
    problems: list[CaveatError] = field(default_factory=list)
    unknown: list[tuple[int, str]] = field(default_factory=list)

    @classmethod
    def start(cls, reading: Reading, line_at: Callable[[int], int]) -> Article:
        """Return an article without blocks."""
        return cls(reading, line_at, Outline(reading.collection.profile))

    @property
    def is_disclaimer(self) -> bool:
        """Whether what comes next belongs to a disclaimer, so that it is one unit."""
        return self.outline.rule is not None and self.outline.rule.disclaimer is not None

    def finish(self) -> tuple[Block, ...]:
        """Return the blocks; raises DocumentError, or ManyErrors with every problem."""
        misshapen = find_misshapen(self.blocks, self.reading) if self.blocks else ()
        raise_all([*self.problems, *misshapen])
        return tuple(self.blocks)

    def notices(self) -> Iterator[Notice]:
        """Yield the notice that lists the headings the profile doesn't know."""
        yield from of_unknown(self.unknown, self.reading.collection.profile)

    def add_prose(self, units: tuple[FoundUnit, ...], role: str | None, wish: Wish, at: int) -> None:
        """Add a paragraph, cell or label that starts at a file offset, if there are units in it."""
        if not units:
            return
        rule, line = self.outline.rule, self.line_at(at)
        if rule and rule.disclaimer:
            self._compare_text(rule.disclaimer, units, line)
            role = f"disclaimer:{rule.disclaimer}"
        found = tuple(_occurrences(units, role, rule, wish))
        disclaimer = rule.disclaimer if rule else None
        self.blocks.append(
            Block(
                kind=_PARAGRAPH,
                line=line,
                occurrences=found,
                section=self.outline.title,
                disclaimer=disclaimer,
            )
        )

    def add_heading(self, heading: Heading, units: tuple[FoundUnit, ...], wish: Wish) -> None:
        """Start a heading's section; add the heading, if there is a unit in it."""
        own = self.outline.enter(heading.text, heading.level)
        if not units:
            return
        line = self.line_at(heading.at)
        if own is None and not heading.is_title:
            self.unknown.append((line, heading.text))
        disclaimer = own.disclaimer if own else None
        if disclaimer:
            compare_with_canonical(self.reading, disclaimer, "heading", heading.text, line, self.problems)
        kind = BlockKind.TITLE if heading.is_title and own is None else BlockKind.HEADING
        role = f"disclaimer:{disclaimer}" if disclaimer else kind.value
        level = 0 if kind is BlockKind.TITLE else heading.level
        found = tuple(_occurrences(units[:1], role, self.outline.rule, wish))
        self.blocks.append(
            Block(
                kind=kind,
                line=line,
                occurrences=found,
                level=level,
                section=heading.text,
                disclaimer=disclaimer,
            )
        )

    def add_aside(self, unit: FoundUnit, kind: BlockKind, role: str, wish: Wish) -> None:
        """Add a text that stands beside the running text and is in no disclaimer: a title, a value."""
        rule = None if self.is_disclaimer else self.outline.rule
        found = tuple(_occurrences((unit,), role, rule, wish))
        line = self.line_at(unit.range.start)
        self.blocks.append(Block(kind=kind, line=line, occurrences=found, section=self.outline.title))

    def _compare_text(self, disclaimer: str, units: tuple[FoundUnit, ...], line: int) -> None:
        """Note a problem when a disclaimer's section holds more than its one canonical paragraph."""
        prose = (block for block in reversed(self.blocks) if block.kind is not BlockKind.VALUE)
        last = next(prose, None)
        if last and last.disclaimer == disclaimer and last.kind is BlockKind.PARAGRAPH:
            refuse_second_text(self.reading, disclaimer, units[0].source, line, self.problems)
            return
        compare_with_canonical(self.reading, disclaimer, "text", units[0].source, line, self.problems)


class Heading(NamedTuple):
    """A heading as a format found it."""

    text: str
    level: int
    at: int
    """The file offset where it starts."""
    is_title: bool
    """Whether it is the document's title, unless the profile declares it as a section."""


def _occurrences(
    units: Sequence[FoundUnit], role: str | None, rule: SectionRule | None, wish: Wish
) -> list[Occurrence]:
    if role is None and rule is None and wish is NO_WISH:  # the usual case
        found = []
        for text, where, codes in units:
            risk, reasons = classify(text)
            key = UnitKey(None, text)
            found.append(Occurrence(key=key, range=where, risk=risk, reasons=reasons, codes=codes))
        return found
    is_disclaimer = role is not None and role.startswith("disclaimer:")
    context = role if is_disclaimer or wish.context is None else wish.context
    found = []
    for text, where, codes in units:
        risk, reasons = (Risk.DISCLAIMER, ()) if is_disclaimer else _risk(text, role, rule, wish)
        key, notes = UnitKey(context, text), wish.notes
        found.append(Occurrence(key=key, range=where, risk=risk, reasons=reasons, codes=codes, notes=notes))
    return found


def _risk(text: str, role: str | None, rule: SectionRule | None, wish: Wish) -> tuple[Risk, tuple[str, ...]]:
    risk, reasons = (Risk.STANDARD, ()) if role in ("title", "label") else classify(text)
    if rule and rule.risk > Risk.STANDARD:
        risk, reasons = max(risk, rule.risk), (*reasons, "section")
    if wish.is_critical:
        risk, reasons = max(risk, Risk.CRITICAL), (*reasons, "author")
    return risk, reasons
