"""A column of targets that was shifted, or sorted alone: the file is refused, and nothing is lost."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from pipeline.catalogs.received import Outcome, Received
from pipeline.errors import CatalogError, Location
from pipeline.model.locale import Locale
from pipeline.stages.crossed_rows import find_crossed_rows, refuse_crossed
from tests.factories import ANA, ES, make_entry
from tests.packages import bring_up
from tests.projects import ARTICLE, Project, acting, make_project

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PAIRS = (
    ("Drink water often during the day.", "Beba agua con frecuencia durante el día."),
    ("Call your doctor if the fever stays.", "Llame a su médico si la fiebre persiste."),
    ("Wash your hands with soap.", "Lávese las manos con jabón."),
    ("Children need the vaccine too.", "Los niños también necesitan la vacuna."),
    ("Do not smoke in the hospital.", "No fume en el hospital."),
    ("The pain may last three weeks.", "El dolor puede durar tres semanas."),
    ("Keep the medicine in a cold place.", "Guarde el medicamento en un lugar frío."),
    ("Old people have a higher risk of infection.", "Las personas mayores tienen más riesgo de infección."),
)
SOURCES = tuple(source for source, _ in PAIRS)
TARGETS = tuple(target for _, target in PAIRS)
SHIFTED = (*TARGETS[1:], TARGETS[0])
TEXTS = "".join(f"Part {at}\n{source}\n" for at, source in enumerate(SOURCES))


def rows(targets: Sequence[str], outcome: Outcome = Outcome.TAKEN) -> list[Received]:
    return [
        Received(theirs=make_entry(source, target, line=at), outcome=outcome)
        for at, (source, target) in enumerate(zip(SOURCES, targets, strict=True), 2)
    ]


def test_texts_in_their_own_rows_are_not_crossed() -> None:
    assert find_crossed_rows(rows(TARGETS), ES) == ()
    refuse_crossed(rows(TARGETS), ES, "x.csv")


@pytest.mark.parametrize("targets", [SHIFTED, tuple(sorted(TARGETS)), TARGETS[::-1]])
@pytest.mark.parametrize("outcome", [Outcome.TAKEN, Outcome.FUZZY])
def test_a_column_that_was_shifted_or_sorted_alone_is_refused(
    targets: Sequence[str], outcome: Outcome
) -> None:
    with pytest.raises(CatalogError, match="fit the English of another row better") as caught:
        refuse_crossed(rows(targets, outcome), ES, "x.csv")
    assert "--trust-rows" in (caught.value.hint or "")


def test_three_rows_are_enough_and_the_first_is_named() -> None:
    found = rows((TARGETS[0], TARGETS[2], TARGETS[3], TARGETS[1], *TARGETS[4:]))
    assert len(find_crossed_rows(found, ES)) == 3
    with pytest.raises(CatalogError) as caught:
        refuse_crossed(found, ES, "x.csv")
    assert caught.value.at == Location("x.csv", 3)


def test_a_text_that_fits_its_own_source_is_not_crossed_though_another_fits_better() -> None:
    short, whole = ("Drink water.", PAIRS[0][1]), PAIRS[0]
    found = [
        Received(theirs=make_entry(source, target, line=2), outcome=Outcome.TAKEN)
        for source, target in (short, whole)
    ]
    assert find_crossed_rows(found, ES) == ()


def test_it_is_told_which_source_a_text_fits() -> None:
    crossed = {one.row.theirs.key.source: one.other for one in find_crossed_rows(rows(SHIFTED), ES)}
    assert crossed[SOURCES[1]] == SOURCES[2]
    assert all(other == dict(zip(SOURCES, (*SOURCES[1:], SOURCES[0]), strict=True))[source]
               for source, other in crossed.items())  # fmt: skip


def test_two_texts_that_changed_places_are_left_to_the_checks() -> None:
    found = rows((TARGETS[1], TARGETS[0], *TARGETS[2:]))
    assert len(find_crossed_rows(found, ES)) == 2
    refuse_crossed(found, ES, "x.csv")


def test_a_few_of_many_are_left_to_the_checks() -> None:
    good = [one for one in rows(TARGETS) for _ in range(3)]
    found = [*rows((*TARGETS[1:4], TARGETS[0], *TARGETS[4:])), *good]
    assert len(find_crossed_rows(found, ES)) in {3, 4}
    refuse_crossed(found, ES, "x.csv")


@pytest.mark.parametrize("outcome", [Outcome.UNCHANGED, Outcome.CONFLICT, Outcome.CLEARED])
def test_what_is_not_taken_is_not_weighed(outcome: Outcome) -> None:
    assert find_crossed_rows(rows(SHIFTED, outcome), ES) == ()


def test_where_nothing_is_known_of_the_words_nothing_is_said() -> None:
    assert find_crossed_rows(rows(SHIFTED), Locale("is")) == ()
    refuse_crossed(rows(SHIFTED), Locale("is"), "x.csv")


@pytest.fixture
def sheet(tmp_path: Path) -> Project:
    """A project whose empty units went out as a sheet, and came back with the targets one row up."""
    project = make_project(tmp_path, ARTICLE + TEXTS)
    bring_up(project)
    words = ("--format", "csv", "-l", "es", "--document", "cramps")
    assert project.run("exchange", "export", "out.csv", *words).code == 0
    found = list(csv.DictReader(io.StringIO(project.read("out.csv").removeprefix("\ufeff"))))
    moved = dict(zip(SOURCES, SHIFTED, strict=True))
    file = io.StringIO()
    writer = csv.DictWriter(file, found[0])
    writer.writeheader()
    writer.writerows({**row, "target": moved.get(row["source"], "")} for row in found)
    project.write("out.csv", file.getvalue())
    return project


@pytest.mark.parametrize("words", [("receive", "out.csv"), ("exchange", "import", "out.csv")])
def test_a_crossed_sheet_changes_nothing(sheet: Project, words: tuple[str, ...]) -> None:
    before = sheet.files()
    ran = sheet.run(*words, "--by", ANA, **acting(ANA))
    assert ran.code == 3
    assert ran.err.startswith("error: out.csv:")
    assert "of 8 new texts fit the English of another row better than their own" in ran.err
    after = sheet.files()
    assert {name: after[name] for name in before} == before
    assert not sheet.root.joinpath("locales/es/reviews/cramps.jsonl").exists()


def test_rows_that_are_to_be_trusted_are_taken_and_checked(sheet: Project) -> None:
    ran = sheet.run("exchange", "import", "out.csv", "--by", ANA, "--trust-rows", **acting(ANA))
    assert ran.code == 1
    assert "8 taken" in ran.out
    assert "\ncheck    of what was taken: " in ran.out
