"""JSON by byte ranges, as strict as RFC 8259: where values stand, and which byte is wrong."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.lines import line_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.formats.export_rows import Step

DEEPEST: Final = 200
"""Lists and objects inside of each other."""

_PLAIN: Final = rb'[^"\\\x00-\x1f]*+'
_SPACE: Final = re.compile(rb"[ \t\r\n]*+")
_VALUE: Final = re.compile(
    rb'("' + _PLAIN + rb'(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})' + _PLAIN + rb')*+")'
    rb"|(-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?|true|false|null)"
    rb"|([\[{])"
)
_ESCAPE: Final = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\."
)
_HALF: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Value:
    """A value: where it stands, quotes and brackets included."""

    start: int
    stop: int
    kind: str
    """`"` for a text, `[` for a list, `{` for an object, `0` for a number, `true`, `false` or `null`."""


@dataclass(frozen=True, slots=True)
class Member:
    """One name of an object, with its value."""

    name: str
    start: int
    """Where the name's quotes start."""
    value: Value


@dataclass(frozen=True, slots=True)
class Scanner:
    """A file's bytes."""

    data: bytes
    path: str

    def fail(self, position: int, message: str, hint: str = "export it again") -> DocumentError:
        """Return the problem that the bytes at a position are wrong."""
        return DocumentError(message, at=Location(self.path, line_at(self.data, position)), hint=hint)

    def skip_space(self, position: int) -> int:
        """Return where the next token starts."""
        found = _SPACE.match(self.data, position)
        return found.end() if found else position

    def value(self, position: int) -> Value:
        """Return the value that starts at a position, and all inside of it is proven to be JSON."""
        found = _VALUE.match(self.data, position)
        if not found:
            raise self.fail(position, f"not JSON: {self._shown(position)} instead of a value")
        if found[1] is not None:
            return Value(position, found.end(), '"')
        if found[2] is not None:
            word = found[2].decode()
            return Value(position, found.end(), word if word.isalpha() else "0")
        return Value(position, self._skip_nested(position), found[3].decode())

    def _skip_nested(self, position: int) -> int:
        """Return the end of a list or object, without recursion."""
        closers = [self._closer(position)]
        position = self.skip_space(position + 1)
        is_first = True
        while closers:
            if self.data[position : position + 1] == closers[-1] and is_first:
                closers.pop()
                position, is_first = self._after(position + 1, closers)
                continue
            if closers[-1] == b"}":
                _, position = self._name(position)
            found = _VALUE.match(self.data, position)
            if found and found[3]:
                closers.append(self._closer(position))
                if len(closers) > DEEPEST:
                    raise self.fail(position, f"more than {DEEPEST} lists and objects inside of each other")
                position, is_first = self.skip_space(position + 1), True
                continue
            position, is_first = self._after(self.value(position).stop, closers)
        return position

    def _after(self, position: int, closers: list[bytes]) -> tuple[int, bool]:
        """Go past what follows a value; return where the next one starts, or where the outermost ends."""
        while closers:
            position = self.skip_space(position)
            mark = self.data[position : position + 1]
            if mark == b",":
                return self.skip_space(position + 1), False
            if mark != closers[-1]:
                raise self.fail(position, f"not JSON: {self._shown(position)} instead of a comma")
            closers.pop()
            position += 1
        return position, False

    def _closer(self, position: int) -> bytes:
        return b"]" if self.data[position : position + 1] == b"[" else b"}"

    def _name(self, position: int) -> tuple[str, int]:
        """Return a name and where its value starts."""
        found = _VALUE.match(self.data, position)
        if not found or found[1] is None:
            raise self.fail(position, f"not JSON: {self._shown(position)} instead of a name in quotes")
        colon = self.skip_space(found.end())
        if self.data[colon : colon + 1] != b":":
            raise self.fail(colon, f"not JSON: {self._shown(colon)} instead of a colon")
        return self.text(Value(position, found.end(), '"')), self.skip_space(colon + 1)

    def members(self, start: int) -> Iterator[Member]:
        """Yield the members of the object at a position; raises DocumentError for a name given twice."""
        seen: set[str] = set()
        position = self.skip_space(start + 1)
        while self.data[position : position + 1] != b"}" or seen:
            name, at = self._name(position)
            if name in seen:
                hint = "keep one of them: programs disagree which one counts"
                raise self.fail(position, f'the name "{name[:60]}" stands twice in one object', hint)
            seen.add(name)
            value = self.value(at)
            yield Member(name, position, value)
            position, is_over = self._next(value.stop, b"}")
            if is_over:
                return

    def items(self, start: int) -> Iterator[Value]:
        """Yield the values of the list at a position."""
        position = self.skip_space(start + 1)
        if self.data[position : position + 1] == b"]":
            return
        is_over = False
        while not is_over:
            value = self.value(position)
            yield value
            position, is_over = self._next(value.stop, b"]")

    def _next(self, position: int, closer: bytes) -> tuple[int, bool]:
        position = self.skip_space(position)
        mark = self.data[position : position + 1]
        if mark not in (b",", closer):
            raise self.fail(position, f"not JSON: {self._shown(position)} instead of a comma")
        return self.skip_space(position + 1), mark == closer

    def text(self, value: Value) -> str:
        """Return the text of a value in quotes."""
        raw = self.data[value.start + 1 : value.stop - 1]
        if b"\\" not in raw:
            return raw.decode()
        text = str(json.loads(b'"' + raw + b'"'))
        if _HALF.search(text):
            raise self.fail(value.start, "a text holds half a character (a lone surrogate)")
        if "\0" in text:
            raise self.fail(value.start, "a text holds a NUL character")
        return text

    def steps(self, value: Value) -> tuple[Step, ...]:
        """Return where escapes make a text shorter than its bytes."""
        if self.data.find(b"\\", value.start, value.stop) < 0:
            return ()
        steps, offset, position = [], 0, value.start + 1
        for found in _ESCAPE.finditer(self.data, value.start + 1, value.stop - 1):
            offset += found.start() - position + len(json.loads(b'"' + found[0] + b'"').encode())
            position = found.end()
            steps.append((offset, position))
        return tuple(steps)

    def expect_end(self, position: int) -> None:
        """Raise DocumentError where something follows the value."""
        position = self.skip_space(position)
        if position < len(self.data):
            raise self.fail(position, f"not JSON: {self._shown(position)} after the end")

    def _shown(self, position: int) -> str:
        shown = self.data[position : position + 20].decode("utf-8", "replace")
        return f'"{shown}"' if shown else "the end of the file"
