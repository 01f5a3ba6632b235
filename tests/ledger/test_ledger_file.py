from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import LedgerError
from pipeline.ledger.ledger_file import Ledger, parse_ledger, read_ledger, render_ledger, write_ledger
from pipeline.model.digest import digest_text
from pipeline.model.event import EventKind
from tests.factories import ANA, BEA, make_event, make_kept, make_ledger, make_pair

if TYPE_CHECKING:
    from pathlib import Path

GOOD = {"v": 1, "kind": "approve", "key": "k", "by": BEA, "on": "2026-11-22", "source": "s", "target": "t"}
RESTORE = "restore the line from git"
MARKERS = "keep both sides and delete the markers"
VERSION = "a newer version of caveat wrote it, or the line is damaged"
KINDS = "known: approve, carry, claim, comment, reject, revoke, translate"


def line(**changes: Any) -> str:
    return json.dumps({name: value for name, value in {**GOOD, **changes}.items() if value is not ...})


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("{", "not a JSON line: Expecting property name enclosed in double quotes", RESTORE),
        ("words", "not a JSON line: Expecting value", RESTORE),
        ('{"v":1,"v":1}', "not a JSON line: a field stands twice", RESTORE),
        ("<<<<<<< HEAD", "a merge conflict was left here", MARKERS),
        ("||||||| base", "a merge conflict was left here", MARKERS),
        ("=======", "a merge conflict was left here", MARKERS),
        (">>>>>>> b", "a merge conflict was left here", MARKERS),
        ("[1]", "not a ledger record of version 1", VERSION),
        (line(v=2), "not a ledger record of version 1", VERSION),
        (line(kind="bless"), '"bless" is not a kind of event', KINDS),
        (line(kind=[]), '"[]" is not a kind of event', KINDS),
        (line(by=...), '"by" must be a string', RESTORE),
        (line(by=7), '"by" must be a string', RESTORE),
        (line(by="  "), '"by" names nobody', RESTORE),
        (line(draft=7), '"draft" must be a string', RESTORE),
        (line(on="today"), '"on" must be a day as YYYY-MM-DD, not "today"', RESTORE),
        (line(on="2026-13-45"), '"on" must be a day as YYYY-MM-DD, not "2026-13-45"', RESTORE),
        (line(on="2026-11-22T10:00"), '"on" must be a day as YYYY-MM-DD, not "2026-11-22T10:00"', RESTORE),
        (line(after="x"), '"after" must be a list of event ids', RESTORE),
        (line(after=[1]), '"after" must be a list of event ids', RESTORE),
        (line(aftr=[]), '"aftr" is not a field of "approve"', RESTORE),
        (line(text="\ud800"), '"text" holds half of a surrogate pair', RESTORE),
        (
            '{"v":1,"kind":"text","digest":"sha256:0","text":"a"}',
            "the text is not the one its digest names",
            RESTORE,
        ),
        ('{"v":1,"kind":"text","digest":"sha256:0","text":5}', '"text" must be a string', RESTORE),
        ('{"v":1,"kind":"text","digest":"x","text":"a","by":"y"}', '"by" is not a field of "text"', RESTORE),
        ('{"v":1,"kind":"kept","key":"k","source":"s"}', '"target" must be a string', RESTORE),
        (
            '{"v":1,"kind":"kept","key":"k","source":"s","target":"t","on":"x"}',
            '"on" is not a field of "kept"',
            RESTORE,
        ),
    ],
)
def test_a_broken_line_is_refused_with_place_and_hint(text: str, message: str, hint: str) -> None:
    with pytest.raises(LedgerError) as error:
        parse_ledger(f"{line()}\n\n{text}\n", "locales/es/reviews/dose.jsonl")
    assert str(error.value) == f"locales/es/reviews/dose.jsonl:3: {message}\n  hint: {hint}"


@pytest.mark.parametrize("text", ['{"v":' + "[" * 100_000, '{"v":' + "9" * 5000 + "}"])
def test_a_bomb_is_refused(text: str) -> None:
    with pytest.raises(LedgerError, match=r"^x:1: not a JSON line: "):
        parse_ledger(text, "x")


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    ledger = make_ledger(
        make_event(text='wörds \u2028 "and" \\ more\n', draft="fake@1", after=("b", "a")),
        make_event(EventKind.CARRY, "caveat", carried_from="k", context="title"),
        kept=[make_kept(), make_kept(make_pair(context="title"))],
    )
    path = tmp_path / "reviews" / "dose.jsonl"
    assert write_ledger(path, ledger)
    assert read_ledger(path, "x") == ledger_of(ledger)
    assert len(path.read_bytes().split(b"\n")) == 2 + 2 + 2 + 1
    assert not write_ledger(path, read_ledger(path, "x"))


def ledger_of(ledger: Ledger) -> Ledger:
    """Return the same set of records in the order of the file."""
    return parse_ledger(render_ledger(ledger), "x")


def test_an_empty_ledger_makes_no_file(tmp_path: Path) -> None:
    path = tmp_path / "dose.jsonl"
    assert read_ledger(path, "x") == Ledger()
    assert not write_ledger(path, Ledger())
    assert not path.exists()


def test_words_that_are_not_utf_8_are_refused_before_writing(tmp_path: Path) -> None:
    path = tmp_path / "dose.jsonl"
    path.write_text("")
    with pytest.raises(LedgerError, match="not UTF-8"):
        write_ledger(path, make_ledger(make_event(EventKind.REJECT, text="\udcff")))
    assert path.read_text() == ""


EVENTS = st.builds(
    make_event,
    kind=st.sampled_from(list(EventKind)),
    by=st.sampled_from([ANA, BEA]),
    text=st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    after=st.lists(st.sampled_from(["e1", "e2"])).map(tuple),
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
LEDGERS = st.builds(
    lambda events, texts: make_ledger(*events, texts=texts), st.lists(EVENTS), st.lists(TEXTS)
)


@given(LEDGERS, LEDGERS, st.randoms())
def test_the_union_of_two_branches_holds_both_whatever_the_order(
    one: Ledger, other: Ledger, random: Any
) -> None:
    lines = _lines(one) + _lines(other)
    lines += lines[:2]  # a union merge may leave a line twice
    random.shuffle(lines)
    merged = parse_ledger("\r\n".join(lines), "x")
    both = one.with_records(events=other.events, texts=other.texts.values())
    assert set(merged.events) == set(both.events)
    assert merged.texts == both.texts
    assert len(merged.events) == len(set(merged.events))
    assert render_ledger(merged) == render_ledger(both)


def _lines(ledger: Ledger) -> list[str]:
    return [line for line in render_ledger(ledger).split("\n") if line]


@given(LEDGERS)
def test_the_lines_of_a_ledger_are_sorted_and_hold_it_all(ledger: Ledger) -> None:
    lines = _lines(ledger)
    assert lines == sorted(set(lines))
    again = parse_ledger(render_ledger(ledger), "x")
    assert (set(again.events), again.texts) == (set(ledger.events), ledger.texts)


def test_records_are_only_ever_added() -> None:
    ledger = make_ledger(make_event(), texts=["a"]).with_records(events=[make_event(by=ANA)], texts=["b"])
    assert {event.by for event in ledger.events} == {ANA, BEA}
    assert dict(ledger.texts) == {digest_text("a"): "a", digest_text("b"): "b"}
