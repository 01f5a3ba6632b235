"""Alternative texts of images in Markdown: each is a unit inside of the image's mark."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.inline import parse_inline, render_inline, why_not
from pipeline.formats.inline_units import FoundUnit
from pipeline.formats.lines import line_at
from pipeline.formats.markdown_escape import Style, render_markdown
from pipeline.formats.markdown_leaves import read_leaves
from pipeline.formats.markdown_regions import Region, RegionLine
from pipeline.model.document import ByteRange

if TYPE_CHECKING:
    from pipeline.formats.markdown_layout import Layout
    from pipeline.formats.markdown_leaf import Picture
    from pipeline.model.document import Document, Occurrence

ALT: Final = "alt"
"""The role of an alternative text, as that of the attribute in HTML."""
_SPACE: Final = re.compile(r"[ \t\r\n]+")
_FOLD: Final = re.compile(rb"[ \t]*[\r\n]+[ \t>]*")
_STYLE: Final = Style(starts_line=False, has_brackets=True, has_angles=True, has_pipes=True)


def find_alt_unit(picture: Picture) -> FoundUnit:
    """Return the unit of an alternative text."""
    return FoundUnit(render_inline((picture.text,)), ByteRange(picture.start, picture.stop), ())


def find_picture(layout: Layout, where: ByteRange) -> Picture | None:
    """Return the alternative text that stands at a range, or None where no image does."""
    place = bisect_right(layout.leaves, where.start, key=lambda leaf: leaf.start) - 1
    found = layout.leaves[place].pictures if place >= 0 else ()
    place = bisect_left(found, where.start, key=lambda picture: picture.start)
    is_there = place < len(found) and found[place][:2] == (where.start, where.stop)
    return found[place] if is_there else None


def encode_alt(document: Document, occurrence: Occurrence, target: str, picture: Picture) -> bytes:
    """Return the bytes of an alternative text; raises DocumentError for one that would end the image.

    An image by its label names the label, so that its text may change.
    """
    if target == occurrence.key.source:
        return occurrence.range.cut(document.data)
    text = _SPACE.sub(" ", "".join(map(str, parse_inline(target)))).strip()
    after = b"][%s" % _label(document, picture) if picture.label else b""
    if text and "\0" not in text and not why_not(occurrence.key.source, target):
        for style in (_STYLE, _more(_STYLE)):
            written = render_markdown((text,), {}, style)
            if _reads_as(written, document.path) == text:
                return written + after
    at = Location(document.path, line_at(document.data, occurrence.range.start))
    message = f'the translation "{target[:60]}" can\'t be written: it can be no alternative text of an image'
    hint = "write words, without tags and control characters"
    raise DocumentError(message.encode(errors="backslashreplace").decode(), at=at, hint=hint)


def _more(style: Style) -> Style:
    return Style(starts_line=False, has_brackets=True, escapes_all=True, is_html=style.is_html)


def _label(document: Document, picture: Picture) -> bytes:
    """Return the label as it is written: of `![text]` and `![text][]` it is the text itself."""
    raw = document.data[picture.start : picture.stop]
    before, found, label = raw.rpartition(b"][")
    return _FOLD.sub(b" ", (label or before) if found else raw)


def _reads_as(written: bytes, path: str) -> str | None:
    """Return the alternative text that some bytes give, or None where they give no single image."""
    frame = b"x ![%s](x) x\n" % written
    found = read_leaves(Region((RegionLine(frame, 0),), {}), frame, path, lambda _: 1)
    tokens = found.leaves[0].tokens if len(found.leaves) == 1 else ()
    is_alone = [token.what for token in tokens] == ["", "image", ""]
    return tokens[1].detail if is_alone else None
