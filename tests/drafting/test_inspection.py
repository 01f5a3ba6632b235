from __future__ import annotations

import pytest

from pipeline.drafting.inspection import inspect_draft, is_nested_like, without_escapes
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
        ("Do not take more than 3.", "Tome 3 como máximo.", ES),
        ("Do not take it.", "Evite tomarlo.", ES),
        ("Ibuprofen (Advil, Motrin)", "布洛芬（Advil、Motrin）", ZH),
        ("the the the the the the the", "el el el el el el el", ES),
        ("Words that the doctor uses", "Words que usa el doctor", ES),
        ("See the World Health Organization", "Vea World Health Organization", ES),
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
        ("Do not take it with alcohol.", "Tómelo con alcohol.", 'the answer lost the negation "not"'),
        ("Rest now, and well.", "<!DOCTYPE html> Rest", 'the answer is an error message: "<!DOCTYPE"'),
        ("Take the pill with water.", "Take la pill with the water, you", "the answer is still English"),
        ("Take the pill with water.", "Примите таблетку с водой.", "the answer is not in the script of es"),
        (
            "Sore muscles are common after exercise, and rest helps most people.",
            "los músculos y los músculos y los músculos y los músculos y los",
            'the answer says "músculos y los" 4 times',
        ),
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
    assert inspect_draft(source, "no " + " ".join(f"una{one}palabra" for one in "abcdefghijklm"), ES) is None


def test_a_loop_is_noticed_in_a_language_without_spaces() -> None:
    source = "Sore muscles are common after exercise, and rest helps most people to feel well."
    assert inspect_draft(source, "肌肉酸痛" * 12, ZH) is not None
    assert inspect_draft(source, "运动后肌肉酸痛很常见，休息对大多数人都有帮助。", ZH) is None


def test_a_negation_is_counted_only_where_the_words_of_the_language_are_known() -> None:
    assert inspect_draft("Do not take it.", "Ez hartu.", Locale("eu")) is None


def test_english_is_no_wrong_language_for_english() -> None:
    target = "Take the pill with the water, which you have."
    assert inspect_draft("Take the pill with the water that you have.", target, Locale("en_GB")) is None


@pytest.mark.parametrize(
    ("source", "target", "read"),
    [
        ("It's", "C&#39;est", "C'est"),
        ("Salt &amp; water", "Sal &amp; agua", "Sal &amp; agua"),
        ("Salt", "Sal & agua", "Sal & agua"),
        ("a < b", "a &lt; b &gt; c", "a < b > c"),
    ],
)
def test_escapes_are_read_where_the_source_has_none(source: str, target: str, read: str) -> None:
    assert without_escapes(source, target) == read


def test_nesting_is_asked_only_of_what_was_nested() -> None:
    assert is_nested_like("<1>a</1>", "<1>b</1>")
    assert not is_nested_like("<1>a</1>", "</1>b<1>")
    assert is_nested_like("</1>a<1>", "</1>b<1>")
