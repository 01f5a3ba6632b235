"""One PO entry, read line by line: strict, with the line of every error, and its own bytes (Law 4).

This reader knows the whole syntax. `po_scan` reads what usual entries look like much faster, and leaves all
others, and every error, to this one.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from pipeline.catalogs.po_strings import BadLiteral, unquote
from pipeline.errors import CatalogError, Location
from pipeline.model.catalog import Entry
from pipeline.model.unit import UnitKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SPACE = " \t\r\n\f\v"
"""What gettext takes for white space; a no-break space at the end of a line is none."""
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(\[[^\]]*\])?(?!\w)[ \t]*(.*)", re.DOTALL)
_FORM = re.compile(r"\[([0-9]{1,3})\]")
_ORDER = {"msgctxt": 0, "msgid": 1, "msgid_plural": 2, "msgstr": 3}
_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_BLANK_LINE = "separate the entries by a blank line"


class Place(NamedTuple):
    """Where reading goes on."""

    name: str
    """The file, as shown to people."""
    position: int
    """Index into the text."""
    line: int
    """The line of the file that starts there, from 1."""


class _Mark(Enum):
    """What a line that carries a string starts with."""

    ACTIVE = ""
    OBSOLETE = "#~"
    PREVIOUS = "#|"
    OBSOLETE_PREVIOUS = "#~|"


_OBSOLETE = frozenset({_Mark.OBSOLETE, _Mark.OBSOLETE_PREVIOUS})
_PREVIOUS = frozenset({_Mark.PREVIOUS, _Mark.OBSOLETE_PREVIOUS})


_Words = tuple[str, ...]


def sort_comments(lines: Iterable[str]) -> tuple[_Words, _Words, _Words, _Words]:
    """Return comment lines by kind: of translators, extracted, references, and the flags in them."""
    translator: list[str] = []
    extracted: list[str] = []
    references: list[str] = []
    flags: list[str] = []
    for line in lines:
        match line[1:2]:
            case ":":
                references.append(line[2:].strip(SPACE))
            case ".":
                extracted.append(line[2:].strip(SPACE))
            case "," | "=":  # `#=` is gettext's second flag line: read, never written
                flags += _flags(line[2:])
            case " ":
                translator.append(line[2:].rstrip(SPACE))
            case _:
                translator.append(line[1:].rstrip(SPACE))
    return tuple(translator), tuple(extracted), tuple(references), tuple(dict.fromkeys(flags))


def _flags(text: str) -> list[str]:
    """Return flags as gettext reads them: commas and spaces part them, but for `range: 0..10`."""
    return re.findall(r"range:[ \t]*[^\s,]+|[^\s,]+", text)


def read_entry(text: str, start: Place, *, is_last: bool) -> tuple[Entry, Place] | None:
    """Return the entry that starts here and where the next one does; raises CatalogError.

    None when the text ends before the entry is known to: where more text follows, read on with that;
    where this is the last of the file, only white space and comments are left.
    """
    return _Reader(start).read(text, is_last=is_last)


def _lines(text: str, position: int) -> Iterator[tuple[str, int]]:
    """Yield each line with the position behind it.

    Not str.splitlines: it would cut a string at U+2028 and others that end no line of a PO file.
    """
    while position < len(text):
        end = text.find("\n", position) + 1 or len(text)
        yield text[position:end].strip(SPACE), end
        position = end


class _Reader:
    """Reads one entry."""

    def __init__(self, start: Place) -> None:
        self.start = start
        self.line = start.line
        """The line being read."""
        self.first = 0
        """The entry's first line that is not blank; 0 before there is one."""
        self.strings: dict[str, list[str]] = {}
        self.previous: dict[str, list[str]] = {}
        self.comments: list[str] = []
        self.mark: _Mark | None = None
        """The mark of the last string; the next one must fit it."""
        self.current: list[str] | None = None
        """Where a continuation line goes."""

    @property
    def is_complete(self) -> bool:
        return any(name.startswith("msgstr") for name in self.strings)

    def read(self, text: str, *, is_last: bool) -> tuple[Entry, Place] | None:
        before = self.start.position
        for content, end in _lines(text, before):
            if content and self._starts_next(content):
                if not self.is_complete:
                    hint = "add it, or restore the file from version control"
                    self._fail(self.first, 'the entry has no "msgstr"', hint)
                return self._finished(text, before)
            if content:
                self.first = self.first or self.line
                self._dispatch(content)
            elif self.is_complete:
                return self._finished(text, before)
            else:
                self.current = None  # gettext would join strings over a blank line; nobody means that
            self.line += 1
            before = end
        return self._at_end(text) if is_last else None

    def _at_end(self, text: str) -> tuple[Entry, Place] | None:
        if self.is_complete:
            return self._finished(text, len(text))
        if self.strings:
            message = 'the entry has no "msgstr": the file ends inside it'
            self._fail(self.first, message, "the file is cut off; restore it or save it again")
        return None

    def _starts_next(self, content: str) -> bool:
        """Return whether a line can only belong to the entry behind this one."""
        mark = _mark_of(content)
        if mark is None or mark in _PREVIOUS:
            return bool(self.strings)
        found = _KEYWORD.match(content[len(mark.value) :].strip(SPACE))
        is_opening = found is not None and found[1] in {"msgctxt", "msgid"} and not found[2]
        return is_opening and self.is_complete

    def _dispatch(self, content: str) -> None:
        mark = _mark_of(content)
        if mark is None:
            self.current = None
            self.comments.append(content)
        elif content != _Mark.OBSOLETE.value:  # `#~` alone says nothing
            self._string_line(content[len(mark.value) :].strip(SPACE), mark)

    def _string_line(self, content: str, mark: _Mark) -> None:
        if content.startswith('"'):
            self._continuation(content, mark)
        elif mark in _PREVIOUS:
            self._previous(content, mark)
        else:
            self._keyword(content, mark)

    def _previous(self, content: str, mark: _Mark) -> None:
        found = _KEYWORD.match(content)
        if not found or found[1] == "msgstr" or found[2]:
            message = 'a "#|" line must hold msgctxt, msgid or msgid_plural'
            self._fail(self.line, message, "delete the line, or restore it from version control")
            return
        word = found[1]
        if any(_ORDER[name] >= _ORDER[word] for name in self.previous):
            self._fail(self.line, f'"#| {word}" stands twice or out of order', "keep one old source")
        self._start_string(self.previous, word, mark)
        self._continuation(found[3], mark)

    def _keyword(self, content: str, mark: _Mark) -> None:
        if content.startswith(_CONFLICT):
            hint = "keep one side of each conflict and delete the markers"
            self._fail(self.line, "a merge conflict was left here", hint)
        found = _KEYWORD.match(content)
        if not found or (found[2] and (found[1] != "msgstr" or not _FORM.fullmatch(found[2]))):
            word = content.split(maxsplit=1)[0][:40]
            hint = "a line starts with #, msgctxt, msgid, msgid_plural, msgstr or a quote"
            self._fail(self.line, f'"{word}" is not a PO keyword', hint)
            return
        word, form, literal = found[1], found[2] or "", found[3]
        self._check_order(word, form)
        self._start_string(self.strings, word + form, mark)
        self._continuation(literal, mark)

    def _start_string(self, strings: dict[str, list[str]], name: str, mark: _Mark) -> None:
        before = self.mark
        if before is not None and (before in _OBSOLETE) != (mark in _OBSOLETE):
            self._fail(self.line, 'only a part of the entry is marked obsolete by "#~"', _BLANK_LINE)
        self.mark = mark
        self.current = strings.setdefault(name, [])

    def _check_order(self, word: str, form: str) -> None:
        seen = self.strings
        label = word + form
        if label in seen:
            self._fail(self.line, f'"{label}" stands twice in one entry', _BLANK_LINE)
        is_early = word not in {"msgctxt", "msgid"} and "msgid" not in seen
        if is_early or any(_ORDER[name.partition("[")[0]] > _ORDER[word] for name in seen):
            order = "the order is msgctxt, msgid, msgid_plural, msgstr"
            self._fail(self.line, f'"{label}" is out of order', order)
        if word == "msgstr" and bool(form) != ("msgid_plural" in seen):
            fitting = "msgstr[0], msgstr[1] … go with msgid_plural"
            self._fail(self.line, f'"{label}" does not fit the entry', fitting)
        if form and int(form[1:-1]) != sum(name.startswith("msgstr") for name in seen):
            self._fail(self.line, f'"{label}" is out of order', "plural forms count up from 0")

    def _continuation(self, literal: str, mark: _Mark) -> None:
        if self.current is None or self.mark is not mark:
            message = "a string stands without msgid or msgstr before it"
            self._fail(self.line, message, "join it to the string it belongs to, or delete it")
            return
        try:
            self.current.append(unquote(literal))
        except BadLiteral as error:
            self._fail(self.line, str(error), f"correct the string on line {self.line}")

    def _finished(self, text: str, end: int) -> tuple[Entry, Place]:
        if "msgctxt" in self.previous and "msgid" not in self.previous:
            message = '"#| msgctxt" stands without "#| msgid"'
            self._fail(self.first, message, "delete the line, or restore both")
        entry = self._entry(text[self.start.position : end])
        return entry, Place(self.start.name, end, self.line)

    def _entry(self, raw: str) -> Entry:
        texts = {name: "".join(parts) for name, parts in self.strings.items()}
        before = {name: "".join(parts) for name, parts in self.previous.items()}
        comments, extracted, references, flags = sort_comments(self.comments)
        return Entry(
            key=UnitKey(texts.get("msgctxt"), texts["msgid"]),
            targets=tuple(text for name, text in texts.items() if name.startswith("msgstr")),
            plural=texts.get("msgid_plural"),
            comments=comments,
            extracted=extracted,
            references=references,
            flags=flags,
            previous=UnitKey(before.get("msgctxt"), before["msgid"]) if "msgid" in before else None,
            previous_plural=before.get("msgid_plural"),
            obsolete=self.mark is _Mark.OBSOLETE,
            line=self.first,
            raw=raw,
        )

    def _fail(self, line: int, message: str, hint: str) -> None:
        raise CatalogError(message, at=Location(self.start.name, line), hint=hint)


def _mark_of(content: str) -> _Mark | None:
    """Return what marks a line that may carry a string, or None for a comment."""
    if not content.startswith("#"):
        return _Mark.ACTIVE
    marks = (_Mark.OBSOLETE_PREVIOUS, _Mark.OBSOLETE, _Mark.PREVIOUS)
    return next((mark for mark in marks if content.startswith(mark.value)), None)
