"""Interface text: the words of the pages around the articles, in English, with their ids."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from pipeline.model.unit import Risk, Unit, UnitKey

REFERENCE = "interface.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class InterfaceText:
    """One text of the pages around the articles."""

    id: str
    unit: Unit


@lru_cache(maxsize=1)
def read_interface() -> tuple[InterfaceText, ...]:
    """Return the interface texts that ship with Caveat, in file order."""
    data = tomllib.loads(resources.files("pipeline.build").joinpath("interface.toml").read_text("utf-8"))
    return tuple(_interface_text(name, table) for name, table in data.items())


def _interface_text(name: str, table: dict[str, str]) -> InterfaceText:
    unit = Unit(
        key=UnitKey(table["context"], table["text"]),
        risk=Risk.parse(table.get("risk", "standard")),
        reasons=(table["context"],) if "risk" in table else (),
        notes=(table["note"],),
    )
    return InterfaceText(id=name, unit=unit)
