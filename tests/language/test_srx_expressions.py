"""Expressions of ICU and Java: what they find here is what they find there, or they are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.srx_expressions import LONGEST, compile_expression, translate
from tests.properties.effort import MODEST


def finds(expression: str, text: str) -> bool:
    return compile_expression(expression, is_end=True, window=40).search(text) is not None


@pytest.mark.parametrize(
    ("expression", "yes", "no"),
    [
        (r"\p{Lu}\p{Ll}", "Éa", "éA"),
        (r"\pL\p{N}\P{L}", "a1!", "11!"),
        (r"\p{Nd}\p{P}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Z}", "1!()«» ", "1!()»« "),
        (r"\p{IsHan}", "中", "a"),
        (r"[\p{L}&&[^a-c]]", "d", "b"),
        (r"[^\p{Lu}\s]", "a", "A"),
        (r"a\hb", "a\u00a0b", "a\nb"),
        (r"[x\h]b", "\tb", "\nb"),
        (r"a\Hb", "a\nb", "a b"),
        (r"a\vb", "a\u2028b", "a b"),
        (r"[\V]", "a", "\n"),
        (r"\x{2026}", "…", "."),
        (r"\x{1F600}", "😀", "a"),
        (r"\x41", "A", "B"),
        (r"\u2026", "…", "."),
        (r"\Qa.b(\E.", "a.b(c", "axb(c"),
        (r"\Qa.b", "a.b", "axb"),
        (r"a++", "aa", "b"),
        (r"(?>a|ab)c", "ac", "abc"),
        (r"(?:a*+a|b)", "b", "aaa"),
        (r"(?i)dr", "DR", "DX"),
        (r"(?iu)é", "É", "e"),
        (r"(?i:d)r", "Dr", "DR"),
        (r"(?dU)a(?i-d:b)", "aB", "Ab"),
        (r"(?<!a)b", "cb", "ab"),
        (r"(?<=a)b(?!c)", "ab", "cb"),
        (r"(?<name>a)b", "ab", "b"),
        (r"(a)\1", "aa", "ab"),
        (r"[(){}?:]", "{", "a"),
        (r"[\]x]", "]", "a"),
        (r"\{\(", "{(", "("),
        (r"\w\d\b", "é٣", "-3"),
        (r"a{2,3}", "aa", "a"),
        (r"a\z", "a", "ab"),
        (r"^a", "a", "ba"),
    ],
)
def test_what_it_finds(expression: str, yes: str, no: str) -> None:
    assert not finds(expression, no)
    assert finds(expression, yes)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        (r"\p{Foo}", "unknown property"),
        (r"\p{javaLowerCase}", "unknown property"),
        (r"\e", r"\\e is not known"),
        (r"\k<a>", r"\\k is not known"),
        (r"\0", r"\\0 is not known"),
        (r"\x{110000}", "is no character"),
        ("[a--b]", "inside of \\[ \\]; write \\\\-"),
        ("[a||b]", "inside of"),
        ("(?x)a # b", "the flag x is not known"),
        ("(?R)", "the flag R is not known"),
        ("(?P<a>b)", "a group of a kind"),
        ("(*PRUNE)", "a group of a kind"),
        ("(?#note)", "a group of a kind"),
        ("a{e<=2}", "without a number"),
        ("a{", "without a number"),
        ("(a", "missing"),
        ("a)", "unbalanced"),
        ("[a", "missing|unterminated"),
        ("*a", "nothing to repeat"),
        ("(?<=a", "missing"),
        ("x" * (LONGEST + 1), "longer than"),
        ("(" * 4000, "missing|nested"),
    ],
)
def test_what_would_mean_something_else_is_refused(expression: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        compile_expression(expression, is_end=False, window=40)


@pytest.mark.parametrize("expression", ["(a|aa)+[bc]", "(.*?,){11}P"])
@pytest.mark.parametrize("is_end", [True, False])
def test_what_takes_too_long_on_a_probe_is_refused(expression: str, *, is_end: bool) -> None:
    with pytest.raises(TimeoutError):
        compile_expression(rf"{expression}\s;", is_end=is_end, window=120)


@MODEST
@given(st.text(st.sampled_from(r"ab.\[](){}?*+|^$-&QEpLx12,<=!:iué"), max_size=15))
def test_any_expression_is_compiled_or_refused(expression: str) -> None:
    try:
        pattern = compile_expression(expression, is_end=True, window=20)
    except (ValueError, TimeoutError):
        return
    assert pattern.pattern == f"(?:{translate(expression)})\\Z"
