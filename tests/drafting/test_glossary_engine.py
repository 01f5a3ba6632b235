from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.drafting.base import Draft, Request
from pipeline.drafting.glossary_engine import GlossaryEngine
from pipeline.language.termbase import Termbase
from pipeline.model.term import Term
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import make_setting

CRAMPS = Term(source="leg cramp", targets=("calambre en la pierna",))
KEPT = Term(source="Tylenol", is_kept=True)
TESTS = (
    Term(source="test", targets=("análisis",), part_of_speech="noun"),
    Term(source="test", targets=("analizar",), part_of_speech="verb"),
)


def ask(source: str, *terms: Term) -> Draft:
    setting = replace(make_setting(), termbase=Termbase(terms))
    with GlossaryEngine().open(setting) as session:
        (draft,) = session.draft([Request(id="1", text=source, key=UnitKey("heading", source))], 0.0)
    return draft


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("leg cramp", "calambre en la pierna"),
        ("Leg Cramp", "Calambre en la pierna"),
        ("LEG CRAMP", "CALAMBRE EN LA PIERNA"),
        ("Leg cramp:", "Calambre en la pierna:"),
        ("Tylenol", "Tylenol"),
    ],
)
def test_a_text_that_is_a_term_is_drafted(source: str, target: str) -> None:
    draft = ask(source, CRAMPS, KEPT)
    assert (draft.text, draft.is_vouched) == (target, True)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("Leg cramps", "it is another form of a term than the glossary has"),
        ("A leg cramp", "it is no term of the glossary"),
        ("Leg cramp help", "it is no term of the glossary"),
        ("Leg cramp.", "it is no term of the glossary"),
        ("", "it is no term of the glossary"),
        ("Test", "the glossary does not say which word is meant"),
        ("Patient", "the glossary does not say which word is meant"),
    ],
)
def test_anything_else_is_not(source: str, reason: str) -> None:
    draft = ask(source, CRAMPS, *TESTS, Term(source="patient", forbidden=("enfermo",)))
    assert (draft.text, draft.reason) == (None, reason)


def test_another_glossary_is_another_version() -> None:
    versions = set()
    for term in (CRAMPS, replace(CRAMPS, targets=("calambre",))):
        with GlossaryEngine().open(replace(make_setting(), termbase=Termbase([term]))) as session:
            versions.add(session.version)
    assert len(versions) == 2


def test_a_locale_without_a_glossary_has_no_terms() -> None:
    health = GlossaryEngine().probe(make_setting("pt_BR"))
    assert (health.works, health.route) == (True, "0 terms")
