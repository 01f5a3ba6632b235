from __future__ import annotations

import pytest

from pipeline.language.inflection import english_forms, has_target


@pytest.mark.parametrize(
    ("language", "target", "text"),
    [
        ("es", "infección", "las infecciones"),
        ("es", "virus del herpes simple", "los virus de herpes simples"),
        ("es", "período de incubación", "El periodo medio de incubación"),
        ("fr", "infecté", "des personnes infectées"),
        ("pt", "vacina", "Vacinas"),
        ("de", "Impfstoff", "der Grippeimpfstoffe"),
        ("de", "Krampf", "Muskelkrämpfe"),
        ("ru", "вакцина", "после вакцинами"),
        ("ru", "передача", "передачи"),
        ("ru", "доза", "две дозы"),
        ("ar", "بكتيريا", "وبكتيريا"),
        ("hi", "ज़ुकाम", "जुकाम"),
        ("ar", "فيروس", "والفيروسات"),
        ("ar", "الفيروس", "بفيروس"),
        ("ar", "مُصاب", "للمصابين"),
        ("ar", "كوفيد-19", "كوفيد-١٩"),
        ("hi", "मरीज", "मरीज़ों को"),
        ("hi", "कोविड-19", "कोविड-१९ का"),
        ("zh", "COVID-19 检测中心", "去covid-19检测中心。"),
    ],
)
def test_an_inflected_word_is_found(language: str, target: str, text: str) -> None:
    assert has_target(text, target, language)


@pytest.mark.parametrize(
    ("language", "target", "text"),
    [
        ("es", "fiebre", "una infección"),
        ("es", "casa", "un caso"),
        ("es", "contacto cercano", "un contacto"),
        ("es", "COVID-19", "COVID-20"),
        ("es", "tipo 1", "tipo 10"),
        ("es", "gota", "gotelé y gotarrón"),
        ("es", "Impfstoff", "Grippeimpfstoff"),
        ("es", "vacuna", "{vacuna} https://example.org/vacuna"),
        ("ru", "вирус", "бактерия"),
        ("ar", "فيروس", "مرض"),
        ("hi", "बुखार", "दर्द"),
        ("zh", "疫苗", "疫 情"),
        ("zh", "世卫组织", "世贸组织"),
    ],
)
def test_another_word_is_not(language: str, target: str, text: str) -> None:
    assert not has_target(text, target, language)


def test_a_short_target_is_looked_for_too() -> None:
    assert has_target("la tos seca", "tos", "es")
    assert not has_target("la fiebre", "tos", "es")


def test_the_first_form_is_the_term_itself() -> None:
    assert next(iter(english_forms(("Hay", "fever")))) == ("Hay", "fever")
    assert list(english_forms(("type", "2"))) == [("type", "2")]
    assert ("denied",) in set(english_forms(("deny",), "verb"))
    stops = set(english_forms(("stop", "smoking"), "verb"))
    assert {("stops", "smoking"), ("stopped", "smoking"), ("stopping", "smoking")} <= stops
