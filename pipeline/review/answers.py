"""Answers: what a person decided away from the project, in a packet or a sheet, and its file.

A packet gives its answers back as JSON, or as the plain lines of a form that a mail program sends where the
page could run no script. Nothing in them is believed: the file carries the secret of its packet, and each
answer names the text that was read by its mark.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import Location, ReviewError
from pipeline.model.event import EventKind
from pipeline.model.people import is_address, normal_address

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT: Final = "answers/2"
ANSWERABLE: Final = frozenset(
    {EventKind.APPROVE, EventKind.REJECT, EventKind.COMMENT, EventKind.CLAIM, EventKind.REVOKE}
)
MOST_BYTES: Final = 4 << 20
LONGEST_WORDS: Final = 4000
"""Characters of what a person says to one text."""
_KINDS: Final = {kind.value: kind for kind in ANSWERABLE}
_LINE: Final = re.compile(
    r"(?P<name>reviewer|token|unit|decision|words)(?:\.(?P<number>[1-9][0-9]{0,5}))?=(?P<value>.*)"
)
_NAMED: Final = re.compile(r"(?P<locale>\S+) (?P<unit>[0-9a-f]{12}@[0-9a-f]{12,64}) (?P<document>.+)")
_AGAIN: Final = "ask for the answers again: `caveat review packet` makes the page that writes them"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One decision of a person on one text."""

    locale: str
    document: str
    unit: str
    """`ID@MARK`, as `parse_selection` reads it."""
    kind: EventKind
    words: str | None = None
    source: str | None = None
    target: str | None = None
    """The texts as the file shows them, where it does; they must be those that the mark names."""
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What came back from one person."""

    reviewer: str
    """Who signs."""
    token: str = field(repr=False)
    """The secret of the packet; empty where the file has none."""
    answers: tuple[Answer, ...]


def parse_answers(text: str, name: str) -> Answers:
    """Return the answers in a packet's file, or in the mail that its form sent; raises ReviewError."""
    if text.lstrip().startswith("{"):
        return _parse_json(text, name)
    return _parse_form(text, name)


def _parse_json(text: str, name: str) -> Answers:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise ReviewError("the answers are damaged", at=Location(name, line), hint=_AGAIN) from error
    if not isinstance(data, dict) or data.get("caveat") != FORMAT:
        raise ReviewError(f"is no {FORMAT}", at=Location(name), hint=_AGAIN)
    rows = data.get("answers")
    if not isinstance(rows, list):
        raise ReviewError('"answers" must be a list', at=Location(name), hint=_AGAIN)
    answers = tuple(
        _parse_row(row, f'answer {number} in "answers"', name) for number, row in enumerate(rows, 1)
    )
    token = data.get("token")
    return Answers(
        reviewer=_reviewer(data.get("reviewer"), name),
        token=token if isinstance(token, str) else "",
        answers=answers,
    )


def _reviewer(value: object, name: str) -> str:
    if not isinstance(value, str) or not is_address(value.strip()):
        raise ReviewError("the answers name no reviewer", at=Location(name), hint=_AGAIN)
    return normal_address(value)


def _parse_row(row: Any, what: str, name: str) -> Answer:
    at = Location(name)
    fields = ("locale", "document", "unit", "decision")
    if not isinstance(row, dict) or not all(isinstance(row.get(field), str) for field in fields):
        raise ReviewError(f"{what} is not one", at=at, hint=_AGAIN)
    words = row.get("words")
    if words is not None and not isinstance(words, str):
        raise ReviewError(f'{what}: "words" must be a string', at=at, hint=_AGAIN)
    return Answer(
        locale=row["locale"],
        document=row["document"],
        unit=row["unit"],
        kind=parse_kind(row["decision"], at),
        words=clean_words(words, at),
    )


def parse_kind(text: str, at: Location) -> EventKind:
    """Return the decision that a word names; raises ReviewError."""
    found = _KINDS.get(text.strip().casefold())
    if found is None:
        known = ", ".join(sorted(_KINDS))
        raise ReviewError(f'"{text[:40]}" is no decision', at=at, hint=f"write one of {known}, or nothing")
    return found


def clean_words(text: str | None, at: Location) -> str | None:
    """Return what a person said, without space around it; None for nothing. Raises ReviewError."""
    words = (text or "").replace("\r\n", "\n").strip()
    if len(words) > LONGEST_WORDS:
        raise ReviewError(
            f"these words are longer than {LONGEST_WORDS} characters", at=at, hint="shorten them"
        )
    if re.search("[\ud800-\udfff\0]", words):
        raise ReviewError("these words hold what is no character", at=at, hint="type them again")
    return words or None


def _parse_form(text: str, name: str) -> Answers:
    """Return the answers of a form sent as plain text: `unit.1=…`, `decision.1=approve`, `words.1=…`."""
    fields: dict[tuple[str, str], str] = {}
    lines: dict[str, int] = {}
    last: tuple[str, str] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.fullmatch(line)
        place = (found["name"], found["number"] or "") if found else None
        if found and place and place not in fields:  # else somebody's words look like a field that was there
            last = place
            fields[last] = found["value"]
            lines.setdefault(last[1], number)
        elif last is not None and last[0] == "words":  # the words go on until the next field
            fields[last] += f"\n{line}"
    reviewer = _reviewer(fields.get(("reviewer", "")), name)
    token = fields.get(("token", ""), "").strip()
    return Answers(reviewer=reviewer, token=token, answers=tuple(_form_answers(fields, lines, name)))


def _form_answers(fields: dict[tuple[str, str], str], lines: dict[str, int], name: str) -> Iterator[Answer]:
    for (kind, number), value in fields.items():
        decision = fields.get(("decision", number), "").strip()
        if kind != "unit" or not decision:
            continue
        at = Location(name, lines[number])
        found = _NAMED.fullmatch(value.strip())
        if not found:
            raise ReviewError("this line names no unit", at=at, hint=_AGAIN)
        yield Answer(
            locale=found["locale"],
            document=found["document"],
            unit=found["unit"],
            kind=parse_kind(decision, at),
            words=clean_words(fields.get(("words", number)), at),
            line=at.line,
        )
