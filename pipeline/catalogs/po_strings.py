"""The string literals of PO files: quoting and its exact reverse."""

from __future__ import annotations

import re

ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_QUOTED = str.maketrans({character: f"\\{letter}" for letter, character in ESCAPES.items()})
_ESCAPE = re.compile(r"((?:\\[0-7]{1,3}|\\x[0-9A-Fa-f]+)+)|\\(.)", re.DOTALL)
_BYTE = re.compile(r"\\(?:x([0-9A-Fa-f]+)|([0-7]{1,3}))")
_LARGEST_BYTE = 0xFF


class BadLiteral(ValueError):  # noqa: N818 - named for what it is, not for what it does
    """A string literal is not well formed; the message says how."""


def quote(text: str) -> str:
    """Return `text` as one PO string literal."""
    if '"' not in text and "\\" not in text and text.isprintable():
        return f'"{text}"'  # the usual case
    return f'"{text.translate(_QUOTED)}"'


def unquote(literal: str) -> str:
    """Return the text of a literal; raises BadLiteral, never repairs."""
    if not literal.startswith('"'):
        raise BadLiteral("a string must start with a double quote")
    if len(literal) < 2 or not literal.endswith('"') or _ends_in_escape(literal[1:-1]):  # noqa: PLR2004 - two quotes
        raise BadLiteral("the string is not closed by a double quote")
    body = literal[1:-1]
    if re.search(r'(?<!\\)(?:\\\\)*"', body):
        raise BadLiteral("a double quote inside the string is not escaped")
    return _ESCAPE.sub(_unescape, body)


def _ends_in_escape(body: str) -> bool:
    return (len(body) - len(body.rstrip("\\"))) % 2 == 1


def _unescape(found: re.Match[str]) -> str:
    numbers, letter = found.groups()
    if numbers:
        return _decode(numbers)
    if letter not in ESCAPES:
        raise BadLiteral(f'"\\{letter}" is not an escape')
    return ESCAPES[letter]


def _decode(numbers: str) -> str:
    """Return the text of octal and hexadecimal escapes, which name bytes: two of them may be one letter."""
    values = [int(x, 16) if x else int(octal, 8) for x, octal in _BYTE.findall(numbers)]
    if max(values) > _LARGEST_BYTE or min(values) == 0:
        raise BadLiteral(f'"{numbers}" names no bytes of a text')
    try:
        return bytes(values).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadLiteral(f'"{numbers}" is not UTF-8') from error
