"""What the examples of the check can't show: what a bound belongs to, and what else is said of a duty."""

from __future__ import annotations

import pytest

from pipeline.checks.base import Subject
from pipeline.checks.modality import CHECK
from pipeline.model.catalog import Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import Risk, UnitKey

SOURCE = "over 80 adults, under 12 children"


@pytest.mark.parametrize(
    ("target", "rules"),
    [
        ("más de 80 adultos, menos de 12 niños", []),
        ("menos de 80 adultos, más de 12 niños", ["modality.comparator-reversed"]),
    ],
)
def test_a_bound_that_holds_the_start_of_its_number_belongs_to_it(target: str, rules: list[str]) -> None:
    entry = Entry(key=UnitKey(None, SOURCE), targets=(target,))
    issues = CHECK.run(Subject(entry=entry, locale=Locale("es"), risk=Risk.CRITICAL))
    assert [issue.rule for issue in issues] == rules


def _rules(locale: str, source: str, target: str) -> list[str]:
    entry = Entry(key=UnitKey(None, source), targets=(target,))
    issues = CHECK.run(Subject(entry=entry, locale=Locale(locale), risk=Risk.CRITICAL))
    return [issue.rule for issue in issues]


@pytest.mark.parametrize(
    ("locale", "source", "good", "bad"),
    [
        ("zh_Hans", "If needed, you should rest.", "如果需要，您应该休息。", "如果需要，您可以休息。"),
        ("fa", "If necessary, rest: you must.", "در صورت نیاز، باید", "در صورت نیاز، شاید"),
        ("es", "You must pay required dues.", "Debe pagar lo obligatorio.", "Puede pagar lo obligatorio."),
        ("sw", "If needed, it must be used.", "Ikihitajika, lazima itumike.", "Ikihitajika, labda itumike."),
    ],
)
def test_a_need_hides_no_softened_duty(locale: str, source: str, good: str, bad: str) -> None:
    assert _rules(locale, source, good) == []
    assert _rules(locale, source, bad) == ["modality.softened"]


def test_a_need_alone_is_no_duty() -> None:
    assert _rules("es", "Rest is required.", "Puede descansar.") == []


@pytest.mark.parametrize(
    ("locale", "source", "target", "rules"),
    [
        ("id", "As of 2 March, over 80 died.", "Hingga 2 Maret, 80 meninggal.", []),
        ("es", "at least 5 days", "hasta 5 días", ["modality.comparator-reversed"]),
        ("es", "at least a week", "como máximo una semana", ["modality.comparator-reversed"]),
        ("es", "in less than two months, over 200", "en dos meses, más de 200", []),
        ("es", "in less than two, over 200 papers", "en menos de unos dos, más de 200 artículos", []),
        ("es", "in less than two", "en dos o más", ["modality.comparator-reversed"]),
        ("es", "Avoid it at least once", "Evítelo como máximo una vez", ["modality.comparator-reversed"]),
    ],
)
def test_a_bound_belongs_to_its_number(locale: str, source: str, target: str, rules: list[str]) -> None:
    assert _rules(locale, source, target) == rules


@pytest.mark.parametrize(
    ("source", "target", "rules"),
    [
        ("No one should use it.", "Tidak seorang pun boleh memakainya.", []),
        ("You should rest and must not use it.", "Istirahatlah dan tidak boleh memakainya.", []),
        ("You should use it.", "Anda boleh memakainya.", ["modality.softened"]),
    ],
)
def test_a_forbidden_possibility_softens_no_duty(source: str, target: str, rules: list[str]) -> None:
    entry = Entry(key=UnitKey(None, source), targets=(target,))
    issues = CHECK.run(Subject(entry=entry, locale=Locale("id"), risk=Risk.CRITICAL))
    assert [issue.rule for issue in issues] == rules


@pytest.mark.parametrize(
    ("source", "target", "rules"),
    [
        ("You should rest, you may eat.", "Descanse, puede comer.", []),
        ("You should rest.", "Debe descansar, puede comer.", []),
        ("You should rest.", "Puede descansar.", ["modality.softened"]),
    ],
)
def test_a_duty_is_softened_where_it_went_and_a_possibility_came(
    source: str, target: str, rules: list[str]
) -> None:
    assert _rules("es", source, target) == rules


@pytest.mark.parametrize(
    ("source", "target", "rules"),
    [
        (
            "Do not wait in the house of your old mother for at least 5 days.",
            "Espere en la casa de su vieja madre como máximo 5 días.",
            ["modality.comparator-reversed"],
        ),
        ("More than 5 are not allowed.", "Se permiten menos de 5.", []),
        ("Not more than 5 are allowed.", "Se permiten menos de 5.", []),
        ("at most a week", "por lo menos una semana", ["modality.comparator-reversed"]),
        ("at least 5 days", "como máximo 5, al menos 5 días", []),
    ],
)
def test_a_negation_turns_a_bound_round_that_stands_beside_it(
    source: str, target: str, rules: list[str]
) -> None:
    assert _rules("es", source, target) == rules
