"""PO bytes to entries, fast: one pattern checks a whole entry of the usual shape.

A pattern that matches well-formed entries and nothing else needs no second look: what stands in such an entry
beside its key is decoded when somebody asks for it. Where the pattern does not match, the strict reader of
`po_syntax` reads that one entry, or says what is wrong with it. The two must agree on every file;
`tests/properties/test_law_4_bytes.py` compares them.
"""

from __future__ import annotations

import contextlib
import gc
import re
from typing import TYPE_CHECKING, Any

from pipeline.catalogs.po_strings import ESCAPES
from pipeline.catalogs.po_syntax import Place, read_entry, sort_comments
from pipeline.errors import CatalogError, Location
from pipeline.model.catalog import Entry
from pipeline.model.unit import UnitKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

UTF8_HINT = "catalogs are UTF-8: convert it with `msgconv --to-code=UTF-8`"
_CHUNK = 1 << 16
"""Bytes decoded at a time: a letter outside Latin-1 then widens one chunk in memory, not the whole file."""
_MANY = 5_000
"""Entries of a file that is large."""
_LITERAL = r'"[^"\\\n]*+(?:\\[ntrabfv"\\][^"\\\n]*+)*+"\r?\n'
_STRING = rf"[ \t]*+({_LITERAL}(?:{_LITERAL})*+)"
_OLD = r"\#\|[ \t]*+"
_OLD_STRING = rf"[ \t]*+({_LITERAL}(?:{_OLD}{_LITERAL})*+)"
_ENTRY = (
    r"((?:[ \t\r]*+\n)*+)"
    r"((?:\#(?![~|])[^\n]*+\n)*+)"
    rf"(?:(?:{_OLD}msgctxt{_OLD_STRING})?+{_OLD}msgid{_OLD_STRING}(?:{_OLD}msgid_plural{_OLD_STRING})?+)?+"
    rf"(?:msgctxt{_STRING})?+"
    rf"msgid{_STRING}"
    rf"(?:msgstr{_STRING}|msgid_plural{_STRING}((?:msgstr\[[0-9]\]{_STRING})++))"
)
"""Blank lines, comments, old context, source and plural; context, source; target, or plural and its forms."""
_NEXT = r"(?=[ \t]*+\r?\n|\#(?!~)|\#~\|?+[ ]*+msg(?:id|ctxt)\b|msg(?:id|ctxt)\b|\Z)"
_GROUP = re.compile(r"(?<!\\)\((?!\?)")


def _keep_groups(pattern: str, kept: set[int]) -> str:
    """Return the pattern with only some of its groups kept, by number: each one kept costs a copy."""
    numbers = iter(range(1, pattern.count("(")))
    return _GROUP.sub(lambda _: "(" if next(numbers) in kept else "(?:", pattern)


_PARTS = re.compile(_keep_groups(_ENTRY, {2, 3, 4, 5, 6, 7, 8, 9, 10}))
_OBSOLETE = re.compile(rf"((?:[ \t\r]*+\n)*+)((?:\#(?![~|])[^\n]*+\n)*+)((?:\#~[^\n]*+\n)++){_NEXT}")
"""Blank lines, comments, and lines that may be one obsolete entry."""
_OBSOLETE_OLD = re.compile(r"^#~\|", re.MULTILINE)
_OBSOLETE_MARK = re.compile(r"^#~[ \t]*+", re.MULTILINE)
_USUAL = re.compile(rf"({_keep_groups(_ENTRY, {1, 6, 7, 10})}){_NEXT}|(?s:.*)")
"""Blank lines, context, source and forms; else everything to the end, so that nothing is looked at twice."""
_FORM = re.compile(rf"msgstr\[([0-9])\]{_STRING}")
_ESCAPE = re.compile(r"\\(.)")
_OLD_MARK = re.compile(rf"\n{_OLD}")
_DAMAGES = (
    ("\0", "\0", "a NUL character stands here", "the file is damaged; restore it from version control"),
    ("\r", r"\r(?!\n)", "a carriage return stands without a line feed", "save the file with LF line ends"),
)


class UsualEntry(Entry):
    """An entry that the pattern matched: read, and decoded but for what nobody has asked for yet."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        """Decode the entry when a part is missing; every part is there afterwards."""
        found = _PARTS.match(object.__getattribute__(self, "raw"))
        for part, value in _parts(found).items() if found else ():
            object.__setattr__(self, part, value)
        return object.__getattribute__(self, name)

    def __eq__(self, other: object) -> bool:
        """Compare by content: how an entry was read is no part of it."""
        return isinstance(other, Entry) and _content(self) == _content(other)

    def __hash__(self) -> int:
        return super().__hash__()


def _content(entry: Entry) -> tuple[object, ...]:
    return (
        entry.key, entry.targets, entry.plural, entry.comments, entry.extracted, entry.references,
        entry.flags, entry.previous, entry.previous_plural, entry.obsolete,
    )  # fmt: skip


def parse_entries(data: bytes, name: str, start: int = 0) -> tuple[tuple[Entry, ...], str]:
    """Return the entries of PO bytes and the text behind the last one; raises CatalogError."""
    entries: list[Entry] = []
    text, at, line = "", start, 1
    may_be_damaged = b"\r" in data or b"\0" in data
    with _no_collection(entries):
        while True:
            size = max(_CHUNK, 2 * len(text))  # twice what was left, or a huge entry is read over and over
            more, at = _decoded(data, at, size, name)
            if may_be_damaged:
                _refuse_damage(more, name, line + text.count("\n"))
            text += more
            place = _read_entries(text, Place(name, 0, line), entries, is_last=at == len(data))
            text, line = text[place.position :], place.line
            if at == len(data):
                return tuple(entries), text


@contextlib.contextmanager
def _no_collection(entries: Sequence[Entry]) -> Iterator[None]:
    """Keep the collector of cycles from looking at each of a million new objects; none is in a cycle.

    Frozen and thawed they count as old: else all of them would be looked at as soon as it is back. Of a few
    that takes less time than to ask whether somebody else's objects are frozen, which counts all of these.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if len(entries) > _MANY and not gc.get_freeze_count():  # somebody else's frozen objects stay so
            gc.freeze()
            gc.unfreeze()
        if was_enabled:
            gc.enable()


def _decoded(data: bytes, start: int, size: int, name: str) -> tuple[str, int]:
    """Return the text of some whole lines, and where they end."""
    end = data.find(b"\n", start + size) + 1 or len(data)
    try:
        return data[start:end].decode("utf-8"), end
    except UnicodeDecodeError as error:
        bad = start + error.start
        message = f"not UTF-8: byte 0x{data[bad]:02x} can't be read"
        at = Location(name, data.count(b"\n", 0, bad) + 1)
        raise CatalogError(message, at=at, hint=UTF8_HINT) from error


def _refuse_damage(text: str, name: str, line: int) -> None:
    for character, pattern, message, hint in _DAMAGES:
        found = re.search(pattern, text) if character in text else None
        if found:
            at = Location(name, line + text.count("\n", 0, found.start()))
            raise CatalogError(message, at=at, hint=hint)


def _read_entries(text: str, place: Place, entries: list[Entry], *, is_last: bool) -> Place:
    """Add each whole entry of a text to `entries`; return where the rest starts."""
    while True:
        place = _read_usual_entries(text, place, entries, is_last=is_last)
        read = _read_obsolete(text, place, is_last=is_last) or read_entry(text, place, is_last=is_last)
        if read is None:
            return place
        entries.append(read[0])
        place = read[1]


def _setter(owner: type, name: str) -> Callable[[object, object], None]:
    """Return what fills a slot of a frozen class: a million entries are read in less time through it."""
    found: Callable[[object, object], None] = getattr(owner, name).__set__
    return found


_set_key, _set_line, _set_raw, _set_obsolete = (
    _setter(Entry, name) for name in ("key", "line", "raw", "obsolete")
)
_set_context, _set_source = (_setter(UnitKey, name) for name in ("context", "source"))


def _read_usual_entries(text: str, place: Place, entries: list[Entry], *, is_last: bool) -> Place:
    name, position, line = place
    last = len(text) if is_last else len(text) - 1  # what reaches the end of a text that goes on may go on
    make, put = object.__new__, entries.append
    for raw, blank, context, source, forms in _USUAL.findall(text, position):
        end = position + len(raw)
        if not raw or end > last or (forms and not _forms(forms)):
            break
        key, entry = make(UnitKey), make(UsualEntry)
        _set_context(key, _text(context) if context else None)
        is_plain = "\\" not in source and source.count("\n") == 1 and source[-2] != "\r"
        _set_source(key, source[1:-2] if is_plain else _text(source))
        _set_key(entry, key)
        _set_obsolete(entry, False)  # noqa: FBT003 - the value of a field
        _set_line(entry, line + (1 if blank == "\n" else blank.count("\n")))
        _set_raw(entry, raw)
        put(entry)
        position = end
        line += raw.count("\n")
    return Place(name, position, line)


def _read_obsolete(text: str, place: Place, *, is_last: bool) -> tuple[Entry, Place] | None:
    """Return the entry here where it is obsolete and otherwise of the usual shape."""
    found = _OBSOLETE.match(text, place.position)
    if not found or (found.end() == len(text) and not is_last):
        return None
    blank, notes, lines = found.groups()
    plain = notes + _OBSOLETE_MARK.sub("", _OBSOLETE_OLD.sub("#|", lines))
    whole = _PARTS.fullmatch(plain)
    if not whole:
        return None
    parts = _parts(whole)
    key = UnitKey(_text(whole[5]) if whole[5] else None, _text(whole[6]))
    if not parts["targets"]:
        return None
    first = place.line + blank.count("\n")
    entry = Entry(key=key, obsolete=True, line=first, raw=found[0], **parts)
    return entry, Place(place.name, found.end(), place.line + found[0].count("\n"))


def _parts(found: re.Match[str]) -> dict[str, Any]:
    """Return what stands in an entry beside its key, by the names of its fields."""
    notes, old_context, old_source, old_plural, _, _, target, plural, forms = found.groups()
    comments, extracted, references, flags = sort_comments(notes.split("\n")[:-1])
    old_key = old_source and UnitKey(old_context and _old_text(old_context), _old_text(old_source))
    return {
        "targets": (_text(target),) if target else _forms(forms),
        "plural": plural and _text(plural),
        "comments": comments,
        "extracted": extracted,
        "references": references,
        "flags": flags,
        "previous": old_key,
        "previous_plural": old_plural and _old_text(old_plural),
    }


def _text(literal: str) -> str:
    """Return the text of a literal and of the lines that continue it."""
    if "\r" in literal:
        literal = literal.replace("\r", "")
    body = literal[1:-2].replace('"\n"', "")  # a line end stands only between two literals
    return _ESCAPE.sub(_unescape, body) if "\\" in body else body


def _unescape(found: re.Match[str]) -> str:
    return ESCAPES[found[1]]


def _old_text(literal: str) -> str:
    return _text(_OLD_MARK.sub("\n", literal))


def _forms(block: str) -> tuple[str, ...]:
    """Return the targets of plural forms; none where they don't count up from 0."""
    found = _FORM.findall(block)
    counted = all(int(number) == index for index, (number, _) in enumerate(found))
    return tuple(_text(literal) for _, literal in found) if counted else ()
