from __future__ import annotations

import pytest

from pipeline.language.counterparts import without_counterpart
from pipeline.language.cues import NEGATIONS, Cue, find_cues
from pipeline.language.lexicon import get_lexicon

ENGLISH = get_lexicon("en")


def _left(source: str, target: str, language: str) -> list[str]:
    but = _negations(source, "en")
    cues = _negations(target, language)
    return [cue.text for cue in without_counterpart(cues, source, but, get_lexicon(language))]


def _negations(text: str, language: str) -> list[Cue]:
    return [cue for cue in find_cues(text, get_lexicon(language)) if cue.kinds & NEGATIONS]


@pytest.mark.parametrize(
    ("source", "target", "language", "left"),
    [
        ("Two of the patients died", "Dos de los pacientes fallecieron", "es", []),
        (
            "Two of the patients died",
            "Es fehlten zwei Patienten, ausgenommen",
            "de",
            ["fehlten", "ausgenommen"],
        ),
        ("Patients with a low rate of fever", "Pacientes con poca fiebre", "es", ["poca"]),
        ("the causes of this failed study", "las causas del fracaso", "es", ["fracaso"]),
        ("Disabled people", "personas incapacitadas", "es", []),
        ("People who are not disabled", "personas incapacitadas", "es", ["incapacitadas"]),
        ("It does not matter here whether people are disabled", "personas incapacitadas", "es", []),
        ("Disabled people are not here", "personas incapacitadas", "es", ["incapacitadas"]),
    ],
)
def test_only_a_cue_that_another_word_becomes_is_taken_out(
    source: str, target: str, language: str, left: list[str]
) -> None:
    assert _left(source, target, language) == left
