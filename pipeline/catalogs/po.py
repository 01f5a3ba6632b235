"""Catalogs as PO files.

Law 4: a file whose content did not change is not rewritten, and an entry that did not change keeps its own
bytes.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.catalogs.po_scan import UTF8_HINT, parse_entries
from pipeline.catalogs.po_strings import quote
from pipeline.errors import CatalogError, Location
from pipeline.model.catalog import Catalog, Entry
from pipeline.workspace.files import read_bytes, write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pipeline.model.unit import UnitKey

_BATCH = 1000
"""Entries rendered at a time."""
_CHARSET = re.compile(r"charset=([^\s\\;]+)", re.IGNORECASE)
_LINE_NUMBER = re.compile(r":\d+(?=\s|$)")
_CREATION_DATE = re.compile(r"^POT-Creation-Date:[^\n]*\n?", re.MULTILINE)
_LINE_END = re.compile(r"\r\n|\r|\n")


def read_catalog(path: Path, name: str) -> Catalog:
    """Return the catalog in a file; `name` is the path to show. Raises CatalogError with file and line."""
    return parse_catalog(read_bytes(path, name), name)


def parse_catalog(data: bytes, name: str) -> Catalog:
    """Return the catalog that PO bytes hold; raises CatalogError, never repairs."""
    has_bom = data.startswith(codecs.BOM_UTF8)
    entries, tail = parse_entries(data, name, len(codecs.BOM_UTF8) if has_bom else 0)
    _refuse_duplicates(entries, name)
    catalog = Catalog(
        entries=entries,
        path=name,
        newline="\r\n" if b"\r" in data and b"\r\n" in data else "\n",  # one byte is found much faster
        has_bom=has_bom,
        tail=tail,
    )
    _refuse_other_charset(catalog)
    return catalog


def _refuse_duplicates(entries: tuple[Entry, ...], name: str) -> None:
    keys = (entry.key for entry in entries)
    if len({key.source if key.context is None else key for key in keys}) == len(entries):
        return  # the usual case; a text and a key never equal each other
    seen: dict[UnitKey, int] = {}
    for entry in entries:  # obsolete ones too: gettext refuses such a file
        if entry.key in seen:
            raise CatalogError(
                f"the same msgctxt and msgid stand on line {seen[entry.key]} too",
                at=Location(name, entry.line),
                hint="keep one of the two entries",
            )
        seen[entry.key] = entry.line


def _refuse_other_charset(catalog: Catalog) -> None:
    found = _CHARSET.search(catalog.header.target) if catalog.header else None
    if found and found[1].lower() not in ("utf-8", "utf8", "us-ascii", "ascii", "charset"):
        raise CatalogError(
            f'the header declares the charset "{found[1]}"',
            at=Location(catalog.path, catalog.header.line if catalog.header else 1),
            hint=UTF8_HINT,
        )


def write_catalog(path: Path, catalog: Catalog) -> bool:
    """Write a catalog unless the file holds these bytes already; return whether it was written."""
    return not _holds(path, _pieces(catalog)) and write_if_changed(path, render_catalog(catalog))


def _holds(path: Path, pieces: Iterable[bytes]) -> bool:
    """Return whether a file is exactly these pieces, without holding it or them in memory."""
    with contextlib.suppress(OSError), path.open("rb") as file:
        return all(file.read(len(piece)) == piece for piece in pieces) and not file.read(1)
    return False


def revise(entry: Entry, **changes: Any) -> Entry:
    """Return the entry with changes; when something did change it loses its old bytes."""
    changed = replace(entry, **changes)
    return entry if changed == entry else replace(changed, raw=None)


def canonical(catalog: Catalog) -> Catalog:
    """Return the canonical form: no wrapping, line numbers or creation date, one order, LF, no BOM."""
    entries = tuple(_canonical_entry(entry) for entry in catalog.entries)
    closing = [line.strip() for line in catalog.tail.split("\n") if line.strip()]
    tail = "".join(f"{line}\n" for line in ["", *closing]) if closing else ""
    return replace(catalog, entries=entries, newline="\n", has_bom=False, tail=tail)


def _canonical_entry(entry: Entry) -> Entry:
    references = dict.fromkeys(_LINE_NUMBER.sub("", reference) for reference in entry.references)
    targets = entry.targets
    if entry.is_header:
        targets = (_CREATION_DATE.sub("", entry.target),)
    return replace(entry, raw=None, references=tuple(references), targets=targets)


def render_catalog(catalog: Catalog) -> bytes:
    """Return the PO bytes; entries that still have their own bytes keep them.

    Raises CatalogError for a text that no PO file can hold, so that no unreadable file is ever written.
    """
    return b"".join(_pieces(catalog))


def _pieces(catalog: Catalog) -> Iterator[bytes]:
    if catalog.has_bom:
        yield codecs.BOM_UTF8
    entries = catalog.entries
    for start in range(0, len(entries), _BATCH):
        batch = entries[start : start + _BATCH]
        is_end = start + _BATCH >= len(entries)
        texts = [
            raw  # the usual case, without a call
            if (raw := entry.raw) and raw[-1] == "\n"
            else render_entry(entry, catalog, is_first=entry is entries[0])
            for entry in batch
        ]
        if texts and is_end and batch[-1].raw is not None:
            texts[-1] = batch[-1].raw  # a file without a last line end keeps it so
        yield _encoded("".join(texts), catalog)
    yield _encoded(catalog.tail, catalog)


def render_entry(entry: Entry, catalog: Catalog, *, is_first: bool) -> str:
    """Return the text of one entry of a catalog, with the blank line before it."""
    if entry.raw is not None:
        return entry.raw if entry.raw.endswith("\n") else entry.raw + catalog.newline
    newline = catalog.newline
    separator = "" if is_first else newline
    return f"{separator}{newline.join(_entry_lines(entry, catalog))}{newline}"


def _encoded(text: str, catalog: Catalog) -> bytes:
    if "\0" in text:
        raise _unwritable(catalog, "a NUL character")
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise _unwritable(catalog, "half of a surrogate pair") from error


def _unwritable(catalog: Catalog, what: str) -> CatalogError:
    return CatalogError(
        f"a text holds {what}, which a catalog can't",
        at=Location(catalog.path) if catalog.path else None,
        hint="nothing was written; correct the text where it comes from",
    )


def _entry_lines(entry: Entry, catalog: Catalog) -> list[str]:
    if entry.plural is None and len(entry.targets) != 1:
        raise CatalogError(
            f'"{entry.key.source[:60]}" has {len(entry.targets)} targets, but no plural source',
            at=Location(catalog.path) if catalog.path else None,
            hint="nothing was written; an entry without msgid_plural has one target",
        )
    lines = [*_comment_lines("#", entry.comments)] if entry.comments else []
    lines += _comment_lines("#.", entry.extracted) if entry.extracted else ()
    lines += _comment_lines("#:", entry.references) if entry.references else ()
    lines += (f"#, {', '.join(entry.flags)}",) if entry.flags else ()
    mark = "#~ " if entry.obsolete else ""
    if entry.previous is not None or entry.previous_plural is not None:
        lines += _previous_lines(entry, "#~| " if entry.obsolete else "#| ")
    key = entry.key
    lines += (f"{mark}msgctxt {quote(key.context)}",) if key.context is not None else ()
    lines.append(f"{mark}msgid {quote(key.source)}")
    lines += (f"{mark}msgid_plural {quote(entry.plural)}",) if entry.plural is not None else ()
    lines += _target_lines(entry, mark)
    return lines


def _comment_lines(mark: str, comments: Iterable[str]) -> Iterator[str]:
    """Yield comment lines; a line end inside a comment starts a further line, never a line of the catalog."""
    for comment in comments:
        if "\n" in comment or "\r" in comment:
            yield from (f"{mark} {line}".rstrip() for line in _LINE_END.split(comment))
        else:
            yield f"{mark} {comment}".rstrip()


def _previous_lines(entry: Entry, mark: str) -> Iterator[str]:
    if entry.previous is not None:
        if entry.previous.context is not None:
            yield f"{mark}msgctxt {quote(entry.previous.context)}"
        yield f"{mark}msgid {quote(entry.previous.source)}"
    if entry.previous_plural is not None:
        yield f"{mark}msgid_plural {quote(entry.previous_plural)}"


def _target_lines(entry: Entry, mark: str) -> Sequence[str]:
    if entry.plural is not None:
        return [f"{mark}msgstr[{number}] {quote(text)}" for number, text in enumerate(entry.targets)]
    if not entry.key.source and entry.is_header:
        lines = re.findall(r"[^\n]*\n|[^\n]+$", entry.target)
        return [f'{mark}msgstr ""', *(mark + quote(line) for line in lines)]
    return (f"{mark}msgstr {quote(entry.targets[0])}",)
