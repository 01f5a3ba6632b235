import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.lexicon import ENGLISH, get_lexicon
from pipeline.language.risk import classify
from pipeline.language.risk_words import WordKind, _kinds_of, _KnownWords, find_kinds, is_near
from tests.language.plain_risk import reasons_of

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
PAIRS = [
    f"{first}{middle}{last}"
    for first, last in [
        ("two", "tablets"),
        ("half an", "international unit"),
        ("half a", "per cent"),
        ("half an", "degree celsius"),
        ("2 million", "pills"),
        ("TWO hundred", "mm hg"),
        ("do", "not"),
        ("have to", "not"),
        ("Is required to", "no one"),
        ("ought to", "never"),
        ("zinc", "lozenges"),
        ("herbal", "remedy"),
        ("vaccine", "doses"),
    ]
    for middle in (" ", "  ", "-", " - ", "\n", " <1>", "</1> ", " <1> ", ". ", " x ", " x y z ", "\u00a0")
]
TEXTS = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(PHRASES), st.sampled_from(FORMS)),
        st.sampled_from([" ", " ", " ", "", "-", "\u00a0", "\n", ". "]),
        st.sampled_from([str, str, str.upper, str.capitalize]),
    ),
    max_size=8,
).map(lambda parts: "".join(change(text) + gap for text, gap, change in parts))


@given(TEXTS)
def test_no_rule_matches_a_text_whose_words_rule_it_out(text: str) -> None:
    """What is found here is necessary for a rule, never enough."""
    assert set(classify(text)[1]) == reasons_of(text)


@pytest.mark.parametrize("text", PAIRS)
def test_words_that_belong_together_are_found_at_every_distance(text: str) -> None:
    assert set(classify(text)[1]) == reasons_of(text)
    assert set(classify(f"So {text} so.")[1]) == reasons_of(f"So {text} so.")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("It is un\u017fafe.", "negated-claim"),
        ("SEE\u00a0YOUR DOCTOR\u017f", "seek-care"),
        ("You must%(n)dnot.", "negated-advice"),
        ("Do%(n)snot 5 mg", "dose"),
    ],
)
def test_letters_outside_of_ascii_and_what_is_hidden_change_nothing(text: str, reason: str) -> None:
    assert set(classify(text)[1]) == reasons_of(text)
    assert reason in classify(text)[1] or reason == "negated-advice"


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
        ("%(n)dnot", WordKind.UNIT | WordKind.NOT),
        ("vaccine", WordKind.MEDICINE_PART),
        ("doses", WordKind.MEDICINE_REST),
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


def test_words_are_near_as_far_as_the_distance_says() -> None:
    def near(text: str, distance: int) -> bool:
        return is_near(text, WordKind.DO, WordKind.NOT, distance)

    assert near("so do not", 1)
    assert not near("do so not", 1)
    assert near("do so not", 2)
    assert not near("not do", 9)
    assert near("do <1>so</1> much not", 1)
    assert near("do-not", 0)


def test_known_words_are_forgotten_when_there_are_many() -> None:
    known = _KnownWords()
    known.limit = 3
    assert [known[word] for word in ("a", "b", "not", "do", "not")] == [
        0,
        0,
        *(find_kinds(word) for word in ("not", "do", "not")),
    ]
    assert list(known) == ["do", "not"]


@given(
    st.text(alphabet="0123456789.,-/%$mgxé'’(", max_size=9),
    st.integers(1000, 10**9),
    st.text("0129-mg%/.", max_size=4),
)
def test_the_length_of_a_long_number_changes_nothing(before: str, number: int, after: str) -> None:
    for word in f"{before}{number}{after}".split():
        shorter = re.sub("[0-9]{4,}", "0000", word)
        assert _kinds_of(shorter) == _kinds_of(word) == _KnownWords()[word]
