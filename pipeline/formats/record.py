"""Exported records: a title line, field labels, bare-line headings, one-line paragraphs.

The file is never edited: junk that an export glued on stays in the skeleton and is marked, so that outputs
leave it out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.config.project import Profile, SectionRule
from pipeline.errors import CaveatError, DocumentError, Location, raise_all
from pipeline.formats.base import Reading
from pipeline.formats.disclaimed import compare_with_canonical
from pipeline.language.names import find_language
from pipeline.language.risk import classify
from pipeline.language.segmentation import find_sentences
from pipeline.model.document import Block, BlockKind, ByteRange, Document, Junk, Notice, Occurrence
from pipeline.model.unit import Risk, UnitKey
from pipeline.workspace.files import decode_utf8

MAX_HEADING_WORDS = 14
MAX_HEADING_LENGTH = 110
_LINE = re.compile(rb"[^\r\n]*")
_LABEL = re.compile(r"(?P<name>[^():]{1,80}?) \((?P<language>[^()]{1,60})\):[ \t]*(?P<rest>.*)$")
_SENTENCE_END = tuple(".!?:;,…")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: its text without outer white space, and where it stands."""

    number: int
    text: str
    start: int
    """Byte offset of the text."""

    def cut(self, start: int, stop: int) -> ByteRange:
        """Return the byte range of characters `start` to `stop`."""
        first = self.start + len(self.text[:start].encode())
        return ByteRange(first, first + len(self.text[start:stop].encode()))


@dataclass(slots=True)
class _Record:
    """A record being understood."""

    reading: Reading
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


@dataclass(frozen=True, slots=True)
class RecordFormat:
    """The format `record`."""

    name: str = "record"
    suffixes: tuple[str, ...] = (".txt",)

    def parse(self, data: bytes, reading: Reading) -> Document:
        """Return the record in `data`; raises DocumentError, or ManyErrors with every problem."""
        record = _Record(reading)
        lines = split_lines(data, reading.path)
        if not lines:
            raise DocumentError("the document is empty", at=Location(reading.path, 1), hint="export it again")
        _add_title(record, lines[0])
        for line, following in zip(lines[1:], [*lines[2:], None], strict=True):
            _add_line(record, line, following)
        _report_unknown(record)
        _require_sections(record)
        raise_all(record.problems)
        return Document(
            id=reading.id,
            path=reading.path,
            data=data,
            blocks=tuple(record.blocks),
            junk=tuple(record.junk),
            notices=tuple(record.notices),
        )


def split_lines(data: bytes, path: str) -> list[Line]:
    """Return the lines that are not blank; raises DocumentError for bytes that are not text."""
    try:
        decode_utf8(data, path)
    except CaveatError as error:
        raise DocumentError(error.message, at=error.at, hint="export the file again as UTF-8") from error
    nul = data.find(b"\0")
    if nul >= 0:
        line = data.count(b"\n", 0, nul) + 1
        raise DocumentError("holds a NUL byte, so it is not text", at=Location(path, line), hint="export it again")
    lines = []
    for found in _LINE.finditer(data):
        text = found[0].decode()
        body = text.strip().strip("\ufeff").strip()
        if body:
            offset = len(text[: text.index(body)].encode())
            lines.append(Line(data.count(b"\n", 0, found.start()) + 1, body, found.start() + offset))
    return lines


def _add_title(record: _Record, line: Line) -> None:
    record.blocks.append(_whole(record, line, BlockKind.TITLE))


def _add_line(record: _Record, line: Line, following: Line | None) -> None:
    line = _without_junk(record, line)
    rule = record.profile.find(line.text)
    if rule is not None:
        _add_heading(record, line, rule)
    elif label := _find_label(record, line):
        _add_label(record, line, label)
    elif _is_heading(line.text, following):
        _add_heading(record, line, None)
    else:
        _add_paragraph(record, line, 0)


def _without_junk(record: _Record, line: Line) -> Line:
    """Take a declared junk token off a line, but only where a declared heading is left."""
    for token in record.profile.junk:
        rest = line.text.removeprefix(token).lstrip()
        if rest != line.text and record.profile.find(rest):
            skipped = len(line.text) - len(rest)
            where = line.cut(0, skipped)
            record.junk.append(Junk(range=where, line=line.number, text=line.text[:skipped]))
            record.notices.append(
                Notice(
                    rule="source.junk",
                    line=line.number,
                    message=f'"{token}" is glued to the heading "{rest}"; outputs leave it out',
                    hint="correct the export; the file here stays as it is",
                )
            )
            return Line(line.number, rest, where.stop)
    return line


def _find_label(record: _Record, line: Line) -> re.Match[str] | None:
    found = _LABEL.match(line.text)
    if not found:
        return None
    source = record.reading.source_locale
    code = find_language(found["language"], source, record.profile.language_names)
    return found if code and code.split("_")[0] == source.language else None


def _add_label(record: _Record, line: Line, label: re.Match[str]) -> None:
    name = _occurrence(record, line, label.span("name"), "label", Risk.STANDARD)
    record.blocks.append(
        Block(
            kind=BlockKind.LABEL,
            line=line.number,
            occurrences=(name,),
            section=record.section,
            language=line.cut(*label.span("language")),
        )
    )
    if label["rest"]:
        _add_paragraph(record, line, label.start("rest"))


def _is_heading(text: str, following: Line | None) -> bool:
    """A short line that does not end like a sentence, with something below it."""
    words = text.split()
    if following is None or len(words) > MAX_HEADING_WORDS or len(text) > MAX_HEADING_LENGTH:
        return False
    if text.endswith("?"):
        return _is_title_case(words)
    return not text.endswith(_SENTENCE_END)


def _is_title_case(words: list[str]) -> bool:
    long_words = [word for word in words if len(word) > 3]  # noqa: PLR2004 - "the", "and", "for" stay small
    return bool(long_words) and all(word[:1].isupper() for word in long_words)


def _add_heading(record: _Record, line: Line, rule: SectionRule | None) -> None:
    if rule is not None:
        level = 1
        record.group = rule if rule.is_group else None
    else:
        level = 2 if record.group else 1
        record.unknown.append((line.number, line.text))
    record.section = line.text
    record.rule = rule or record.group
    record.blocks.append(_whole(record, line, BlockKind.HEADING, level=level))


def _whole(record: _Record, line: Line, kind: BlockKind, level: int = 0) -> Block:
    """Return a block of one unit, whose role is the block's kind or the disclaimer it belongs to."""
    disclaimer = record.rule.disclaimer if record.rule and kind is BlockKind.HEADING else None
    role = f"disclaimer:{disclaimer}" if disclaimer else kind.value
    risk = record.rule.risk if record.rule and kind is BlockKind.HEADING else Risk.STANDARD
    if disclaimer:
        compare_with_canonical(record.reading, disclaimer, "heading", line.text, line.number, record.problems)
    return Block(
        kind=kind,
        line=line.number,
        occurrences=(_occurrence(record, line, (0, len(line.text)), role, risk),),
        level=level,
        section=record.section,
        disclaimer=disclaimer,
    )


def _add_paragraph(record: _Record, line: Line, start: int) -> None:
    disclaimer = record.rule.disclaimer if record.rule else None
    if disclaimer:
        _add_disclaimer_text(record, line, disclaimer)
        return
    text = line.text[start:]
    language = record.reading.source_locale.language
    is_whole = record.reading.collection.segmentation == "paragraph"
    spans = ((0, len(text)),) if is_whole else find_sentences(text, language)
    risk = record.rule.risk if record.rule else Risk.STANDARD
    units = tuple(_occurrence(record, line, (start + a, start + b), None, risk) for a, b in spans)
    record.blocks.append(
        Block(kind=BlockKind.PARAGRAPH, line=line.number, occurrences=units, section=record.section)
    )


def _add_disclaimer_text(record: _Record, line: Line, disclaimer: str) -> None:
    compare_with_canonical(record.reading, disclaimer, "text", line.text, line.number, record.problems)
    unit = _occurrence(record, line, (0, len(line.text)), f"disclaimer:{disclaimer}", Risk.DISCLAIMER)
    record.blocks.append(
        Block(
            kind=BlockKind.PARAGRAPH,
            line=line.number,
            occurrences=(unit,),
            section=record.section,
            disclaimer=disclaimer,
        )
    )


def _occurrence(
    record: _Record, line: Line, span: tuple[int, int], role: str | None, section_risk: Risk
) -> Occurrence:
    text = line.text[slice(*span)]
    risk, reasons = (Risk.STANDARD, ()) if role in ("title", "label") else classify(text)
    if role and role.startswith("disclaimer:"):
        risk, reasons = Risk.DISCLAIMER, ()
    if section_risk > Risk.STANDARD:
        reasons = (*reasons, "section")
    return Occurrence(
        key=UnitKey(role, text), range=line.cut(*span), risk=max(risk, section_risk), reasons=reasons
    )


def _report_unknown(record: _Record) -> None:
    """One notice a document: 800 articles must not mean 800 edits of a profile."""
    if record.profile.sections and record.unknown:
        names = ", ".join(f'"{title}"' for _, title in record.unknown)
        record.notices.append(
            Notice(
                rule="source.unknown-heading",
                line=record.unknown[0][0],
                message=f"{len(record.unknown)} headings are not in the profile: {names}",
                hint="each became a child of the group above it, or stands alone; declare it if that is wrong",
            )
        )


def _require_sections(record: _Record) -> None:
    present = {block.occurrences[0].key.source for block in record.blocks if block.kind is BlockKind.HEADING}
    last = record.blocks[-1].line
    for rule in record.profile.sections:
        if rule.is_required and rule.title not in present:
            hint = f'add it, or drop "required" from the profile "{record.profile.name}"'
            at = Location(record.reading.path, last)
            record.problems.append(DocumentError(f'the section "{rule.title}" is missing', at=at, hint=hint))
        if rule.disclaimer and rule.title in present and not _has_text(record, rule.disclaimer):
            at = Location(record.reading.path, last)
            record.problems.append(DocumentError(f'the disclaimer "{rule.disclaimer}" has no text', at=at))


def _has_text(record: _Record, disclaimer: str) -> bool:
    texts = [b for b in record.blocks if b.disclaimer == disclaimer and b.kind is BlockKind.PARAGRAPH]
    return len(texts) == 1
