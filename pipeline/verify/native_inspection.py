"""Inspection of a document in its own format: laid beside its source and put to every rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import unescape
from typing import TYPE_CHECKING, Final

from pipeline.errors import CaveatError
from pipeline.verify.alignment import Aligned, align
from pipeline.verify.dom import Dom
from pipeline.verify.gaps import check_gaps
from pipeline.verify.native import NativeFile, UnreadableError
from pipeline.verify.native_disclaimers import check_native_disclaimers, find_places
from pipeline.verify.native_docx import read_docx_file
from pipeline.verify.native_html import read_tree
from pipeline.verify.native_markdown import read_markdown_file
from pipeline.verify.native_marks import check_inserted
from pipeline.verify.native_package import check_package
from pipeline.verify.native_rules import Terms, check_blocks, check_values
from pipeline.verify.native_text import read_plain_file, read_record_file
from pipeline.verify.page import Kind, Seen
from pipeline.verify.problem import problem
from pipeline.verify.prose import check_junk
from pipeline.verify.safety import check_controls
from pipeline.verify.targets import check_targets
from pipeline.workspace.files import decode_utf8

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.disclaimer import Disclaimer
    from pipeline.model.finding import Finding
    from pipeline.verify.wording import Wording

_MARKUP: Final = frozenset({"html", "markdown"})
"""Formats in which a character may be spelled as an entity."""
PACKAGES: Final = frozenset({"docx"})
"""Formats whose files are no text."""
_REBUILD: Final = "build the folder again"


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeTask:
    """One document in one locale, and what its file must be."""

    format: str
    data: bytes | None
    """The built file, or None where it is absent."""
    source: bytes
    """The source without its junk."""
    terms: Terms
    disclaimers: tuple[Disclaimer, ...]
    wordings: tuple[Wording, ...]
    """Of each disclaimer, what this locale must show."""
    junk: tuple[str, ...]
    is_file: bool = True
    """A file of its own, which search engines may find; False for the cell of an export."""
    has_definition_lists: bool = False
    """Markdown: whether a line that starts with a colon is a definition."""


def inspect_document(task: NativeTask) -> Iterator[Finding]:
    """Yield everything that is wrong with a document's file; an absent file is another rule's."""
    if task.data is None:
        return
    terms = task.terms
    try:
        found = _read(task, task.data, terms.locale.tag)
        source = _read(task, task.source, terms.source.tag)
    except UnreadableError as error:
        yield problem("page.unreadable", terms.file, str(error), hint=_REBUILD, locale=terms.locale.code)
        return
    found = replace(found, is_searched=found.is_searched and task.is_file)
    aligned = align(found, source)
    raw = "" if task.format in PACKAGES else task.data.decode("utf-8", "replace")
    yield from check_native_disclaimers(aligned, task.disclaimers, task.wordings, terms, raw)
    yield from check_blocks(aligned, terms)
    yield from check_values(found, source, terms)
    if task.format in PACKAGES:
        yield from check_package(task.data, task.source, terms)
    yield from _check_inserted(task, aligned, source)
    yield from check_gaps(found.raw, source.raw, terms.file, terms.locale)
    yield from _check_targets(task, found, source)
    if not set(_controls(raw)) <= set(_controls(task.source.decode("utf-8", "replace"))):
        yield from check_controls(raw, terms.file)
    seen = [Seen(kind=Kind.OTHER, text=block.text, line=block.line) for block in found.blocks]
    yield from check_junk(terms.file, seen, task.junk, [one.text for one in source.blocks], terms.locale)


def _check_targets(task: NativeTask, found: NativeFile, source: NativeFile) -> Iterator[Finding]:
    """Yield the addresses that neither the source, nor the profile, nor a pinned disclaimer has."""
    terms = task.terms
    pinned = [text for one in task.wordings for text in (one.heading, one.text)]
    is_markdown = task.format == "markdown"
    return check_targets(
        found.raw,
        [source.raw],
        [*pinned, *terms.links.values()],
        terms.file,
        terms.locale,
        is_markdown=is_markdown,
    )


def _controls(text: str) -> Iterator[str]:
    return (one for one in text if one < " " or "\x7f" <= one <= "\x9f" or one in "\u202d\u202e")


def _read(task: NativeTask, data: bytes, lang: str) -> NativeFile:
    name = task.format
    if name == "docx":
        return read_docx_file(data)
    try:
        text = decode_utf8(data, "")
    except CaveatError as error:
        raise UnreadableError(error.message) from error
    found = _read_text(task, text, lang)
    return replace(found, raw=unescape(text) if name in _MARKUP else text)


def _read_text(task: NativeTask, text: str, lang: str) -> NativeFile:
    name = task.format
    if name == "markdown":
        return read_markdown_file(text, lang=lang, has_definition_lists=task.has_definition_lists)
    if name == "html":
        return replace(read_tree(Dom(text), lang=lang), is_searched=True)
    if name == "record":
        return read_record_file(text)
    if name == "plain":
        return read_plain_file(text)
    raise UnreadableError(f'nothing here reads the format "{name}" independently, so nothing is proven')


def _check_inserted(task: NativeTask, aligned: Aligned, source: NativeFile) -> Iterator[Finding]:
    owed: list[int] = []
    taken: set[int] = set()
    for disclaimer, wording in zip(task.disclaimers, task.wordings, strict=True):
        for place in find_places(aligned.source, disclaimer.heading, disclaimer.text)[:1]:
            own = [at for at in place if at is not None]
            taken.update(own)
            if wording.is_owed:
                owed.append(min(own))
    return check_inserted(
        aligned, task.terms, top=source.top, owed=owed, text_start=_text_start(source, taken)
    )


def _text_start(source: NativeFile, taken: Sequence[int] | set[int]) -> int:
    """Return the first block that holds text and is no disclaimer's."""
    places = (at for at, block in enumerate(source.blocks) if block.text and at not in taken)
    return next(places, 0)
