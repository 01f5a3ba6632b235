"""A Markdown file to what its reader sees: rendered to HTML, and that is read like any other markup."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pyromark

from pipeline.verify.dom import Dom
from pipeline.verify.native import FRONT_MATTER, NativeBlock, UnreadableError, fold_space
from pipeline.verify.native_html import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.verify.native import NativeFile

_ALL: Final = pyromark.Options
_OPTIONS: Final = (
    _ALL.ENABLE_TABLES
    | _ALL.ENABLE_STRIKETHROUGH
    | _ALL.ENABLE_TASKLISTS
    | _ALL.ENABLE_FOOTNOTES
    | _ALL.ENABLE_GFM
    | _ALL.ENABLE_HEADING_ATTRIBUTES
)
_FRONT_MATTER: Final = re.compile(
    r"\ufeff?(?P<rule>---|\+\+\+)[ \t]*\r?\n(?P<body>(?:.*\r?\n)*?)(?P=rule)[ \t]*(?:\r?\n|\Z)"
)
_KEY: Final = re.compile(r"(?P<key>[\w\"'.-]+)[ \t]*[:=][ \t]*(?P<value>.*)")
_LISTED: Final = re.compile(r"[ \t]*(?P<key>-)[ \t]+(?P<value>.*)")
_MARKER: Final = re.compile(
    r"(?P<indent>[ \t>]*)(?P<kind>(?:!!!|\?\?\?\+?|===[!+]?)[ \t][^\"]*)(?P<title>.*)"
)
"""What it is says whether readers see it folded up; its title is text."""
_CONTAINER: Final = re.compile(r"^[ \t>]*(?=:::)", re.MULTILINE)
"""Before a marker that is no definition of the line above it."""
_BODY: Final = 4
_DEEPEST: Final = 8
_SHOWN: Final = 24


def read_markdown_file(text: str, *, lang: str, has_definition_lists: bool = False) -> NativeFile:
    """Return the blocks of a Markdown file; raises UnreadableError where the parser gives up."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT_MATTER.match(text)
    if front and not _KEY.match(front["body"].lstrip("\n")):
        front = None  # a rule above a paragraph above another rule
    body = text[front.end() :] if front else text
    for _ in range(_DEEPEST):
        opened = _open_bodies(body)
        if opened == body:
            break
        body = opened
    body = _CONTAINER.sub(r"\g<0>\\", body) if has_definition_lists else body
    options = _OPTIONS | _ALL.ENABLE_DEFINITION_LIST if has_definition_lists else _OPTIONS
    try:
        html = pyromark.html(body.removeprefix("\ufeff"), options=options)
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the Rust parser's own, which can't be imported
            raise UnreadableError(f"the Markdown parser gave up: {error}") from error
        raise
    found = read_tree(Dom(html), lang=lang, has_lines=False)
    values = (*_front_values(front["body"] if front else ""), *found.values)
    blocks = tuple(replace(block, line=_find_line(text, block)) for block in found.blocks)
    return replace(found, blocks=blocks, values=values)


def _open_bodies(text: str) -> str:
    """Return a text whose admonitions have their bodies at the margin, where they are no code."""
    lines: list[str] = []
    inside: str | None = None
    for line in text.split("\n"):
        marker = _MARKER.fullmatch(line)
        if inside is not None and (not line.strip(" \t>") or line.startswith(inside + " " * _BODY)):
            lines.append(inside + line[len(inside) + _BODY :] if line.strip(" \t>") else line)
        elif marker:
            inside = marker["indent"]
            lines += [
                f"{inside}<!-- {marker['kind'].strip()} -->",
                inside,
                f"{inside}{marker['title']}",
                inside,
            ]
        else:
            inside = None
            lines.append(line)
    return "\n".join(lines)


def _front_values(body: str) -> Iterator[tuple[str, str]]:
    for line in body.split("\n"):
        found = _KEY.fullmatch(line) or _LISTED.fullmatch(line)
        if found:
            value = found["value"].strip().strip("\"'")
            yield f"{FRONT_MATTER} {found['key']}", fold_space(value.replace('\\"', '"').replace("''", "'"))


def _find_line(text: str, block: NativeBlock) -> int | None:
    """Return the line where a block's first words stand as they are, or None."""
    at = text.find(block.text[:_SHOWN]) if block.text else -1
    return None if at < 0 else text.count("\n", 0, at) + 1
