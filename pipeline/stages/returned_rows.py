"""Rows of a file that another tool gave back, as the entries that they stand for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.catalogs.exchange_rows import parse_sent_id
from pipeline.language.forms import differ_in_form_only
from pipeline.model.catalog import FUZZY, Entry
from pipeline.model.state import State
from pipeline.model.unit import UnitKey
from pipeline.stages.exchange_files import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.catalogs.exchange_rows import ReturnedUnit

_LINE_END: Final = re.compile(r"\r\n|\r")


def read_rows(
    rows: Iterable[ReturnedUnit], known: Mapping[str, Entry]
) -> tuple[tuple[Entry, ...], dict[str, str]]:
    """Return the entries that rows stand for, and why a unit says nothing, by its id.

    `known` are the entries that a row can be, by id; a row that is none of them stands for an entry of its
    own. Rows that say the same of one unit are one entry.
    """
    made: dict[tuple[str, str], Entry] = {}
    said: dict[str, tuple[str, bool]] = {}
    unreadable: dict[str, str] = {}
    for row in rows:
        entry = entry_of(row, known)
        unit = entry.key.id
        made.setdefault((unit, entry.target), entry)
        problem = why_unreadable(row, entry)
        if said.setdefault(unit, (entry.target, entry.is_fuzzy)) != (entry.target, entry.is_fuzzy):
            problem = "it stands in the file several times, with different texts"
        if problem:
            unreadable.setdefault(unit, problem)
    return tuple(made.values()), unreadable


def entry_of(row: ReturnedUnit, known: Mapping[str, Entry]) -> Entry:
    """Return the entry that a row stands for, with the row's text, under the source of the unit it names."""
    entry, target = known.get(unit_of(row)), joined(row.target)
    if entry is None:
        return Entry(key=UnitKey(row.id, joined(row.source)), targets=(target,), line=row.line or 0)
    is_same = _plain(target) == _plain(entry.target)
    is_fuzzy = entry.is_fuzzy and is_same if row.said is None else row.said is State.DRAFT
    text = entry.target if is_same else target
    return replace(
        entry,
        targets=(text,),
        flags=(FUZZY,) if is_fuzzy and text else (),
        previous=entry.previous if is_same else None,
        line=row.line or entry.line,
        raw=None,
    )


def unit_of(row: ReturnedUnit) -> str:
    """Return the id of the unit that a row names; empty where its id is none that was given out."""
    return (parse_sent_id(row.id) or ("", ""))[0]


def why_unreadable(row: ReturnedUnit, entry: Entry) -> str | None:
    """Return why a row says nothing of the entry that it stands for, or None."""
    if row.problem:
        return row.problem
    if entry.plural is not None:
        return "it has plural forms, which the file can't hold"
    is_same = differ_in_form_only(joined(row.source), entry.key.source)  # spreadsheets correct quotes
    return None if is_same else "its English was changed: the source was edited, or rows were mixed up"


def _plain(text: str) -> str:
    """Return a text with the line ends that tools write in their own way made one."""
    return _LINE_END.sub("\n", text)
