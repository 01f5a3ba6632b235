"""A part that is left out is told by its words, the length, the commas and the order of the parts."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.courses import MOST_GAIN, gain_without_a_part
from pipeline.language.lexicon import get_lexicon
from pipeline.language.omissions import find_left_out, find_signs, get_habits, pick, read_habits, weighable

ENGLISH = get_lexicon("en")
SOURCE = (
    "These therapies include antiviral drugs, steroids, plasma from recovered patients, "
    "and psychological support."
)
GOOD = {
    "es": (
        "Estas terapias incluyen fármacos antivirales, esteroides, "
        "plasma de pacientes recuperados y apoyo psicológico."
    ),
    "id": (
        "Terapi ini meliputi obat antivirus, steroid, plasma "
        "dari pasien yang sembuh, dan dukungan psikologis."
    ),
    "fil": (
        "Kasama sa mga therapy na ito ang mga gamot na antiviral, mga steroid, "
        "plasma mula sa gumaling na pasyente, at suporta sa isip."
    ),
    "ar": (
        "تشمل هذه العلاجات الأدوية المضادة للفيروسات، والستيرويدات، "
        "والبلازما من المرضى المتعافين، والدعم النفسي."
    ),
}
LOST = {
    "es": ", plasma de pacientes recuperados",
    "id": ", plasma dari pasien yang sembuh",
    "fil": ", plasma mula sa gumaling na pasyente",
    "ar": "، والبلازما من المرضى المتعافين",
}


@pytest.mark.parametrize("language", GOOD)
def test_a_part_that_is_left_out_is_named(language: str) -> None:
    bad = GOOD[language].replace(LOST[language], "")
    span = find_left_out(SOURCE, bad, get_lexicon(language), ENGLISH)
    assert span is not None
    assert "plasma" in SOURCE[slice(*span)]


@pytest.mark.parametrize("language", GOOD)
def test_a_whole_list_is_silent(language: str) -> None:
    assert find_left_out(SOURCE, GOOD[language], get_lexicon(language), ENGLISH) is None


@pytest.mark.parametrize("language", GOOD)
def test_the_parts_follow_better_without_the_one_that_is_missing(language: str) -> None:
    lexicon = get_lexicon(language)
    bad = GOOD[language].replace(LOST[language], "")
    whole = gain_without_a_part(SOURCE, GOOD[language], lexicon, ENGLISH)
    assert gain_without_a_part(SOURCE, bad, lexicon, ENGLISH) > max(0, whole)


@pytest.mark.parametrize("source", ["Rest in bed.", "", "Rest, then call."])
def test_a_source_of_few_parts_has_no_order(source: str) -> None:
    assert gain_without_a_part(source, "Reposo.", get_lexicon("es"), ENGLISH) == 0


def test_a_table_of_numbers_takes_no_time() -> None:
    table = ", ".join(f"{number} men" for number in range(200))
    assert gain_without_a_part(table, table, get_lexicon("es"), ENGLISH) == 0


def test_signs_say_what_is_less() -> None:
    spanish = get_lexicon("es")
    good, bad = GOOD["es"], GOOD["es"].replace(LOST["es"], "")
    whole, short = (find_signs(SOURCE, one, spanish, ENGLISH, usual_length=0.0) for one in (good, bad))
    assert whole is not None
    assert short is not None
    assert (short.commas, short.joints) == (whole.commas - 1, whole.joints - 1)
    assert short.words > whole.words
    assert short.length > whole.length
    assert short.absent > whole.absent
    assert (short.parts, short.is_list) == (4, False)
    assert find_signs("Rest.", "Repose.", spanish, ENGLISH, usual_length=0.0) is None


def test_a_part_whose_words_are_there_is_not_left_out() -> None:
    source = "Certain medications, like statins, are known to cause muscle pain as a side effect."
    known = "Les douleurs musculaires sont un effet indésirable connu de certains médicaments"
    target = f"{known}, comme les statines."
    assert find_left_out(source, target, get_lexicon("fr"), ENGLISH) is None


def test_of_many_parts_one_looks_left_out_by_chance() -> None:
    spanish, habits = get_lexicon("es"), get_habits(get_lexicon("es"))
    short, long = (
        find_signs(source, "Descanse", spanish, ENGLISH, usual_length=0.0)
        for source in ("Rest, eat", "Rest, eat, drink, sleep, call")
    )
    assert short is not None
    assert long is not None
    place = next(
        at
        for at, pair in enumerate(
            zip(weighable(short, habits, 0.0), weighable(long, habits, 0.0), strict=True)
        )
        if pair == (math.log(2), math.log(5))
    )
    assert habits.weights[place] < 0


def test_three_commas_make_a_list() -> None:
    spanish = get_lexicon("es")
    for source, is_list in (("Rest, eat, call", False), ("Rest, eat, drink, call", True)):
        signs = find_signs(source, "Descanse", spanish, ENGLISH, usual_length=0.0)
        assert signs is not None
        assert signs.is_list is is_list


def test_commas_say_more_in_a_list() -> None:
    spanish, habits = get_lexicon("es"), get_habits(get_lexicon("es"))
    for source, is_counted in (("Rest, eat, call", False), ("Rest, eat, drink, call", True)):
        signs = find_signs(source, "Descanse", spanish, ENGLISH, usual_length=0.0)
        assert signs is not None
        assert (weighable(signs, habits, 0.0)[6] != 0) is is_counted


@pytest.mark.parametrize("language", sorted(read_habits()))
def test_habits_are_complete(language: str) -> None:
    habits = read_habits()[language]
    assert len(habits.commas) == len(habits.joints) == 8
    assert len(habits.weights) == 21
    assert habits.weights[-1] > 0, "the course is looked at only where it can still decide"
    assert habits.enough > 0


def test_a_language_without_its_own_habits_has_those_of_all() -> None:
    assert get_habits(get_lexicon("de")) == read_habits()["other"]
    assert get_habits(get_lexicon("es")) == read_habits()["es"]


def test_a_difference_beyond_the_ends_counts_like_these() -> None:
    weights = tuple(map(float, range(8)))
    assert [pick(weights, difference) for difference in (-9, -4, -1, 0, 3, 9)] == [0, 0, 3, 4, 7, 7]


@given(st.sampled_from(["es", "zh_Hans", "ko"]), st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_can_be_compared(language: str, source: str, target: str) -> None:
    find_left_out(source, target, get_lexicon(language), ENGLISH)


@pytest.mark.parametrize(
    ("target", "item"),
    [
        ("Tome sal y aceite.", "sugar"),
        ("En Brasil: tome azúcar y aceite.", "take salt"),
        ("En Brasil: tome sal y azúcar.", "oil."),
    ],
)
def test_of_a_list_with_an_item_less_an_item_is_left_out(target: str, item: str) -> None:
    source = "In Brazil: take salt, sugar, and oil."
    spanish = get_lexicon("es")
    signs = find_signs(source, target, spanish, ENGLISH, usual_length=0.0)
    assert signs is not None
    assert (source[slice(*signs.span)], signs.is_shortened, signs.is_kept) == (item, True, False)
    whole = find_signs(source, "En Brasil: tome sal, azúcar y aceite.", spanish, ENGLISH, usual_length=0.0)
    assert whole is not None
    assert (whole.is_shortened, whole.is_kept) == (False, True)
    assert whole.words >= -4, "one word that is there says no more"


def test_four_absent_words_tell_as_much_as_ten() -> None:
    source = "He rested, fever cough pain headache doctor hospital water blood"
    signs = find_signs(source, "Descansó", get_lexicon("es"), ENGLISH, usual_length=0.0)
    assert signs is not None
    assert signs.absent == 4
    assert signs.length == 3


def test_a_length_is_told_against_the_usual_one() -> None:
    spanish = get_lexicon("es")
    usual, short = (
        find_signs(SOURCE, GOOD["es"], spanish, ENGLISH, usual_length=length) for length in (0.0, 0.3)
    )
    assert usual is not None
    assert short is not None
    assert short.length > usual.length


def test_each_sign_is_weighed_by_itself() -> None:
    spanish, habits = get_lexicon("es"), get_habits(get_lexicon("es"))
    signs = find_signs(SOURCE, GOOD["es"], spanish, ENGLISH, usual_length=0.0)
    assert signs is not None
    signs = replace(signs, is_kept=True, joints=-2, commas=1, words=-0.5)
    plain = weighable(signs, habits, 2.5)
    assert (plain[3], *plain[7:10]) == (pick(habits.joints, -2), 1.0, 0.0, 2.5)
    assert weighable(replace(signs, words=0.5), habits, 2.5)[8] == 1.0
    assert set(plain[10:]) == {0.0}


def test_a_shortened_list_has_weights_of_its_own() -> None:
    spanish, habits = get_lexicon("es"), get_habits(get_lexicon("es"))
    signs = find_signs(SOURCE, GOOD["es"], spanish, ENGLISH, usual_length=0.0)
    assert signs is not None
    plain = weighable(replace(signs, is_shortened=False), habits, 2.5)
    apart = weighable(replace(signs, is_shortened=True), habits, 2.5)
    size = len(plain) // 2
    assert len(habits.weights) == len(plain) == len(apart) == 2 * size + 1
    assert apart == (*plain[size + 1 :], 1.0, *plain[:size])


def test_the_kinds_of_a_script_share_the_habits_of_their_language() -> None:
    assert get_habits(get_lexicon("zh_Hans")) == read_habits()["zh"]


def test_three_parts_have_an_order_and_at_most_three_become_one() -> None:
    spanish = get_lexicon("es")
    source = "Rest, drink water, call the doctor"
    assert gain_without_a_part(source, "Descanse, llame al médico", spanish, ENGLISH) > 0
    joined = "Descanse beba agua llame al médico"
    assert abs(gain_without_a_part(source, joined, spanish, ENGLISH)) < MOST_GAIN
    four = "Rest, drink water, sleep well, call a doctor"
    assert gain_without_a_part(four, "Descanse", spanish, ENGLISH) == MOST_GAIN


@pytest.mark.parametrize(("ours", "theirs"), [(3, 0), (3, 20), (20, 50), (40, 3)])
def test_parts_that_can_t_stand_for_one_another_tell_nothing(ours: int, theirs: int) -> None:
    source, target = ", ".join(["water"] * ours), ", ".join(["agua"] * theirs)
    assert gain_without_a_part(source, target, get_lexicon("es"), ENGLISH) == 0


def test_where_no_word_is_known_the_length_tells_the_part() -> None:
    long = "a" * 40
    source = f"xqz vbn, {long}, ccc"
    signs = find_signs(source, "xqz vbn, ccc", get_lexicon("es"), ENGLISH, usual_length=0.0)
    assert signs is not None
    assert (source[slice(*signs.span)], signs.words) == (long, 0)


def test_a_long_part_is_missed_more_than_a_short_one() -> None:
    spanish = get_lexicon("es")
    long, short = (
        gain_without_a_part(f"xqz vbn, {part}, ccc", "xqz vbn, ccc", spanish, ENGLISH)
        for part in ("a" * 40, "aaaa")
    )
    assert long > short + 1


def test_parts_are_rather_kept_than_joined() -> None:
    first, last = "a" * 30, "d" * 12
    joined = f"{first} b c, {last}"
    assert gain_without_a_part(f"{first}, b c, {last}", joined, get_lexicon("es"), ENGLISH) > 1


def test_words_speak_for_the_part_that_they_stand_in() -> None:
    spanish = get_lexicon("es")
    assert gain_without_a_part("Water, fever, doctor", "Agua, fiebre, médico", spanish, ENGLISH) < 0
    assert gain_without_a_part("Water, fever, doctor", "Agua, fiebre", spanish, ENGLISH) > 0


def test_a_part_is_as_long_as_the_language_makes_it() -> None:
    source = "xq xqx xqx qxq qxqx qxqxq qxq, xqxqxq xqxqx xqxq, wvwv wvwvwvwv wvw"
    chinese = get_lexicon("zh_Hans")
    target = "甲乙丙丁戊己庚辛壬，甲乙丙丁戊己，甲乙丙丁戊己庚"
    assert gain_without_a_part(source, target, chinese, ENGLISH) < 0
