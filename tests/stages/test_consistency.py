from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.config.project import DEFAULT_BLOCKING
from pipeline.model.finding import Finding, Severity
from pipeline.model.locale import Locale
from pipeline.model.unit import Risk, Unit, UnitKey
from pipeline.stages.check import check
from pipeline.stages.consistency import Collected, Translation, compare_locales
from pipeline.stages.sources import CatalogSource
from tests.projects import ARTICLE, CONFIG, DAY, Project, make_project

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SOURCE = "Take two tablets with water."
GOOD = {
    "es": "Tome 2 comprimidos con agua.",
    "fr": "Prenez 2 comprimés avec de l’eau.",
    "ru": "Примите 2 таблетки с водой.",
}


def _find(
    targets: Mapping[str, str],
    flagged: tuple[str, ...] = (),
    rule: str = "number.changed",
    risk: Risk = Risk.STANDARD,
    blocking: Mapping[Risk, frozenset[Severity]] = DEFAULT_BLOCKING,
) -> tuple[Finding, ...]:
    unit, collected = Unit(key=UnitKey(None, SOURCE), risk=risk), Collected()
    for code, target in targets.items():
        found = Translation(locale=Locale(code), file=f"{code}.po", line=7, target=target)
        collected.add("cramps", unit.key, found)
    told = [
        Finding(
            file=f"{code}.po", check=rule, severity=Severity.ERROR, message="", locale=code, unit=unit.key.id
        )
        for code in flagged
    ]
    source = CatalogSource(id="cramps", units=(unit,), reference="source/cramps.txt")
    return compare_locales(collected.versions([source]), told, blocking)


def test_a_number_that_all_the_others_have_is_missed_in_one_locale() -> None:
    (found,) = _find({**GOOD, "id": "Minum tablet dengan air."})
    assert (found.check, found.locale, found.file, found.line) == ("consistency.numbers", "id", "id.po", 7)
    assert (found.severity, found.expected, found.blocking) == (Severity.WARNING, "2", False)
    assert "the other 3 languages have 2 here" in found.message


@pytest.mark.parametrize(
    "target",
    [
        "Minum 2 tablet dengan air.",
        "Minum dua tablet dengan air.",
        "Minum ٢ tablet dengan air.",
        "Minum kedua tablet.",
    ],
)
def test_a_number_in_words_or_other_digits_is_there(target: str) -> None:
    assert _find({**GOOD, "id": target}) == ()


def test_two_translations_tell_nothing_and_three_do() -> None:
    assert _find({"es": GOOD["es"], "id": "Minum tablet."}) == ()
    assert [one.locale for one in _find({"es": GOOD["es"], "fr": GOOD["fr"], "id": "Minum tablet."})] == [
        "id"
    ]


def test_a_number_that_two_locales_leave_out_is_no_odd_one() -> None:
    assert _find({**GOOD, "id": "Minum tablet.", "sw": "Meza kidonge."}) == ()


def test_what_the_checks_have_said_is_not_said_again() -> None:
    assert _find({**GOOD, "id": "Minum tablet."}, flagged=("id",)) == ()


def test_a_language_that_was_not_measured_is_advised_and_one_without_data_is_left_alone() -> None:
    policy = {Risk.CRITICAL: frozenset(Severity)}
    (found,) = _find({**GOOD, "de": "Nehmen Sie Tabletten."}, risk=Risk.CRITICAL, blocking=policy)
    assert (found.is_advisory, found.severity, found.blocking) == (True, Severity.NOTICE, False)
    assert _find({**GOOD, "fi": "Ota tabletteja."}) == ()


def test_what_blocks_is_the_policy() -> None:
    policy = {Risk.CRITICAL: frozenset({Severity.WARNING})}
    targets = {**GOOD, "id": "Minum tablet."}
    assert [one.blocking for one in _find(targets, risk=Risk.CRITICAL, blocking=policy)] == [True]
    assert [one.blocking for one in _find(targets, risk=Risk.STANDARD, blocking=policy)] == [False]


@pytest.mark.parametrize(
    ("flagged", "more", "is_told"),
    [
        (("es", "fr", "ru"), ("ar", "hi", "id", "sw", "fil"), True),
        (("es", "fr"), (), True),
        (("es", "fr"), ("ar",), False),
        (("es",), (), False),
    ],
)
def test_a_number_that_many_locales_change_is_a_question_to_the_source(
    flagged: tuple[str, ...], more: tuple[str, ...], *, is_told: bool
) -> None:
    found = _find({**GOOD, **dict.fromkeys(more, "2")}, flagged)
    assert [one.check for one in found] == (["consistency.source"] if is_told else [])
    if is_told:
        (finding,) = found
        assert (finding.file, finding.locale, finding.severity) == (
            "source/cramps.txt",
            None,
            Severity.NOTICE,
        )
        assert f"{len(flagged)} of {3 + len(more)} languages differ" in finding.message


def test_findings_about_other_things_say_nothing_of_the_source() -> None:
    assert _find(GOOD, ("es", "fr", "ru"), rule="length.ratio") == ()


def test_check_compares_the_catalogs_of_a_project(tmp_path: Path) -> None:
    project = make_project(
        tmp_path / "project",
        article=ARTICLE.replace("Drink water.", SOURCE),
        config=CONFIG.replace('"es", "ar"', '"es", "fr", "ru", "id"'),
    )
    assert project.run("extract").code == 0
    assert project.run("update").code == 0
    for code, target in {**GOOD, "id": "Minum tablet dengan air."}.items():
        _translate(project, code, target)
    workspace = project.open()
    found = check(workspace, locales=workspace.config.locales, as_of=DAY).findings
    odd = [one for one in found if one.check.startswith("consistency.")]
    assert [(one.check, one.locale, one.target) for one in odd] == [
        ("consistency.numbers", "id", "Minum tablet dengan air.")
    ]


def _translate(project: Project, code: str, target: str) -> None:
    name = f"locales/{code}/LC_MESSAGES/cramps.po"
    before = f'msgid "{SOURCE}"\nmsgstr "'
    text = project.read(name)
    assert before in text
    project.write(name, text.replace(f'{before}"', f'{before}{target}"'))


def test_a_word_that_may_stand_for_the_number_is_enough() -> None:
    good = {"fr": GOOD["fr"], "ru": GOOD["ru"], "id": "Minum 2 tablet."}
    assert _find({**good, "es": "Tome el segundo con agua."}) == ()
    assert len(_find({**good, "es": "Tome el comprimido con agua."})) == 1
