"""PO text to entries: strict, with the line of every error, and each entry keeps its own bytes (Law 4)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.catalogs.po_strings import BadLiteral, unquote
from pipeline.errors import CatalogError, Location
from pipeline.model.catalog import Entry
from pipeline.model.unit import UnitKey

_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?[ \t]*(.*)$", re.DOTALL)
_ORDER = {"msgctxt": 0, "msgid": 1, "msgid_plural": 2, "msgstr": 3}


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
    obsolete: bool = False
    current: list[str] | None = None
    """Where a continuation line goes."""

    @property
    def is_complete(self) -> bool:
        return any(name.startswith("msgstr") for name in self.strings)

    @property
    def has_content(self) -> bool:
        return bool(self.line)


def parse_entries(text: str, name: str) -> tuple[tuple[Entry, ...], str]:
    """Return the entries of a PO text and what follows the last one; raises CatalogError."""
    # Not str.splitlines: it would cut a string at U+2028 and other characters that PO does not end lines with.
    return _Reader(name, re.findall(r"[^\n]*\n|[^\n]+$", text)).read()


class _Reader:
    def __init__(self, name: str, lines: list[str]) -> None:
        self.name = name
        self.lines = lines
        self.entries: list[Entry] = []
        self.open = _Open(0)

    def read(self) -> tuple[tuple[Entry, ...], str]:
        end = 0
        for index, line in enumerate(self.lines):
            content = line.strip()
            if content:
                self._dispatch(content, index)
                end = index + 1 if self.open.is_complete else end
        if self.open.is_complete:
            self._finish(end)
            return tuple(self.entries), "".join(self.lines[end:])
        if self.open.strings:
            self._fail(
                self.open.line, 'the entry has no "msgstr": the file ends inside it',
                "the file is cut off; restore it from version control or save it again",
            )  # fmt: skip
        return tuple(self.entries), "".join(self.lines[self.open.start :])

    def _dispatch(self, content: str, index: int) -> None:
        starts_entry = content.startswith("#") and not content.startswith("#~")
        if starts_entry and self.open.strings:
            self._close(index)
        self.open.line = self.open.line or index + 1
        if content.startswith("#~"):
            self._obsolete(content[2:].strip(), index)
        elif content.startswith("#"):
            self._comment(content, index)
        elif content.startswith('"'):
            self._continuation(content, self.open, index)
        else:
            self._keyword(content, index)

    def _obsolete(self, content: str, index: int) -> None:
        if content.startswith("|"):
            if self.open.strings:
                self._close(index)
            self._previous(content[1:].strip(), index)
        elif content.startswith('"'):
            self._continuation(content, self.open, index)
        elif content:
            self._keyword(content, index)
        self.open.obsolete = True

    def _comment(self, content: str, index: int) -> None:
        kind, rest = content[1:2], content[2:].strip()
        match kind:
            case ".":
                self.open.extracted.append(rest)
            case ":":
                self.open.references.append(rest)
            case "," | "=":  # `#=` is gettext's second flag line: read, never written
                self.open.flags.extend(flag.strip() for flag in rest.split(",") if flag.strip())
            case "|":
                self._previous(rest, index)
            case _:
                self.open.comments.append(content[2:] if kind == " " else content[1:])

    def _previous(self, rest: str, index: int) -> None:
        if rest.startswith('"'):
            self._continuation(rest, self.open, index)
            return
        found = _KEYWORD.match(rest)
        if not found or found[1] == "msgstr":
            self._fail(index + 1, 'a "#|" line must hold msgctxt, msgid or msgid_plural', None)
        else:
            self.open.current = self.open.previous.setdefault(found[1], [])
            self._continuation(found[3], self.open, index)

    def _keyword(self, content: str, index: int) -> None:
        found = _KEYWORD.match(content)
        if not found:
            word = content.split(maxsplit=1)[0][:40]
            self._fail(
                index + 1, f'"{word}" is not a PO keyword',
                "a line starts with #, msgctxt, msgid, msgid_plural, msgstr or a quote",
            )  # fmt: skip
            return
        word, form, literal = found.groups()
        if word in ("msgctxt", "msgid") and self.open.is_complete:
            self._close(index)
            self.open.line = index + 1
        self._check_order(word, form, index)
        self.open.current = self.open.strings.setdefault(word + (form or ""), [])
        self._continuation(literal, self.open, index)

    def _check_order(self, word: str, form: str | None, index: int) -> None:
        seen = self.open.strings
        label = f"{word}[{form}]" if form else word
        if word + (form or "") in seen:
            self._fail(index + 1, f'"{label}" stands twice in one entry', "separate the entries by a blank line")
        if any(_ORDER[_bare(name)] > _ORDER[word] for name in seen) or (word != "msgctxt" and word != "msgid" and "msgid" not in seen):
            self._fail(index + 1, f'"{label}" is out of order', "the order is msgctxt, msgid, msgid_plural, msgstr")
        if word == "msgstr" and bool(form) != ("msgid_plural" in seen):
            self._fail(index + 1, f'"{label}" does not fit the entry', "msgstr[0], msgstr[1] … go with msgid_plural")
        if form and int(form) != sum(name.startswith("msgstr") for name in seen):
            self._fail(index + 1, f'"{label}" is out of order', "plural forms count up from 0")

    def _continuation(self, literal: str, opened: _Open, index: int) -> None:
        if opened.current is None:
            self._fail(index + 1, "a string stands without msgid or msgstr before it", None)
            return
        try:
            opened.current.append(unquote(literal))
        except BadLiteral as error:
            self._fail(index + 1, str(error), f"correct the string on line {index + 1}")

    def _close(self, index: int) -> None:
        if not self.open.is_complete:
            self._fail(self.open.line, 'the entry has no "msgstr"', "add it, or restore the file from version control")
        self._finish(self._end_of_strings(index))

    def _end_of_strings(self, index: int) -> int:
        while index > self.open.start and not self.lines[index - 1].strip():
            index -= 1
        return index

    def _finish(self, end: int) -> None:
        opened = self.open
        raw = "".join(self.lines[opened.start : end])
        self.entries.append(_entry(opened, raw))
        self.open = _Open(end)

    def _fail(self, line: int, message: str, hint: str | None) -> None:
        raise CatalogError(message, at=Location(self.name, line), hint=hint)


def _bare(name: str) -> str:
    return name.rstrip("0123456789")


def _entry(opened: _Open, raw: str) -> Entry:
    texts = {name: "".join(parts) for name, parts in opened.strings.items()}
    before = {name: "".join(parts) for name, parts in opened.previous.items()}
    return Entry(
        key=UnitKey(texts.get("msgctxt"), texts.get("msgid", "")),
        targets=tuple(text for name, text in texts.items() if name.startswith("msgstr")),
        plural=texts.get("msgid_plural"),
        comments=tuple(opened.comments),
        extracted=tuple(opened.extracted),
        references=tuple(opened.references),
        flags=tuple(dict.fromkeys(opened.flags)),
        previous=UnitKey(before.get("msgctxt"), before["msgid"]) if "msgid" in before else None,
        previous_plural=before.get("msgid_plural"),
        obsolete=opened.obsolete,
        line=opened.line,
        raw=raw,
    )
