"""What the examples of the check can't show: what may stand for a negation, and what may not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.checks.base import Issue, Subject
from pipeline.checks.negation import CHECK
from pipeline.model.catalog import Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import Risk, UnitKey

_MARK = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
"""What is right and, behind the bar, what is left when its negation went."""


def _sentences() -> list[tuple[str, ...]]:
    """Return locale, source and marked target: written by a language model, read by no speaker."""
    text = (Path(__file__).parent / "negated_sentences.tsv").read_text(encoding="utf-8")
    return [tuple(line.split("\t")) for line in text.splitlines()[1:]]


def _issues(locale: str, source: str, target: str) -> list[Issue]:
    entry = Entry(key=UnitKey(None, source), targets=(target,))
    return list(CHECK.run(Subject(entry=entry, locale=Locale(locale), risk=Risk.CRITICAL)))


def _rules(locale: str, source: str, target: str) -> list[str]:
    return [issue.rule for issue in _issues(locale, source, target)]


@pytest.mark.parametrize(
    ("locale", "source", "target"),
    [
        ("de", "Do not take more than 3.", "Nehmen Sie höchstens 3."),
        ("de", "Do not return before day 5.", "Kehren Sie nach mindestens 5 Tagen zurück."),
        ("es", "Do not exceed 3 tablets.", "Tome hasta 3 comprimidos."),
        ("ru", "It does not last longer than 5 days.", "Это длится максимум 5 дней."),
    ],
)
def test_a_bound_stands_for_a_negation_of_a_comparison(locale: str, source: str, target: str) -> None:
    assert _rules(locale, source, target) == []


@pytest.mark.parametrize(
    ("locale", "target"),
    [
        ("es", "La vacuna es segura hasta ahora para 3 pacientes y hasta 5 niños."),
        ("id", "Hingga 2020, vaksin itu sudah aman."),
        ("fil", "Hanggang 2020, ligtas ang bakuna."),
        ("de", "Das Impfen ist bis zu 5 Tage lang sicher, mindestens."),
    ],
)
def test_a_bound_stands_for_no_other_negation(locale: str, target: str) -> None:
    assert _rules(locale, "As of 2020, the vaccine is not safe.", target) == ["negation.missing"]


@pytest.mark.parametrize(
    ("locale", "source", "target"),
    [
        ("es", "The cause is not yet known.", "La causa aún se desconoce."),
        ("fr", "The cause is not yet known.", "La cause est encore inconnue."),
        ("ru", "The cause is not yet known.", "Причина все еще неизвестна."),
        ("ru", "It will not be safe.", "Это будет небезопасно."),
    ],
)
def test_a_word_with_the_negation_in_it_stands_for_one(locale: str, source: str, target: str) -> None:
    assert _rules(locale, source, target) == []


@pytest.mark.parametrize(
    ("locale", "source", "good", "bad"),
    [
        (
            "es",
            "To prevent the disease, people must not touch their face with dirty hands.",
            "Para prevenir y evitar la enfermedad, no hay que tocarse la cara con las manos sucias.",
            "Para prevenir y evitar la enfermedad, hay que tocarse la cara con las manos sucias.",
        ),
        (
            "fr",
            "It no longer relies on one test.",
            "Il ne repose plus sur un seul test.",
            "Il repose sur un test.",
        ),
        (
            "ru",
            "Wear medical masks but not surgical ones.",
            "Носите медицинские маски, а не хирургические.",
            "Носите медицинские маски, а хирургические.",
        ),
        (
            "fa",
            "No, the vaccine is safe.",
            "خیر، واکسن ایمن است.",
            "واکسن ایمن است.",
        ),
        (
            "sw",
            "The swelling is not large enough.",
            "Uvimbe si mkubwa wa kutosha.",
            "Uvimbe ni mkubwa wa kutosha.",
        ),
        (
            "es",
            "Patients have mild or no symptoms.",
            "Los pacientes tienen síntomas leves o no tienen síntomas.",
            "Los pacientes tienen síntomas leves o tienen síntomas.",
        ),
    ],
)
def test_a_negation_that_went_is_missed_beside_other_words(
    locale: str, source: str, good: str, bad: str
) -> None:
    assert _rules(locale, source, good) == []
    assert _rules(locale, source, bad) == ["negation.missing"]


def test_a_word_that_translates_another_one_stands_for_no_negation() -> None:
    source = "Two of the patients in this study died, and later the others were not told."
    told, untold = "se lo dijeron a los demás.", "no se lo dijeron a los demás."
    died = "Dos de los pacientes de este estudio fallecieron y luego"
    assert _rules("es", source, f"{died} {untold}") == []
    assert _rules("es", source, f"{died} {told}") == ["negation.missing"]


def test_a_word_akin_to_a_negation_is_a_reason_for_one() -> None:
    assert _rules("es", "The two values differ.", "Los dos valores no son iguales.") == []
    assert _rules("es", "The two values agree.", "Los dos valores no son iguales.") == ["negation.added"]


def test_a_united_country_is_no_negation() -> None:
    assert _rules("es", "In the United States, this is not safe.", "En Estados Unidos, esto es libre.") == []
    assert _rules("es", "In the United States, this is safe.", "En Estados Unidos, esto no es seguro.") == [
        "negation.added"
    ]


@pytest.mark.parametrize(
    ("locale", "target", "rules"),
    [
        ("es", "incluida, entre otras, la fiebre", []),
        ("es", "incluida, sin limitarse a ella, la fiebre", []),
        ("es", "incluida, limitada a ella, la fiebre", ["negation.missing"]),
        ("ar", "بما في ذلك على سبيل المثال لا الحصر الحمى", []),
        ("ar", "بما في ذلك على سبيل المثال الحصر الحمى", ["negation.missing"]),
        ("zh_Hans", "包括但不限于发烧", []),
        ("zh_Hans", "包括但限于发烧", ["negation.missing"]),
        ("id", "termasuk, tetapi terbatas pada, demam", ["negation.missing"]),
    ],
)
def test_a_loose_negation_is_wanted_where_its_word_stands(locale: str, target: str, rules: list[str]) -> None:
    issues = _issues(locale, "including, but not limited to, fever", target)
    assert [issue.rule for issue in issues] == rules
    assert all(issue.expected == "not limited to" for issue in issues)


@pytest.mark.parametrize(
    ("source", "target", "rules"),
    [
        ("You are fine, right?", "Você está bem, não?", []),
        ("You are fine, right?", "Você está bem, não está?", []),
        ("You are fine, right?", "Você não está bem, certo?", ["negation.added"]),
        ("You are fine.", "Você está bem, não?", ["negation.added"]),
    ],
)
def test_a_negation_that_asks_to_confirm_is_none(source: str, target: str, rules: list[str]) -> None:
    assert _rules("pt_BR", source, target) == rules


@pytest.mark.parametrize(("locale", "source", "marked"), _sentences())
def test_a_sentence_of_health_advice_is_good_until_one_of_its_negations_goes(
    locale: str, source: str, marked: str
) -> None:
    assert _rules(locale, source, _MARK.sub(r"\1", marked)) == []
    for one in _MARK.finditer(marked):
        rest = _MARK.sub(r"\1", marked[: one.start()]) + one[2] + _MARK.sub(r"\1", marked[one.end() :])
        assert _rules(locale, source, rest) == ["negation.missing"]


def test_there_are_many_sentences_of_health_advice_in_every_measured_language() -> None:
    counted = [row[0] for row in _sentences()]
    assert {locale: counted.count(locale) >= 30 for locale in set(counted)} == dict.fromkeys(
        ("ar", "es", "fa", "fil", "fr", "hi", "id", "pt_BR", "ru", "sw", "zh_Hans"), True
    )


@pytest.mark.parametrize(
    ("locale", "source", "target", "rules"),
    [
        ("es", "It is impossible.", "Es posible.", ["negation.missing"]),
        ("es", "It is impossible.", "Es imposible.", []),
        ("es", "It is impossible.", "No se puede.", []),
        ("es", "It is unsafe and not needed.", "No es necesario.", ["negation.missing"]),
        ("es", "It is unsafe and not needed.", "Es inseguro y no es necesario.", []),
        ("es", "Avoid crowds, and avoid travel.", "Evite las multitudes y los viajes.", []),
        ("de", "It is impossible.", "Es ist möglich.", []),
    ],
)
def test_a_word_that_every_language_negates_wants_a_negation_in_measured_ones(
    locale: str, source: str, target: str, rules: list[str]
) -> None:
    assert _rules(locale, source, target) == rules


@pytest.mark.parametrize(
    ("locale", "source", "target", "rules"),
    [
        ("es", "Do not exceed the dose.", "No supere la dosis.", []),
        ("es", "Do not exceed the dose.", "Supere la dosis.", ["negation.missing"]),
        ("fr", "no more than 12 hours", "moins de 12 heures", []),
        ("es", "Not more than 5 now, up to 8 a day.", "No más de 5 ahora, hasta 8 al día.", []),
        ("es", "Do not take more, up to 8 a day.", "Tome más, hasta 8 al día.", ["negation.missing"]),
        (
            "es",
            "Do not take more than 5 now, up to 8 a day.",
            "Tome más de 5 ahora, hasta 8 al día.",
            ["negation.missing"],
        ),
        ("es", "Do not drive until you feel well.", "No conduzca hasta que se sienta bien.", []),
        (
            "es",
            "Do not drive until you feel well.",
            "Conduzca hasta que se sienta bien.",
            ["negation.missing"],
        ),
        ("zh_Hans", "Do not give it to anyone under 5 years.", "请勿给5岁以下的人服用。", []),
        ("zh_Hans", "Do not give it to anyone under 5 years.", "请给5岁以下的人服用。", ["negation.missing"]),
    ],
)
def test_a_bound_stands_for_a_negation_of_its_own_direction(
    locale: str, source: str, target: str, rules: list[str]
) -> None:
    assert _rules(locale, source, target) == rules


@pytest.mark.parametrize(
    ("source", "rules"),
    [
        ("Remember your medicine.", []),
        ("It is not only for the old.", []),
        ("Take your medicine.", ["negation.added"]),
    ],
)
def test_a_source_may_be_a_reason_for_a_negation(source: str, rules: list[str]) -> None:
    assert _rules("es", source, "No olvide su medicamento.") == rules


@pytest.mark.parametrize(
    ("locale", "source", "good", "bad"),
    [
        ("es", "Don’t share it with anyone.", "No lo comparta con nadie.", "Compártalo con nadie."),
        (
            "pt_BR",
            "Do not drive or use machines.",
            "Não conduza nem use máquinas.",
            "Conduza nem use máquinas.",
        ),
        ("fa", "Do not use it.", "استفاده نکنید.", "استفاده کنید."),
        ("fa", "It cannot be used.", "نمی‌تواند استفاده شود.", "می‌تواند استفاده شود."),
        ("fa", "It cannot be used.", "نمی تواند استفاده شود.", "می تواند استفاده شود."),
        ("ar", "Do not drink it.", "ﻻ تشربه.", "تشربه."),
        (
            "fil",
            "If it does not help, call us.",
            "Kung hindi ito makatulong, tawagan kami.",
            "Kung makatulong ito.",
        ),
        ("sw", "Do not try it.", "Usijaribu.", "Jaribu."),
        ("zh_Hans", "Do not take it, otherwise call us.", "请勿服用，否则请致电。", "请服用，否则请致电。"),
    ],
)
def test_a_negation_is_seen_in_the_forms_of_a_language(locale: str, source: str, good: str, bad: str) -> None:
    assert _rules(locale, source, good) == []
    assert _rules(locale, source, bad) == ["negation.missing"]
