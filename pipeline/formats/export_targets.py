"""The translations that an export already holds, sentence by sentence, as far as they can be paired for sure.

A translation is paired with a source sentence only when the two cells have the same blocks, the two blocks
have as many sentences, and numbers, lengths and question marks agree. What can't be paired is told with the
reason: a text on the wrong sentence is worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.errors import CaveatError
from pipeline.formats.export_cells import TextCell, is_blank, make_field, parse_cell
from pipeline.formats.export_columns import target_column
from pipeline.formats.export_document import get_export
from pipeline.formats.export_rows import keyed_rows
from pipeline.formats.lines import BLANK
from pipeline.language.inline import hide_inline
from pipeline.language.segmentation import find_sentences
from pipeline.model.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.formats.base import DocumentFormat, Reading
    from pipeline.formats.export_rows import Row
    from pipeline.model.document import Block, Code, Document, Occurrence
    from pipeline.model.locale import Locale
    from pipeline.model.unit import UnitKey

_DIGITS: Final = re.compile(r"\d+")
_FULL_STOPS: Final = tuple("。．！？｡।॥۔؟።།")
"""Ends of sentences in scripts whose lines a record would take for headings."""
_QUESTION: Final = re.compile(r"[?？؟⁇\u037e]\W*$")
_GREEK_QUESTION: Final = re.compile(r"[?;\u037e]\W*$")
_LONGEST_SKEW: Final = 2.5
"""How much longer a pair may be, compared with its paragraph, before it is taken for a shifted one."""
_SHORT: Final = 20
"""Characters that a pair may differ by whatever the proportion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedText:
    """A unit of the source, with its translation in the export."""

    key: UnitKey
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpairedText:
    """A translation that belongs to no unit for sure."""

    source: str
    """What it may be a translation of: one paragraph, or the whole cell."""
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetCell:
    """A field of a row, as the export has it in one language."""

    part: str
    """The row's key."""
    field: str
    column: str
    line: int
    text: str
    """The whole of the cell."""
    pairs: tuple[PairedText, ...]
    unpaired: tuple[UnpairedText, ...]


def read_targets(one: DocumentFormat, data: bytes, reading: Reading, locale: Locale) -> Iterator[TargetCell]:
    """Yield the translations into a locale that an export holds, row by row; empty cells are none.

    Raises what `parse` raises: the export must be one that can be extracted.
    """
    export = get_export(one.parse(data, reading))
    names = reading.collection.profile.language_names
    columns = {
        field: target_column(field, export.columns, locale, reading.source_locale, names)
        for field in reading.collection.fields
    }
    sources = {(cell.part, cell.field): cell for cell in export.cells}
    plain = _neutral(reading, locale)
    sheet = export.codec.read(data, reading.path, export.wanted)
    for part, row in keyed_rows(sheet, export.key, reading.path):
        for field, column in columns.items():
            if column in row.cells and not is_blank(row.cells[column]):
                yield _read_cell(part, row, column, sources.get((part, field)), plain, field)


def _neutral(reading: Reading, locale: Locale) -> tuple[Reading, Reading]:
    """Return how source and target are read to be compared: no profile, for it knows source texts only."""
    collection = reading.collection
    profile = replace(collection.profile, sections=(), junk=())
    source = replace(reading, collection=replace(collection, profile=profile), disclaimers=())
    return source, replace(source, source_locale=locale)


def _read_cell(
    part: str, row: Row, column: str, source: TextCell | None, plain: tuple[Reading, Reading], field: str
) -> TargetCell:
    cell = row.cells[column]
    text = cell.text or ""
    pairs: list[PairedText] = []
    unpaired: list[UnpairedText] = []
    if source is None:
        unpaired.append(UnpairedText(source="", text=text, reason="the source cell is empty"))
    elif not cell.is_text:
        whole = source.cell.text or ""
        unpaired.append(UnpairedText(source=whole, text=text, reason="the cell holds no text"))
    else:
        how = [make_field(field, column, source.format, one, has_title=source.has_title) for one in plain]
        try:
            twins = (parse_cell(part, how[0], source.cell).inner, parse_cell(part, how[1], cell).inner)
            _pair_blocks(source, twins, plain[1].source_locale, pairs, unpaired)
        except CaveatError as error:
            reason = f"it can't be read: {error.message}"
            unpaired.append(UnpairedText(source=source.cell.text or "", text=text, reason=reason))
    return TargetCell(
        part=part,
        field=field,
        column=column,
        line=cell.line,
        text=text,
        pairs=tuple(pairs),
        unpaired=tuple(unpaired),
    )


def _pair_blocks(
    source: TextCell,
    twins: tuple[Document, Document],
    locale: Locale,
    pairs: list[PairedText],
    unpaired: list[UnpairedText],
) -> None:
    """Pair the units of a cell block by block; `twins` are source and target, both read without a profile."""
    plain, target = twins
    own = source.inner.blocks
    junk = {one.range.stop: one.text.strip(BLANK) for one in source.inner.junk}
    reason, kinds = _compare(own, plain, target, is_record=source.format.name == "record")
    if reason:
        text = target.data.decode()
        unpaired.append(UnpairedText(source=source.cell.text or "", text=text, reason=reason))
        return
    for block, theirs, kind in zip(own, target.blocks, kinds, strict=True):
        texts, reason = _translations(block, theirs, target, kind, locale)
        if reason:
            said = " ".join(unit.key.source for unit in block.occurrences)
            unpaired.append(UnpairedText(source=said, text=_text_of(theirs, target), reason=reason))
            continue
        glued = junk.get(block.occurrences[0].range.start, "")
        texts[0] = texts[0].removeprefix(glued).lstrip(BLANK)
        units = zip(block.occurrences, texts, strict=True)
        pairs += (PairedText(key=unit.key, text=text) for unit, text in units)


def _compare(
    own: Sequence[Block], plain: Document, target: Document, *, is_record: bool
) -> tuple[str, list[BlockKind]]:
    """Return how a target's structure differs from its source's, or nothing, and what its blocks are."""
    if not len(own) == len(plain.blocks) == len(target.blocks):
        return f"it has {len(target.blocks)} blocks, the source {len(own)}", []
    kinds = [_kind(block, target, is_record=is_record) for block in target.blocks]
    for place, (mine, theirs, kind) in enumerate(zip(plain.blocks, target.blocks, kinds, strict=True), 1):
        if mine.kind is not kind or (mine.level != theirs.level and kind is theirs.kind):
            return f"block {place} is a {kind.value}, in the source a {mine.kind.value}", []
    return "", kinds


def _kind(block: Block, document: Document, *, is_record: bool) -> BlockKind:
    """Return a target block's kind; a record's line with another script's full stop is no heading."""
    is_shaped = is_record and block.kind is BlockKind.HEADING
    is_prose = is_shaped and _text_of(block, document).endswith(_FULL_STOPS)
    return BlockKind.PARAGRAPH if is_prose else block.kind


def _text_of(block: Block, document: Document) -> str:
    units = block.occurrences
    return document.data[units[0].range.start : units[-1].range.stop].decode().strip(BLANK)


def _translations(
    block: Block, theirs: Block, target: Document, kind: BlockKind, locale: Locale
) -> tuple[list[str], str]:
    """Return the translations of a block's units, or the reason why there are none for sure."""
    wanted = block.occurrences
    codes = [unit.codes for unit in theirs.occurrences]
    texts = [unit.key.source for unit in theirs.occurrences]
    if kind is not theirs.kind:
        text = _text_of(theirs, target)
        texts = [text[start:stop] for start, stop in find_sentences(text, locale.language)]
    if len(wanted) == 1 and len(texts) > 1 and not any(codes):
        texts = [_text_of(theirs, target)]
    if len(texts) != len(wanted):
        return [], f"it has {len(texts)} sentences, the source {len(wanted)}"
    for unit, text, own in zip(wanted, texts, codes, strict=False):
        if _tags(unit.codes) != _tags(own):
            return [], f'its inline markup differs from that of "{unit.key.source[:60]}": "{text[:60]}"'
    return texts, "" if len(wanted) == 1 else _shift(wanted, texts, locale)


def _tags(codes: Sequence[Code]) -> list[tuple[bytes, bytes | None]]:
    return [(code.opening, code.closing) for code in codes]


def _shift(units: Sequence[Occurrence], texts: Sequence[str], locale: Locale) -> str:
    """Return the sign that sentences are shifted against each other, or nothing."""
    sources = [unit.key.source for unit in units]
    question = _GREEK_QUESTION if locale.language == "el" else _QUESTION
    proportion = sum(map(len, texts)) / max(1, sum(map(len, sources)))
    for source, text in zip(sources, texts, strict=True):
        if _numbers(source) != _numbers(text):
            return f'numbers differ between "{source[:60]}" and "{text[:60]}"'
        if bool(_QUESTION.search(source)) != bool(question.search(text)):
            return f'only one is a question: "{source[:60]}" and "{text[:60]}"'
        expected = len(source) * proportion
        longer, shorter = max(expected, len(text)), min(expected, len(text))
        if longer > _LONGEST_SKEW * shorter and longer - shorter > _SHORT * proportion:
            return f'lengths differ too much between "{source[:60]}" and "{text[:60]}"'
    return ""


def _numbers(text: str) -> list[str]:
    """Return the digits of a text in any script, whatever stands between groups of them."""
    found = _DIGITS.findall(hide_inline(text))
    return sorted("".join(str(int(digit)) for digit in one) for one in found)
