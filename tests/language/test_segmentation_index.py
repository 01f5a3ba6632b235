"""The rules that are left out, and the short ways that are taken, change nothing."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import Location
from pipeline.language.segmentation import find_sentences
from pipeline.language.segmentation_index import RuleIndex, index_for
from pipeline.language.segmentation_rules import Gap, OwnRule, Rule, rules_for
from tests.language.plain_segmentation import find_plainly
from tests.language.sentence_cases import LANGUAGES, read_cases

CASES = [(case.text, language) for language in LANGUAGES for case in read_cases(language)]
WORDS = sorted({word for text, _ in CASES for word in text.split()})
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.text(st.sampled_from('aBé1K.!?…()[]"”»«“。」 \n\x1c\x85;:-—'), min_size=1, max_size=3),
)
GAPS = st.sampled_from([" ", " ", " ", " ", "", "\n", ". ", ".\u00a0", "  "])
TEXTS = st.lists(st.tuples(PIECES, GAPS), max_size=14).map(lambda parts: "".join(map("".join, parts)))


def own(before: str, after: str, *, is_break: bool) -> OwnRule:
    first, second = (regex.compile(one, regex.VERSION1) for one in (rf"(?:{before})\Z", after))
    return OwnRule(before=first, after=second, is_break=is_break, origin=Location("rules.srx", 1))


OWN = st.lists(
    st.sampled_from(
        [
            own(r"\w", r"\s[A-Z]", is_break=True),
            own(r"\p{Ll}\.", r"\s", is_break=False),
            own("[;:]", "", is_break=True),
            own(r"\d\.\s", r"\p{Lu}", is_break=False),
        ]
    ),
    max_size=3,
)


def can_be_cut(text: str) -> bool:
    """The segmenter alone fails on wide white space between an initial and a full stop."""
    return not regex.search(r"[A-Z]\s*[^\S\x00-\x7f]\.", text)


@given(TEXTS.filter(can_be_cut), st.sampled_from([*LANGUAGES, "xx"]))
def test_sentences_are_those_that_every_rule_asked_at_every_gap_gives(text: str, language: str) -> None:
    assert find_sentences(text, language) == find_plainly(text, language)


@given(TEXTS.filter(can_be_cut), OWN)
def test_so_are_those_of_a_project_with_rules_of_its_own(text: str, rules: list[OwnRule]) -> None:
    assert find_sentences(text, "en", rules) == find_plainly(text, "en", rules)


@pytest.mark.parametrize("language", LANGUAGES)
def test_so_are_those_of_all_cases(language: str) -> None:
    for text, of in CASES:
        assert find_sentences(text, of) == find_plainly(text, of)
        assert find_sentences(text, of, [own("x{9}", "x", is_break=False)]) == find_plainly(text, of)
        longer = f"{text} {text} ({text})"
        assert find_sentences(longer, language) == find_plainly(longer, language)


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_a_rule_is_left_out_only_where_nothing_could_make_it_hold(text: str, language: str) -> None:
    """A rule is left out only where no text around that word and those letters could make it hold."""
    rules = rules_for(language)
    for at in range(1, len(text)):
        gap = Gap(at, at)
        said = index_for(language).is_break(text, at, at, is_likely := at % 2 == 0)
        assert said == next((rule.is_break for rule in rules if rule.holds(text, gap)), is_likely)


def counted(before: str, after: str, *, is_break: bool = False) -> tuple[Rule, list[str]]:
    """Return a rule, and what notes each text that it is asked about."""
    asked: list[str] = []

    class Noting(Rule):
        def holds(self, text: str, gap: Gap) -> bool:
            asked.append(text)
            return super().holds(text, gap)

    flags = regex.VERSION1
    first, second = regex.compile(before, flags | regex.REVERSE), regex.compile(after, flags)
    return Noting(before=first, after=second, is_break=is_break), asked


@pytest.mark.parametrize(
    ("before", "after", "text", "is_asked"),
    [
        (r"(?<!\p{L})Dr\.", ".", "Ask Dr. Lee", True),
        (r"(?<!\p{L})Dr\.", ".", "Ask him. Lee", False),
        (r"(?<!\p{L})Dr\.", r"\p{Ll}", "Ask Dr. Lee", False),
        (r"[.!?]", r"\p{Lu}", "Ask him. Lee", False),
        (r"[.!?]", r"\p{Lu}(?!a)", "Ask him. Lee", True),
        (r"^\d\)[^.]*\.", ".", "Ask him. Lee", False),
        (r"^\d\)[^.]*\.", ".", "1) Ask him. Lee", True),
        (r"^\d\)\.|him\.", r"\p{Lu}(?!a)", "Ask him. Lee", True),
    ],
)
def test_only_a_rule_that_fits_and_is_not_certain_is_asked(
    before: str, after: str, text: str, *, is_asked: bool
) -> None:
    rule, asked = counted(before, after)
    at, is_likely = text.index(". ") + 1, True
    assert RuleIndex([rule]).is_break(text, at, at + 1, is_likely) != rule.holds(text, Gap(at, at + 1))
    assert bool(asked[:-1]) == is_asked


def test_a_rule_that_says_what_is_said_anyway_is_not_asked() -> None:
    rule, asked = counted(r"(?<!\p{L})Dr\.", ".", is_break=True)
    for is_likely in (True, False):
        assert RuleIndex([rule]).is_break("Ask Dr. Lee", 7, 8, is_likely)
        assert bool(asked) != is_likely


def test_the_first_of_two_rules_that_are_certain_decides() -> None:
    for is_break in (True, False):
        (one, asked), (other, _) = (
            counted(r"[.!?]", r"\p{Lu}", is_break=is_break),
            counted(r"[.!?]", ".", is_break=not is_break),
        )
        assert RuleIndex([one, other]).is_break("Ask him. Lee", 8, 9, not is_break) == is_break
        assert not asked


@pytest.mark.parametrize("around", ["\n\n", "\n \n ", " \n\n\n\n ", "\u00a0\n\n"])
def test_white_space_around_a_text_is_no_sentence(around: str) -> None:
    text = f"{around}Rest. Sleep.{around}"
    assert [text[start:stop] for start, stop in find_sentences(text, "en")] == ["Rest.", "Sleep."]


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", " \u00a0", "\u2003\u00a0"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_wide_white_space_after_an_initial_stops_nothing(space: str, language: str) -> None:
    """The segmenter, asked for such a text, ends with a panic."""
    text = f"Rest. Eat vitamin A{space}. Rest more."
    assert next(text[start:stop] for start, stop in find_sentences(text, language)) == "Rest."
