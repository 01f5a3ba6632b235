"""A Markdown file to its layout: every leaf in reading order, the directives, what nothing translates."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import partial
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from pipeline.formats.lines import line_at as count_lines
from pipeline.formats.markdown_dialects import split_dialects
from pipeline.formats.markdown_events import read_definitions
from pipeline.formats.markdown_html import HtmlBlocks, between_tags, blank_markdown
from pipeline.formats.markdown_leaves import read_leaves
from pipeline.formats.markdown_regions import BOM, Region, RegionLine, find_front_matter
from pipeline.formats.markdown_untranslated import find_markers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.formats.directives import Mark
    from pipeline.formats.markdown_leaf import Leaf
    from pipeline.model.document import ByteRange, Untranslated

LABEL_LENGTH: Final = 999
"""Characters a label may have (CommonMark, section 4.7)."""

_FOOTNOTE: Final = re.compile(rb"(?:^|(?<=\r))[ \t>]*+\[\^([^\]\s]{1,999}+)\]:", re.MULTILINE)
_HEAD_OF_TABLE: Final = re.compile(rb"(?:\r\n?|\n)[ \t>]*+(?:\|[ \t]*+)?+:?-++:?[ \t]*+(?=[|:\r\n]|\Z)")
_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_TITLE_FRAME: Final = b"x\n    "
"""Before a title, so that `1. First` is text and no list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A file, understood as Markdown."""

    leaves: tuple[Leaf, ...]
    marks: tuple[Mark, ...]
    """Directives, by where they stand."""
    definitions: Mapping[str, str]
    """Folded label -> destination; footnotes are there as `^label`, with no destination."""
    html: HtmlBlocks
    """Raw HTML, which is read by HTML's own rules."""
    untranslated: tuple[Untranslated, ...]
    """Code blocks, the letters in HTML that is not read, and the lines that dialects read as instructions."""
    table_lines: Sequence[int]
    """Ends of the lines before each line that would make a table of the right line above it."""

    def leaf_at(self, at: int) -> Leaf:
        """Return the leaf that a unit at a file offset stands in."""
        return self.leaves[bisect_right(self.leaves, at, key=lambda leaf: leaf.start) - 1]

    def is_near_table(self, leaf: Leaf, data: bytes) -> bool:
        """Return whether a line in or below a paragraph would make a table of the right line above it."""
        first = bisect_left(self.table_lines, leaf.start)
        has_more = first < len(self.table_lines)
        return has_more and not _LINE_END.search(data, leaf.stop, self.table_lines[first])


def read_layout(data: bytes, path: str, dialect: str = "") -> Layout:
    """Return the layout; raises DocumentError for a directive that is wrong, or where the parser gives up."""
    start = find_front_matter(data, len(BOM) if data.startswith(BOM) else 0)
    is_mdx = path.lower().endswith(".mdx")
    regions = split_dialects(data, start, path, dialect, is_mdx=is_mdx)
    definitions = _definitions(regions, data, path, dialect)
    line_at = partial(count_lines, data)
    if len(regions) > 1 and definitions:
        regions = tuple(_with_definitions(region, definitions, len(data)) for region in regions)
    found = [read_leaves(region, data, path, line_at, dialect) for region in regions]
    leaves = [leaf for one in found for leaf in one.leaves if leaf.start < len(data)]
    leaves += [leaf for region in regions for leaf in _titles(region, definitions, data, path)]
    html = [lines for one in found for lines in one.html_lines]
    return Layout(
        leaves=tuple(sorted(leaves, key=attrgetter("start"))),
        marks=tuple(sorted((mark for one in found for mark in one.marks), key=lambda mark: mark.at)),
        definitions=definitions,
        html=blank_markdown(data, () if is_mdx else html),
        untranslated=(
            *chain.from_iterable(_unread(lines, data) for lines in html if is_mdx),
            *chain.from_iterable(one.untranslated for one in found),
            *chain.from_iterable(find_markers(region, data) for region in regions),
        ),
        table_lines=[found.start() for found in _HEAD_OF_TABLE.finditer(data)],
    )


def _unread(lines: tuple[ByteRange, ...], data: bytes) -> Iterator[Untranslated]:
    """Yield the texts of an HTML block in MDX, where braces and tags mean what no HTML reader knows."""
    return between_tags(data, lines[0].start, lines[-1].stop)


def _definitions(regions: tuple[Region, ...], data: bytes, path: str, dialect: str) -> dict[str, str]:
    found: dict[str, str] = {}
    if b"]:" in data:
        for region in regions:
            for label, target, _, _ in read_definitions(region.data.decode(), path, dialect):
                found.setdefault(fold_label(label), target)
        for footnote in _FOOTNOTE.finditer(data):
            found.setdefault(f"^{fold_label(footnote[1].decode())}", "")
    return found


def fold_label(label: str) -> str:
    """Return the form that labels are compared in (CommonMark, section 6.3)."""
    return " ".join(label.split()).casefold()


def render_definitions(definitions: Mapping[str, str]) -> str:
    """Return the definitions as Markdown, to be put below a text that refers to them."""
    return "".join(
        f"\n\n[{label}]: {'x' if label.startswith('^') else _destination(target)}"
        for label, target in definitions.items()
    )


def _destination(target: str) -> str:
    escaped = re.sub(r"[\\<>&]", r"\\\g<0>", target)
    return f"<{' '.join(escaped.split())}>"


def _with_definitions(region: Region, definitions: Mapping[str, str], end: int) -> Region:
    """Return a region that knows the definitions of the whole file; they stand after its end."""
    extra = RegionLine(render_definitions(definitions).encode() + b"\n", end)
    return Region((*region.lines, extra), region.stand_ins, region.titles)


def _titles(region: Region, definitions: Mapping[str, str], data: bytes, path: str) -> Iterator[Leaf]:
    for title in region.titles:
        lines = (
            RegionLine(_TITLE_FRAME, title.start - len(_TITLE_FRAME)),
            RegionLine(title.cut(data), title.start),
            RegionLine(render_definitions(definitions).encode(), len(data)),
        )
        found = read_leaves(Region(lines, {}), data, path, lambda _: 1)
        tokens = found.leaves[0].tokens[2:] if found.leaves else ()
        if tokens:
            yield found.leaves[0]._replace(
                kind="title", tokens=tokens, start=tokens[0].start, stop=tokens[-1].stop
            )
