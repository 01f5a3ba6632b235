from __future__ import annotations

from dataclasses import replace

from pipeline.checks.base import Issue, Subject
from pipeline.checks.terms import CHECK
from pipeline.language.termbase import Termbase
from pipeline.model.catalog import Entry
from pipeline.model.locale import Locale
from pipeline.model.term import Term, TermStatus
from pipeline.model.unit import Risk, UnitKey

FEVER = Term(source="fever", targets=("fiebre",), forbidden=("calentura",))


def _issues(source: str, target: str, *terms: Term, locale: str = "es") -> list[Issue]:
    entry = Entry(key=UnitKey(None, source), targets=(target,))
    subject = Subject(entry=entry, locale=Locale(locale), risk=Risk.STANDARD, termbase=Termbase(terms))
    return list(CHECK.run(subject))


def _rules(source: str, target: str, *terms: Term, locale: str = "es") -> list[str]:
    return [issue.rule for issue in _issues(source, target, *terms, locale=locale)]


def test_a_missing_word_says_what_was_expected_and_where() -> None:
    term = Term(source="fever", targets=("fiebre", "febrícula"))
    (issue,) = _issues("A high fever.", "Un dolor.", term)
    assert (issue.message, issue.source_span) == ('nothing says "fiebre" or "febrícula" for "fever"', (7, 12))
    assert issue.expected == '"fiebre" or "febrícula"'


def test_a_forbidden_word_says_where_it_stands_and_is_the_only_finding() -> None:
    (issue,) = _issues("A high fever.", "Una Calentura alta.", FEVER)
    assert (issue.rule, issue.found, issue.target_span) == ("terms.forbidden", "Calentura", (4, 13))
    assert issue.expected == '"fiebre"'


def test_a_word_is_forbidden_for_its_term_only() -> None:
    assert _rules("Rest.", "La calentura.", FEVER) == []
    assert _rules("A fever.", "Fiebre; {calentura}.", FEVER) == []


def test_a_forbidden_word_that_another_term_of_the_source_wants_is_right() -> None:
    heat = Term(source="heat", targets=("calentura",))
    assert _rules("fever and heat", "fiebre y calentura", FEVER, heat) == []
    endings = replace(FEVER, forbidden=("calentura*",))
    assert _rules("fever and heat", "fiebre y calenturas", endings, heat) == []
    assert _rules("fever", "fiebre y calentura", FEVER, heat) == ["terms.forbidden"]


def test_a_forbidden_word_inside_a_wanted_one_is_right() -> None:
    term = Term(source="seizure", targets=("ataque epiléptico",), forbidden=("ataque",))
    assert _rules("a seizure", "un ataque epiléptico", term) == []
    assert _rules("a seizure", "un ataque", term) == ["terms.forbidden"]


def test_a_forbidden_word_alone_needs_no_target() -> None:
    term = Term(source="fit", forbidden=("ataque",))
    assert _rules("a fit", "una convulsión", term) == []
    (issue,) = _issues("a fit", "un ataque", term)
    assert issue.expected is None


def test_a_forbidden_word_is_found_where_words_are_not_spaced_and_there_is_no_language_data() -> None:
    term = Term(source="fever", forbidden=("热病",))
    assert _rules("a fever", "他得了热病了", term, locale="zh_Hans") == ["terms.forbidden"]
    both = replace(term, targets=("发热",))
    assert _rules("a fever", "发热的热病", both, locale="zh_Hans") == ["terms.forbidden"]
    assert _rules("a fever", "彼は热病です", term, locale="ja") == ["terms.forbidden"]


def test_a_term_is_reported_once_however_often_it_stands() -> None:
    (issue,) = _issues("fever, fevers, fever", "dolor", FEVER)
    assert issue.source_span == (0, 5)


def test_a_suggestion_is_not_asked_for_but_its_forbidden_words_are_errors() -> None:
    term = Term(source="fever", targets=("fiebre",), forbidden=("calor",), status=TermStatus.SUGGESTED)
    assert _rules("a fever", "un dolor", term) == []
    assert _rules("a fever", "un calor", term) == ["terms.forbidden"]
    kept = Term(source="Tylenol", is_kept=True, status=TermStatus.SUGGESTED)
    assert _rules("Tylenol", "paracetamol", kept) == []


def test_a_kept_term_stands_as_it_is_spelled_in_the_source_or_in_the_glossary() -> None:
    kept = Term(source="NSAID", is_kept=True)
    assert _rules("NSAIDs help", "NSAIDs ayudan", kept) == []
    assert _rules("NSAIDs help", "los NSAID ayudan", kept) == []
    assert _rules("NSAIDs help", "los nsaid ayudan", kept) == ["terms.changed"]
    assert _rules("NSAIDs help", "los XNSAID ayudan", kept) == ["terms.changed"]
    assert _rules("NSAIDs help", "los NSAIDX ayudan", kept) == ["terms.changed"]
    assert _rules("NSAIDs help", "服用NSAID有效", kept, locale="zh_Hans") == []


def test_of_two_rows_for_one_spelling_either_will_do() -> None:
    noun = Term(source="spread", targets=("propagación",), part_of_speech="noun")
    verb = Term(source="spread", targets=("contagiar",), part_of_speech="verb")
    assert _rules("the spread", "la propagación", noun, verb) == []
    assert _rules("they spread", "contagian", noun, verb) == []
    assert _rules("they spread", "hablan", noun, verb) == ["terms.missing"]


def test_a_language_that_was_not_measured_gets_a_notice() -> None:
    term = Term(source="fever", targets=("gorączka",))
    assert _rules("a fever", "ból", term, locale="pl") == ["terms.unseen"]
    assert _rules("a fever", "ból", term, locale="pt_BR") == ["terms.missing"]


def test_without_a_glossary_there_is_nothing_to_say() -> None:
    entry = Entry(key=UnitKey(None, "a fever"), targets=("un dolor",))
    assert list(CHECK.run(Subject(entry=entry, locale=Locale("es"), risk=Risk.STANDARD))) == []
