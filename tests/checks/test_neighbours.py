"""A check may know the units before and behind: targets that moved by one row are told."""

from __future__ import annotations

import pytest

from pipeline.checks.runner import run_checks
from pipeline.model.catalog import Catalog, Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import UnitKey

SOURCES = (
    "The vaccine is not yet approved.",
    "Three patients had a fever.",
    "Wash your hands with soap and water.",
)
TARGETS = {
    "es": ("La vacuna aún no está aprobada.", "Tres pacientes tenían fiebre.", "Lávese las manos con jabón."),
    "ru": ("Вакцина еще не одобрена.", "У трех пациентов была лихорадка.", "Мойте руки водой с мылом."),
    "zh_Hans": ("疫苗尚未获批准。", "三名患者发烧。", "用肥皂和水洗手。"),
}  # fmt: skip


def _moved(locale: str, targets: tuple[str, ...]) -> set[int]:
    entries = tuple(
        Entry(key=UnitKey(None, source), targets=(target,), line=line)
        for line, (source, target) in enumerate(zip(SOURCES, targets, strict=True), 1)
    )
    found = run_checks(Catalog(entries=entries), Locale(locale))
    return {finding.line or 0 for finding in found if finding.check == "alignment.neighbour"}


@pytest.mark.parametrize("locale", TARGETS)
def test_targets_in_their_own_place_are_silent(locale: str) -> None:
    assert _moved(locale, TARGETS[locale]) == set()


@pytest.mark.parametrize("locale", TARGETS)
def test_two_targets_that_changed_places_are_told(locale: str) -> None:
    first, second, third = TARGETS[locale]
    assert {1, 2} & _moved(locale, (second, first, third))


@pytest.mark.parametrize("locale", TARGETS)
def test_targets_that_moved_by_one_row_are_told(locale: str) -> None:
    first, second, third = TARGETS[locale]
    assert _moved(locale, (third, first, second))
