"""HTML and Markdown as they are written: what is told, and where."""

from __future__ import annotations

import pytest

from pipeline.checks.base import Issue, Subject
from pipeline.checks.structure import CHECK
from pipeline.model.catalog import Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import Risk, UnitKey


def _issues(source: str, target: str) -> list[Issue]:
    entry = Entry(key=UnitKey(None, source), targets=(target,))
    return list(CHECK.run(Subject(entry=entry, locale=Locale("es"), risk=Risk.STANDARD)))


def test_what_is_lost_and_what_is_left_open_are_told_apart() -> None:
    issues = _issues("Take <b>two</b> pills <i>daily</i>.", "Tome dos pastillas <i>diarias.")
    assert [(one.rule, one.expected or one.found) for one in issues] == [
        ("structure.html-unclosed", "<i>"),
        ("structure.html-missing", "<b>"),
    ]
    assert issues[0].target_span == (19, 22)


def test_markdown_that_became_plain_text_is_told() -> None:
    issues = _issues("**Never** mix `bleach` and _ammonia_.", "Nunca mezcle lejía y amoníaco.")
    assert [one.rule for one in issues] == ["structure.code", "structure.emphasis-missing"]
    assert issues[0].expected == "`bleach`"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("<b>a</b><br>b<br/>c<hr>", "<b>a</b><br>b<br>c<hr>"),
        ("a </b> left open in the source", "a </b> abierto"),
        ("Press <b>x</b> at <username>.", "Pulse <b>x</b> en <usuario>."),
        ('<a href="%(url)s">it</a>', '<a href="%(url)s">esto</a>'),
        ("*.txt and *.doc", "*.txt o .doc"),
        ("**bold** *lone", "todo plano"),
        ("``double`` and `x`", "``double`` y `equis`"),
        ("5 * 3 _is_ fifteen", "5 * 3 _es_ quince"),
        ("{a_b} **now**", "{a_b} **ya**"),
    ],
)
def test_what_is_well_is_not_told(source: str, target: str) -> None:
    assert _issues(source, target) == []


def test_each_mark_of_emphasis_and_each_code_span_counts() -> None:
    assert [one.found for one in _issues("**a** and __b__", "**a** y __b")] == ["__"]
    assert [one.expected for one in _issues("`a` `a` `b`", "`a` `b`")] == ["`a`"]
    assert [one.expected for one in _issues("[a](/b) [c](/d)", "[a](/b) c")] == ["[a](/b)"]
