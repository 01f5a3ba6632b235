"""Every check in the order of its findings. A new one is a file here, a line below, and its examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.checks import (
    addition,
    alignment,
    characters,
    dates,
    duplicates,
    frequency,
    header,
    language,
    length,
    markup,
    medicines,
    modality,
    negation,
    numbers,
    omission,
    opposites,
    order,
    permission,
    phones,
    punctuation,
    quantities,
    repeats,
    residue,
    scripts,
    sequence,
    spacing,
    spelling,
    statements,
    structure,
    terms,
    typography,
)
from pipeline.registry import Registry

if TYPE_CHECKING:
    from pipeline.checks.base import CatalogCheck, Check, Rule

ENTRY_POINTS = "caveat.checks"
CATALOG_ENTRY_POINTS = "caveat.catalog-checks"

BUILTIN_CHECKS: tuple[Check, ...] = (
    markup.CHECK,
    structure.CHECK,
    characters.CHECK,
    scripts.CHECK,
    language.CHECK,
    residue.CHECK,
    numbers.CHECK,
    phones.CHECK,
    dates.CHECK,
    order.CHECK,
    quantities.CHECK,
    frequency.CHECK,
    medicines.CHECK,
    negation.CHECK,
    modality.CHECK,
    permission.CHECK,
    sequence.CHECK,
    opposites.CHECK,
    statements.CHECK,
    terms.CHECK,
    alignment.CHECK,
    omission.CHECK,
    addition.CHECK,
    length.CHECK,
    punctuation.CHECK,
    spacing.CHECK,
    duplicates.CHECK,
    repeats.CHECK,
    spelling.CHECK,
    typography.CHECK,
)
BUILTIN_CATALOG_CHECKS: tuple[CatalogCheck, ...] = (header.CHECK,)


def load_checks() -> Registry[Check]:
    """Return the built-in checks and those of other distributions; raises ConfigError."""
    return Registry("check", BUILTIN_CHECKS).with_plugins(ENTRY_POINTS)


def load_catalog_checks() -> Registry[CatalogCheck]:
    """Return the checks of whole catalogs; raises ConfigError."""
    return Registry("catalog check", BUILTIN_CATALOG_CHECKS).with_plugins(CATALOG_ENTRY_POINTS)


def all_rules() -> dict[str, Rule]:
    """Return every rule of every check by its id."""
    return {rule.id: rule for check in (*load_checks(), *load_catalog_checks()) for rule in check.rules}
