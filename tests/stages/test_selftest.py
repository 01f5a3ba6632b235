from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import CatalogError, ConfigError
from pipeline.model.locale import Locale
from pipeline.stages.recall import Recall
from pipeline.stages.selftest import selftest
from pipeline.stages.selftest_floor import falls, floor_of, parse_floor, render_floor
from tests.projects import Project, make_project

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.stages.selftest import SelftestResult

SPANISH = Locale("es")
FLOOR = "locales/selftest.json"
HEADER = 'msgid ""\nmsgstr "Language: es\\nContent-Type: text/plain; charset=UTF-8\\n"\n'
PAIRS = [
    (
        f"Take {n} mg every {n % 7 + 2} hours, but not with milk.",
        f"Tome {n} mg cada {n % 7 + 2} horas, pero no con leche.",
    )
    for n in range(30, 40)
]
WITHOUT_NUMBERS = '\n[checks]\ndisable = ["number", "quantity"]\n'
ARTICLE = (
    "Medicines\nEducational Disclaimer\nThis page teaches. It does not replace a doctor.\nWhat They Are\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = make_project(tmp_path, article=ARTICLE + "\n".join(source for source, _ in PAIRS) + "\n")
    entries = [f'\nmsgid "{source}"\nmsgstr "{target}"\n' for source, target in PAIRS]
    made.write("locales/es/LC_MESSAGES/cramps.po", HEADER + "".join(entries))
    return made


def _run(project: Project, **options: object) -> SelftestResult:
    return selftest(project.open(), locales=[SPANISH], **{"seed": "1", **options})


def _share(result: SelftestResult, operation: str) -> tuple[int, int]:
    (row,) = [row for row in result.recall if row.operation == operation]
    return row.found, row.planted


def test_it_finds_errors_in_the_project_s_own_texts(project: Project) -> None:
    result = _run(project)
    assert _share(result, "number-changed") == (10, 10)
    assert _share(result, "tag-lost") == (0, 0)
    assert result.planted == sum(row.planted for row in result.recall) > 150
    assert result.found == sum(row.found for row in result.recall)
    assert [one.units for one in result.alarms] == [10]


def test_no_file_of_the_project_changes(project: Project) -> None:
    before = project.files()
    _run(project)
    assert project.files() == before


def test_the_same_seed_gives_the_same_result_and_another_seed_other_errors(project: Project) -> None:
    first, again, other = (_run(project, seed=seed) for seed in ("1", "1", "2"))
    assert first == again
    assert first != other


def test_of_a_large_project_documents_are_chosen_by_lot_until_there_are_enough_units(
    project: Project,
) -> None:
    for name in "abc":
        project.write(f"source/articles/{name}.txt", project.read("source/articles/cramps.txt"))
        entry = f'\nmsgid "Rest in bed, {name}."\nmsgstr "Descanse, {name}."\n'
        project.write(f"locales/es/LC_MESSAGES/{name}.po", HEADER + entry)
    sizes = {seed: _run(project, seed=seed, units=2).alarms[0].units for seed in "123456"}
    assert set(sizes.values()) <= {2, 10, 11, 12}
    assert len(set(sizes.values())) > 1
    assert _run(project).alarms[0].units == 13


def test_a_check_that_is_taken_out_is_a_fall(project: Project) -> None:
    floor = project.write(FLOOR, render_floor(floor_of(_run(project).recall, "1")))
    assert _run(project, floor=floor).fallen == ()
    project.write("caveat.toml", project.read("caveat.toml") + WITHOUT_NUMBERS)
    fallen = _run(project, floor=floor).fallen
    (changed,) = [one for one in fallen if one.operation == "number-changed"]
    assert (changed.locale, changed.planted, changed.floor_found) == (None, 10, 10)
    assert changed.found < 10


def test_a_project_without_a_translation_has_nothing_planted(tmp_path: Path) -> None:
    result = _run(make_project(tmp_path))
    assert (result.planted, result.alarms) == (0, ())


def test_a_catalog_that_can_t_be_read_is_told(project: Project) -> None:
    project.write("locales/es/LC_MESSAGES/cramps.po", 'msgid "a\n')
    with pytest.raises(CatalogError, match=r"cramps\.po:1"):
        _run(project)


def _row(operation: str, locale: str, planted: int, found: int) -> Recall:
    return Recall(operation=operation, locale=locale, planted=planted, found=found, blocking=0, rules={})


def test_a_floor_reads_as_it_was_written() -> None:
    floor = floor_of([_row("a", "es", 40, 39), _row("a", "ar", 3, 0), _row("b", "es", 0, 0)], 'se"ed')
    assert parse_floor(render_floor(floor), "x") == floor
    assert floor.counts.keys() == {("a", "es"), ("a", "ar")}


def test_a_smaller_share_is_a_fall_and_a_greater_or_equal_one_is_not() -> None:
    floor = floor_of([_row("a", "es", 40, 30)], "1")
    for planted, found, is_fallen in (
        (40, 29, True),
        (40, 30, False),
        (80, 60, False),
        (80, 59, True),
        (30, 30, False),
    ):
        assert bool(falls([_row("a", "es", planted, found)], floor)) is is_fallen


def test_few_errors_count_only_together_with_those_of_other_languages() -> None:
    floor = floor_of([_row("a", "es", 10, 10), _row("a", "ar", 10, 5)], "1")
    assert falls([_row("a", "es", 10, 9), _row("a", "ar", 10, 6)], floor) == ()
    (one,) = falls([_row("a", "es", 10, 9), _row("a", "ar", 10, 5)], floor)
    assert (one.locale, one.found, one.planted, one.floor_found, one.floor_planted) == (None, 14, 20, 15, 20)


def test_a_fall_of_one_language_is_told_though_another_one_rose() -> None:
    floor = floor_of([_row("a", "es", 40, 40), _row("a", "ar", 40, 0)], "1")
    (one,) = falls([_row("a", "es", 40, 39), _row("a", "ar", 40, 40)], floor)
    assert one.locale == "es"


def test_what_is_only_in_one_of_them_is_not_compared() -> None:
    floor = floor_of([_row("a", "es", 40, 40), _row("b", "es", 40, 40)], "1")
    assert falls([_row("a", "fr", 40, 0), replace(_row("b", "es", 40, 0), planted=0)], floor) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{\n!", "locales/selftest.json:2: no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no floor"),
        ('{"caveat": "release/1"}', "no floor"),
        ('{"caveat": "selftest/1", "recall": {}}', '"seed" or "recall"'),
        ('{"caveat": "selftest/1", "seed": "1", "recall": []}', '"seed" or "recall"'),
        ('{"caveat": "selftest/1", "seed": "1", "recall": {"a": 5}}', '"a" has no counts'),
        ('{"caveat": "selftest/1", "seed": "1", "recall": {"a": {"es": [5]}}}', 'for "es"'),
        ('{"caveat": "selftest/1", "seed": "1", "recall": {"a": {"es": [5, 6]}}}', 'for "es"'),
        ('{"caveat": "selftest/1", "seed": "1", "recall": {"a": {"es": [0, 0]}}}', 'for "es"'),
        ('{"caveat": "selftest/1", "seed": "1", "recall": {"a": {"es": [true, true]}}}', 'for "es"'),
    ],
)
def test_a_floor_that_is_none_is_told_with_its_place(project: Project, text: str, told: str) -> None:
    floor = project.write(FLOOR, text)
    with pytest.raises(ConfigError) as error:
        _run(project, floor=floor)
    assert told in str(error.value)
    assert "hint" in str(error.value)


def test_a_floor_that_is_not_there_is_told(project: Project) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        _run(project, floor=project.root / "nowhere.json")


def test_the_command_records_a_floor_and_compares_with_it(project: Project) -> None:
    first = project.run("selftest", "-l", "es", "--record")
    assert first.code == 0
    assert "locales/selftest.json is the floor now" in first.out
    assert project.run("selftest", "-l", "es").code == 0
    project.write("caveat.toml", project.read("caveat.toml") + WITHOUT_NUMBERS)
    found = project.run("selftest", "-l", "es", "--floor", FLOOR)
    assert found.code == 1
    told = r"fallen: number-changed in all languages together: \d of 10 found, the floor has 10 of 10"
    assert re.search(told, found.out)


def test_the_command_tells_programs_the_same(project: Project) -> None:
    ran = project.run("selftest", "-l", "es", "--json")
    rows = ran.rows()
    assert ran.code == 0
    assert {row["kind"] for row in rows} == {"recall", "false-alarms", "selftest"}
    planted = sum(row["planted"] for row in rows if row["kind"] == "recall")
    assert rows[-1] == {
        "kind": "selftest",
        "planted": planted,
        "found": sum(row["found"] for row in rows if row["kind"] == "recall"),
        "fallen": 0,
        "floor": None,
        "seed": "1",
    }


def test_the_command_exits_4_where_nothing_can_be_planted(tmp_path: Path) -> None:
    ran = make_project(tmp_path).run("selftest")
    assert ran.code == 4
    assert "nothing to plant errors in" in ran.out
    assert not (tmp_path / FLOOR).exists()


def test_an_unknown_floor_is_a_matter_of_configuration(project: Project) -> None:
    ran = project.run("selftest", "--floor", "nowhere.json")
    assert (ran.code, "nowhere.json: no such file" in ran.err) == (2, True)
