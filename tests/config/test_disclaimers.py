from __future__ import annotations

import tomllib

import pytest

from pipeline.config.disclaimers import is_day, is_one_line, parse_disclaimers, parse_pinned
from pipeline.errors import ConfigError, ManyErrors
from pipeline.model.disclaimer import PinnedDisclaimer, Placement
from pipeline.model.unit import UnitKey
from tests.stages.projects import DISCLAIMERS, HEADING, TEXT

PATH = "locales/es/disclaimers.toml"
UNSEALED = """[educational]
version = "1"
source_digest = "sha256:1"
heading = "Aviso"
text = "No es consejo."
approved_by = ["bea@example.org", "lea@example.org"]
expires = "2027-01-31"
"""
SEAL = PinnedDisclaimer.seal_of("educational", tomllib.loads(UNSEALED)["educational"])
PINNED = f'{UNSEALED}seal = "{SEAL}"\n'


def test_a_disclaimer_is_read_with_its_keys() -> None:
    [found] = parse_disclaimers(DISCLAIMERS, "source/disclaimers.toml")
    assert (found.id, found.version, found.placement, found.line) == ("educational", "1", Placement.TOP, 5)
    assert found.heading_key == UnitKey("disclaimer:educational", HEADING)
    assert found.text_key == UnitKey("disclaimer:educational", TEXT)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('version = "1"', 'version = ""', '2: [educational] "version" must be one line of text'),
        ('"top"', '"topp"', '3: [educational] "placement" is "topp"\n  hint: did you mean "top"?'),
        (f'"{TEXT}"', '"a\\nb"', '5: [educational] "text" must be one line of text'),
        (f'"{TEXT}"', '"a\\u2028b"', '5: [educational] "text" must be one line of text'),
        (f'"{TEXT}"', '" "', '5: [educational] "text" must be one line of text'),
        (f'text = "{TEXT}"', "", '1: [educational] "text" is missing\n  hint: add text = …'),
        (
            "placement",
            "plcement",
            '3: [educational] "plcement" is not a known key\n  hint: did you mean "placement"?',
        ),
        ("[educational]", "version = 1\n[educational]", '1: "version" must be a table'),
    ],
)
def test_a_bad_disclaimer_is_told(old: str, new: str, message: str) -> None:
    with pytest.raises(ConfigError) as error:
        parse_disclaimers(DISCLAIMERS.replace(old, new), "source/disclaimers.toml")
    assert str(error.value) == f"source/disclaimers.toml:{message}"


def test_every_word_and_the_version_are_in_the_digest() -> None:
    digests = {
        parse_disclaimers(text, "x")[0].digest
        for text in (
            DISCLAIMERS,
            DISCLAIMERS.replace('"1"', '"2"'),
            DISCLAIMERS.replace("advice", "advise"),
            DISCLAIMERS.replace("Educational D", "Educational d"),
            DISCLAIMERS.replace("[educational]", "[other]"),
        )
    }
    assert len(digests) == 5


def test_a_pinned_wording_is_read() -> None:
    [pinned] = parse_pinned(PINNED, PATH)
    assert (pinned.heading, pinned.text, pinned.expires, pinned.jurisdiction) == (
        "Aviso",
        "No es consejo.",
        "2027-01-31",
        None,
    )
    assert (pinned.line, len(pinned.approved_by)) == (1, 2)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("No es", "No  es"),
        ("consejo.", "consejo"),
        ("Aviso", "aviso"),
        ("2027-01-31", "2029-01-31"),
        ("bea@", "tea@"),
        ('"1"', '"2"'),
        ("No es", "N\u006f\u0301 es"),
    ],
)
def test_one_changed_character_of_what_was_pinned_is_refused(old: str, new: str) -> None:
    with pytest.raises(ConfigError) as error:
        parse_pinned(PINNED.replace(old, new), PATH)
    assert str(error.value) == (
        f"{PATH}:8: [educational] this is not what was pinned: its seal differs\n"
        "  hint: restore the file from version control, or approve the wording anew"
    )


def test_words_can_not_move_between_heading_and_text() -> None:
    one, other = {"heading": "a b", "text": "c"}, {"heading": "a", "text": "b c"}
    assert PinnedDisclaimer.seal_of("x", one) != PinnedDisclaimer.seal_of("x", other)


def test_all_problems_of_a_pinned_file_are_told() -> None:
    text = PINNED.replace('version = "1"', "version = 1").replace("approved_by", "aproved_by")
    with pytest.raises(ManyErrors) as error:
        parse_pinned(text, PATH)
    assert [one.message for one in error.value.errors] == [
        '[educational] "version" must be a string',
        "[educational] this is not what was pinned: its seal differs",
        '[educational] "aproved_by" is not a known key',
    ]


@pytest.mark.parametrize(
    ("text", "is_a_day"),
    [
        ("2026-12-31", True),
        ("2026-02-30", False),
        ("20261231", False),
        ("2026-W01-1", False),
        ("soon", False),
        ("31.12.2026", False),
        ("٢٠٢٦-12-31", False),
        ("", False),
    ],
)
def test_only_days_that_sort_as_texts_are_days(text: str, is_a_day: bool) -> None:  # noqa: FBT001
    assert is_day(text) is is_a_day


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("a b", True), ("", False), (" ", False), ("a\n", False), ("a\r", False), ("a\u2028", False)],
)
def test_one_line_is_one_line(text: str, is_one: bool) -> None:  # noqa: FBT001
    assert is_one_line(text) is is_one
