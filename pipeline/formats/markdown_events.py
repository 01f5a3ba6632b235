"""Markdown text to the parser's events: pulldown-cmark through pyromark, with byte ranges."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pyromark

from pipeline.errors import DocumentError, Location

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFINITION_LISTS: Final = "definition-lists"
"""The dialect where a line that starts with a colon is a definition of the paragraph above it."""
_ALL: Final = pyromark.Options
OPTIONS: Final = (
    _ALL.ENABLE_TABLES
    | _ALL.ENABLE_STRIKETHROUGH
    | _ALL.ENABLE_TASKLISTS
    | _ALL.ENABLE_FOOTNOTES
    | _ALL.ENABLE_GFM
    | _ALL.ENABLE_HEADING_ATTRIBUTES
)
"""CommonMark and GFM. Left off: math ("$5 and $6" is prose) and, but for a profile that asks,
definition lists (":" at the start of a line is rarely meant as one)."""
_WITH_DEFINITIONS: Final = OPTIONS | _ALL.ENABLE_DEFINITION_LIST
_LONE_RETURN: Final = re.compile(r"\r(?!\n)")

Event = tuple[str, Any, int, int]
"""Name, value (None for a bare event), first byte, byte after the last."""
Definition = tuple[str, str, int, int]
"""Label as written, destination, first byte, byte after the last."""


def options_of(dialect: str) -> pyromark.Options:
    """Return the parser's options for a dialect; an empty one is Markdown as everybody reads it."""
    return _WITH_DEFINITIONS if dialect == DEFINITION_LISTS else OPTIONS


def with_line_feeds(text: str) -> str:
    """Return a text of the same length where each line ends at a line feed.

    pulldown-cmark 0.13 lets a heading and a fence run over a lone carriage return, which ends a line too.
    """
    return _LONE_RETURN.sub("\n", text) if "\r" in text else text


def read_events(text: str, path: str, dialect: str = "") -> Iterator[Event]:
    """Yield the events of a Markdown text; raises DocumentError where the parser gives up."""
    try:
        found: Any = pyromark.events_with_range(with_line_feeds(text), options=options_of(dialect))
        for event, where in found:
            name, value = (event, None) if event.__class__ is str else event.popitem()  # there is always one
            yield name, value, where["start"], where["end"]
    except BaseException as error:
        _raise_panic(error, path)
        raise


def read_definitions(text: str, path: str, dialect: str = "") -> list[Definition]:
    """Return the link reference definitions; raises DocumentError where the parser gives up."""
    try:
        found = pyromark.reference_definitions(with_line_feeds(text), options=options_of(dialect))
    except BaseException as error:
        _raise_panic(error, path)
        raise
    return [(label, one["dest"], one["span"]["start"], one["span"]["end"]) for label, one in found.items()]


def _raise_panic(error: BaseException, path: str) -> None:
    """Raise a DocumentError for a panic of the Rust parser, which is no Exception and can't be imported."""
    if type(error).__name__ == "PanicException":
        message = f"the Markdown parser gave up: {error}"
        hint = "cut the file in two until the part that does it is found, and rewrite that part"
        raise DocumentError(message, at=Location(path), hint=hint) from error


def split_tag(value: Any) -> tuple[str, Any]:
    """Return name and data of what a `Start` or an `End` event holds."""
    if value.__class__ is str:
        return value, None
    ((name, data),) = value.items()
    return name, data
