"""A target to the bytes that stand in its unit's range. Law 2: they are parsed again before they count.

The unit is put alone into a small document of its block's kind, once with its source and once with its
target. Both must hold the same blocks, and the target must come back as it was meant: each mark with the
meaning it has in the source, each text as written. A target that no spelling brings through is refused.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.editions import start_of_line
from pipeline.formats.inline import Part, Tag, parse_inline, why_not
from pipeline.formats.lines import line_counter
from pipeline.formats.markdown_escape import Style, render_markdown
from pipeline.formats.markdown_events import DEFINITION_LISTS
from pipeline.formats.markdown_layout import (
    Layout,
    fold_label,
    read_layout,
    render_definitions,
)
from pipeline.formats.markdown_leaves import read_leaves
from pipeline.formats.markdown_regions import Region, RegionLine
from pipeline.formats.markdown_tokens import meaning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.formats.inline_units import Token
    from pipeline.formats.markdown_leaf import Leaf
    from pipeline.model.document import Code, Document, Occurrence

_PROSE: Final = ("paragraph", "term")
_LINES: Final = (*_PROSE, "heading")
"""Blocks that are lines of text, where lines above and below may join in."""
_SHOWN: Final = 60
"""Characters of a text that an error shows."""
_SPACE: Final = re.compile(r"[ \t\r\n]{2,}|[\t\r\n]")
"""White space that is shown as one space and is not written as one."""
_NEW_LINE: Final = re.compile(rb"(?:\r\n|\r|\n)[ \t]*")
_NEW_QUOTED_LINE: Final = re.compile(rb"(?:\r\n|\r|\n)[ \t>]*")
_TOP_RULE: Final = re.compile(rb"(?:\xef\xbb\xbf)?---\s*")
_LINE: Final = re.compile(rb"\r\n|\r|\n")
_CONTAINER: Final = re.compile(rb"[ \t>]*+")
_LONE_PIPE: Final = re.compile(rb"\|[ \t]*[\r\n]")
_LABEL: Final = re.compile(r"\[((?:[^\[\]\\]|\\.){1,999}+)\]", re.DOTALL)

Mark = tuple[str, str, str]
"""Kind, and what the mark means."""
Item = str | Mark
_LINE_END: Final[Item] = ("empty", "break", "")


@dataclass(frozen=True, slots=True)
class _Frames:
    """The small documents a unit is tried in."""

    leaf: Leaf
    layout: Layout
    path: str
    is_exposed: bool
    """Whether the unit stands where its block's line starts."""
    is_setext: bool
    is_top: bool
    has_brackets: bool
    has_angles: bool
    has_pipes: bool
    dialect: str

    def read(self, written: bytes, *, is_exposed: bool) -> tuple[list[str], list[Item]]:
        """Return the blocks and the inline content that `written` gives in its place.

        Where it is not exposed, a word stands before it and its lines are indented, so that nothing in it
        can open a block.
        """
        pattern = _NEW_QUOTED_LINE if self.leaf.quotes else _NEW_LINE
        line_start = b"\n" if is_exposed else b"\n    "
        text = self._frame(pattern.sub(line_start, written).decode(), "" if is_exposed else "x ")
        labels = dict.fromkeys(map(fold_label, _LABEL.findall(text)))
        definitions = self.layout.definitions
        known = {label: definitions[label] for label in labels if label in definitions}
        frame = text.encode()
        lines = (RegionLine(frame, 0), RegionLine(render_definitions(known).encode(), len(frame)))
        region = Region(tuple(line for line in lines if line.data), {})
        found = read_leaves(region, region.data, self.path, lambda _: 1, self.dialect)
        leaves = [leaf for leaf in found.leaves if leaf.start < len(frame)]
        count = 2 if self.leaf.kind == "term" else 1  # a term has its definition below it
        tokens = leaves[0].tokens if len(leaves) == count else ()
        if self.leaf.kind == "title":
            tokens = tokens[2:]
        return found.outline, _items(tokens, 0 if is_exposed else 2)

    def _frame(self, text: str, before: str) -> str:
        if self.leaf.kind == "cell" and self.is_exposed:
            return f"{before}{text} |\n|-|\n"
        if self.leaf.kind == "cell":
            return f"| {before}{text} |\n|-|\n"
        if self.leaf.kind == "title":
            return f"x\n    {before}{text}\n"
        if self.leaf.kind == "term":
            return f"{before}{text}\n: x\n"
        if self.leaf.kind == "heading":
            return f"{before}{text}\n===\n" if self.is_setext else f"# {before}{text}\n"
        return f"{before}{text}\n"


def encode_target(document: Document, occurrence: Occurrence, target: str) -> bytes:
    """Return the bytes for a target; raises DocumentError for one that would change the structure."""
    source = occurrence.key.source
    if target == source:
        return occurrence.range.cut(document.data)
    problem = why_not(source, target) or _find_emptied(source, target)
    if problem:
        raise _refusal(document, occurrence, target, problem, "write the source's tags, each once")
    frames = _frames(document, occurrence)
    if _follows_table(frames.leaf, document.data) or _is_half_a_table(frames, document.data):
        hint = "put an empty line above it in the source"
        raise _refusal(document, occurrence, target, "its block would join the one above", hint)
    outline, items = frames.read(occurrence.range.cut(document.data), is_exposed=False)
    wanted = _wanted(parse_inline(target), _meanings(items))
    for codes, style in _attempts(frames, occurrence):
        written = render_markdown(_clean(target), codes, style)
        if _is_kept(frames, written, outline, wanted):
            return written
    message = "Markdown can't hold it without changing the document's structure"
    hint = "keep each tag around words of its kind, put punctuation outside of it, leave no tag empty"
    raise _refusal(document, occurrence, target, message, hint)


def _find_emptied(source: str, target: str) -> str | None:
    """Return what is wrong with a target that the parser would take: a mark around nothing, a NUL."""
    emptied = _empty_pairs(target) - _empty_pairs(source)
    if emptied:
        return f"nothing stands between <{min(emptied)}> and </{min(emptied)}>"
    return "it holds a NUL character" if "\0" in target else None


def _empty_pairs(text: str) -> set[int]:
    tags = pairwise(parse_inline(text))
    return {
        one.number
        for one, other in tags
        if isinstance(one, Tag) and isinstance(other, Tag) and (one.kind, other.kind) == ("open", "close")
    }


def _follows_table(leaf: Leaf, data: bytes) -> bool:
    """Return whether a block starts with a lone `|`: pulldown-cmark 0.13 ends a table at such a line."""
    return leaf.kind in _LINES and _LONE_PIPE.match(data, leaf.start) is not None


def _is_half_a_table(frames: _Frames, data: bytes) -> bool:
    """Return whether a block ends the paragraph right above it only because it looks like a table."""
    leaf, lines, leaves = frames.leaf, frames.layout.table_lines, frames.layout.leaves
    place = bisect_left(lines, leaf.start)
    if leaf.kind not in _LINES or place == len(lines) or lines[place] >= leaf.stop:
        return False
    above = leaves[bisect_left(leaves, leaf.start, key=lambda one: one.start) - 1]
    between = data[above.stop : leaf.start]
    is_right_above = len(_LINE.findall(between)) == 1 and not between.strip(b" \t>\r\n")
    is_near = above.start < leaf.start and above.kind in _PROSE and is_right_above
    return is_near and not _LINE.search(data, leaf.start, lines[place])


def _is_kept(frames: _Frames, written: bytes, outline: list[str], wanted: list[Item]) -> bool:
    """Return whether what was written is read back as the same blocks and the wanted content."""
    return frames.read(written, is_exposed=frames.is_exposed) == (outline, wanted)


def _refusal(
    document: Document, occurrence: Occurrence, target: str, problem: str, hint: str
) -> DocumentError:
    line = line_counter(document.data)(occurrence.range.start)
    shown = target if len(target) <= _SHOWN else f"{target[:_SHOWN]}…"
    message = f'the translation "{shown}" can\'t be written: {problem}'
    return DocumentError(message, at=Location(document.path, line), hint=hint)


@lru_cache(maxsize=4)
def read_shapes(data: bytes, path: str, dialect: str) -> Layout:
    """Return a document's layout without its tokens, so that keeping it costs little."""
    layout = read_layout(data, path, dialect)
    return replace(layout, leaves=tuple(leaf._replace(tokens=()) for leaf in layout.leaves))


def _frames(document: Document, occurrence: Occurrence) -> _Frames:
    data, start = document.data, occurrence.range.start
    layout = read_shapes(data, document.path, document.dialect)
    leaf = layout.leaf_at(start)
    line = start_of_line(data, start)
    has_definitions = document.dialect == DEFINITION_LISTS  # a term's `[` may find its `]` in a definition
    is_first = start == leaf.start and (leaf.kind != "cell" or data.find(b"|", line, start) < 0)
    before, after = (leaf.start, start), (occurrence.range.stop, leaf.stop)
    return _Frames(
        leaf=leaf,
        layout=layout,
        path=document.path,
        is_exposed=is_first or _CONTAINER.fullmatch(data, line, start) is not None,
        is_setext=leaf.kind == "heading" and data.find(b"#", line, leaf.start) < 0,
        is_top=leaf is layout.leaves[0] and _TOP_RULE.fullmatch(data, 0, leaf.start) is not None,
        has_brackets=has_definitions or bool(layout.definitions) or _holds(data, b"]", before, after),
        has_angles=_holds(data, b"<", before, after),
        has_pipes=leaf.kind in _PROSE and layout.is_near_table(leaf, data),
        dialect=document.dialect,
    )


def _holds(data: bytes, mark: bytes, *places: tuple[int, int]) -> bool:
    """Return whether a byte stands in one of the places; the first one is found without a copy of them."""
    return any(data.find(mark, first, last) >= 0 for first, last in places)


def _attempts(frames: _Frames, occurrence: Occurrence) -> Iterator[tuple[Mapping[int, Code], Style]]:
    """Yield the spellings to try, the plainest first."""
    codes = {code.number: code for code in occurrence.codes}
    style = Style(
        is_cell=frames.leaf.kind == "cell",
        is_heading=frames.leaf.kind == "heading",
        is_title=frames.leaf.kind == "title",
        starts_line=frames.is_exposed and (frames.is_setext or frames.leaf.kind != "heading"),
        has_brackets=frames.has_brackets or any(code.opening == b"[" for code in codes.values()),
        is_top=frames.is_top,
        has_angles=frames.has_angles,
        has_pipes=frames.has_pipes,
        has_definition_lists=frames.dialect == DEFINITION_LISTS,
    )
    yield codes, style
    if any(code.opening.startswith(b"_") for code in codes.values()):
        yield {number: _with_stars(code) for number, code in codes.items()}, style
    yield codes, replace(style, is_html=True)
    yield codes, replace(style, is_html=True, escapes_all=True)


def _with_stars(code: Code) -> Code:
    """Return emphasis that may stand inside a word: `*` for `_`."""
    if code.opening not in (b"_", b"__") or code.closing != code.opening:
        return code
    stars = b"*" * len(code.opening)
    return replace(code, opening=stars, closing=stars)


def _clean(target: str) -> tuple[Part, ...]:
    return parse_inline(target.strip(" \t\r\n"))


def _meanings(items: Sequence[Item]) -> dict[int, tuple[str, str]]:
    """Return what the tags of a unit mean, by number."""
    marks = [item for item in items if not isinstance(item, str) and item[0] != "close"]
    return {number: mark[1:] for number, mark in enumerate(marks, 1)}


def _wanted(parts: Sequence[Part], meanings: Mapping[int, tuple[str, str]]) -> list[Item]:
    unknown = ("", "")
    return _normal(
        [
            (part.kind, *meanings.get(part.number, unknown)) if isinstance(part, Tag) else part
            for part in parts
        ]
    )


def _items(tokens: Sequence[Token], skipped: int) -> list[Item]:
    items: list[Item] = [
        token.text if token.kind == "text" else (token.kind, *meaning(token)) for token in tokens
    ]
    if skipped and items and isinstance(items[0], str):
        items[0] = items[0][skipped:]
    return _normal(items)


def _normal(items: Sequence[Item]) -> list[Item]:
    """Return the content with neighbouring texts joined, and without white space that shows nothing."""
    joined: list[Item] = []
    for item in items:
        last = joined[-1] if joined else None
        if isinstance(item, str) and isinstance(last, str):
            joined[-1] = last + item
        else:
            joined.append(item)
    shown = [_SPACE.sub(" ", item) if isinstance(item, str) else item for item in joined if item]
    edges = [_LINE_END, *shown, _LINE_END]
    stripped = [_strip(item, edges[at], edges[at + 2]) for at, item in enumerate(shown)]
    return [item for item in stripped if item]


def _strip(item: Item, before: Item, after: Item) -> Item:
    """Return a text without its spaces at the ends of a line."""
    if isinstance(item, str):
        item = item.lstrip(" ") if before == _LINE_END else item
        item = item.rstrip(" ") if after == _LINE_END else item
    return item
