"""`locales/<locale>/waivers.toml`: the findings that people have waived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.config.disclaimers import is_day, is_one_line
from pipeline.config.toml_table import TomlFile, TomlTable
from pipeline.config.toml_text import render_value
from pipeline.errors import raise_all
from pipeline.model.people import is_address, normal_address
from pipeline.model.waiver import Waiver

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEAD = "# Findings that people have waived, each for one exact text. Written by `caveat check --waive`.\n"


def parse_waivers(text: str, path: str) -> tuple[Waiver, ...]:
    """Return the waivers; raises ConfigError or ManyErrors."""
    file = TomlFile(path, text)
    root = file.parse()
    found = tuple(_parse_waiver(table) for table in root.take_tables("waivers"))
    root.close()
    raise_all(file.problems)
    return found


def _parse_waiver(table: TomlTable) -> Waiver:
    waiver = Waiver(
        rule=table.need("rule", str, ""),
        unit=table.need("unit", str, ""),
        fingerprint=table.need("fingerprint", str, ""),
        person=normal_address(table.need("person", str, "")),
        reason=table.need("reason", str, ""),
        on=table.need("on", str, ""),
        until=table.need("until", str, ""),
    )
    if isinstance(table.data.get("person"), str) and not is_address(waiver.person):
        table.problem(f'"{waiver.person}" is not an e-mail address', key="person")
    if isinstance(table.data.get("reason"), str) and not is_one_line(waiver.reason):
        table.problem('"reason" must be one line of text', key="reason", hint="say why it is no error")
    for key in ("on", "until"):
        value = table.data.get(key)
        if isinstance(value, str) and not is_day(value):
            table.problem(f'"{key}" is "{value}"', key=key, hint="write a day as YYYY-MM-DD")
    table.close()
    return waiver


def render_waivers(waivers: Iterable[Waiver]) -> str:
    """Return the file, sorted, so that two people's waivers merge line by line."""
    ordered = sorted(waivers, key=lambda one: (one.rule, one.unit, one.fingerprint, one.until))
    return "".join([_HEAD, *map(_render, ordered)])


def _render(waiver: Waiver) -> str:
    pairs = {
        "rule": waiver.rule,
        "unit": waiver.unit,
        "fingerprint": waiver.fingerprint,
        "person": waiver.person,
        "reason": waiver.reason,
        "on": waiver.on,
        "until": waiver.until,
    }
    return "".join(["\n[[waivers]]\n", *(f"{key} = {render_value(value)}\n" for key, value in pairs.items())])
