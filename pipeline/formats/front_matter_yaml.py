"""YAML in a front matter: its strings with their places, and a text in the spelling of the one it replaces.

Only events are read: nothing is constructed, and an alias is never followed, so that a file of aliases of
aliases costs no more than its bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

import yaml
from yaml.resolver import Resolver

from pipeline.formats.front_matter_scalar import Alias, Fields, MalformedError, Scalar

if TYPE_CHECKING:
    from pipeline.formats.front_matter_scalar import Style

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The fast one, where PyYAML was built with it; both say the same of every place."""
_STR: Final = "tag:yaml.org,2002:str"
_TEXT_TAGS: Final = (None, "!", _STR)
_PROPERTIES: Final = re.compile(r"(?:[&!]\S*+(?:\s++|#[^\r\n]*+)*+)*+")
"""The anchor and tag before a scalar."""
_LINE_ENDS: Final = "\r\n\x85\u2028\u2029"
_LINE_END: Final = re.compile(rf"\r\n|[{_LINE_ENDS}]")
_RAW: Final = r"\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_NOT_RAW: Final = re.compile(rf"[^{_RAW}]")
"""What YAML allows as an escape only, or takes for the end of a line."""
_NOT_RAW_IN_BLOCK: Final = re.compile(rf"[^\t\n{_RAW}]")
_NOT_PLAIN: Final = re.compile(rf"\A[^\w¿¡«“‘(]|:(?:\s|\Z)|\s#|\s\Z|[^{_RAW}]")
_NOT_PLAIN_IN_FLOW: Final = re.compile(r"[\[\]{},:]")
_LOOKS_TYPED: Final = re.compile(r"(?:y|n|[-+.\d][-+.\d\w:]*)\Z", re.IGNORECASE)
"""What one reader or another takes for a truth value, a number, a date or a time."""
_OUTER_SPACE: Final = re.compile(r"^[ \t]|[ \t]$", re.MULTILINE)
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_TWO_DIGITS: Final = 0xFF
_NO_NAME: Final = "?"
"""For a key that is a mapping, a list or an alias: nobody declares it."""


@dataclass(slots=True)
class _Level:
    """A mapping or list that is open."""

    path: str
    is_mapping: bool
    is_flow: bool
    is_key: bool = False
    """Whether it is itself the key of a mapping."""
    key: str | None = None
    """A mapping's key that waits for its value."""
    seen: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Walk:
    text: str
    levels: list[_Level] = field(default_factory=list)
    scalars: list[Scalar] = field(default_factory=list)
    anchors: dict[str, str] = field(default_factory=dict)
    """Name of each anchor -> path of what it is at."""
    aliases: list[Alias] = field(default_factory=list)
    duplicates: list[tuple[str, int]] = field(default_factory=list)

    def path(self) -> str:
        """Return the path of what comes next."""
        if not self.levels:
            return ""
        level = self.levels[-1]
        return ".".join(filter(None, (level.path, level.key)))

    def done(self) -> None:
        """Note that a value is over."""
        if self.levels:
            self.levels[-1].key = None

    @property
    def awaits_key(self) -> bool:
        return bool(self.levels) and self.levels[-1].is_mapping and self.levels[-1].key is None


def read_yaml(text: str) -> Fields:
    """Return the strings of a YAML text; raises MalformedError."""
    walk = _Walk(text)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            _take(walk, event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", "it can't be read")
        line = mark.line + 1 if mark else 1
        raise MalformedError(f"the front matter is no YAML: {problem}", line, "correct it") from error
    return Fields(scalars=tuple(walk.scalars), aliases=tuple(walk.aliases), duplicates=tuple(walk.duplicates))


def _take(walk: _Walk, event: Any) -> None:
    if getattr(event, "anchor", None) and not isinstance(event, yaml.AliasEvent):
        walk.anchors[event.anchor] = walk.path()
    if isinstance(event, yaml.CollectionStartEvent):
        _open(walk, event)
    elif isinstance(event, yaml.CollectionEndEvent):
        if not walk.levels.pop().is_key:
            walk.done()
    elif isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
        take = _take_key if walk.awaits_key else _take_value
        take(walk, event)


def _open(walk: _Walk, event: Any) -> None:
    is_mapping = isinstance(event, yaml.MappingStartEvent)
    is_flow = bool(event.flow_style) or bool(walk.levels and walk.levels[-1].is_flow)
    if walk.awaits_key:
        walk.levels[-1].key = _NO_NAME
        walk.levels.append(_Level(_NO_NAME, is_mapping, is_flow, is_key=True))
    else:
        walk.levels.append(_Level(walk.path(), is_mapping, is_flow))


def _take_key(walk: _Walk, event: Any) -> None:
    level = walk.levels[-1]
    if isinstance(event, yaml.AliasEvent):
        level.key = _NO_NAME
        return
    level.key = event.value
    if event.value in level.seen:
        walk.duplicates.append((walk.path(), _line(event)))
    level.seen.add(event.value)


def _take_value(walk: _Walk, event: Any) -> None:
    if isinstance(event, yaml.AliasEvent):
        anchored = walk.anchors.get(str(event.anchor), _NO_NAME)
        walk.aliases.append(Alias(path=walk.path(), line=_line(event), anchored=anchored))
    else:
        _take_string(walk, event)
    walk.done()


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _take_string(walk: _Walk, event: Any) -> None:
    is_plain = not event.style
    if event.tag not in _TEXT_TAGS or (is_plain and event.tag is None and not _is_text(event.value)):
        return
    first, stop = event.start_mark.index, event.end_mark.index
    found = _PROPERTIES.match(walk.text, first, stop)
    start = found.end() if found else first
    style = cast("Style", event.style or "plain")
    if style in "|>":
        stop = _end_of_block(walk.text, start, stop)
    is_flow = bool(walk.levels) and walk.levels[-1].is_flow
    walk.scalars.append(
        Scalar(path=walk.path(), value=event.value, start=start, stop=stop, style=style, is_in_flow=is_flow)
    )


def _end_of_block(text: str, start: int, stop: int) -> int:
    """Return where the last line of a block ends that is not empty; what follows is only its end."""
    last = start + len(text[start:stop].rstrip(f" \t{_LINE_ENDS}"))
    end = _LINE_END.search(text, last, stop)
    return end.start() if end else stop


def _is_text(value: str) -> bool:
    """Return whether a plain scalar is a string, and no number, truth value or date."""
    return _resolve(value) == _STR


def _resolve(value: str) -> str:
    return str(_RESOLVER.resolve(yaml.ScalarNode, value, (True, False)))


_RESOLVER: Final = cast("Any", Resolver)()


def spell_yaml(scalar: Scalar, raw: str, value: str) -> str:
    """Return the spelling of a value in place of `raw`, in its style where that can hold it."""
    if scalar.style in "|>":
        return _spell_block(scalar, raw, value) or _spell_double(value)
    if scalar.style == "plain" and _fits_plain(value, is_in_flow=scalar.is_in_flow):
        return value
    if scalar.style == "'" and not _NOT_RAW.search(value):
        return "'" + value.replace("'", "''") + "'"
    return _spell_double(value)


def _fits_plain(value: str, *, is_in_flow: bool) -> bool:
    if not value or _NOT_PLAIN.search(value) or (is_in_flow and _NOT_PLAIN_IN_FLOW.search(value)):
        return False
    return _is_text(value) and not _LOOKS_TYPED.match(value)


def _spell_double(value: str) -> str:
    return '"' + re.sub(rf'["\\]|[^{_RAW}]', _escape, value) + '"'


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    code = ord(char)
    return _ESCAPES.get(char) or (f"\\x{code:02x}" if code <= _TWO_DIGITS else f"\\u{code:04x}")


def _spell_block(scalar: Scalar, raw: str, value: str) -> str | None:
    """Return a block with the header of `raw`, or None where no block says it; the end is the header's."""
    header, *lines = _LINE_END.split(raw)
    end = _LINE_END.search(raw)
    text = value.rstrip("\n")
    has_same_end = value[len(text) :] == scalar.value[len(scalar.value.rstrip("\n")) :]
    if end is None or not text.strip() or not has_same_end or _NOT_RAW_IN_BLOCK.search(text):
        return None
    if text[0] in " \t\n" or (scalar.style == ">" and _OUTER_SPACE.search(text)):
        return None
    if re.search(r"\d", header.split("#", 1)[0]):
        return None
    first = next(line for line in lines if line.strip(" "))
    indent = first[: len(first) - len(first.lstrip(" "))]
    if scalar.style == ">":
        text = re.sub(r"\n+", lambda found: found[0] + "\n", text)
    body = [indent + line if line else "" for line in text.split("\n")]
    return end[0].join([header, *body])
