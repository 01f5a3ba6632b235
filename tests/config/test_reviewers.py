from __future__ import annotations

import pytest

from pipeline.config.reviewers import parse_reviewers
from pipeline.errors import CaveatError, ConfigError
from pipeline.model.people import Reviewer

BEA = """[[reviewers]]
email = " Bea@Example.org "
name = "Bea"
roles = ["language", "legal"]
locales = ["es"]
"""


def test_a_reviewer_is_read_and_the_address_has_one_spelling() -> None:
    assert parse_reviewers(BEA, "x") == (
        Reviewer(
            email="bea@example.org",
            name="Bea",
            roles=frozenset({"language", "legal"}),
            locales=frozenset({"es"}),
        ),
    )


def test_a_group_is_read() -> None:
    [reviewer] = parse_reviewers(f'{BEA}group = " Agency X "\n', "x")
    assert reviewer.group == "Agency X"


def test_no_reviewers_is_no_error() -> None:
    assert parse_reviewers("# nobody yet\n", "x") == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            BEA + BEA.replace("Bea@", "BEA@"),
            'reviewer "bea@example.org" is listed twice\n  hint: keep one entry with all roles and locales',
        ),
        (BEA.replace("legal", "legl"), 'x:4: [reviewers][1] role "legl"\n  hint: did you mean "legal"?'),
        (
            BEA.replace('locales = ["es"]\n', ""),
            (
                "x:1: [reviewers][1] no locale is given, so this person may sign nothing\n  hint: add "
                'for instance locales = ["es"]'
            ),
        ),
        (BEA.replace(" Bea@Example.org ", "Bea"), 'x:2: [reviewers][1] "Bea" is not an e-mail address'),
        (BEA.replace(" Bea@Example.org ", " "), 'x:2: [reviewers][1] " " is not an e-mail address'),
        (BEA.replace("email", "mail"), None),
        (BEA.replace("[[reviewers]]", "[reviewers]"), 'x:1: "reviewers" must be a list'),
        (
            BEA.replace("[[reviewers]]", "[[reviewer]]"),
            'x:1: "reviewer" is not a known key\n  hint: did you mean "reviewers"?',
        ),
        ("reviewers = [1]\n", 'x:1: "reviewers" must be a list of tables'),
    ],
)
def test_a_bad_list_is_told(text: str, message: str | None) -> None:
    with pytest.raises(CaveatError) as error:
        parse_reviewers(text, "x")
    assert error.value.exit_code == 2
    if message:
        assert isinstance(error.value, ConfigError)
        assert str(error.value).removeprefix("x: ") == message
