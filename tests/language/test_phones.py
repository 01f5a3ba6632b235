from __future__ import annotations

import pytest

from pipeline.language.phones import compare_phones, find_phones

NONE: dict[str, frozenset[str]] = {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Call 1-800-222-1222 now.", ["1-800-222-1222"]),
        ("Call (212) 555-0123.", ["(212) 555-0123"]),
        ("Write to us or use +44 20 7946 0123.", ["+44 20 7946 0123"]),
        ("Tel: 02079460123", ["02079460123"]),
        ("Call 911 (24 hours a day).", ["911"]),
        ("Dial 9-1-1 at once.", ["9-1-1"]),
        ("Call 911 or 1-800-222-1222.", ["911", "1-800-222-1222"]),
        ("Text HOME to 741741.", ["741741"]),
        ("Call 988 for help.", ["988"]),
        ("Call 100 people.", []),
        ("We call 300 patients.", []),
        ("The call of 2020 and the text of 2019-2020.", []),
        ("Call back within 5 days.", []),
        ("R0 was 3.77 (95% CI: 3.51-4.05) in 2019-2020.", []),
        ("1,099 of 80,000 in 2,112", []),
        ("on 2020-03-12 at 10:30", []),
        ("See https://a.example/1-800-222-1222.", []),
    ],
)
def test_what_is_a_number_to_call(text: str, found: list[str]) -> None:
    assert [phone.text for phone in find_phones(text)] == found


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Call 1-800-222-1222.", "Llame al 1 (800) 222-1222."),
        ("Call 1-800-222-1222.", "Appelez le 800 222 1222."),
        ("Tel: 020 7946 0123", "電話：+44 20 7946 0123"),
        ("Call 0800 123 456.", "Позвоните по номеру +7 800 123 456."),
        ("Call 0800 123 456.", "Llame al 0027 800 123 456."),
        ("Call 911.", "اتصل بـ ٩١١."),
        ("Call 9-1-1.", "拨打911。"),
    ],
)
def test_the_same_digits_are_the_same_number(source: str, target: str) -> None:
    compared = compare_phones(source, target, NONE)
    assert len(compared.kept) == 1
    assert (compared.changed, compared.missing, compared.added) == ((), (), ())


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Call 1-800-222-1222.", "Llame al 1-800-222-1221."),
        ("Call 1-800-222-1222.", "Llame al 1-800-222-122."),
        ("Call 0800 123 456.", "Appelez le 800 123 456."),
        ("Call 0800 123 456.", "Appelez le 9800 123 456."),
        ("Call 0800 123 456.", "Appelez le 000 123 456."),
        ("Call 911.", "Appelez le 15."),
        ("Call 911.", "112 पर फ़ोन करें।"),
    ],
)
def test_other_digits_are_another_number(source: str, target: str) -> None:
    assert len(compare_phones(source, target, NONE).changed) == 1


def test_what_is_declared_may_stand_for_it() -> None:
    declared = {"911": frozenset({"112"})}
    assert compare_phones("Call 911.", "Appelez le 112.", declared).kept
    assert compare_phones("Call 911.", "Appelez le 119.", declared).changed


def test_a_number_of_the_source_that_counts_something_else_stands_for_no_phone() -> None:
    compared = compare_phones("Call 911 within 120 minutes.", "Llame en 120 minutos.", NONE)
    assert [phone.text for phone in compared.missing] == ["911"]
