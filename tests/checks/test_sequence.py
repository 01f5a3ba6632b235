"""Before and after in every language there is data for, and the words that may stand for them."""

from __future__ import annotations

import pytest

from pipeline.checks.base import Issue, Subject
from pipeline.checks.sequence import CHECK
from pipeline.language.lexicon import get_lexicon, languages
from pipeline.model.catalog import Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import Risk, UnitKey

LANGUAGES = sorted(languages() - {"en"})


def _issues(locale: str, source: str, target: str) -> list[Issue]:
    entry = Entry(key=UnitKey(None, source), targets=(target,))
    return list(CHECK.run(Subject(entry=entry, locale=Locale(locale), risk=Risk.CRITICAL)))


def _rules(locale: str, source: str, target: str) -> list[str]:
    return [issue.rule for issue in _issues(locale, source, target)]


def _forms(language: str, kind: str) -> list[str]:
    return [form for form in get_lexicon(language).cues[f"sequence.{kind}"] if "*" not in form]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_language_keeps_its_direction(language: str) -> None:
    for kind, other in (("before", "after"), ("after", "before")):
        for form in _forms(language, kind):
            assert _rules(language, f"Rest {kind} it.", f"— {form} —") == [], form
            assert _rules(language, f"Rest {other} it.", f"— {form} —") == ["sequence.reversed"], form


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_condition_for_an_exception_is_found_in_every_language(language: str) -> None:
    source = "Do not eat unless it helps."
    assert _rules(language, source, f"— {_forms(language, 'unless')[0]} —") == []
    assert _rules(language, source, f"— {_forms(language, 'if')[0]} —") == ["sequence.exception-lost"]


@pytest.mark.parametrize(
    ("locale", "source", "target", "rules"),
    [
        ("es", "Rest before and after it.", "Descanse después y antes.", []),
        ("es", "Rest before and after it.", "Descanse después.", []),
        (
            "es",
            "As in the previous study, rest before it and wash.",
            "Descanse antes y lávese después.",
            [],
        ),
        ("es", "Rest before it.", "Descanse previamente, y lávese después.", []),
        ("es", "As in the previous study, rest before it.", "Descanse después.", ["sequence.reversed"]),
        (
            "es",
            "As in the previous study, rest before it.",
            "Como en el estudio anterior, descanse después.",
            ["sequence.reversed"],
        ),
        ("es", "In the subsequent days, rest before it.", "En los días después, descanse.", []),
        ("es", "Call as soon as you can after it.", "Llame después, lo antes posible.", []),
        ("es", "Call as soon as you can after it.", "Llame antes, lo antes posible.", ["sequence.reversed"]),
        ("zh_Hans", "There is currently no cure after it.", "目前之后没有治愈方法。", []),
        ("ar", "It was given by a doctor after it.", "أعطي من قبل طبيب بعده", []),
    ],
)
def test_words_near_to_before_and_after_are_weighed(
    locale: str, source: str, target: str, rules: list[str]
) -> None:
    assert _rules(locale, source, target) == rules


@pytest.mark.parametrize(
    ("target", "rules"),
    [
        ("No conduzca a menos que se sienta bien.", []),
        ("No conduzca si no se siente bien.", []),
        ("Si no se siente bien, no conduzca.", []),
        ("No conduzca si aún no se siente bien.", []),
        ("No conduzca si se siente bien.", ["sequence.exception-lost"]),
        ("No conduzca. Siéntase bien.", ["sequence.exception-missing"]),
    ],
)
def test_an_exception_is_no_condition(target: str, rules: list[str]) -> None:
    assert _rules("es", "Do not drive unless you feel well.", target) == rules


def test_an_exception_that_is_not_there_is_no_condition() -> None:
    source = "If you are ill, do not drive unless you must."
    assert _rules("es", source, "Si se enferma, no conduzca.") == []
    assert _rules("es", source, "Si se enferma, no conduzca si debe.") == ["sequence.exception-lost"]


def test_an_issue_says_what_became_what() -> None:
    (issue,) = _issues("es", "Rest before it.", "Descanse después.")
    assert (issue.expected, issue.found) == ("before", "después")
    assert (issue.source_span, issue.target_span) == ((5, 11), (9, 16))
