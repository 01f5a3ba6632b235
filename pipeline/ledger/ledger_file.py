"""Ledgers as JSON lines: one record a line, lines sorted, so that git can merge them by union."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pipeline.config.disclaimers import is_day
from pipeline.errors import LedgerError, Location
from pipeline.model.digest import digest_text
from pipeline.model.event import Event, EventKind, KeptPair
from pipeline.workspace.files import read_text, write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

VERSION = 1
_STRINGS = {
    "key": "key",
    "by": "by",
    "brought_by": "brought_by",
    "on": "on",
    "context": "context",
    "source": "source",
    "target": "target",
    "draft": "draft",
    "from": "carried_from",
    "text": "text",
}
"""JSON name -> attribute of `Event`."""
_REQUIRED = frozenset({"key", "by", "on", "source", "target"})
_KEPT = ("key", "context", "source", "target")
_KINDS = {kind.value: kind for kind in EventKind}
_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_RESTORE = "restore the line from git"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What people did in one document of one locale, and the texts they did it to."""

    events: tuple[Event, ...] = ()
    kept: tuple[KeptPair, ...] = ()
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Digest -> text."""

    def with_records(
        self, *, events: Iterable[Event] = (), kept: Iterable[KeptPair] = (), texts: Iterable[str] = ()
    ) -> Ledger:
        """Return the ledger with more records; nothing is ever taken out."""
        return Ledger(
            events=tuple(dict.fromkeys((*self.events, *events))),
            kept=tuple(dict.fromkeys((*self.kept, *kept))),
            texts={**self.texts, **{digest_text(text): text for text in texts}},
        )


def read_ledger(path: Path, name: str) -> Ledger:
    """Return the ledger in a file, an empty one when there is none; raises LedgerError."""
    return parse_ledger(read_text(path, name), name) if path.exists() else Ledger()


def write_ledger(path: Path, ledger: Ledger) -> bool:
    """Write a ledger atomically; return whether the file changed. An empty ledger makes no file.

    Raises LedgerError for a text that UTF-8 can't hold; nothing is written then.
    """
    text = render_ledger(ledger)
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        hint = "nothing was written; type the words again"
        raise LedgerError(
            "a text holds bytes that are not UTF-8", at=Location(path.name), hint=hint
        ) from error
    return write_if_changed(path, data) if text or path.exists() else False


def parse_ledger(text: str, name: str) -> Ledger:
    """Return the ledger that JSON lines hold, in whatever order; raises LedgerError with file and line."""
    events: list[Event] = []
    kept: list[KeptPair] = []
    texts: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            record = _parse_line(line, Location(name, number))
            match record:
                case Event():
                    events.append(record)
                case KeptPair():
                    kept.append(record)
                case str():
                    texts[digest_text(record)] = record
    return Ledger(events=tuple(dict.fromkeys(events)), kept=tuple(dict.fromkeys(kept)), texts=texts)


def _parse_line(line: str, at: Location) -> Event | KeptPair | str:
    data = _parse_object(line, at)
    kind = data.get("kind")
    if kind == "text":
        _refuse_unknown(data, {"digest", "text"}, at)
        return _parse_text(data, at)
    if kind == "kept":
        _refuse_unknown(data, set(_KEPT), at)
        return KeptPair(**{name: _string(data, name, at, optional=name == "context") for name in _KEPT})
    if not isinstance(kind, str) or kind not in _KINDS:
        raise LedgerError(
            f'"{kind}" is not a kind of event', at=at, hint=f"known: {', '.join(sorted(_KINDS))}"
        )
    _refuse_unknown(data, {*_STRINGS, "after"}, at)
    return _parse_event(data, _KINDS[kind], at)


def _parse_object(line: str, at: Location) -> dict[str, Any]:
    if line.startswith(_CONFLICT):
        raise LedgerError(
            "a merge conflict was left here", at=at, hint="keep both sides and delete the markers"
        )
    try:
        data = json.loads(line, object_pairs_hook=_without_doubles)
    except (
        ValueError,
        RecursionError,
    ) as error:  # ValueError: not JSON, a doubled field, a number of 5000 digits
        what = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise LedgerError(f"not a JSON line: {what}", at=at, hint=_RESTORE) from error
    if not isinstance(data, dict) or data.get("v") != VERSION:
        hint = "a newer version of caveat wrote it, or the line is damaged"
        raise LedgerError(f"not a ledger record of version {VERSION}", at=at, hint=hint)
    return data


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise ValueError("a field stands twice")
    return data


def _refuse_unknown(data: dict[str, Any], known: set[str], at: Location) -> None:
    unknown = sorted(set(data) - known - {"v", "kind"})
    if unknown:
        raise LedgerError(f'"{unknown[0]}" is not a field of "{data["kind"]}"', at=at, hint=_RESTORE)


def _parse_text(data: dict[str, Any], at: Location) -> str:
    text: str = _string(data, "text", at, optional=False)
    if digest_text(text) != data.get("digest"):
        raise LedgerError("the text is not the one its digest names", at=at, hint=_RESTORE)
    return text


def _parse_event(data: dict[str, Any], kind: EventKind, at: Location) -> Event:
    after = data.get("after", [])
    if not isinstance(after, list) or not all(isinstance(item, str) for item in after):
        raise LedgerError('"after" must be a list of event ids', at=at, hint=_RESTORE)
    values = {
        attribute: _string(data, name, at, optional=name not in _REQUIRED)
        for name, attribute in _STRINGS.items()
    }
    if not is_day(values["on"]):
        raise LedgerError(f'"on" must be a day as YYYY-MM-DD, not "{values["on"]}"', at=at, hint=_RESTORE)
    for name in ("by", "brought_by"):
        if values[name] is not None and not values[name].strip():
            raise LedgerError(f'"{name}" names nobody', at=at, hint=_RESTORE)
    return Event(kind=kind, after=tuple(after), **values)


def _string(data: dict[str, Any], name: str, at: Location, *, optional: bool) -> Any:
    value = data.get(name)
    if optional and value is None:
        return None
    if not isinstance(value, str):
        raise LedgerError(f'"{name}" must be a string', at=at, hint=_RESTORE)
    if re.search("[\ud800-\udfff]", value):
        raise LedgerError(f'"{name}" holds half of a surrogate pair', at=at, hint=_RESTORE)
    return value


def render_ledger(ledger: Ledger) -> str:
    """Return the canonical JSON lines: compact, keys and lines sorted."""
    records: list[dict[str, Any]] = [_event_record(event) for event in ledger.events]
    records += [_kept_record(kept) for kept in ledger.kept]
    records += [
        {"v": VERSION, "kind": "text", "digest": name, "text": text} for name, text in ledger.texts.items()
    ]
    lines = {json.dumps(x, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for x in records}
    return "".join(f"{line}\n" for line in sorted(lines))


def _event_record(event: Event) -> dict[str, Any]:
    record: dict[str, Any] = {"v": VERSION, "kind": event.kind.value}
    record |= {name: value for name, attr in _STRINGS.items() if (value := getattr(event, attr)) is not None}
    return record | ({"after": list(event.after)} if event.after else {})


def _kept_record(kept: KeptPair) -> dict[str, Any]:
    record = {name: getattr(kept, name) for name in _KEPT if getattr(kept, name) is not None}
    return {"v": VERSION, "kind": "kept", **record}
