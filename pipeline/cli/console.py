"""What people and programs see: text and progress for people, one JSON object a line with `--json`."""

from __future__ import annotations

import json
import sys
import unicodedata
from dataclasses import asdict, dataclass, is_dataclass
from enum import Enum, IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress
from rich.text import Text

from pipeline.model.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.progress import Task, TaskID

    from pipeline.model.finding import Span


_SHOWN: Final = 80
"""Characters of a text that a finding shows."""
_AROUND: Final = 30
"""Characters on either side of the place that is meant."""


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    FAILURE = 3
    NOTHING = 4
    """Nothing in scope was checked: an empty scope never reads as success."""


@dataclass(slots=True)
class Output:
    """Where a command writes."""

    is_json: bool = False
    is_apart: bool = False
    """Whether standard output is for what a command writes there itself, in another form than ours."""

    def say(self, text: str = "") -> None:
        """Show a line to people; with `--json`, or another form, it goes to standard error."""
        click.echo(text, err=self.is_json or self.is_apart)  # colours are left out where nobody sees them

    def record(self, kind: str, value: Any) -> None:
        """Write one object for programs; without `--json` nothing."""
        if self.is_json:
            data = value if isinstance(value, dict) else as_json(value)
            sys.stdout.write(json.dumps({"kind": kind, **data}, ensure_ascii=False) + "\n")

    def findings(self, findings: Iterable[Finding], *, notices: bool = True) -> None:
        """Show findings, each with its place and its hint."""
        for finding in findings:
            self.record("finding", finding.to_json())
            if notices or finding.severity is not Severity.NOTICE:
                self.say(render_finding(finding))


def render_finding(finding: Finding) -> str:
    """Return a finding as `file:line: severity: message [check]`, the texts, and what to do."""
    place = finding.file if finding.line is None else f"{finding.file}:{finding.line}"
    mark = f"{finding.severity.value}{' (blocks release)' if finding.blocking else ''}"
    first = f"{place}: {mark}: {finding.message} [{finding.check}]"
    told = finding.waiver or (f"hint: {finding.hint}" if finding.hint else "")
    return "\n  ".join(filter(None, (harmless(first), _render_texts(finding), harmless(told))))


def _render_texts(finding: Finding) -> str:
    """Return a unit's id and both texts, each cut down to what is around the place that is meant."""
    if finding.source is None or finding.target is None:
        return ""
    source = _around(finding.source, finding.source_span)
    return f"unit {finding.unit}: {source} → {_around(finding.target, finding.target_span)}"


def _around(text: str, span: Span | None) -> str:
    start, stop = span or (0, 0)
    first, last = max(0, start - _AROUND), max(stop + _AROUND, _SHOWN)
    before, after = "…" if first else "", "…" if last < len(text) else ""
    return f"{before}{visible(text[first:last])}{after}"


def visible(text: str) -> str:
    """Return text whose controls and marks of direction are spelt out: what is signed is what is seen."""
    return "".join(f"\\u{ord(one):04x}" if unicodedata.category(one) in ("Cc", "Cf") else one for one in text)


def harmless(text: str) -> str:
    """Return a message without controls: what a file of the project says must not steer the terminal."""
    return "".join(
        f"\\u{ord(one):04x}" if unicodedata.category(one) == "Cc" and one != "\n" else one for one in text
    )


def excerpt(text: str, length: int = 70) -> str:
    """Return the start of a text, as much as a line has room for."""
    return text if len(text) <= length else text[: length - 1] + "…"


def as_json(value: Any) -> dict[str, Any]:
    """Return a result row as plain JSON data."""
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(f"not a row: {value!r}")
    return {name: _plain(item) for name, item in asdict(value).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    return value


class _RateColumn(ProgressColumn):
    """How many steps a second are done; nothing before that can be told."""

    def render(self, task: Task) -> Text:
        """Return the rate of one bar."""
        return Text("" if task.speed is None else f"{task.speed:,.1f}/s")


class Bars:
    """Progress bars on standard error; nothing where that is no terminal."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._bars: RichProgress | None = None
        self._task: TaskID | None = None

    def start(self, stage: str, total: int) -> None:
        """Show a new bar."""
        if self._console.is_terminal and total:
            told = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                _RateColumn(),
                TimeRemainingColumn(),
            )
            step = TextColumn("{task.fields[step]}")
            self._bars = RichProgress(*told, step, console=self._console, transient=True)
            self._bars.start()
            self._task = self._bars.add_task(stage, total=total, step="")
            click.get_current_context().call_on_close(self.finish)  # an error must not hide the cursor

    def advance(self, what: str) -> None:
        """Move the bar; `what` was done."""
        if self._bars is not None and self._task is not None:
            self._bars.update(self._task, advance=1, step=what)

    def finish(self) -> None:
        """Take the bar away."""
        if self._bars is not None:
            self._bars.stop()
        self._bars = None
