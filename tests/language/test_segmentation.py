"""Sentence spans: over-splitting is harmful, losing a character is impossible."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from sentencex import get_sentence_boundaries

from pipeline.errors import ConfigError, Location
from pipeline.language import segmentation
from pipeline.language.segmentation import MAX_LENGTH, find_sentences
from pipeline.language.segmentation_index import RuleIndex
from pipeline.language.segmentation_rules import LOOK_BACK, Gap, OwnRule, Rule, rules_for, rules_version
from tests.language.sentence_cases import LANGUAGES, parse_case, read_cases, score
from tests.properties.effort import MODEST


def cut(text: str, language: str = "en") -> list[str]:
    return [text[start:stop] for start, stop in find_sentences(text, language)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Heat hurts.", "Drink water!", "Is it bad?"],
        ["Take minerals (e.g., magnesium).", "Rest."],
        ["Ask Dr. Smith about 2.5 mg.", "Rest."],
        ["See www.example.org.", "Rest."],
        ["Call someone (your doctor. A nurse.) at once.", "Rest."],
        ["It’s one [see A. See B.] place.", "Rest."],
        ["It (is open.", "Rest."],
        ["Open ( [ here.", "Rest."],
        ["A list: 1. pain and more.", "Rest."],
        ["Some etc. and more.", "Rest."],
    ],
)
def test_sentences(sentences: list[str]) -> None:
    assert cut(" ".join(sentences)) == sentences


def test_sentences_without_spaces_between_them() -> None:
    assert cut("很痛。请休息。", "zh") == ["很痛。", "请休息。"]
    assert cut("One.Two") == ["One.Two"]


@pytest.mark.parametrize("text", ["", "  ", "\n\t\u00a0"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert find_sentences(text, "en") == ()


def test_white_space_stays_outside() -> None:
    assert find_sentences("  All be.  See me. ", "en") == ((2, 9), (11, 18))


def test_a_long_text_is_one_span() -> None:
    text = "Go. " * (MAX_LENGTH // 4 + 1)
    assert find_sentences(text, "en") == ((0, len(text) - 1),)


HOSTILE = [
    "A. " * 6600,
    "Go (. " * 3000,
    "(a. b) " * 2500,
    ". " * 9000,
    "1. " * 6000,
    "\n" * 19_000 + "a",
    "“" * 19_000,
    "[(" * 9000 + "." + ")]" * 900,
]


class Counting(Rule):
    """A rule that counts how often it is asked."""

    asked = 0

    def holds(self, text: str, gap: Gap) -> bool:  # noqa: ARG002 - it never holds
        Counting.asked += 1
        return False


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:4])
def test_a_rule_is_asked_at_most_twice_a_place(text: str) -> None:
    """Once whether it adds a boundary, once in its turn; and a rule looks at a window of bounded size."""
    Counting.asked = 0
    rule = Counting(before=None, after=None, is_break=True)
    find_sentences(text, "en", (rule,))
    assert 0 < Counting.asked <= 2 * len(text)


@pytest.mark.parametrize("text", ["A. " * 100_000, "Heat hurts. " * 4_000_000])
def test_a_very_long_text_is_not_even_segmented(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Iterator[dict[str, int]]:
        raise AssertionError

    monkeypatch.setattr(segmentation, "get_sentence_boundaries", refuse)
    assert find_sentences(text, "en") == ((0, len(text) - 1),)


def test_an_own_rule_sees_no_more_than_its_window() -> None:
    seen: list[tuple[int, int]] = []

    class Pattern:
        def _note(self, _: str, start: int, stop: int, timeout: float) -> None:
            assert timeout > 0
            seen.append((start, stop))

        match = search = _note

    text = "word " * 1000
    rule = OwnRule(before=Pattern(), after=None, is_break=True, origin=Location("r.srx", 1))
    find_sentences(text, "en", (rule, replace(rule, before=None, after=Pattern())))
    assert len(seen) > 2000
    assert all(stop - start <= LOOK_BACK for start, stop in seen)


def test_white_space_is_one_gap_however_often_the_segmenter_cuts_it() -> None:
    text = "Rest." + "\n \n" * 500 + "Sleep."
    assert sum(1 for _ in get_sentence_boundaries("en", text)) > 2
    assert list(segmentation._segmented(text, "en")) == [Gap(5, len(text) - 6)]


def test_a_wide_gap_is_tried_near_its_ends_only() -> None:
    assert Gap(0, 2).places == (0, 1, 2)
    assert Gap(0, 1000).places == (0, 1, 2, 3, 997, 998, 999, 1000)


def test_rules_of_a_language_come_before_general_ones() -> None:
    general = rules_for("xx")
    assert rules_for("en")[-len(general) :] == general
    assert len(rules_for("en")) > len(general) > 0
    assert rules_version() == "2"


def own(before: str, after: str, *, is_break: bool) -> OwnRule:
    def compiled(expression: str) -> object:
        return regex.compile(expression, regex.VERSION1) if expression else None

    origin = Location("rules.srx", 7)
    end = rf"(?:{before})\Z" if before else ""
    return OwnRule(before=compiled(end), after=compiled(after), is_break=is_break, origin=origin)


def cut_by(text: str, *rules: OwnRule) -> list[str]:
    return [text[start:stop] for start, stop in find_sentences(text, "en", rules)]


def test_an_own_rule_takes_a_boundary_back_or_adds_one() -> None:
    text = "See Acme. Big ones; small ones. Rest."
    assert cut_by(text) == ["See Acme.", "Big ones; small ones.", "Rest."]
    assert cut_by(text, own(r"Acme\.", r"\s", is_break=False))[0] == "See Acme. Big ones; small ones."
    assert cut_by(text, own(";", r"\s", is_break=True))[1:3] == ["Big ones;", "small ones."]


def test_the_first_own_rule_that_holds_decides_and_comes_before_the_built_in_ones() -> None:
    yes, no = own(r"Dr\.", r"\s", is_break=True), own(r"Dr\.\s", "", is_break=False)
    assert cut_by("Ask Dr. Lee.") == ["Ask Dr. Lee."]
    assert cut_by("Ask Dr. Lee.", yes, no) == ["Ask Dr.", "Lee."]
    assert cut_by("Ask Dr. Lee.", no, yes) == ["Ask Dr. Lee."]


def test_an_own_rule_may_hold_before_the_white_space_or_after_it() -> None:
    for before, after in ((";", r"\s+a"), (r";\s", r"\s?a"), (r";\s+", "a")):
        assert cut_by("one;  a two", own(before, after, is_break=True)) == ["one;", "a two"]


def test_an_own_rule_cuts_neither_inside_brackets_nor_inside_a_word() -> None:
    assert cut_by("It (is; so) now", own(";", "", is_break=True)) == ["It (is; so) now"]
    assert cut_by("nowhere", own("now", "here", is_break=True)) == ["nowhere"]


def test_an_own_rule_that_takes_too_long_is_an_error_with_its_place() -> None:
    slow = own("(?:a|aa)+[bc]", "", is_break=True)
    with pytest.raises(ConfigError, match="takes too long") as caught:
        cut_by("a" * 200 + ". B", slow)
    assert str(caught.value.at) == "rules.srx:7"
    assert caught.value.hint


def found_in(language: str) -> list[frozenset[int]]:
    cases = read_cases(language)
    return [frozenset(start for start, _ in find_sentences(case.text, language)[1:]) for case in cases]


@pytest.mark.parametrize("language", LANGUAGES)
def test_health_prose_is_cut_where_sentences_end(language: str) -> None:
    """The one false break is `The results were... Unclear`, the one missed `etc. Leave`: nothing tells."""
    result = score(zip(read_cases(language), found_in(language), strict=True))
    assert (result.false, result.missed) == ((1, 1) if language == "en" else (0, 0))
    assert result.cases >= (60 if language == "en" else 10)


def test_each_rule_is_needed_by_a_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that no case needs could be wrong without anybody noticing."""
    known = {language: rules_for(language) for language in LANGUAGES}
    whole = {language: found_in(language) for language in LANGUAGES}
    for left_out in {id(rule): rule for rules in known.values() for rule in rules}.values():
        indexes = {
            language: RuleIndex([rule for rule in rules if rule.before != left_out.before])
            for language, rules in known.items()
        }
        monkeypatch.setattr(segmentation, "index_for", indexes.__getitem__)
        assert any(found_in(language) != whole[language] for language in LANGUAGES), left_out


@MODEST
@given(st.text(st.sampled_from('aB1.!?…()[]"”»«“。 \n\u00a0;:-—'), max_size=60), st.sampled_from(LANGUAGES))
def test_no_character_but_white_space_lies_between_two_sentences(text: str, language: str) -> None:
    """Lossless: what lies between two spans is white space only."""
    spans = find_sentences(text, language)
    kept = "".join(text[start:stop] for start, stop in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert list(spans) == sorted(spans)
    assert all(text[start:stop] == text[start:stop].strip() != "" for start, stop in spans)


def test_cases_are_read_as_they_are_written() -> None:
    case = parse_case("One. ‖Two。‖Three")
    assert (case.text, case.starts) == ("One. Two。Three", frozenset({5, 9}))
    assert score([(case, frozenset({5, 7}))]) == score([(case, frozenset({5, 8}))])
    assert (score([(case, frozenset({5, 7}))]).false, score([(case, frozenset())]).missed) == (1, 2)


def test_only_brackets_that_close_hold_their_sentences_together() -> None:
    assert cut("One (two. Three) four. Five [six. Seven") == ["One (two. Three) four.", "Five [six.", "Seven"]


def test_a_bracket_in_a_bracket_does_not_end_the_outer_one() -> None:
    # sentencex alone cuts after "(a lot)." and "2." here.
    text = "Try this (first. 1. Rest (a lot). 2. Sleep) today."
    assert cut(text) == [text]
