from __future__ import annotations

import pytest

from pipeline.errors import (
    CatalogError,
    CaveatError,
    ConfigError,
    Location,
    ManyErrors,
    ReviewError,
    did_you_mean,
    raise_all,
)


def test_an_error_says_what_where_and_how_to_fix_it() -> None:
    assert str(ConfigError("it is wrong", at=Location("a.toml", 3), hint="mend it")) == (
        "a.toml:3: it is wrong\n  hint: mend it"
    )
    assert str(CatalogError("it is wrong", at=Location("a.po"))) == "a.po: it is wrong"
    assert str(CaveatError("it is wrong")) == "it is wrong"


def test_one_problem_is_raised_alone_and_several_together() -> None:
    one, other = ReviewError("one"), ConfigError("other")
    raise_all([])
    with pytest.raises(ReviewError, match=r"^one$"):
        raise_all([one])
    with pytest.raises(ManyErrors) as error:
        raise_all(iter([one, other]))
    assert (error.value.errors, str(error.value)) == ((one, other), "one\nother")


def test_a_bundle_in_a_bundle_is_opened_and_the_highest_code_counts() -> None:
    one, other, third = ReviewError("one"), ConfigError("other"), CatalogError("third")
    with pytest.raises(ManyErrors) as error:
        raise_all([ManyErrors([one, other]), third])
    assert (error.value.errors, error.value.exit_code) == ((one, other, third), 3)
    assert ManyErrors([one, other]).exit_code == 2
    with pytest.raises(ReviewError, match=r"^one$"):
        raise_all([ManyErrors([one])])


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("critcal", ["standard", "critical"], 'did you mean "critical"?'),
        ("zzz", ["b", "a"], "known: a, b"),
        ("zzz", [], "none is known here"),
    ],
)
def test_an_unknown_name_gets_the_closest_or_all(name: str, known: list[str], hint: str) -> None:
    assert did_you_mean(name, known) == hint
