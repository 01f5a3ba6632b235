from __future__ import annotations

import pytest

from pipeline.language.cues import (
    COMPARATORS,
    LOWER_BOUNDS,
    MODALS,
    NEGATIONS,
    OBLIGATIONS,
    POSSIBILITIES,
    UPPER_BOUNDS,
    CueKind,
    count_cues,
    find_cues,
)
from pipeline.language.lexicon import get_lexicon, languages

STRONG = frozenset({CueKind.NEGATION})


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You can't."),
        ("en", "You mustn’t."),
        ("en", "You do<1>n't</1>: do not."),
        ("es", "No lo tome."),
        ("fr", "N’en prenez pas."),
        ("fr", "Ils n'ont pas mal."),
        ("pt", "Não tome."),
        ("de", "Nehmen Sie keine Tabletten."),
        ("ru", "Не принимайте."),
        ("ar", "ولا تأخذ"),
        ("ar", "لَمْ يكن"),
        ("ar", "فليس"),
        ("hi", "यह नहीं है।"),
        ("zh_Hans", "请勿服用"),
        ("zh_Hans", "不应服用"),
        ("de", "Sie dürfen nicht fahren."),
        ("nl", "U mag niet rijden."),
        ("pl", "Nie wolno prowadzić."),
        ("pl", "Nigdy tego nie rób"),
        ("uk", "Не можна пити."),
        ("ja", "飲んではいけない"),
    ],
)
def test_a_negation_is_found(language: str, text: str) -> None:
    assert count_cues(text, get_lexicon(language), STRONG) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "a knot, another note, nothingness of nonetheless"),
        ("en", "not only; whether or not"),
        ("es", "notar, sino, nieve"),
        ("es", "No solo es seguro."),
        ("fr", "notamment, neuf"),
        ("pt", "Não só isso."),
        ("ru", "тем не менее, несколько, небо"),
        ("ar", "ألم في الصدر" ),
        ("ar", "كلا الدوائين"),
        ("hi", "करना, जाना, मना"),
        ("hi", "न केवल यह"),
        ("zh_Hans", "不同的未来，无论是否，非常特别"),
        ("zh_Hans", "非典在南非，乌兹别克语"),
        ("fr", "Premiers pas"),
        ("ar", "ما من شأنه"),
        ("pl", "Zadzwoń niezwłocznie w niedzielę."),
        ("he", "לכו אל הרופא, איש יקר"),
        ("ca", "Té mal de cap."),
        ("ko", "하지만 정말"),
        ("ja", "まず2錠ずつ、わずかな不安"),
        ("tr", "Ne içmeli? Rahatsız bir domuz"),
        ("vi", "vô cùng tốt"),
        ("de", "nichtsdestotrotz, nicht nur"),
    ],
)  # fmt: skip
def test_a_cue_inside_a_word_or_a_set_phrase_is_none(language: str, text: str) -> None:
    assert count_cues(text, get_lexicon(language), STRONG) == 0


@pytest.mark.parametrize(
    ("language", "must", "may", "at_least", "at_most"),
    [
        ("en", "must", "may", "no less than", "no more than"),
        ("es", "debe", "puede", "al menos", "no más de"),
        ("fr", "doit", "peut", "au moins", "pas plus de"),
        ("pt", "deve", "pode", "pelo menos", "no máximo"),
        ("de", "muss", "kann", "mindestens", "nicht mehr als"),
        ("ru", "должен", "может", "не менее", "не более"),
        ("ar", "يجب", "قد", "على الأقل", "على الأكثر"),
        ("hi", "चाहिए", "सकता", "कम से कम", "अधिक से अधिक"),
        ("zh_Hans", "必须", "可以", "至少", "不超过"),
    ],
)
def test_modals_and_bounds(language: str, must: str, may: str, at_least: str, at_most: str) -> None:
    lexicon = get_lexicon(language)
    kinds = [
        {kind for cue in find_cues(text, lexicon) for kind in cue.kinds}
        for text in (must, may, at_least, at_most)
    ]
    assert [
        bool(found & group)
        for found, group in zip(kinds, (OBLIGATIONS, POSSIBILITIES, LOWER_BOUNDS, UPPER_BOUNDS), strict=True)
    ] == [True] * 4
    assert not kinds[0] & POSSIBILITIES
    assert not kinds[1] & OBLIGATIONS
    assert not kinds[2] & (UPPER_BOUNDS | NEGATIONS)
    assert not kinds[3] & (LOWER_BOUNDS | NEGATIONS)


def test_a_word_may_have_two_kinds() -> None:
    (cue,) = find_cues("cannot", get_lexicon("en"))
    assert cue.kinds == {CueKind.NEGATION, CueKind.CAN}


def test_a_span_points_at_the_cue() -> None:
    (cue,) = find_cues("<1>Do</1> not", get_lexicon("en"))
    assert "<1>Do</1> not"[cue.start : cue.stop] == cue.text == "not"


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_language_has_every_kind_of_cue(language: str) -> None:
    lexicon = get_lexicon(language)
    assert lexicon.source
    for kind in STRONG | MODALS | COMPARATORS:
        assert lexicon.cues[kind.value], kind


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Sie dürfen nicht fahren."),
        ("nl", "U mag niet rijden."),
        ("pl", "Nie można prowadzić."),
        ("uk", "Не можна пити."),
        ("ja", "飲んではいけません"),
        ("ja", "飲まなくてはなりません"),
        ("id", "Tidak boleh mengemudi."),
        ("ar", "لا يجوز القيادة"),
        ("vi", "Không được lái xe."),
    ],
)
def test_leave_denied_is_an_obligation(language: str, text: str) -> None:
    assert count_cues(text, get_lexicon(language), OBLIGATIONS) == 1


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("over 3,000 people", LOWER_BOUNDS),
        ("over half of them", LOWER_BOUNDS),
        ("above 38 °C", LOWER_BOUNDS),
        ("children under 12", UPPER_BOUNDS),
        ("under the age of two", UPPER_BOUNDS),
        ("below 20 °C", UPPER_BOUNDS),
    ],
)
def test_a_place_word_before_a_number_is_a_bound(text: str, bounds: frozenset[CueKind]) -> None:
    (cue,) = find_cues(text, get_lexicon("en"))
    assert cue.kinds <= bounds


@pytest.mark.parametrize("text", ["all over the world", "under his care", "as described above", "see below"])
def test_a_place_word_alone_is_no_bound(text: str) -> None:
    assert count_cues(text, get_lexicon("en"), COMPARATORS) == 0


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("tr", "büyük bir tablet"),
        ("it", "oltre a questo"),
        ("ko", "이상 반응"),
        ("de", "unter anderem"),
        ("es", "hasta ahora"),
        ("id", "hingga saat ini"),
    ],
)
def test_a_word_of_size_or_place_is_no_bound(language: str, text: str) -> None:
    assert count_cues(text, get_lexicon(language), COMPARATORS) == 0
