"""Ledgers as JSON lines: one record a line, lines sorted, so that git can merge them by union."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pipeline.errors import LedgerError, Location
from pipeline.model.digest import digest_text
from pipeline.model.event import Event, EventKind, KeptPair
from pipeline.workspace.files import read_text, write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

VERSION = 1
_STRINGS = {"key": "key", "by": "by", "on": "on", "context": "context", "source": "source", "target": "target",
            "draft": "draft", "from": "carried_from", "text": "text"}  # fmt: skip
"""JSON name -> attribute of `Event`."""
_KEPT = ("key", "context", "source", "target")


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
    """Write a ledger atomically; return whether the file changed. An empty ledger makes no file."""
    text = render_ledger(ledger)
    return write_if_changed(path, text.encode()) if text or path.exists() else False


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
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        raise LedgerError("a merge conflict was left here", at=at, hint="keep both sides and delete the markers")
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise LedgerError(f"not a JSON line: {error.msg}", at=at, hint="restore the line from git") from error
    if not isinstance(data, dict) or data.get("v") != VERSION:
        raise LedgerError(f"not a ledger record of version {VERSION}", at=at)
    if data.get("kind") == "text":
        return _parse_text(data, at)
    if data.get("kind") == "kept":
        return KeptPair(**{name: _string(data, name, at, optional=name == "context") for name in _KEPT})
    return _parse_event(data, at)


def _parse_text(data: dict[str, Any], at: Location) -> str:
    text = data.get("text")
    if not isinstance(text, str) or digest_text(text) != data.get("digest"):
        raise LedgerError("the text is not the one its digest names", at=at, hint="restore the line from git")
    return text


def _parse_event(data: dict[str, Any], at: Location) -> Event:
    known = {kind.value: kind for kind in EventKind}
    if data.get("kind") not in known:
        raise LedgerError(f'"{data.get("kind")}" is not a kind of event', at=at)
    unknown = sorted(set(data) - {*_STRINGS, "v", "kind", "after"})
    if unknown:
        raise LedgerError(f'"{unknown[0]}" is not a field of an event', at=at)
    after = data.get("after", [])
    if not isinstance(after, list) or not all(isinstance(item, str) for item in after):
        raise LedgerError('"after" must be a list of event ids', at=at)
    required = {"key", "by", "on", "source", "target"}
    values = {
        attribute: _string(data, name, at, optional=name not in required) for name, attribute in _STRINGS.items()
    }
    return Event(kind=known[data["kind"]], after=tuple(after), **values)


def _string(data: dict[str, Any], name: str, at: Location, *, optional: bool) -> Any:
    value = data.get(name)
    if isinstance(value, str) or (optional and value is None):
        return value
    raise LedgerError(f'"{name}" must be a string', at=at)


def render_ledger(ledger: Ledger) -> str:
    """Return the canonical JSON lines: compact, keys and lines sorted."""
    records: list[dict[str, Any]] = [_event_record(event) for event in ledger.events]
    records += [_kept_record(kept) for kept in ledger.kept]
    records += [{"v": VERSION, "kind": "text", "digest": name, "text": text} for name, text in ledger.texts.items()]
    lines = {json.dumps(x, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for x in records}
    return "".join(f"{line}\n" for line in sorted(lines))


def _event_record(event: Event) -> dict[str, Any]:
    record: dict[str, Any] = {"v": VERSION, "kind": event.kind.value}
    record |= {name: value for name, attr in _STRINGS.items() if (value := getattr(event, attr)) is not None}
    return record | ({"after": list(event.after)} if event.after else {})


def _kept_record(kept: KeptPair) -> dict[str, Any]:
    record = {name: getattr(kept, name) for name in _KEPT if getattr(kept, name) is not None}
    return {"v": VERSION, "kind": "kept", **record}
