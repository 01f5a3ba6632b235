"""Exported records: a title line, field labels, bare-line headings, one-line paragraphs, author's directives.

The file is never edited: junk that an export glued on stays in the skeleton and is marked, so that outputs
leave it out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.errors import CaveatError, DocumentError, Location, raise_all
from pipeline.formats.disclaimed import compare_with_canonical, find_misshapen, refuse_second_text
from pipeline.formats.editions import end_of_line, start_of_line
from pipeline.formats.headings import is_heading, strip_junk
from pipeline.formats.line_directives import DIRECTIVE_START, LineDirectives, is_directive
from pipeline.formats.lines import BLANK, Line, line_at, split_lines
from pipeline.formats.notices import of_control, of_junk, of_kept_junk, of_unknown
from pipeline.formats.record_localize import localize_record
from pipeline.formats.wishes import NO_WISH, Wish
from pipeline.language.names import find_language
from pipeline.language.risk import classify
from pipeline.model.document import (
    Block,
    BlockKind,
    ByteRange,
    Document,
    Junk,
    Notice,
    Occurrence,
    Untranslated,
    UntranslatedKind,
)
from pipeline.model.unit import Risk, UnitKey

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.config.project import Profile, SectionRule
    from pipeline.formats.base import Edition, Reading

_LABEL: Final = re.compile(
    r"(?P<name>[^():]{1,80}?)[ \t\xa0]*\((?P<language>[^()]{1,60})\)[ \t\xa0]*:[ \t\xa0]*(?P<rest>.*)$"
)


@dataclass(slots=True)
class _Record:
    """A record being understood."""

    reading: Reading
    directives: LineDirectives
    wish: Wish = NO_WISH
    """What the author wants for the line that is read."""
    blocks: list[Block] = field(default_factory=list)
    junk: list[Junk] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    problems: list[CaveatError] = field(default_factory=list)
    section: str | None = None
    rule: SectionRule | None = None
    group: SectionRule | None = None
    unknown: list[tuple[int, str]] = field(default_factory=list)

    @property
    def profile(self) -> Profile:
        return self.reading.collection.profile

    @property
    def awaits_disclaimer(self) -> bool:
        """Whether the last line was a disclaimer's heading, so that this one is its text."""
        last = self.blocks[-1] if self.blocks else None
        return last is not None and last.kind is BlockKind.HEADING and last.disclaimer is not None


@dataclass(frozen=True, slots=True)
class RecordFormat:
    """The format `record`."""

    name: str = "record"
    suffixes: tuple[str, ...] = (".txt",)

    def parse(self, data: bytes, reading: Reading) -> Document:
        """Return the record in `data`; raises DocumentError, or ManyErrors with every problem."""
        record = _Record(reading, LineDirectives(reading.path))
        lines = split_lines(data, reading.path)
        texts = [line for line in lines if not is_directive(line.text)]
        if not texts:
            raise DocumentError("the document is empty", at=Location(reading.path, 1), hint="export it again")
        for line in lines:
            whole = ByteRange(start_of_line(data, line.start), end_of_line(data, line.start))
            if is_directive(line.text):
                record.directives.take(line.number, line.text, whole)
                continue
            record.wish = record.directives.next_wish()
            if record.wish.is_skipped:
                record.junk.append(Junk(range=whole, line=line.number, text=line.text))
            elif reading.has_title and line is texts[0]:
                _add_title(record, line)
            else:
                _add_line(record, line, is_last=line is texts[-1])
        record.directives.check_ended()
        record.notices += [*of_unknown(record.unknown, record.profile), *of_control(data)]
        raise_all([*record.problems, *find_misshapen(record.blocks, reading)])
        return Document(
            id=reading.id,
            path=reading.path,
            data=data,
            blocks=tuple(record.blocks),
            junk=tuple(sorted((*record.junk, *record.directives.lines), key=lambda junk: junk.range)),
            notices=tuple(sorted(record.notices, key=lambda notice: notice.line)),
            untranslated=tuple(_untranslated(record)),
        )

    def encode(self, document: Document, occurrence: Occurrence, target: str) -> bytes:
        """Return the target's bytes: a record has no markup, so nothing needs escaping.

        Raises DocumentError for one that would be a directive for authors.
        """
        if target != occurrence.key.source and target.strip(BLANK).startswith(DIRECTIVE_START):
            at = Location(document.path, line_at(document.data, occurrence.range.start))
            message = f'"{target[:60]}" can\'t be written: it would be a directive for authors'
            raise DocumentError(message, at=at, hint="start with another word")
        return target.encode()

    def localize(self, document: Document, edition: Edition) -> bytes:
        """Return the record as an edition has it: labels name its language, marks and notices are words."""
        return localize_record(document, edition, self)


def _untranslated(record: _Record) -> Iterator[Untranslated]:
    """Yield what is in no unit: junk, and the names of languages, which are rendered and not translated."""
    for junk in record.junk:
        yield Untranslated(range=junk.range, kind=UntranslatedKind.EXCLUDED)
    for block in record.blocks:
        if block.language:
            yield Untranslated(range=block.language, kind=UntranslatedKind.METADATA)


def _add_title(record: _Record, line: Line) -> None:
    heading = strip_junk(record.profile, line.text)
    if record.profile.find(heading):
        at = Location(record.reading.path, line.number)
        message = f'the first line is the section "{heading}", so the title is missing'
        record.problems.append(
            DocumentError(message, at=at, hint="put the document's title on the first line")
        )
    record.notices += of_kept_junk(line, record.profile)
    record.blocks.append(_whole(record, line, BlockKind.TITLE))


def _add_line(record: _Record, line: Line, *, is_last: bool) -> None:
    line = _without_junk(record, line)
    rule = record.profile.find(line.text)
    if rule is not None:
        _add_heading(record, line, rule)
    elif record.awaits_disclaimer:
        _add_disclaimer_text(record, line, record.blocks[-1].disclaimer or "")
    elif label := _find_label(record, line):
        _add_label(record, line, label)
    elif is_heading(line.text, is_last=is_last):
        record.notices += of_kept_junk(line, record.profile)
        _add_heading(record, line, None)
    else:
        _add_paragraph(record, line, 0)


def _without_junk(record: _Record, line: Line) -> Line:
    """Take declared junk off a line, but only where a declared heading is left."""
    rest = strip_junk(record.profile, line.text)
    if rest == line.text:
        return line
    skipped = len(line.text) - len(rest)
    where = line.cut(0, skipped)
    text = line.text[:skipped]
    record.junk.append(Junk(range=where, line=line.number, text=text))
    record.notices.append(of_junk(line, text, rest))
    return Line(line.number, rest, where.stop)


def _find_label(record: _Record, line: Line) -> re.Match[str] | None:
    found = _LABEL.match(line.text)
    if not found:
        return None
    source = record.reading.source_locale
    code = find_language(found["language"], source, record.profile.language_names)
    return found if code and code.split("_")[0] == source.language else None


def _add_label(record: _Record, line: Line, label: re.Match[str]) -> None:
    """Add a label; it starts another field, so that the section before it is over."""
    record.section = record.rule = record.group = None
    name = _occurrence(label["name"], line.cut(*label.span("name")), "label", Risk.STANDARD, record.wish)
    record.blocks.append(
        Block(
            kind=BlockKind.LABEL,
            line=line.number,
            occurrences=(name,),
            language=line.cut(*label.span("language")),
        )
    )
    if label["rest"]:
        _add_paragraph(record, line, label.start("rest"))


def _add_heading(record: _Record, line: Line, rule: SectionRule | None) -> None:
    if rule is not None:
        level = 1
        record.group = rule if rule.is_group else None
    else:
        level = 2 if record.group else 1
        record.unknown.append((line.number, line.text))
    record.section = line.text
    record.rule = rule or record.group or _lasting(record.rule)
    record.blocks.append(_whole(record, line, BlockKind.HEADING, level=level))


def _lasting(rule: SectionRule | None) -> SectionRule | None:
    """Return the rule that goes on below an undeclared heading: a critical section ends at a declared one."""
    return rule if rule and rule.risk > Risk.STANDARD and rule.disclaimer is None else None


def _whole(record: _Record, line: Line, kind: BlockKind, level: int = 0) -> Block:
    """Return a block of one unit, whose role is the block's kind or the disclaimer it belongs to."""
    rule = record.rule if kind is BlockKind.HEADING else None
    disclaimer = rule.disclaimer if rule else None
    role = f"disclaimer:{disclaimer}" if disclaimer else kind.value
    if disclaimer:
        compare_with_canonical(record.reading, disclaimer, "heading", line.text, line.number, record.problems)
    where = line.cut(0, len(line.text))
    unit = _occurrence(line.text, where, role, rule.risk if rule else Risk.STANDARD, record.wish)
    return Block(
        kind=kind,
        line=line.number,
        occurrences=(unit,),
        level=level,
        section=record.section,
        disclaimer=disclaimer,
    )


def _add_paragraph(record: _Record, line: Line, start: int) -> None:
    if record.rule and record.rule.disclaimer:
        refuse_second_text(record.reading, record.rule.disclaimer, line.text, line.number, record.problems)
    text = line.text[start:]
    is_whole = record.wish.is_whole or record.reading.collection.segmentation == "paragraph"
    found = ((0, len(text)),) if is_whole else record.reading.find_sentences(text)
    spans = [(start + first, start + last) for first, last in found]
    risk = record.rule.risk if record.rule else Risk.STANDARD
    units = _prose(line, spans, risk, record.wish)
    record.blocks.append(
        Block(kind=BlockKind.PARAGRAPH, line=line.number, occurrences=units, section=record.section)
    )


def _prose(line: Line, spans: Sequence[tuple[int, int]], risk: Risk, wish: Wish) -> tuple[Occurrence, ...]:
    places = zip(spans, line.cut_all(spans), strict=True)
    return tuple(_occurrence(line.text[slice(*span)], where, None, risk, wish) for span, where in places)


def _add_disclaimer_text(record: _Record, line: Line, disclaimer: str) -> None:
    compare_with_canonical(record.reading, disclaimer, "text", line.text, line.number, record.problems)
    where = line.cut(0, len(line.text))
    unit = _occurrence(line.text, where, f"disclaimer:{disclaimer}", Risk.DISCLAIMER, record.wish)
    record.blocks.append(
        Block(
            kind=BlockKind.PARAGRAPH,
            line=line.number,
            occurrences=(unit,),
            section=record.section,
            disclaimer=disclaimer,
        )
    )


def _occurrence(text: str, where: ByteRange, role: str | None, least: Risk, wish: Wish) -> Occurrence:
    """Return a unit; `least` is the risk that its section gives it."""
    is_disclaimer = role is not None and role.startswith("disclaimer:")
    risk, reasons = (Risk.STANDARD, ()) if role in ("title", "label") else classify(text)
    if is_disclaimer:
        risk, reasons = Risk.DISCLAIMER, ()
    if least > Risk.STANDARD:
        reasons = (*reasons, "section")
    if wish.is_critical:
        least, reasons = max(least, Risk.CRITICAL), (*reasons, "author")
    context = role if is_disclaimer or wish.context is None else wish.context
    return Occurrence(
        key=UnitKey(context, text), range=where, risk=max(risk, least), reasons=reasons, notes=wish.notes
    )
