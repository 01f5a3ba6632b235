from __future__ import annotations

import pytest

from pipeline.language.identification import find_other_language, has_own_words
from pipeline.language.lexicon import find_lexicon, get_lexicon
from pipeline.model.locale import Locale


@pytest.mark.parametrize(
    ("code", "text", "language"),
    [
        ("es", "Beba muita água durante todo o dia e não saia de casa.", "pt"),
        ("pt_BR", "Beba mucha agua durante todo el día y no salga de casa.", "es"),
        ("ar", "در طول روز آب زیادی بنوشید و در خانه استراحت کنید.", "fa"),
        ("fa", "اشرب الكثير من الماء خلال اليوم واسترح في المنزل.", "ar"),
        ("hi", "दिवसभर भरपूर पाणी प्या आणि घरी विश्रांती घ्या.", "mr"),
        ("sw", "Phuza amanzi amaningi usuku lonke futhi uphumule ekhaya.", "zu"),
    ],
)
def test_another_language_is_named_with_a_lead(code: str, text: str, language: str) -> None:
    locale = Locale(code)
    guess = find_other_language(text, locale, find_lexicon(locale))
    assert guess is not None
    assert guess.language == language
    assert guess.lead > 15
    assert not guess.is_sibling


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("es", "Beba mucha agua durante todo el día y descanse en casa."),
        ("sw", "Kunywa maji mengi siku nzima na upumzike nyumbani."),
        ("fil", "Uminom ng maraming tubig buong araw at magpahinga sa bahay."),
        ("zh_Hans", "全天多喝水，在家休息。"),
        ("es", "Ðŕîîñķ pļéééñţý öööḟ ŵåååţéŕ ţĥŕööûûĝĥöûûţ ţĥéé ðååý."),
    ],
)
def test_the_own_language_and_an_unknown_one_are_no_finding(code: str, text: str) -> None:
    locale = Locale(code)
    guess = find_other_language(text, locale, find_lexicon(locale))
    assert guess is None or guess.is_sibling


def test_small_words_settle_most_texts() -> None:
    text = "los pacientes con fiebre y los médicos de la ciudad"
    assert has_own_words(text, get_lexicon("es"))
    assert not has_own_words(text, get_lexicon("pt"))
