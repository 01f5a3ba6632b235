"""Markdown: CommonMark with GitHub's tables, task lists, strikethrough and footnotes.

Units are ranges of bytes that stand side by side with the skeleton, so that a document comes back byte for
byte (Law 1); a target is parsed again before it is written, so that its structure stays (Law 2).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.errors import CaveatError, DocumentError, Location, raise_all
from pipeline.formats.disclaimed import compare_with_canonical, find_misshapen
from pipeline.formats.lines import refuse_binary
from pipeline.formats.markdown_encode import encode_target
from pipeline.formats.markdown_layout import is_near_table, line_counter, read_layout
from pipeline.formats.markdown_marks import find_wishes
from pipeline.formats.markdown_sections import Outline
from pipeline.formats.markdown_units import find_units
from pipeline.formats.notices import of_control, of_unknown
from pipeline.language.risk import classify
from pipeline.model.document import Block, BlockKind, Document, Notice, Occurrence
from pipeline.model.unit import Risk, UnitKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.config.project import SectionRule
    from pipeline.formats.base import Reading
    from pipeline.formats.markdown_layout import Layout
    from pipeline.formats.markdown_leaf import Leaf
    from pipeline.formats.markdown_marks import Wish
    from pipeline.formats.markdown_units import FoundUnit

_WHOLE: Final = ("heading", "cell", "title")


@dataclass(slots=True)
class _Article:
    """A Markdown document being understood."""

    reading: Reading
    data: bytes
    line_at: Callable[[int], int]
    outline: Outline
    blocks: list[Block] = field(default_factory=list)
    problems: list[CaveatError] = field(default_factory=list)
    unknown: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MarkdownFormat:
    """The format `markdown`."""

    name: str = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown", ".mdx")

    def parse(self, data: bytes, reading: Reading) -> Document:
        """Return the document in `data`; raises DocumentError, or ManyErrors with every problem."""
        refuse_binary(data, reading.path)
        layout = read_layout(data, reading.path)
        article = _Article(reading, data, line_counter(data), Outline(reading.collection.profile))
        for leaf, wish in find_wishes(layout, reading.path, article.line_at):
            if not wish.is_skipped:
                _add_leaf(article, leaf, wish)
        misshapen = find_misshapen(article.blocks, reading) if article.blocks else ()
        raise_all([*article.problems, *misshapen])
        return Document(
            id=reading.id,
            path=reading.path,
            data=data,
            blocks=tuple(article.blocks),
            notices=tuple(sorted(_notices(article, layout), key=lambda notice: notice.line)),
        )

    def encode(self, document: Document, occurrence: Occurrence, target: str) -> bytes:
        """Return the bytes of a target; raises DocumentError for one that would change the structure."""
        return encode_target(document, occurrence, target)


def _notices(article: _Article, layout: Layout) -> Iterator[Notice]:
    yield from of_unknown(article.unknown, article.reading.collection.profile)
    yield from of_control(article.data)
    if layout.html_at is not None:
        yield Notice(
            rule="source.not-understood",
            line=article.line_at(layout.html_at),
            message=f"{layout.html_letters} letters stand in HTML blocks, which nobody translates",
            hint="write them as Markdown",
        )


def _add_leaf(article: _Article, leaf: Leaf, wish: Wish) -> None:
    collection = article.reading.collection
    is_whole = leaf.kind in _WHOLE or wish.is_whole or collection.segmentation == "paragraph"
    is_whole = is_whole or is_near_table(leaf, article.data)
    language = article.reading.source_locale.language
    line = article.line_at(leaf.start)
    if leaf.kind == "heading":
        _add_heading(article, leaf, wish, line)
        return
    rule = article.outline.rule
    is_disclaimer = rule is not None and rule.disclaimer is not None
    units = find_units(leaf.tokens, article.data, language, is_whole=is_whole or is_disclaimer)
    if not units:
        return
    role = "label" if leaf.kind == "title" else None
    if rule and rule.disclaimer:
        _compare_text(article, rule.disclaimer, units, line)
        role = f"disclaimer:{rule.disclaimer}"
    article.blocks.append(
        Block(
            kind=BlockKind.PARAGRAPH,
            line=line,
            occurrences=tuple(_occurrence(unit, role, rule, wish) for unit in units),
            section=article.outline.title,
            disclaimer=rule.disclaimer if rule else None,
        )
    )


def _compare_text(article: _Article, disclaimer: str, units: tuple[FoundUnit, ...], line: int) -> None:
    """Note a problem when a disclaimer's section holds more than its one canonical paragraph."""
    path = article.reading.path
    last = article.blocks[-1] if article.blocks else None
    if last and last.disclaimer == disclaimer and last.kind is BlockKind.PARAGRAPH:
        message = f'the disclaimer "{disclaimer}" has a second paragraph: "{units[0].source[:40]}"'
        hint = "keep the disclaimer in one paragraph, and start what follows it with a heading"
        article.problems.append(DocumentError(message, at=Location(path, line), hint=hint))
        return
    text = units[0].source
    compare_with_canonical(article.reading, disclaimer, "text", text, line, article.problems)


def _add_heading(article: _Article, leaf: Leaf, wish: Wish, line: int) -> None:
    language = article.reading.source_locale.language
    units = find_units(leaf.tokens, article.data, language, is_whole=True)
    text = units[0].source if units else "".join(token.text for token in leaf.tokens if token.kind == "text")
    is_title = leaf.level == 1 and not article.outline.has_headings
    own = article.outline.enter(text, leaf.level)
    if not units:
        return
    if own is None and not is_title:
        article.unknown.append((line, text))
    disclaimer = own.disclaimer if own else None
    if disclaimer:
        compare_with_canonical(article.reading, disclaimer, "heading", text, line, article.problems)
    kind = BlockKind.TITLE if is_title and own is None else BlockKind.HEADING
    role = f"disclaimer:{disclaimer}" if disclaimer else kind.value
    article.blocks.append(
        Block(
            kind=kind,
            line=line,
            occurrences=(_occurrence(units[0], role, article.outline.rule, wish),),
            level=0 if kind is BlockKind.TITLE else leaf.level,
            section=text,
            disclaimer=disclaimer,
        )
    )


def _occurrence(unit: FoundUnit, role: str | None, rule: SectionRule | None, wish: Wish) -> Occurrence:
    risk, reasons = _risk(unit.source, role, rule, wish)
    is_disclaimer = role is not None and role.startswith("disclaimer:")
    context = role if is_disclaimer or wish.context is None else wish.context
    return Occurrence(
        key=UnitKey(context, unit.source),
        range=unit.range,
        risk=risk,
        reasons=reasons,
        codes=unit.codes,
        notes=wish.notes,
    )


def _risk(text: str, role: str | None, rule: SectionRule | None, wish: Wish) -> tuple[Risk, tuple[str, ...]]:
    if role and role.startswith("disclaimer:"):
        return Risk.DISCLAIMER, ()
    risk, reasons = (Risk.STANDARD, ()) if role in ("title", "label") else classify(text)
    if rule and rule.risk > Risk.STANDARD:
        risk, reasons = max(risk, rule.risk), (*reasons, "section")
    if wish.is_critical:
        risk, reasons = max(risk, Risk.CRITICAL), (*reasons, "author")
    return risk, reasons
