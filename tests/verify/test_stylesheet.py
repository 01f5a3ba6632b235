"""Stylesheets: what becomes of selectors, conditions and colours."""

from __future__ import annotations

import pytest

from pipeline.verify.colours import contrast, find_colour, parse_rgb
from pipeline.verify.hiding import expand
from pipeline.verify.stylesheet import parse_sheet


@pytest.mark.parametrize(
    ("selector", "widened", "pseudo"),
    [
        ("a:hover", "a:not(caveat-none)", ""),
        ("p:not(:focus)", "p:not(caveat-none)", ""),
        ("p:not(.x)", "p:not(.x)", ""),
        (":lang(ar) > p", ":not(caveat-none) > p", ""),
        ("p::first-line", "p:not(caveat-none)", "first-line"),
        ("p:before", "p:not(caveat-none)", "before"),
        ("p:first-child", "p:first-child", ""),
    ],
)
def test_a_selector_is_only_ever_widened(selector: str, widened: str, pseudo: str) -> None:
    (rule,) = parse_sheet(f"{selector} {{ color: red }}", "x.css").rules
    assert (rule.selector, rule.pseudo) == (widened, pseudo)


def test_each_selector_of_a_list_is_a_rule_with_its_own_weight_and_line() -> None:
    rules = parse_sheet("\n#a .b p,\n:is(p, i) > a,\n:where(#c) { color: red }", "x.css").rules
    assert [rule.weight for rule in rules] == [(1, 1, 1), (0, 0, 2), (0, 0, 0)]
    assert {rule.where for rule in rules} == {"x.css:2"}


def test_conditions_around_a_rule_are_kept() -> None:
    (rule,) = parse_sheet("@media print { @supports (x: y) { p { color: red } } }", "x.css").rules
    assert rule.medium == "@media print @supports (x: y)"


def test_variables_stand_for_every_value_they_are_ever_given() -> None:
    values = {"--a": ("0", "var(--b)"), "--b": ("1",)}
    assert sorted(expand("x var(--a) var(--c, 2)", values)) == ["x 0 2", "x 1 2"]
    assert list(expand("var(--gone)", values)) == []
    assert list(expand("var(--loop)", {"--loop": ("var(--loop)",)})) == []


@pytest.mark.parametrize(
    ("value", "paper"),
    [
        ("no-repeat #fff", "#fff"),
        ("transparent", None),
        ("rgba(0, 0, 0, 0.1)", None),
        ("rgb(0 0 0 / 90%)", "rgb(0 0 0 / 90%)"),
        ("light-dark(red, red)", "light-dark(red, red)"),
        ("none", None),
    ],
)
def test_the_colour_of_a_background(value: str, paper: str | None) -> None:
    assert find_colour(value, is_ink=False) == paper


def test_contrast_is_that_of_wcag() -> None:
    black, white = parse_rgb("black"), parse_rgb("hsl(0 0% 100%)")
    assert black is not None
    assert white is not None
    assert contrast(black, white) == pytest.approx(21)
    assert parse_rgb("oklch(50% 0.1 20)") is None
