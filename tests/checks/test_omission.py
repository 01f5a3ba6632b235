"""What was left out is told, in whole sentences and between commas; what only looks like it is not."""

from __future__ import annotations

import pytest

from pipeline.checks.base import Issue, Subject
from pipeline.checks.omission import CHECK
from pipeline.language.lexicon import ENGLISH, get_lexicon
from pipeline.language.omissions import find_left_out
from pipeline.language.risk import classify
from pipeline.model.catalog import Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import UnitKey
from tests.language.test_omissions import GOOD, LOST, SOURCE


def _issues(locale: str, source: str, target: str) -> list[Issue]:
    entry = Entry(key=UnitKey(None, source), targets=(target,))
    return list(CHECK.run(Subject(entry=entry, locale=Locale(locale), risk=classify(source)[0])))


@pytest.mark.parametrize("locale", GOOD)
def test_a_list_with_all_its_items_is_silent(locale: str) -> None:
    assert _issues(locale, SOURCE, GOOD[locale]) == []


@pytest.mark.parametrize("locale", GOOD)
def test_an_item_that_went_is_named(locale: str) -> None:
    (issue,) = _issues(locale, SOURCE, GOOD[locale].replace(LOST[locale], ""))
    assert issue.rule == "omission.item"
    assert issue.source_span is not None
    assert issue.expected == SOURCE[slice(*issue.source_span)] == "plasma from recovered patients"


def test_a_target_that_is_long_has_lost_no_item() -> None:
    more = " Esto se observó en muchos de los hospitales de la provincia durante todo el año que terminó"
    said = GOOD["es"].replace(LOST["es"], "") + more
    assert _issues("es", SOURCE, said) == []


@pytest.mark.parametrize(
    ("more", "is_told"),
    [
        (" na ibinibigay sa mga ospital ng lalawigan sa buong taon", True),
        (" na ibinibigay sa mga ospital ng lalawigan sa buong taong iyon mula sa simula", False),
    ],
)
def test_however_few_its_items_a_target_that_is_too_long_lost_none(
    more: str,
    is_told: bool,  # noqa: FBT001 - a column of the table
) -> None:
    said = GOOD["fil"].replace(LOST["fil"], "").removesuffix(".") + more + "."
    assert find_left_out(SOURCE, said, get_lexicon("fil"), get_lexicon(ENGLISH)) is not None
    assert [issue.rule for issue in _issues("fil", SOURCE, said)] == ["omission.item"] * is_told


@pytest.mark.parametrize(
    "source",
    [
        "The number of infected people increased before 23 Jan. 2020, matching the time of the festival.",
        "The number of infected people increased before 23 January 2020, matching the time of it.",
    ],
)
def test_a_short_name_of_a_month_ends_no_sentence(source: str) -> None:
    target = "El número de infectados aumentó antes del 23 de enero, en época del festival."
    assert not [issue for issue in _issues("es", source, target) if issue.rule == "omission.sentence"]


def test_sentences_without_a_space_between_them_are_two() -> None:
    source = "Some people have allergic reactions to these drugs.On 12 April, a trial was stopped in Brazil."
    (issue,) = _issues("es", source, "Algunas personas tienen reacciones alérgicas a estos fármacos.")
    assert issue.rule == "omission.sentence"
    assert issue.expected == "On 12 April, a trial was stopped in Brazil."
