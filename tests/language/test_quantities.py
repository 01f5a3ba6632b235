from __future__ import annotations

import pytest

from pipeline.language.lexicon import get_lexicon
from pipeline.language.quantities import find_quantities, find_unit_names, find_units_before


def _found(language: str, text: str) -> list[tuple[str, str]]:
    return [(found.number.text, found.unit) for found in find_quantities(text, get_lexicon(language))]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "5-10 mg/kg every four hours", [("5", "mg/kg"), ("10", "mg/kg"), ("four", "hour")]),
        ("en", "a 14-day rest, 10mg", [("14", "day"), ("10", "mg")]),
        ("en", "5 µg or 5 μg or 5 mcg", [("5", "mcg")] * 3),
        ("en", "6 to 8 hours", [("6", "hour"), ("8", "hour")]),
        ("en", "in 2019 and 6 weeks", [("6", "week")]),
        ("en", "2 people and 6 weeks", [("6", "week")]),
        ("sw", "saa 6 hadi 8", [("6", "hour"), ("8", "hour")]),
        ("sw", "kwa kila 1,000 mwaka 2019", [("2019", "year")]),
        ("ar", "كل أسبوعين", [("أسبوعين", "week")]),
        ("zh_Hans", "百分之八十", [("八十", "percent")]),
        ("en", "a 5G network", []),
        ("en", "<1>5</1> ml", [("5", "ml")]),
        ("en", "3 people", []),
        ("en", "5 thousand mg, 1.2 million people", [("5", "mg")]),
        ("fr", "5 mille mg", [("5", "mg")]),
        ("es", "250 mg durante 3 días", [("250", "mg"), ("3", "day")]),
        ("fr", "5 %", [("5", "percent")]),
        ("pt_BR", "2 colheres de chá", [("2", "teaspoon")]),
        ("de", "2 Esslöffel, 3 Tage", [("2", "tablespoon"), ("3", "day")]),
        ("ru", "250 мг 3 раза в 2 дня", [("250", "mg"), ("2", "day")]),
        ("ar", "٥ ملغ كل 6 ساعات", [("٥", "mg"), ("6", "hour")]),
        ("hi", "5 मिलीग्राम, 3 दिनों", [("5", "mg"), ("3", "day")]),
        ("zh_Hans", "每四小时5毫克，37℃", [("四", "hour"), ("5", "mg"), ("37", "celsius")]),
        ("zh_Hans", "5克", [("5", "g")]),
    ],
)
def test_a_number_has_the_unit_that_follows_it(
    language: str, text: str, found: list[tuple[str, str]]
) -> None:
    assert _found("pt" if language == "pt_BR" else language, text) == found


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fa", "ساعت ۸ صبح", [("۸", "hour")]),
        ("fa", "ساعت ۸ روز", []),
        ("ru", "года 103 кандидата", [("103", "year")]),
        ("ru", "2020 года 103 кандидата", []),
        ("ru", "С 3 января", []),
        ("sw", "saa 8", []),
        ("zh_Hans", "小时 8", []),
    ],
)
def test_a_unit_may_stand_in_front_where_that_is_not_the_rule(
    language: str, text: str, found: list[tuple[str, str]]
) -> None:
    before = find_units_before(text, get_lexicon(language))
    assert [(one.number.text, one.unit) for one in before] == found


def test_units_without_a_number_are_named_too() -> None:
    assert find_unit_names("5 ml daily, weekly at most", get_lexicon("en")) == ("ml", "day", "week")
