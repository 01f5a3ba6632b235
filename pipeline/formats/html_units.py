"""Leaves of HTML to units and blocks: sentences, values, headings, and what is in none of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from pipeline.formats.article import Article, Heading
from pipeline.formats.headings import strip_junk
from pipeline.formats.inline import render_inline
from pipeline.formats.inline_units import FoundUnit, cut, is_prose, make_units, split_sentences
from pipeline.formats.lines import Line
from pipeline.formats.notices import of_junk
from pipeline.model.document import BlockKind, ByteRange, Junk, Notice, Untranslated, UntranslatedKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.formats.html_leaf import HtmlLeaf
    from pipeline.formats.inline_units import Token
    from pipeline.formats.wishes import Wish

_BLANK: Final = b"\t\n\f\r "
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class HtmlPage:
    """An HTML document being understood."""

    article: Article
    data: bytes
    untranslated: list[Untranslated]
    junk: list[Junk] = field(default_factory=list)
    junk_notices: list[Notice] = field(default_factory=list)
    has_title: bool = False
    """Whether a `title` element names the document; otherwise its first heading of the first level does."""


def is_translatable(page: HtmlPage, leaf: HtmlLeaf) -> bool:
    """Return whether a leaf holds words to translate."""
    return bool(_find_units(page, leaf, is_whole=True))


def _find_units(page: HtmlPage, leaf: HtmlLeaf, *, is_whole: bool) -> tuple[FoundUnit, ...]:
    if leaf.kind == "value":
        return _value_units(page, leaf)
    find = page.article.reading.find_sentences
    parts = [leaf.tokens] if is_whole else split_sentences(leaf.tokens, page.data, find)
    return make_units(parts, page.data, lambda token, _, data: data[token.start : token.stop])


def _value_units(page: HtmlPage, leaf: HtmlLeaf) -> tuple[FoundUnit, ...]:
    text = leaf.tokens[0].text
    if not is_prose(text):
        return ()
    raw = page.data[leaf.start : leaf.stop]
    start = leaf.start + len(raw) - len(raw.lstrip(_BLANK))
    where = ByteRange(start, start + len(raw.strip(_BLANK)))
    source = render_inline((text.strip().replace("\r\n", "\n"),))
    return (FoundUnit(source, where, ()),)


def add_leaf(page: HtmlPage, leaf: HtmlLeaf, wish: Wish) -> None:
    """Add the block of a leaf to its document, as its author wants it; what is in no unit is noted."""
    wish = replace(wish, notes=(*leaf.notes, *wish.notes))
    article = page.article
    is_whole = leaf.is_whole or wish.is_whole or article.reading.collection.segmentation == "paragraph"
    is_one = is_whole or (article.is_disclaimer and leaf.kind not in ("heading", "value", "title"))
    units = () if wish.is_skipped else _find_units(page, leaf, is_whole=is_one)
    page.untranslated += _left_out(leaf, units, is_skipped=wish.is_skipped)
    if wish.is_skipped:
        return
    if leaf.kind == "value":
        for unit in units:
            article.add_aside(unit, BlockKind.VALUE, leaf.role or "", wish)
    elif leaf.kind == "title":
        for unit in units:
            article.add_aside(unit, BlockKind.TITLE, BlockKind.TITLE.value, wish)
    elif leaf.kind == "heading":
        leaf, units = _without_junk(page, leaf, units)
        text = (
            units[0].source if units else "".join(token.text for token in leaf.tokens if token.kind == "text")
        )
        is_first = leaf.level == 1 and not article.outline.has_headings and not page.has_title
        heading = Heading(text=text, level=leaf.level, at=leaf.start, is_title=is_first)
        article.add_heading(heading, units, wish)
    else:
        article.add_prose(units, leaf.role, wish, leaf.start)


def _without_junk(
    page: HtmlPage, leaf: HtmlLeaf, units: tuple[FoundUnit, ...]
) -> tuple[HtmlLeaf, tuple[FoundUnit, ...]]:
    """Take declared junk off a heading, but only where a declared heading is left."""
    text = units[0].source if units else ""
    heading = strip_junk(page.article.reading.collection.profile, text)
    length = len(text) - len(heading)
    first, rest = cut(leaf.tokens[0], length, page.data)
    if not length or first.text != text[:length]:
        return leaf, units
    line = Line(page.article.line_at(first.start), text, first.start)
    page.junk.append(Junk(range=ByteRange(first.start, first.stop), line=line.number, text=first.text))
    page.junk_notices.append(of_junk(line, first.text, heading))
    bare = replace(leaf, start=rest.start, tokens=(rest, *leaf.tokens[1:]))
    return bare, _find_units(page, bare, is_whole=True)


def _left_out(leaf: HtmlLeaf, units: Sequence[FoundUnit], *, is_skipped: bool) -> Iterator[Untranslated]:
    """Yield the texts of a leaf with letters that are in no unit, side by side ones as one."""
    waiting: list[Token] = []
    ranges = [unit.range for unit in units]
    place = 0
    for token in leaf.tokens:
        while place < len(ranges) and ranges[place].stop <= token.start:
            place += 1
        is_inside = place < len(ranges) and ranges[place].start <= token.start
        if token.kind == "text" and not is_inside:
            if waiting and (waiting[-1].stop != token.start or waiting[-1].detail != token.detail):
                yield from _one_left_out(waiting, is_skipped=is_skipped)
                waiting = []
            waiting.append(token)
    yield from _one_left_out(waiting, is_skipped=is_skipped)


def _one_left_out(tokens: Sequence[Token], *, is_skipped: bool) -> Iterator[Untranslated]:
    if any(_LETTER.search(token.text) for token in tokens):
        is_excluded = is_skipped or tokens[0].detail == "excluded"
        kind = UntranslatedKind.EXCLUDED if is_excluded else UntranslatedKind.CODE
        yield Untranslated(range=ByteRange(tokens[0].start, tokens[-1].stop), kind=kind)
