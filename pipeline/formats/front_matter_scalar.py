"""What the readers of front matter have in common: one text, where it stands, and how it is spelled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Style = Literal["plain", "'", '"', "|", ">", "'''", '"""']


class MalformedError(Exception):
    """A front matter that is not what it must be; the message is for people."""

    def __init__(self, message: str, line: int, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        """From 1, in the front matter's own text, without the fence above it."""
        self.hint = hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A string in a front matter."""

    path: str
    """The keys that lead to it, with dots between; lists have no key."""
    value: str
    """What a reader of YAML or TOML makes of it."""
    start: int
    """Place of its first character, a quote or the sign of a block included."""
    stop: int
    style: Style
    is_in_flow: bool = False
    """YAML: whether it stands in brackets, so that commas and brackets end it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """YAML: where what stands elsewhere is used again."""

    path: str
    line: int
    anchored: str
    """The path of what it repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What a front matter holds."""

    scalars: tuple[Scalar, ...]
    """The strings in the order in which they stand."""
    aliases: tuple[Alias, ...] = ()
    duplicates: tuple[tuple[str, int], ...] = ()
    """YAML: keys that are there twice, of which readers take one: path and line."""
