"""Strict reading of TOML: each unknown key, wrong type and bad value becomes a problem with its line."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.errors import CaveatError, ConfigError, Location, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")
_TYPE_NAMES = {str: "a string", int: "a whole number", bool: "true or false", list: "a list", dict: "a table"}
_HEADER = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
_POSITION = re.compile(r"\(at line (\d+), column \d+\)")
_LONG_STRING = re.compile(r"\"\"\".*?\"\"\"|\'\'\'.*?\'\'\'", re.DOTALL)


@dataclass(slots=True)
class TomlFile:
    """One TOML file being read: its text for line numbers, and the problems so far."""

    path: str
    text: str
    problems: list[CaveatError] = field(default_factory=list)

    def parse(self) -> TomlTable:
        """Return the root table; raises ConfigError with the line when the text is not TOML."""
        try:
            return TomlTable(self, (), tomllib.loads(self.text))
        except tomllib.TOMLDecodeError as error:
            message = str(error)
            found = _POSITION.search(message)
            line = int(found[1]) if found else self.text.count("\n") + 1
            what = message.partition(" (at ")[0]
            raise self._not_toml(f"{what[:1].lower()}{what[1:]}", line) from error
        except (ValueError, RecursionError) as error:  # a number of 5000 digits, brackets a thousand deep
            what = "nested too deep" if isinstance(error, RecursionError) else "a number is too long"
            raise self._not_toml(what, None) from error

    def _not_toml(self, what: str, line: int | None) -> ConfigError:
        return ConfigError(
            f"not valid TOML: {what}",
            at=Location(self.path, line),
            hint="check quotes, brackets and the end of the line before",
        )

    def line_of(self, table: tuple[str | int, ...], key: str | None = None) -> int | None:
        """Return the line of a key (or of the table's header), or None where it can't be told."""
        names = [part for part in table if isinstance(part, str)]
        number = next((part for part in reversed(table) if isinstance(part, int)), 0)
        in_table, seen, header_line = not names, -1, None
        for line_number, line in enumerate(self._lines(), 1):
            header = _HEADER.match(line)
            if header:
                same = _plain(header[1]) == ".".join(names)
                seen += same
                in_table = same and seen == number
                header_line = line_number if in_table else header_line
            elif in_table and key is not None and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[.=]", line):
                return line_number
        if key is None:
            return header_line
        return self._line_of_header([*names, key]) or header_line or self._line_of_table_as_key(table)

    def _line_of_header(self, names: list[str]) -> int | None:
        """Return the first line that opens this table or one inside it."""
        wanted = ".".join(names)
        headers = ((number, _HEADER.match(line)) for number, line in enumerate(self._lines(), 1))
        found = (
            number
            for number, header in headers
            if header and f"{_plain(header[1])}.".startswith(f"{wanted}.")
        )
        return next(found, None)

    def _lines(self) -> list[str]:
        """Return the lines; what stands inside long strings is left out, it may look like keys."""
        return _LONG_STRING.sub(lambda found: '""' + "\n" * found[0].count("\n"), self.text).split("\n")

    def _line_of_table_as_key(self, table: tuple[str | int, ...]) -> int | None:
        names = [part for part in table if isinstance(part, str)]
        return self.line_of(tuple(names[:-1]), names[-1]) if names else None


def _plain(header: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in header.split("."))


@dataclass(slots=True)
class TomlTable:
    """One table; keys are taken one by one and what is left over is unknown."""

    file: TomlFile
    name: tuple[str | int, ...]
    data: dict[str, Any]
    taken: set[str] = field(default_factory=set)

    @property
    def line(self) -> int | None:
        """The line of the table's header."""
        return self.file.line_of(self.name)

    def problem(self, message: str, *, key: str | None = None, hint: str | None = None) -> None:
        """Note a problem of this table, or of one of its keys."""
        where = "".join(f"[{part}]" if isinstance(part, str) else f"[{part + 1}]" for part in self.name)
        at = Location(self.file.path, self.file.line_of(self.name, key))
        self.file.problems.append(ConfigError(f"{where} {message}".strip(), at=at, hint=hint))

    def take(self, key: str, kind: type[T], default: T) -> T:
        """Return the value of an optional key."""
        self.taken.add(key)
        value = self.data.get(key, default)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.problem(f'"{key}" must be {_TYPE_NAMES.get(kind, kind.__name__)}', key=key)
            return default
        return value

    def need(self, key: str, kind: type[T], default: T) -> T:
        """Return the value of a key that must be there; `default` stands in while problems are collected."""
        if key not in self.data:
            self.problem(f'"{key}" is missing', hint=f"add {key} = …")
            self.taken.add(key)
            return default
        return self.take(key, kind, default)

    def take_strings(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a list of strings."""
        values = self.take(key, list, list(default))
        if all(isinstance(value, str) for value in values):
            return tuple(values)
        self.problem(f'"{key}" must be a list of strings', key=key)
        return default

    def take_choice(self, key: str, choices: Iterable[str], default: str) -> str:
        """Return a string that must be one of `choices`."""
        value = self.take(key, str, default)
        known = tuple(choices)
        if value in known:
            return value
        self.problem(f'"{key}" is "{value}"', key=key, hint=did_you_mean(value, known))
        return default

    def take_table(self, key: str) -> TomlTable:
        """Return a sub-table, empty when absent."""
        return TomlTable(self.file, (*self.name, key), self.take(key, dict, {}))

    def take_tables(self, key: str) -> Iterator[TomlTable]:
        """Yield the tables of a list of tables."""
        for number, value in enumerate(self.take(key, list, [])):
            if isinstance(value, dict):
                yield TomlTable(self.file, (*self.name, key, number), value)
            else:
                self.problem(f'"{key}" must be a list of tables', key=key)

    def named_tables(self) -> Iterator[tuple[str, TomlTable]]:
        """Yield each key of this table with its sub-table; what is no table is a problem and left out."""
        for key, value in self.data.items():
            table = self.take_table(key)
            if isinstance(value, dict):
                yield key, table

    def close(self) -> None:
        """Note every key that nobody took."""
        for key in self.data:
            if key not in self.taken:
                self.problem(f'"{key}" is not a known key', key=key, hint=did_you_mean(key, self.taken))
