import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import risk
from pipeline.language.lexicon import ENGLISH, get_lexicon
from pipeline.language.medicines import find_medicines
from pipeline.language.quantities import find_quantities
from pipeline.language.risk import classify
from pipeline.language.risk_words import WordKind, find_kinds

LEXICON = get_lexicon(ENGLISH)
FORMS = sorted(
    form.replace("*", "x")
    for table in (LEXICON.cues, LEXICON.units, LEXICON.numbers, LEXICON.multipliers)
    for forms in table.values()
    for form in forms
)
PHRASES = [
    *(
        "do not",
        "Don’t",
        "never",
        "avoid",
        "stops",
        "refrain from",
        "not proven",
        "unsafe",
        "not advised",
        "essential to",
    ),
    *(
        "ask your doctor",
        "call 911",
        "seek care",
        "an ambulance",
        "medical attention",
        "life-threatening",
        "health team",
    ),
    *("with caution", "overdose", "toxic dose", "allergic to", "drug interactions", "excessive intake"),
    *("aspirin", "xstatin", "statin", "April", "zinc lozenges", "blood thinners", "azole"),
    *(
        "5 mg",
        "5-10 %",
        "½ tablet",
        "two",
        "% 5",
        "1 000",
        "B12",
        "g/kg",
        "2 million",
        "½",
        "5\u200f%",
        "12-h",
        "1.2.3 ½ l",
    ),
    *("<1>", "</1>", "<2/>", "{x}", "%(n)d", "%s", "http://a.b/c", "www.x.y", "the", "a", ".", ",", "(", "/"),
]
TEXTS = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(PHRASES), st.sampled_from(FORMS)),
        st.sampled_from([" ", " ", " ", "", "-", "\u00a0", "\n", ". "]),
        st.sampled_from([str, str, str.upper, str.capitalize]),
    ),
    max_size=8,
).map(lambda parts: "".join(change(text) + gap for text, gap, change in parts))
EVERY = sum(kind.value for kind in WordKind if kind is not WordKind.MEDICINE)


@given(TEXTS)
def test_no_rule_matches_a_text_whose_words_rule_it_out(text: str) -> None:
    """What is found here is necessary for a rule, never enough."""
    tried = {reason for _, find in risk._RULES for reason in find(text, EVERY)}
    wanted = (tried - {"medicine"}) | ({"medicine"} if find_medicines(text) else set())
    assert set(classify(text)[1]) == wanted


@given(TEXTS)
def test_doses_and_measures_are_those_of_the_quantities(text: str) -> None:
    units = {quantity.unit for quantity in find_quantities(text, LEXICON, decimal=".")}
    wanted = {"dose" if unit.partition("/")[0] in risk._DOSED else "measure" for unit in units}
    assert set(classify(text)[1]) & {"dose", "measure"} == wanted


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Take 5mg.", WordKind.DIGITS | WordKind.UNIT),
        ("Two weeks.", WordKind.COUNT | WordKind.UNIT),
        ("It mustn't.", WordKind.DUTY | WordKind.DUTY_NOT | WordKind.NOT),
        ("UNſAFE", WordKind.DENIAL),
        ("aspirin", WordKind.MEDICINE),
        ("(Lovastatin)", WordKind.MEDICINE),
        ("April", WordKind(0)),
        ("A calm text.", WordKind(0)),
        ("nothttp://x.y", WordKind.NOT),
        ("xstatinhttp://x.y", WordKind(0)),
    ],
)
def test_words_have_kinds(text: str, kind: WordKind) -> None:
    assert WordKind(find_kinds(text)) == kind


def test_letters_that_count_as_others_are_those_of_regular_expressions() -> None:
    letters = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)]))
    alike = {
        other
        for letter in "abcdefghijklmnopqrstuvwxyz"
        for other in re.findall(letter, letters, re.IGNORECASE)
    }
    assert {letter for letter in alike if not letter.isascii()} == set("\u0130\u0131\u017f\u212a")
