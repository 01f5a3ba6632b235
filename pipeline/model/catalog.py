"""Entry and Catalog: a locale's rows of unit and target, as a PO file holds them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.model.unit import UnitKey

if TYPE_CHECKING:
    from collections.abc import Iterator

FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a catalog or template. The header is the entry whose source is empty."""

    key: UnitKey
    targets: tuple[str, ...] = ("",)
    """One target a plural form; a single one where the unit has no plural."""
    plural: str | None = None
    """The source's plural form (msgid_plural)."""
    comments: tuple[str, ...] = ()
    """Translator comments, without the leading `# `."""
    extracted: tuple[str, ...] = ()
    """Comments that come from the template, without `#. `."""
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: UnitKey | None = None
    """The source that the target was written for, where it differs from the present one (`#|`)."""
    previous_plural: str | None = None
    obsolete: bool = False
    line: int = field(default=0, compare=False)
    """Where the entry starts in its file, from 1; 0 when it was not read from one."""
    raw: str | None = field(default=None, compare=False, repr=False)
    """The exact text that the entry was read from; `revise` drops it, so that only a change is rendered."""

    @property
    def target(self) -> str:
        """The target of a unit without plural forms (the first form otherwise)."""
        return self.targets[0]

    @property
    def whole_target(self) -> str:
        """Every plural form as one text, joined by NUL as in `.mo` files: what a decision is bound to."""
        return "\0".join(self.targets)

    @property
    def is_fuzzy(self) -> bool:
        """Whether gettext would leave this target out."""
        return FUZZY in self.flags

    @property
    def written_for(self) -> UnitKey:
        """The unit that the target was written for: of a stale entry not the one it stands under now."""
        return self.previous if self.is_fuzzy and self.previous else self.key

    @property
    def is_header(self) -> bool:
        """Whether this is the header, not a unit."""
        return self.key == UnitKey(None, "") and not self.obsolete

    @property
    def is_empty(self) -> bool:
        """Whether there is no target at all."""
        return not any(self.targets)

    @property
    def is_blank(self) -> bool:
        """Whether a form of the target shows a reader nothing, so that nobody can decide on it."""
        return any(is_invisible(target) for target in self.targets)


EMPTY_SIGNS = frozenset("\u2800\u3164\u115f\u1160\uffa0")
"""Characters that count as letters or symbols and show nothing: an empty Braille cell, Hangul fillers."""


def is_invisible(text: str) -> bool:
    """Return whether a reader sees nothing: only spaces, controls, marks of direction, empty signs."""
    return all(unicodedata.category(one)[0] in "ZC" or one in EMPTY_SIGNS for one in text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """A PO or POT file: the header, its entries in file order, and how the file was written."""

    entries: tuple[Entry, ...]
    path: str = field(default="", compare=False)
    newline: str = "\n"
    has_bom: bool = False
    tail: str = field(default="", compare=False, repr=False)
    """What follows the last entry, for instance closing comments."""

    def units(self) -> Iterator[Entry]:
        """Yield the entries that are units in use: neither header nor obsolete."""
        return (entry for entry in self.entries if not entry.is_header and not entry.obsolete)

    def find(self, key: UnitKey) -> Entry | None:
        """Return the entry in use for `key`, or None."""
        return next((entry for entry in self.units() if entry.key == key), None)

    def by_key(self) -> dict[UnitKey, Entry]:
        """Return the entries in use by key."""
        return {entry.key: entry for entry in self.units()}

    @property
    def header(self) -> Entry | None:
        """The header entry, if the file has one."""
        return next((entry for entry in self.entries if entry.is_header), None)
