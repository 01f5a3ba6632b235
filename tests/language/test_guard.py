"""Law 7, at the level of the guard: a planted change of meaning is a difference, a change of form is none."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.guard import DifferenceKind, differences

NUMBERS = ("2", "5", "10", "50", "250", "0.5", "2.5", "1,500", "four", "six", "twenty-five")
UNITS = ("mg", "g", "mcg", "ml", "tablets", "drops", "%")
PERIODS = ("hours", "days", "weeks")
MODALS = ("must", "should", "may", "can")
BOUNDS = ("at least", "at most", "more than", "less than")
NOUNS = ("the syrup", "this medicine", "ibuprofen", "magnesium")
VERBS = ("take", "use", "swallow")


TEMPLATE = "You {modal}{negation} {verb} {noun}, {bound} {number} {unit} for three {period}."


def _sentence(**parts: str) -> str:
    return TEMPLATE.format(**parts)


@st.composite
def _parts(draw: st.DrawFn) -> dict[str, str]:
    return {
        "modal": draw(st.sampled_from(MODALS)),
        "negation": draw(st.sampled_from(("", " not"))),
        "verb": draw(st.sampled_from(VERBS)),
        "noun": draw(st.sampled_from(NOUNS)),
        "bound": draw(st.sampled_from(BOUNDS)),
        "number": draw(st.sampled_from(NUMBERS)),
        "unit": draw(st.sampled_from(UNITS)),
        "period": draw(st.sampled_from(PERIODS)),
    }


CHANGES = {
    "number": (NUMBERS, DifferenceKind.NUMBER),
    "unit": (UNITS, DifferenceKind.UNIT),
    "period": (PERIODS, DifferenceKind.UNIT),
    "negation": (("", " not"), DifferenceKind.NEGATION),
    "modal": (MODALS, DifferenceKind.MODAL),
    "bound": (BOUNDS, DifferenceKind.COMPARATOR),
}


@given(parts=_parts(), data=st.data())
def test_a_match_whose_source_differs_in_a_number_unit_negation_or_modal_is_never_filled_in_as_text_to_accept(
    parts: dict[str, str], data: st.DataObject
) -> None:
    part = data.draw(st.sampled_from(sorted(CHANGES)))
    choices, kind = CHANGES[part]
    other = data.draw(st.sampled_from([choice for choice in choices if choice != parts[part]]))
    old, new = _sentence(**parts), _sentence(**{**parts, part: other})
    assert kind in {difference.kind for difference in differences(old, new)}
    assert kind in {difference.kind for difference in differences(new, old)}


@given(parts=_parts())
def test_quotes_spaces_and_unicode_form_are_no_difference(parts: dict[str, str]) -> None:
    plain = f'It\'s the "caf\u00e9" rule: {_sentence(**parts)}'
    other = (
        plain.replace("'", "’").replace('"caf', "“caf").replace('\u00e9"', "\u00e9”").replace(" ", "\u00a0 ")
    )
    assert differences(plain, unicodedata.normalize("NFD", other)) == ()


@given(parts=_parts())
def test_words_without_a_cue_are_no_difference(parts: dict[str, str]) -> None:
    assert (
        differences(_sentence(**parts), _sentence(**{**parts, "verb": "drink", "noun": "your remedy"})) == ()
    )


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("You should not take it.", "You should take it.", DifferenceKind.NEGATION),
        ("Do not take aspirin.", "Take aspirin.", DifferenceKind.NEGATION),
        ("Don't take aspirin.", "Do take aspirin.", DifferenceKind.NEGATION),
        ("It is effective.", "It is ineffective.", DifferenceKind.NEGATION),
        ("Avoid alcohol.", "Drink alcohol.", DifferenceKind.NEGATION),
        ("Do not rest; walk.", "Rest; do not walk.", DifferenceKind.NEGATION),
        ("Rest. Do not take aspirin. Drink.", "Rest. Take aspirin. Drink.", DifferenceKind.NEGATION),
        ("Take 5 ml.", "Take 50 ml.", DifferenceKind.NUMBER),
        ("Take 10 ml.", "Take 100 ml.", DifferenceKind.NUMBER),
        ("Take 1 tablet.", "Take 2 tablets.", DifferenceKind.NUMBER),
        ("Take 2.5 mg.", "Take 25 mg.", DifferenceKind.NUMBER),
        ("Take 1,500 mg.", "Take 1.500 mg.", DifferenceKind.NUMBER),
        ("every four hours", "every six hours", DifferenceKind.NUMBER),
        ("once daily", "twice daily", DifferenceKind.NUMBER),
        ("2 to 4 tablets", "4 to 2 tablets", DifferenceKind.NUMBER),
        ("vitamin B6", "vitamin B12", DifferenceKind.NUMBER),
        ("1.2 million", "1.2 billion", DifferenceKind.NUMBER),
        ("at 3 p.m.", "at 3 a.m.", DifferenceKind.NUMBER),
        ("below -5 °C", "below 5 °C", DifferenceKind.NUMBER),
        ("250 mg", "250 g", DifferenceKind.UNIT),
        ("take it daily", "take it weekly", DifferenceKind.UNIT),
        ("5 mg/kg", "5 mg", DifferenceKind.UNIT),
        (
            "Patients not on drugs should always drive.",
            "Patients now on drugs should not drive.",
            DifferenceKind.NEGATION,
        ),
        ("You must stop.", "You may stop.", DifferenceKind.MODAL),
        ("You must stop.", "You should stop.", DifferenceKind.MODAL),
        ("at least 5 ml", "at most 5 ml", DifferenceKind.COMPARATOR),
        ("no more than 5 ml", "no less than 5 ml", DifferenceKind.COMPARATOR),
        ("Take it before meals.", "Take it after meals.", DifferenceKind.COMPARATOR),
    ],
)
def test_a_change_of_meaning_is_of_its_kind(old: str, new: str, kind: DifferenceKind) -> None:
    assert kind in {difference.kind for difference in differences(old, new)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Take four tablets.", "Take 4 tablets."),
        ("Take 5 mg.", "Take 5 milligrams."),
        ("You must rest.", "You have to rest."),
        ("Never drink it.", "Do not drink it."),
        ("1,500 people", "1500 people"),
        ("<1>5</1> ml", "<2>5</2> ml"),
        ("The big muscle hurts.", "The large muscle hurts."),
        ("about 5 %", "about 5 percent"),
    ],
)
def test_the_same_meaning_in_other_words_is_no_difference(old: str, new: str) -> None:
    assert differences(old, new) == ()


def test_a_difference_names_what_changed_only() -> None:
    (found,) = differences("Take 5 ml in 2 hours.", "Take 50 ml in 2 hours.")
    assert (found.old, found.new) == ("5", "50")
