"""`source/disclaimers.toml` and `locales/<locale>/disclaimers.toml`: canonical and pinned wordings."""

from __future__ import annotations

import re
from datetime import date

from pipeline.config.toml_table import TomlFile, TomlTable
from pipeline.errors import raise_all
from pipeline.model.disclaimer import Disclaimer, PinnedDisclaimer, Placement

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_disclaimers(text: str, path: str) -> tuple[Disclaimer, ...]:
    """Return the canonical disclaimers; raises ConfigError or ManyErrors."""
    file = TomlFile(path, text)
    root = file.parse()
    found = tuple(_parse_disclaimer(name, table) for name, table in root.named_tables())
    raise_all(file.problems)
    return found


def _parse_disclaimer(name: str, table: TomlTable) -> Disclaimer:
    placements = tuple(placement.value for placement in Placement)
    disclaimer = Disclaimer(
        id=name,
        version=_one_line(table, "version"),
        heading=_one_line(table, "heading"),
        text=_one_line(table, "text"),
        placement=Placement(table.take_choice("placement", placements, Placement.TOP.value)),
        line=table.file.line_of(table.name, "text") or 0,
    )
    table.close()
    return disclaimer


def is_one_line(text: str) -> bool:
    """Return whether a text is one line with something in it."""
    return bool(text.strip()) and text.splitlines() == [text]


def is_day(text: str) -> bool:
    """Return whether a text is a day as YYYY-MM-DD; only such texts sort as the days do."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return _DAY.fullmatch(text) is not None


def _one_line(table: TomlTable, key: str) -> str:
    value = table.need(key, str, "")
    if isinstance(table.data.get(key), str) and not is_one_line(value):
        table.problem(f'"{key}" must be one line of text', key=key)
    return value


def parse_pinned(text: str, path: str) -> tuple[PinnedDisclaimer, ...]:
    """Return a locale's pinned disclaimers; raises when a text was edited after it was pinned."""
    file = TomlFile(path, text)
    root = file.parse()
    found = tuple(_parse_pinned_table(name, table) for name, table in root.named_tables())
    raise_all(file.problems)
    return found


def _parse_pinned_table(name: str, table: TomlTable) -> PinnedDisclaimer:
    pinned = PinnedDisclaimer(
        id=name,
        version=table.need("version", str, ""),
        source_digest=table.need("source_digest", str, ""),
        heading=_one_line(table, "heading"),
        text=_one_line(table, "text"),
        seal=table.need("seal", str, ""),
        approved_by=table.take_strings("approved_by"),
        jurisdiction=table.take("jurisdiction", str, "") or None,
        expires=table.take("expires", str, "") or None,
        line=table.line or 0,
    )
    _check_pinned(table, pinned)
    table.close()
    return pinned


def _check_pinned(table: TomlTable, pinned: PinnedDisclaimer) -> None:
    is_whole = all(isinstance(table.data.get(key), str) for key in ("heading", "text", "seal"))
    if is_whole and pinned.seal != PinnedDisclaimer.seal_of(pinned.id, table.data):
        table.problem(
            "this is not what was pinned: its seal differs",
            key="seal",
            hint="restore the file from version control, or approve the wording anew",
        )
