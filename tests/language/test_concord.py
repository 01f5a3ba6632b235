from __future__ import annotations

import pytest

from pipeline.language.concord import denies
from pipeline.language.cues import CueKind, find_cues
from pipeline.language.lexicon import get_lexicon

_NEGATIONS = frozenset({CueKind.NEGATION, CueKind.CONCORD})


@pytest.mark.parametrize(
    ("language", "text", "deny"),
    [
        ("es", "Nadie lo sabe.", [True]),
        ("es", "No lo comparta con nadie.", [False]),
        ("es", "Comparta con nadie.", [False]),
        ("es", "No conduzca ni maneje.", [False]),
        ("es", "Conduzca ni maneje.", [False]),
        ("es", "Ni usted ni su pareja", [True, False]),
        ("es", "No está solo. Nadie lo está.", [True]),
        ("es", "En la actualidad, nadie lo sabe.", [True]),
        ("es", "En ninguna de las pruebas", [True]),
        ("fr", "entiers, sans les écraser ni les croquer", [False]),
        ("fr", "ni l’un ni l’autre", [True, False]),
        ("pt", "Tome nada.", [False]),
        ("pt", "Ninguém sabe.", [True]),
        ("sw", "Wala hajui.", [True]),
        ("sw", "vipondwe wala kutafunwa", [False]),
    ],
)
def test_a_word_of_concord_denies_where_it_begins_a_clause(
    language: str, text: str, deny: list[bool]
) -> None:
    lexicon = get_lexicon(language)
    cues = find_cues(text, lexicon)
    found = [denies(cue, cues, text, lexicon) for cue in cues if CueKind.CONCORD in cue.kinds]
    assert found == deny


def test_another_cue_is_no_word_of_concord() -> None:
    lexicon = get_lexicon("es")
    (cue,) = find_cues("No lo tome.", lexicon)
    assert cue.kinds & _NEGATIONS
    assert not denies(cue, (cue,), "No lo tome.", lexicon)
