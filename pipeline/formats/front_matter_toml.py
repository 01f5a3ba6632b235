"""TOML in a front matter: its strings with their places, and a text in the spelling of the one it replaces.

The standard library says whether it is TOML, but not where anything stands; so what is known to be right is
walked through once more.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast

from pipeline.formats.front_matter_scalar import Fields, MalformedError, Scalar

if TYPE_CHECKING:
    from pipeline.formats.front_matter_scalar import Style

_SPACE: Final = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_STRING: Final = re.compile(
    r'(?P<long_basic>"""(?:[^"\\]|\\.|"(?!""))*+"{3,5})'
    r"|(?P<long_literal>'''(?:[^']|'(?!''))*+'{3,5})"
    r'|(?P<basic>"(?:[^"\\\n]|\\.)*+")'
    r"|(?P<literal>'[^'\n]*+')",
    re.DOTALL,
)
_BARE: Final = re.compile(r"[A-Za-z0-9_-]++")
_OTHER: Final = re.compile(r"[^,\]}#\r\n]++")
"""A number, a truth value, a date."""
_AT_LINE: Final = re.compile(r"\(at line (\d+), column \d+\)")
_LINE_END: Final = re.compile(r"\r\n|\n")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_CONTROL_IN_LONG: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LONG_ESCAPED: Final = re.compile(r'\\|"(?="")|"\Z')
"""What would end a text in three quotes."""
_FENCE: Final = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


@dataclass(slots=True)
class _Walk:
    text: str
    at: int = 0
    table: str = ""
    scalars: list[Scalar] = field(default_factory=list)

    def skip(self) -> str:
        """Go over spaces, line ends and comments; return the character that comes next."""
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.text[self.at : self.at + 1]

    def take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise MalformedError(
                "the front matter can't be followed here",
                self.text.count("\n", 0, self.at) + 1,
                "simplify it",
            )
        self.at = found.end()
        return found[0]


def read_toml(text: str) -> Fields:
    """Return the strings of a TOML text; raises MalformedError."""
    walk = _Walk(text)
    try:
        tomllib.loads(text)
        while char := walk.skip():
            _take_line(walk, char)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        message = f"the front matter is no TOML: {_AT_LINE.sub('', str(error)).strip()}"
        raise MalformedError(message, line, "correct it") from error
    except RecursionError as error:
        raise MalformedError("the front matter is nested too deeply", 1, "simplify it") from error
    return Fields(scalars=tuple(walk.scalars))


def _take_line(walk: _Walk, char: str) -> None:
    if char == "[":
        walk.at += 2 if walk.text.startswith("[[", walk.at) else 1
        walk.table = _take_key(walk)
        walk.at += 2 if walk.text.startswith("]]", walk.at) else 1
    else:
        _take_pair(walk, walk.table)


def _take_pair(walk: _Walk, path: str) -> None:
    key = _take_key(walk)
    walk.at += len("=")
    _take_value(walk, f"{path}.{key}" if path else key)


def _take_key(walk: _Walk) -> str:
    parts: list[str] = []
    while True:
        char = walk.skip()
        parts.append(_value_of(walk.take(_STRING)) if char in "\"'" else walk.take(_BARE))
        if walk.skip() != ".":
            return ".".join(parts)
        walk.at += len(".")


def _take_value(walk: _Walk, path: str) -> None:
    char = walk.skip()
    if char in "\"'":
        start = walk.at
        raw = walk.take(_STRING)
        quotes = raw[:3] if raw.startswith(('"""', "'''")) else raw[0]
        style = cast("Style", quotes)
        walk.scalars.append(Scalar(path=path, value=_value_of(raw), start=start, stop=walk.at, style=style))
    elif char in "[{":
        _take_many(walk, path, "]" if char == "[" else "}")
    else:
        walk.take(_OTHER)


def _take_many(walk: _Walk, path: str, end: str) -> None:
    walk.at += len("[")
    while walk.skip() != end:
        if end == "]":
            _take_value(walk, path)
        else:
            _take_pair(walk, path)
        if walk.skip() == ",":
            walk.at += len(",")
    walk.at += len(end)


def _value_of(raw: str) -> str:
    return str(tomllib.loads(f"x={raw}")["x"])


def spell_toml(scalar: Scalar, raw: str, value: str) -> str:
    """Return the spelling of a value in place of `raw`, in its style where that can hold it."""
    if scalar.style == "'" and "'" not in value and not _CONTROL.search(value):
        return f"'{value}'"
    is_long = len(scalar.style) > 1 and not _CONTROL_IN_LONG.search(value) and not _FENCE.search(value)
    if is_long and scalar.style == "'''" and "''" not in value and not value.endswith("'"):
        return _in_lines(raw, value)
    if is_long and scalar.style == '"""':
        return _in_lines(raw, _LONG_ESCAPED.sub(r"\\\g<0>", value))
    return '"' + re.sub(r'["\\]|[\x00-\x1f\x7f]', _escape, value) + '"'


def _in_lines(raw: str, text: str) -> str:
    """Return a text in quotes over lines, which start below the quotes if they did so before."""
    end = _LINE_END.search(raw)
    new_line = end[0] if end else "\n"
    quotes = raw[: len('"""')]
    is_below = end is not None and end.start() == len(quotes)
    first = new_line if is_below or text.startswith("\n") else ""
    return quotes + first + text.replace("\n", new_line) + quotes


def _escape(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04x}"
