"""Records and plain texts to what their reader sees: lines, or paragraphs and items; marks are words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.verify.native import NativeBlock, NativeFile, fold_space

if TYPE_CHECKING:
    from collections.abc import Iterator

_BRACKETED: Final = re.compile(r"\[.*\]", re.DOTALL)
_ITEM: Final = re.compile(r"[ \t>]*(?P<marker>[-*+•‣◦–—]|\(?\d{1,3}[.)]|\(?[a-z][.)])[ \t\xa0]+\S")
_RULE: Final = re.compile(r"[ \t]*([-=_*~#]\s*){3,}")

_EDGES: Final = re.compile(r"\A[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+\Z")
"""What an editor may have left around a text."""


def read_record_file(text: str) -> NativeFile:
    """Return a record's lines that are not blank; what it says of itself stands below its title."""
    lines = enumerate(_lines(text), 1)
    blocks = tuple(_block("line", number, line) for number, line in lines if line.strip())
    return NativeFile(blocks=blocks, top=1)


def read_plain_file(text: str) -> NativeFile:
    """Return a text's headings with a line below, paragraphs, list items and rules."""
    return NativeFile(blocks=tuple(_paragraphs(text)))


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))


def _paragraphs(text: str) -> Iterator[NativeBlock]:
    gathered: list[str] = []
    start = 1
    kind = "paragraph"
    for number, line in enumerate([*_lines(text.replace("\f", "\n")), ""], 1):
        is_rule = _RULE.fullmatch(line) is not None
        item = _ITEM.match(line)
        is_underline = is_rule and len(gathered) == 1 and kind == "paragraph"
        if gathered and (not line.strip() or item or is_rule):
            yield _block("heading" if is_underline else kind, start, " ".join(gathered))
            gathered = []
        if is_rule and not is_underline:
            yield _block("rule", number, line)
        elif line.strip() and not is_rule:
            if not gathered:
                start, kind = number, f"item {item['marker']}" if item else "paragraph"
            gathered.append(line[item.end("marker") :] if item else line)


def _block(kind: str, line: int, text: str) -> NativeBlock:
    folded = fold_space(_EDGES.sub("", text))
    is_aside = not kind.startswith("item") and _BRACKETED.fullmatch(folded) is not None
    return NativeBlock(kind=kind, text=folded, line=line, is_aside=is_aside)
