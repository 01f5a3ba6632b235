"""What a person chose to decide on, and the marks that say which texts they read.

Law 5: an approval counts for exactly the text that was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from pipeline.errors import ReviewError
from pipeline.model.digest import PREFIX, digest_fields
from pipeline.model.event import EventKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.event import Event, Pair

READ_FIRST: Final = frozenset({EventKind.APPROVE, EventKind.REJECT, EventKind.TRANSLATE})
"""Decisions on what was read: without a mark nobody can tell which text that was."""
SHORTEST: Final = 12
"""Digits of a mark that are enough to name it."""
_SPOKEN: Final = frozenset({EventKind.REJECT, EventKind.REVOKE, EventKind.COMMENT})
_ID: Final = re.compile(r"[0-9a-f]{12}")
_MARK: Final = re.compile(r"[0-9a-f]{12,64}")
_HOW: Final = (
    "write ID, ID@MARK, paragraph:ID@MARK, section:ID@MARK, everywhere:ID@MARK or all@MARK; "
    "`caveat review list` and `caveat review show` print them"
)


class Scope(Enum):
    """How much of a document one decision is about."""

    UNIT = "unit"
    PARAGRAPH = "paragraph"
    SECTION = "section"
    EVERYWHERE = "everywhere"
    """The unit, and the same source with the same target in every document."""
    CATALOG = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a person decides on."""

    scope: Scope
    unit: str
    """The id of a unit in it; empty for a whole catalog."""
    mark: str = ""
    """Which text they read, see `unit_mark` and `whole_mark`; empty where they did not say."""
    read: tuple[str, ...] | None = None
    """The target that they saw, every form of it, to show it where the text has changed since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A text that changed between the reading and the decision, with every version that is known.

    Each version holds every plural form.
    """

    read: tuple[str, ...] | None
    """The target that the person saw; None where they did not say."""
    now: tuple[str, ...] | None
    """The target in the catalog; None when the unit is gone."""
    sent: tuple[str, ...] | None
    """The target that the person wrote; None for a decision."""
    source: str


class ConflictError(ReviewError):
    """A text was written over one that somebody changed in the meantime; nothing was written."""

    def __init__(self, conflict: Conflict) -> None:
        hint = "compare the texts, and decide on the one that is there now"
        super().__init__("the text has changed since you read it", hint=hint)
        self.conflict = conflict


def unit_mark(pair: Pair, events: Iterable[Event]) -> str:
    """Return the mark of what a person reads: the two texts, and what was said against them.

    A rejection, a revoke or a comment changes the mark: the next reader should see that first. An approval or
    a claim does not: two people may read the same text at the same time, and both sign it.
    """
    spoken = sorted(event.id for event in events if event.kind in _SPOKEN)
    return digest_fields("read/1", pair.key, *spoken).removeprefix(PREFIX)


def whole_mark(marks: Iterable[str]) -> str:
    """Return the one mark of several units, by theirs, in whatever order they are shown."""
    return digest_fields("read-all/1", *sorted(marks)).removeprefix(PREFIX)


def short_mark(mark: str) -> str:
    """Return as much of a mark as is enough on the command line."""
    return mark[:SHORTEST]


def is_mark_of(given: str, mark: str) -> bool:
    """Return whether a person named this mark, whole or by its first digits."""
    return len(given) >= SHORTEST and mark.startswith(given)


def parse_selection(text: str) -> Selection:
    """Return what `ID@MARK`, `section:ID@MARK` or `all@MARK` names; raises ReviewError."""
    name, at, mark = text.strip().partition("@")
    scope, _, unit = name.rpartition(":")
    if name == Scope.CATALOG.value:
        scope, unit = name, ""
    known = {one.value: one for one in Scope}
    found = known.get(scope or Scope.UNIT.value)
    is_named = _ID.fullmatch(unit) is not None or found is Scope.CATALOG
    if found is None or not is_named or (at and not _MARK.fullmatch(mark)):
        raise ReviewError(f'"{text}" names no unit', hint=_HOW)
    return Selection(scope=found, unit=unit, mark=mark)


def refuse_unread(chosen: Iterable[Selection], kind: EventKind) -> None:
    """Raise ReviewError for a decision that must name the text that was read and does not."""
    for one in chosen:
        if kind in READ_FIRST and not one.mark:
            name = one.unit or one.scope.value
            message = f"which text did you read? {kind.value} needs its mark: {name}@MARK"
            raise ReviewError(message, hint="`caveat review list` and `caveat review show` print the marks")
