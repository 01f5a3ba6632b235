"""A word that stands twice is told wherever it stands; what a language or the source doubles is not."""

from __future__ import annotations

import pytest

from pipeline.checks.base import Subject
from pipeline.checks.duplicates import CHECK
from pipeline.language.risk import classify
from pipeline.model.catalog import Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import UnitKey


def _doubled(locale: str, target: str, source: str = "Rest in bed.") -> list[str | None]:
    entry = Entry(key=UnitKey(None, source), targets=(target,))
    subject = Subject(entry=entry, locale=Locale(locale), risk=classify(source)[0])
    return [issue.found for issue in CHECK.run(subject)]


@pytest.mark.parametrize(
    ("locale", "target", "found"),
    [
        ("es", "La COVID COVID-19 se expandió.", "COVID COVID"),
        ("es", "El SARS-CoV CoV-2 es nuevo.", "CoV CoV"),
        ("fr", "L’origine et l’hôte hôte intermédiaire", "hôte hôte"),
        ("id", "Dapatkah obat obat-obatan ini dipakai?", "obat obat"),
        ("id", "pada tahun tahun 2003", "tahun tahun"),
        ("fa", "به ریه\u200cها ریه\u200cها حمله", "ریه\u200cها ریه\u200cها"),
        ("sw", "wanaume wengi zaidi zaidi", "zaidi zaidi"),
        ("zh_Hans", "患者患者的床", "患者患者"),
    ],
)
def test_a_doubled_word_is_found(locale: str, target: str, found: str) -> None:
    assert _doubled(locale, target) == [found]


@pytest.mark.parametrize(
    ("locale", "target"),
    [
        ("fr", "y a-t-il il"),
        ("hi", "अलग अलग लोग"),
        ("fa", "ریه ریه\u200cها"),
        ("fa", "بیماری\u200cها ها"),
        ("sw", "mbali mbali"),
        ("id", "masing masing"),
    ],
)
def test_what_a_language_doubles_is_silent(locale: str, target: str) -> None:
    assert _doubled(locale, target) == []


def test_what_the_source_repeats_at_the_same_place_is_silent() -> None:
    source = "Due to the lack of experience, we refer to studies of other viral diseases (Table (Table 2)."
    meant = (
        "Por la falta de experiencia, recurrimos a estudios de otras enfermedades víricas (tabla tabla 2)."
    )
    assert _doubled("es", meant, source) == []
    elsewhere = (
        "Por la falta falta de experiencia, recurrimos a estudios de otras enfermedades víricas (tabla 2)."
    )
    assert _doubled("es", elsewhere, source) == ["falta falta"]


def test_letters_spelled_by_their_names_are_silent_where_the_source_doubles_them() -> None:
    assert _doubled("ar", "مستقبلات بي آر آر", "receptors (PRRs)") == []
    assert _doubled("ar", "مستقبلات في في", "receptors (PRs)") == ["في في"]
    assert _doubled("es", "los los receptores", "receptors (PRRs)") == ["los los"]
