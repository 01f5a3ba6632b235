"""Structure: a page holds the headings and paragraphs of its source, in their order, and nothing else."""

from __future__ import annotations

import unicodedata
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from pipeline.verify.dom import is_same_language
from pipeline.verify.outline import Expected, Outline
from pipeline.verify.page import Kind, Medium, Seen, VerifiedPage
from pipeline.verify.problem import problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale

_HINT: Final = "build the page again from the source; translations change words, never the structure"


def check_structure(
    page: VerifiedPage, outline: Outline, owed: Collection[str], source: Locale
) -> Iterator[Finding]:
    """Yield where a page parts from the document; `owed` are the disclaimers it must show."""
    shape = _expected_shape(page, outline)
    found = _find_first_difference(page, shape)
    if found is None:
        found = _find_other_text(page, shape, source)
    if found:
        seen, message = found
        line = seen.line if seen else None
        yield problem("structure.changed", page.file, message, line=line, hint=_HINT, locale=page.locale.code)
    for block in page.blocks:
        if block.hidden:
            message = f'"{block.text[:60]}" may not be seen: {block.hidden}'
            yield problem(
                "structure.changed", page.file, message, line=block.line, hint=_HINT, locale=page.locale.code
            )
    for one in page.disclaimers:
        if one.id not in owed:
            message = f'disclaimer "{one.id}" is on the page, but not in the document'
            yield problem(
                "structure.changed", page.file, message, line=one.line, hint=_HINT, locale=page.locale.code
            )


def _expected_shape(page: VerifiedPage, outline: Outline) -> tuple[Expected, ...]:
    if page.is_plain_text:
        return tuple(line[0] if len(line) == 1 else _joined(line) for line in outline.lines())
    return outline.flowing()


def _joined(line: tuple[Expected, ...]) -> Expected:
    """Return what a line with a label and a text counts as; its words are not compared."""
    return Expected(Kind.LABEL, 0, "", line[0].line)


def _find_first_difference(page: VerifiedPage, shape: Sequence[Expected]) -> tuple[Seen | None, str] | None:
    for number, (seen, expected) in enumerate(zip_longest(page.blocks, shape), 1):
        if seen is None and expected is not None:
            return None, f'block {number} is missing: {_name(expected)} "{expected.text[:60]}"'
        if seen is not None and expected is None:
            return seen, f'block {number} is not in the document: {_name(seen)} "{seen.text[:60]}"'
        if seen is not None and expected is not None and not _is_alike(page.medium, seen, expected):
            return seen, f'block {number} is {_name(seen)} "{seen.text[:60]}" instead of {_name(expected)}'
    return None


def _name(block: Seen | Expected) -> str:
    return f"{block.kind.value} {block.level}" if block.kind is Kind.HEADING else block.kind.value


def _is_alike(medium: Medium, seen: Seen, expected: Expected) -> bool:
    if seen.kind is Kind.OTHER:
        return False
    if medium is Medium.TEXT:
        return True
    return (seen.kind, seen.level) == (expected.kind, expected.level)


def _find_other_text(
    page: VerifiedPage, shape: Sequence[Expected], source: Locale
) -> tuple[Seen, str] | None:
    """Find a block in the source language that is not the source's: moved, edited or added."""
    for number, (seen, expected) in enumerate(zip(page.blocks, shape, strict=True), 1):
        lang = page.locale.tag if seen.lang is None else seen.lang
        is_comparable = expected.kind is not Kind.LABEL and is_same_language(lang, source)
        if is_comparable and seen.text.split() != expected.text.split():
            both = f'"{seen.text[:60]}" instead of "{expected.text[:60]}"'
            return seen, f"block {number}, in the source language, is {both}"
    return None


def is_blank(text: str) -> bool:
    """Return whether a text has nothing that a reader sees: space, controls, marks of direction."""
    return all(
        unicodedata.category(character)[0] in "ZC" or character in "\u2800\u3164\u115f\u1160"
        for character in text
    )
