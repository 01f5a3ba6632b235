"""PO text to entries: strict, with the line of every error, and each entry keeps its own bytes (Law 4)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from pipeline.catalogs.po_strings import BadLiteral, unquote
from pipeline.errors import CatalogError, Location
from pipeline.model.catalog import Entry
from pipeline.model.unit import UnitKey

_SPACE = " \t\r\n\f\v"
"""What gettext takes for white space; a no-break space at the end of a line is none."""
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(\[[^\]]*\])?(?!\w)[ \t]*(.*)", re.DOTALL)
_FORM = re.compile(r"\[([0-9]{1,3})\]")
_ORDER = {"msgctxt": 0, "msgid": 1, "msgid_plural": 2, "msgstr": 3}
_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_DAMAGES = (
    ("\0", "a NUL character stands here", "the file is damaged; restore it from version control"),
    (r"\r(?!\n)", "a carriage return stands without a line feed", "save the file with LF line ends"),
)
_BLANK_LINE = "separate the entries by a blank line"


class _Mark(Enum):
    """What a line that carries a string starts with."""

    ACTIVE = ""
    OBSOLETE = "#~"
    PREVIOUS = "#|"
    OBSOLETE_PREVIOUS = "#~|"


_OBSOLETE = frozenset({_Mark.OBSOLETE, _Mark.OBSOLETE_PREVIOUS})
_PREVIOUS = frozenset({_Mark.PREVIOUS, _Mark.OBSOLETE_PREVIOUS})


@dataclass(slots=True)
class _Open:
    """The entry being read."""

    start: int
    """Index of its first line, blank lines before it included."""
    line: int = 0
    strings: dict[str, list[str]] = field(default_factory=dict)
    previous: dict[str, list[str]] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    extracted: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    mark: _Mark | None = None
    """The mark of the last string; the next one must fit it."""
    current: list[str] | None = None
    """Where a continuation line goes."""

    @property
    def is_complete(self) -> bool:
        return any(name.startswith("msgstr") for name in self.strings)


def parse_entries(text: str, name: str) -> tuple[tuple[Entry, ...], str]:
    """Return the entries of a PO text and what follows the last one; raises CatalogError."""
    _refuse_damage(text, name)
    # Not str.splitlines: it would cut a string at U+2028 and others that end no line of a PO file.
    return _Reader(name, re.findall(r"[^\n]*\n|[^\n]+$", text)).read()


def _refuse_damage(text: str, name: str) -> None:
    for pattern, message, hint in _DAMAGES:
        found = re.search(pattern, text)
        if found:
            line = text.count("\n", 0, found.start()) + 1
            raise CatalogError(message, at=Location(name, line), hint=hint)


class _Reader:
    def __init__(self, name: str, lines: list[str]) -> None:
        self.name = name
        self.lines = lines
        self.entries: list[Entry] = []
        self.open = _Open(0)

    def read(self) -> tuple[tuple[Entry, ...], str]:
        for index, line in enumerate(self.lines):
            content = line.strip(_SPACE)
            if content:
                self._dispatch(content, index)
            elif self.open.is_complete:
                self._finish(index)
            else:
                self.open.current = None  # gettext would join strings over a blank line; nobody means that
        if self.open.is_complete:
            self._finish(len(self.lines))
        if self.open.strings:
            message = 'the entry has no "msgstr": the file ends inside it'
            self._fail(self.open.line, message, "the file is cut off; restore it or save it again")
        return tuple(self.entries), "".join(self.lines[self.open.start :])

    def _dispatch(self, content: str, index: int) -> None:
        mark = _mark_of(content)
        if self.open.strings and (mark is None or mark in _PREVIOUS):
            self._close(index)  # such a line can only belong to the next entry
        self.open.line = self.open.line or index + 1
        if mark is None:
            self._comment(content)
        elif content != _Mark.OBSOLETE.value:  # `#~` alone says nothing
            self._string_line(content[len(mark.value) :].strip(_SPACE), mark, index)

    def _comment(self, content: str) -> None:
        kind, rest = content[1:2], content[2:].strip(_SPACE)
        self.open.current = None
        match kind:
            case ".":
                self.open.extracted.append(rest)
            case ":":
                self.open.references.append(rest)
            case "," | "=":  # `#=` is gettext's second flag line: read, never written
                self.open.flags.extend(_flags(rest))
            case _:
                self.open.comments.append(content[2:] if kind == " " else content[1:])

    def _string_line(self, content: str, mark: _Mark, index: int) -> None:
        if content.startswith('"'):
            self._continuation(content, mark, index)
        elif mark in _PREVIOUS:
            self._previous(content, mark, index)
        else:
            self._keyword(content, mark, index)

    def _previous(self, content: str, mark: _Mark, index: int) -> None:
        found = _KEYWORD.match(content)
        if not found or found[1] == "msgstr" or found[2]:
            message = 'a "#|" line must hold msgctxt, msgid or msgid_plural'
            self._fail(index + 1, message, "delete the line, or restore it from version control")
            return
        word = found[1]
        if any(_ORDER[name] >= _ORDER[word] for name in self.open.previous):
            self._fail(index + 1, f'"#| {word}" stands twice or out of order', "keep one old source")
        self._start_string(self.open.previous, word, mark, index)
        self._continuation(found[3], mark, index)

    def _keyword(self, content: str, mark: _Mark, index: int) -> None:
        if content.startswith(_CONFLICT):
            hint = "keep one side of each conflict and delete the markers"
            self._fail(index + 1, "a merge conflict was left here", hint)
        found = _KEYWORD.match(content)
        if not found or (found[2] and (found[1] != "msgstr" or not _FORM.fullmatch(found[2]))):
            word = content.split(maxsplit=1)[0][:40]
            hint = "a line starts with #, msgctxt, msgid, msgid_plural, msgstr or a quote"
            self._fail(index + 1, f'"{word}" is not a PO keyword', hint)
            return
        word, form, literal = found[1], found[2] or "", found[3]
        if word in {"msgctxt", "msgid"} and self.open.is_complete:
            self._close(index)
            self.open.line = index + 1
        self._check_order(word, form, index)
        self._start_string(self.open.strings, word + form, mark, index)
        self._continuation(literal, mark, index)

    def _start_string(self, strings: dict[str, list[str]], name: str, mark: _Mark, index: int) -> None:
        before = self.open.mark
        if before is not None and (before in _OBSOLETE) != (mark in _OBSOLETE):
            self._fail(index + 1, 'only a part of the entry is marked obsolete by "#~"', _BLANK_LINE)
        self.open.mark = mark
        self.open.current = strings.setdefault(name, [])

    def _check_order(self, word: str, form: str, index: int) -> None:
        seen = self.open.strings
        label = word + form
        if label in seen:
            self._fail(index + 1, f'"{label}" stands twice in one entry', _BLANK_LINE)
        is_early = word not in {"msgctxt", "msgid"} and "msgid" not in seen
        if is_early or any(_ORDER[name.partition("[")[0]] > _ORDER[word] for name in seen):
            order = "the order is msgctxt, msgid, msgid_plural, msgstr"
            self._fail(index + 1, f'"{label}" is out of order', order)
        if word == "msgstr" and bool(form) != ("msgid_plural" in seen):
            fitting = "msgstr[0], msgstr[1] … go with msgid_plural"
            self._fail(index + 1, f'"{label}" does not fit the entry', fitting)
        if form and int(form[1:-1]) != sum(name.startswith("msgstr") for name in seen):
            self._fail(index + 1, f'"{label}" is out of order', "plural forms count up from 0")

    def _continuation(self, literal: str, mark: _Mark, index: int) -> None:
        if self.open.current is None or self.open.mark is not mark:
            message = "a string stands without msgid or msgstr before it"
            self._fail(index + 1, message, "join it to the string it belongs to, or delete it")
            return
        try:
            self.open.current.append(unquote(literal))
        except BadLiteral as error:
            self._fail(index + 1, str(error), f"correct the string on line {index + 1}")

    def _close(self, index: int) -> None:
        if not self.open.is_complete:
            hint = "add it, or restore the file from version control"
            self._fail(self.open.line, 'the entry has no "msgstr"', hint)
        self._finish(index)

    def _finish(self, end: int) -> None:
        opened = self.open
        if "msgctxt" in opened.previous and "msgid" not in opened.previous:
            self._fail(
                opened.line, '"#| msgctxt" stands without "#| msgid"', "delete the line, or restore both"
            )
        self.entries.append(_entry(opened, "".join(self.lines[opened.start : end])))
        self.open = _Open(end)

    def _fail(self, line: int, message: str, hint: str) -> None:
        raise CatalogError(message, at=Location(self.name, line), hint=hint)


def _mark_of(content: str) -> _Mark | None:
    """Return what marks a line that may carry a string, or None for a comment."""
    if not content.startswith("#"):
        return _Mark.ACTIVE
    marks = (_Mark.OBSOLETE_PREVIOUS, _Mark.OBSOLETE, _Mark.PREVIOUS)
    return next((mark for mark in marks if content.startswith(mark.value)), None)


def _flags(text: str) -> list[str]:
    """Return flags as gettext reads them: commas and spaces part them, but for `range: 0..10`."""
    return re.findall(r"range:[ \t]*[^\s,]+|[^\s,]+", text)


def _entry(opened: _Open, raw: str) -> Entry:
    texts = {name: "".join(parts) for name, parts in opened.strings.items()}
    before = {name: "".join(parts) for name, parts in opened.previous.items()}
    return Entry(
        key=UnitKey(texts.get("msgctxt"), texts["msgid"]),
        targets=tuple(text for name, text in texts.items() if name.startswith("msgstr")),
        plural=texts.get("msgid_plural"),
        comments=tuple(opened.comments),
        extracted=tuple(opened.extracted),
        references=tuple(opened.references),
        flags=tuple(dict.fromkeys(opened.flags)),
        previous=UnitKey(before.get("msgctxt"), before["msgid"]) if "msgid" in before else None,
        previous_plural=before.get("msgid_plural"),
        obsolete=opened.mark is _Mark.OBSOLETE,
        line=opened.line,
        raw=raw,
    )
