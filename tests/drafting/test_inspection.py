from __future__ import annotations

import pytest

from pipeline.drafting.inspection import inspect_draft
from pipeline.model.locale import Locale

ES, ZH, AR = Locale("es"), Locale("zh_Hans"), Locale("ar")


@pytest.mark.parametrize(
    ("source", "target", "locale"),
    [
        ("Take 2.5 mg.", "Tome 2,5 mg.", ES),
        ("Take 1,000 mg.", "Tome 1.000 mg.", ES),
        ("Take 1,000 mg.", "Tome 1 000 mg.", ES),
        ("Take 1,000 mg.", "Tome 1\u202f000 mg.", ES),
        ("Take 1,000 mg.", "Tome 1000 mg.", ES),
        ("Take 500 mg, 2 times.", "Tome 2 veces 500 mg.", ES),
        ("Take 500 mg daily.", "تناول ٥٠٠ ملغ يوميا.", AR),
        ("Rest for nine days in March.", "3月休息9天。", ZH),
        ("Take <1>500 mg</1> of {drug}.", "Tome {drug}, <1>500 mg</1>.", ES),
        ("50%", "50%", ES),
        ("{name} <1/>", "{name} <1/>", ES),
        ("Rest", "Descanse", ES),
        ("Symptoms include pain, fever and general weakness.", "症状包括疼痛、发烧和虚弱。", ZH),
        ("Salt &amp; water", "Sal &amp; agua", ES),
        ("Page 10 20 30", "Página 10 20 30", ES),
    ],
)
def test_a_sound_draft_passes(source: str, target: str, locale: Locale) -> None:
    assert inspect_draft(source, target, locale) is None


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [
        ("Rest.", "", "the answer is empty"),
        ("Rest.", " \n", "the answer is empty"),
        ("Drink water.", "Drink water. ", "the answer is the source"),
        ("Take <1>it</1>.", "Tome eso.", 'the answer lost "<1>", "</1>"'),
        ("Take {drug}.", "Tome {droga}.", 'the answer lost "{drug}"'),
        ("Take it.", "Tome {drug}.", 'the answer holds "{drug}", which the source does not'),
        ("Take {drug}.", "Tome {drug} {drug}.", 'the answer holds "{drug}", which the source does not'),
        ("Take it.", "Tome <b>eso</b>.", 'the answer holds "<b>", "</b>", which the source does not'),
        ("Take it.", "Tome &quot;eso.", 'the answer holds "&quot;", which the source does not'),
        ("See https://who.int now", "Vea https://who.es ya", 'the answer lost "https://who.int"'),
        ("<1>A</1> <2>b</2>", "<1>A <2>c</1> b</2>", "the answer's tags are not nested"),
        ("<1>A</1> b", "</1>A<1> c", "the answer's tags are not nested"),
        ("Rest.", "Descanse\ufffd.", "the answer holds a replacement character (U+FFFD)"),
        ("Rest.", "Descanse\x00.", "the answer holds a control character"),
        ("Take 2.5 mg.", "Tome 25 mg.", "the answer lost the number 2.5"),
        ("Take 1,000 mg.", "Tome 1 mg.", "the answer lost the number 1,000"),
        ("Take 500 mg.", "Tome 5000 mg.", "the answer lost the number 500"),
        ("Take 5 or 5 pills.", "Tome 5 pastillas.", "the answer lost the number 5"),
        ("Take it.", "Tome 2.", "the answer holds a number that the source does not: 2"),
        ("Rest now.", "MYMEMORY WARNING: you used all", 'the answer is an error message: "MYMEMORY WARNING"'),
        ("Rest.", "d" * 30, "the answer's length is absurd: 30 characters for 5"),
        ("Rest and drink water. " * 5, "Descanse.", "the answer's length is absurd: 9 characters for 109"),
    ],
)
def test_a_damaged_draft_is_refused(source: str, target: str, reason: str) -> None:
    assert inspect_draft(source, target, ES) == reason


def test_a_full_length_answer_is_absurd_in_chinese() -> None:
    source = "Rest and drink water, and see a doctor when it does not get better."
    assert inspect_draft(source, "休" * 150, ZH) == "the answer's length is absurd: 150 characters for 67"
    assert inspect_draft(source, "x" * 150, ES) is None
