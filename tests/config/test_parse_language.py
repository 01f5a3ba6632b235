from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.config.parse_config import parse_config
from pipeline.errors import CaveatError, ConfigError

if TYPE_CHECKING:
    from pipeline.config.project import Config

BASE = """[project]
name = "Sample"
locales = ["es", "fr", "fr_CA"]

[collections.articles]
path = "source/articles"
"""


def problem(text: str) -> CaveatError:
    with pytest.raises(ConfigError) as caught:
        parse_config(BASE + text)
    return caught.value


def read(text: str) -> Config:
    return parse_config(BASE + text)


def test_without_a_word_nothing_is_done() -> None:
    assert (read("").srx, read("").typography) == (None, {})


def test_rules_are_a_file_of_the_project() -> None:
    assert read('[segmentation]\nsrx = "language/rules.srx"\n').srx == "language/rules.srx"


@pytest.mark.parametrize(
    "path", ["", ".", "/etc/rules.srx", "../rules.srx", "a/../../b", "C:rules.srx", "a\\\\b"]
)
def test_rules_elsewhere_are_refused(path: str) -> None:
    error = problem(f'[segmentation]\nsrx = "{path}"\n')
    assert str(error.at) == "caveat.toml:8"
    assert '"srx" can\'t be' in error.message
    assert error.hint


def test_typography_is_everything_nothing_or_a_list() -> None:
    config = read('[typography]\nes = true\nfr = ["units", "marks"]\nfr_CA = false\n')
    assert config.typography == {"es": ("units",), "fr": ("marks", "units"), "fr_CA": ()}
    assert read("[typography]\nfr_CA = true\n").typography == {"fr_CA": ("marks", "guillemets", "units")}


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("de = true", 'locale "de" is not in the project', "known: es, fr, fr_CA"),
        ('es = ["marks"]', '"marks" is no transformation for es', "known: units"),
        ('fr = ["mark"]', '"mark" is no transformation for fr', 'did you mean "marks"?'),
        ("fr = 3", '"fr" must be true, false or a list', "known: marks, guillemets, units"),
        ("fr = [3]", '"fr" must be a list of strings', None),
    ],
)
def test_typography_that_is_not_known_is_refused(text: str, message: str, hint: str | None) -> None:
    error = problem(f"[typography]\n{text}\n")
    assert message in error.message
    assert str(error.at) == "caveat.toml:8"
    assert error.hint == hint
