"""Engine "file": drafts made elsewhere, one JSON object a line.

A line is `{"context": null, "source": "…", "target": "…"}`; a file is for one locale.
"""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.drafting.base import LOOK_UP, Draft, Health, Limits, Setting
from pipeline.drafting.options import check_options
from pipeline.drafting.probing import probe_by_opening
from pipeline.errors import CaveatError, EngineError, Location, raise_all
from pipeline.model.unit import UnitKey
from pipeline.workspace.files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.drafting.base import Request

_FIELDS = {"context", "source", "target"}
_HINT = 'write {"context": null, "source": "…", "target": "…"} on the line'
_RECORDED = re.compile(r"[^\s\"]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSession:
    """The drafts of one file."""

    route: str
    """The file."""
    version: str
    """Who made them, as the origin comment will say."""
    targets: Mapping[UnitKey, str]
    mask_styles: tuple[()] = ()

    def draft(self, requests: Sequence[Request], deadline: float) -> list[Draft]:
        """Return the file's targets for exactly these contexts and sources."""
        del deadline  # a look at a table takes no time
        return [self._find(request.key) for request in requests]

    def _find(self, key: UnitKey) -> Draft:
        target = self.targets.get(key)
        if not target:
            return Draft(reason=f"{self.route} has no draft of it")
        return Draft(text=target, is_vouched=True)


class FileEngine:
    """Drafts from a file, for engines that can't be asked while the pipeline runs."""

    name = "file"
    is_offline = True
    uses_context = True
    masks_terms = False

    def limits(self, setting: Setting) -> Limits:
        """Return how it may be asked: at will."""
        check_options(self.name, setting.options, ("path", "engine"))
        return LOOK_UP

    def probe(self, setting: Setting) -> Health:
        """Return whether the file is there and every line of it is good."""
        return probe_by_opening(self, setting)

    @contextmanager
    def open(self, setting: Setting) -> Iterator[FileSession]:
        """Yield a session; raises CaveatError with file and line."""
        self.limits(setting)
        name = setting.options.get("path", "").replace("{locale}", setting.target.code)
        engine = setting.options.get("engine", "")
        if not name:
            hint = 'set path = "drafts/{locale}.jsonl" under [drafting.options.file]'
            raise EngineError("no file is named", hint=hint)
        if "\0" in name:
            raise EngineError("the file's name holds a NUL", hint="set path to a file of the project")
        if not _RECORDED.fullmatch(engine):
            hint = 'set engine = "maker/model" under [drafting.options.file], without spaces'
            raise EngineError(f'"{engine}" does not say who made the drafts', hint=hint)
        targets = parse_drafts(read_text(setting.folder / name, name), name)
        yield FileSession(route=name, version=engine, targets=targets)


def parse_drafts(text: str, path: str) -> dict[UnitKey, str]:
    """Return targets by unit; raises EngineError, or ManyErrors, with the line of each bad draft."""
    targets: dict[UnitKey, str] = {}
    lines: dict[UnitKey, int] = {}
    problems: list[CaveatError] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        at = Location(path, number)
        try:
            key, target = _parse_line(line)
        except ValueError as error:
            problems.append(EngineError(str(error), at=at, hint=_HINT))
            continue
        if targets.setdefault(key, target) != target:
            other = f"the same unit has another draft in line {lines[key]}"
            problems.append(EngineError(other, at=at, hint="keep one of the two lines"))
        lines.setdefault(key, number)
    raise_all(problems)
    return targets


def _parse_line(line: str) -> tuple[UnitKey, str]:
    try:
        fields: Any = json.loads(line)
    except json.JSONDecodeError as error:
        what = f"{error.msg[0].lower()}{error.msg[1:]}"
        raise ValueError(f"not JSON: {what} at column {error.colno}") from error
    if not isinstance(fields, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - one family for each way a line can be bad
    for field in sorted(_FIELDS ^ fields.keys()):
        state = "missing" if field in _FIELDS else "not a known field"
        raise ValueError(f'"{field}" is {state}')
    for field in sorted(_FIELDS):
        if not isinstance(fields[field], str) and not (field == "context" and fields[field] is None):
            raise ValueError(f'"{field}" must be text')
    return UnitKey(fields["context"], fields["source"]), fields["target"]
