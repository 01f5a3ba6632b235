"""What an author says to Caveat in Word's comments: `caveat: note …` is about its paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.directives import SPANS, Mark, get_directive
from pipeline.model.document import ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.formats.directives import Directive
    from pipeline.formats.docx_leaf import Layout
    from pipeline.formats.xml_ranges import Node

_DIRECTIVE: Final = re.compile(r"\s*caveat:\s*(\S*)\s*(.*)", re.DOTALL | re.IGNORECASE)
_ANCHORS: Final = ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference")


def find_marks(layout: Layout, path: str) -> list[Mark]:
    """Return the directives in the order of the paragraphs they are about; raises DocumentError."""
    texts = dict(_read_comments(layout))
    if not texts:
        return []
    anchors = _find_anchors(layout)
    marks = []
    for number, (name, text) in texts.items():
        if number not in anchors:
            message = f'the directive "{name}" is about no paragraph'
            hint = "select the paragraph and comment it anew"
            raise DocumentError(message, at=Location(path, 1), hint=hint)
        where = anchors[number]
        at = Location(path, layout.line_at(where.start))
        directive = get_directive(name, " ".join(text.split()), at, f"caveat: {name} TEXT")
        marks.append(_mark(directive, where))
    return sorted(marks, key=lambda mark: mark.at)


def _mark(directive: Directive, where: ByteRange) -> Mark:
    if directive.name in SPANS:
        at = where.start if directive.name == "skip-start" else where.stop
        return Mark(directive, at, ByteRange(at, at))
    return Mark(directive, where.start, where)


def _read_comments(layout: Layout) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the directives among the comments: the comment's id, the directive's name and text."""
    for part in layout.parts.others:
        for comment in part.root.children if part.kind == "comments" else ():
            pieces = (node.text(layout.data) for node in comment.walk() if node.name == "w:t")
            found = _DIRECTIVE.fullmatch("".join(pieces))
            if found:
                yield comment.get(layout.data, "w:id"), (found[1], found[2])


def _find_anchors(layout: Layout) -> dict[str, ByteRange]:
    """Return from where to where the paragraphs reach that each comment is about."""
    found: dict[str, ByteRange] = {}
    for part in layout.parts.stories:
        for node in part.root.walk():
            if node.name in _ANCHORS:
                number = node.get(layout.data, "w:id")
                where = _paragraph_of(node)
                before = found.get(number, where)
                found[number] = ByteRange(min(before.start, where.start), max(before.stop, where.stop))
    return found


def _paragraph_of(node: Node) -> ByteRange:
    """Return the range of the paragraph around an element, or of the element where there is none."""
    around = node.parent
    while around is not None and around.name != "w:p":
        around = around.parent
    return (around or node).range
