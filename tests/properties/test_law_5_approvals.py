"""Law 5: an approval counts for exactly the text that was read; a source change only in quotes, spaces or
Unicode form may keep it through a recorded `carry`, nothing else does."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.catalogs.update import update_catalog
from pipeline.language.forms import differ_in_form_only, normal_form
from pipeline.model.event import EventKind
from pipeline.model.state import State
from pipeline.stages.update import _record_carries
from tests.factories import (
    ANA,
    BEA,
    DOCUMENT,
    ES,
    TARGET,
    TODAY,
    make_carry,
    make_catalog,
    make_entry,
    make_event,
    make_ledger,
    make_pair,
    make_template,
    standing_of,
)
from tests.properties.effort import MODEST

WORDS = st.text(st.sampled_from("abé12 '’“\"\u00a0²½٣中-−.,"), min_size=1, max_size=12).filter(
    lambda text: text.strip()
)
NOT_FORM = [
    ("10² cells", "102 cells"),
    ("1 0 mg", "10 mg"),
    ("½ tablet", "1/2 tablet"),
    ("1½ tablets", "11/2 tablets"),
    ("５ mg", "5 mg"),
    ("٣ mg", "3 mg"),
    ("5 μg", "5 mg"),
    ("ﬁne", "fine"),
    ("a−b", "a-b"),
    ("2–4", "2-4"),
    ("It's", "Its"),
    ("5′", "5'"),
    ("x\u200bmg", "xmg"),
    ("x\u00admg", "xmg"),
    ("Stop.", "stop."),
    ("1,5", "1.5"),
    ("'a'", '"a"'),
]
FORM = [
    ("It's", "It’s"),
    ("“a”", '"a"'),
    ("a  b", "a b"),
    (" a\u00a0b\n", "a b"),
    ("10\u202f000", "10 000"),
    ("cafe\u0301", "café"),
    ("\u2126", "\u03a9"),
]


def approved(source: str) -> list[object]:
    pair = make_pair(source)
    return [make_event(EventKind.CLAIM, ANA, pair), make_event(EventKind.APPROVE, BEA, pair)]


@MODEST
@given(WORDS, WORDS, WORDS, WORDS)
def test_an_approval_counts_for_no_other_text(
    source: str, target: str, other_source: str, other: str
) -> None:
    """Law 5: an approval counts for exactly the text that was read; a source change only in quotes, spaces
    or Unicode form may keep it through a recorded `carry`, nothing else does."""
    pair = make_pair(source, target)
    events = [make_event(EventKind.CLAIM, ANA, pair), make_event(EventKind.APPROVE, BEA, pair)]
    ledger = make_ledger(*events, texts=[source, target, other_source, other])
    assert standing_of(make_entry(source, target), ledger).state is State.APPROVED
    state = standing_of(make_entry(other_source, other), ledger).state
    is_same = (source, target) == (other_source, other)
    assert state is (State.APPROVED if is_same else State.UNATTRIBUTED)


@MODEST
@given(WORDS, WORDS)
def test_a_forged_carry_carries_only_over_form(old: str, new: str) -> None:
    """Law 5: an approval counts for exactly the text that was read; a source change only in quotes, spaces
    or Unicode form may keep it through a recorded `carry`, nothing else does."""
    assume(old != new)
    carry = make_carry(make_pair(old), make_pair(new))
    lies = [
        carry,
        replace(carry, source=make_event(pair=make_pair(old)).source),
        replace(carry, context="title"),
    ]
    ledger = make_ledger(*approved(old), *lies, texts=[old, new, TARGET])
    is_approved = standing_of(make_entry(new), ledger).state is State.APPROVED
    assert is_approved == (
        unicodedata.normalize("NFC", plain(old)) == unicodedata.normalize("NFC", plain(new))
    )


def plain(text: str) -> str:
    """Say it in other words than the code: the quotes made straight, each run of spaces made one."""
    straight = text.replace("’", "'").replace("“", '"')
    return " ".join(word for word in straight.replace("\u00a0", " ").split(" ") if word)


@pytest.mark.parametrize(("old", "new"), NOT_FORM)
def test_nothing_but_form_is_forgiven(old: str, new: str) -> None:
    assert not differ_in_form_only(old, new)
    ledger = make_ledger(*approved(old), make_carry(make_pair(old), make_pair(new)), texts=[old, new, TARGET])
    assert standing_of(make_entry(new), ledger).state is State.UNATTRIBUTED


@pytest.mark.parametrize(("old", "new"), NOT_FORM)
def test_an_update_records_no_carry_for_more_than_form(old: str, new: str) -> None:
    done = update_catalog(make_catalog(make_entry(old)), make_template(new), DOCUMENT, ES)
    assert done.carried == ()
    assert _record_carries(make_ledger(*approved(old)), done, DOCUMENT, ES, TODAY) == make_ledger(
        *approved(old)
    )


@pytest.mark.parametrize(("old", "new"), FORM)
def test_form_alone_keeps_an_approval_once_the_update_recorded_it(old: str, new: str) -> None:
    assert differ_in_form_only(old, new)
    done = update_catalog(make_catalog(make_entry(old)), make_template(new), DOCUMENT, ES)
    [entry] = done.catalog.units()
    before = make_ledger(*approved(old), texts=[old, TARGET])
    assert standing_of(entry, before).state is State.UNATTRIBUTED
    after = _record_carries(before, done, DOCUMENT, ES, TODAY)
    assert standing_of(entry, after).state is State.APPROVED


def test_a_carry_is_not_recorded_where_nobody_decided_anything() -> None:
    done = update_catalog(make_catalog(make_entry("It's")), make_template("It’s"), DOCUMENT, ES)
    assert _record_carries(make_ledger(texts=()), done, DOCUMENT, ES, TODAY).events == ()


@MODEST
@given(WORDS)
def test_the_form_of_a_form_is_itself(text: str) -> None:
    assert normal_form(normal_form(text)) == normal_form(text)
