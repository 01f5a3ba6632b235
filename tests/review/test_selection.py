from __future__ import annotations

import pytest

from pipeline.errors import ReviewError
from pipeline.model.event import EventKind
from pipeline.review.selection import (
    Scope,
    Selection,
    is_mark_of,
    parse_selection,
    refuse_unread,
    short_mark,
    unit_mark,
    whole_mark,
)
from tests.factories import ANA, BEA, CARL, TARGET, make_event, make_pair

PAIR = make_pair()
MARK = unit_mark(PAIR, ())


@pytest.mark.parametrize(
    ("text", "selection"),
    [
        ("0123456789ab", Selection(scope=Scope.UNIT, unit="0123456789ab")),
        (f"0123456789ab@{MARK}", Selection(scope=Scope.UNIT, unit="0123456789ab", mark=MARK)),
        (" section:0123456789ab@0123456789ab ",
         Selection(scope=Scope.SECTION, unit="0123456789ab", mark="0123456789ab")),
        ("everywhere:0123456789ab", Selection(scope=Scope.EVERYWHERE, unit="0123456789ab")),
        ("all@0123456789ab", Selection(scope=Scope.CATALOG, unit="", mark="0123456789ab")),
        ("all", Selection(scope=Scope.CATALOG, unit="")),
    ],
)  # fmt: skip
def test_what_the_lists_print_is_understood(text: str, selection: Selection) -> None:
    assert parse_selection(text) == selection


@pytest.mark.parametrize(
    "text", ["", "x", "all@", "0123456789ab@", "0123456789ab@01234", "page:0123456789ab",
             "0123456789ab@" + "g" * 12,
             "alls", "section:", "0123456789AB"],
)  # fmt: skip
def test_anything_else_is_told(text: str) -> None:
    with pytest.raises(ReviewError, match="names no unit"):
        parse_selection(text)


@pytest.mark.parametrize(
    "pair",
    [
        make_pair(target=f"{TARGET} "),
        make_pair(source="Rest well!"),
        make_pair(context="title"),
        make_pair(locale="fr"),
        make_pair(document="other"),
    ],
)
def test_another_text_has_another_mark(pair: object) -> None:
    assert unit_mark(pair, ()) != MARK  # type: ignore[arg-type] # a pair


def test_what_is_said_against_a_text_changes_its_mark_and_a_signature_does_not() -> None:
    signed = [make_event(EventKind.CLAIM, ANA), make_event(EventKind.APPROVE, BEA)]
    assert unit_mark(PAIR, signed) == MARK
    for kind in (EventKind.REJECT, EventKind.REVOKE, EventKind.COMMENT):
        said = make_event(kind, CARL, text="no")
        assert unit_mark(PAIR, [*signed, said]) not in {MARK, unit_mark(PAIR, [make_event(kind, ANA)])}


def test_one_mark_of_several_units_does_not_depend_on_their_order() -> None:
    assert whole_mark(["a", "b"]) == whole_mark(["b", "a"])
    assert len({whole_mark(marks) for marks in (["a"], ["b"], ["a", "b"], ["ab"], ["a", "b", "b"], [])}) == 6


def test_a_mark_is_named_by_twelve_digits_or_more() -> None:
    assert is_mark_of(short_mark(MARK), MARK)
    assert is_mark_of(MARK, MARK)
    assert not is_mark_of(MARK[:11], MARK)
    assert not is_mark_of("", MARK)
    assert not is_mark_of(MARK[1:], MARK)


@pytest.mark.parametrize("kind", [EventKind.APPROVE, EventKind.REJECT, EventKind.TRANSLATE])
def test_a_decision_on_what_was_read_names_it(kind: EventKind) -> None:
    refuse_unread([parse_selection("all@0123456789ab")], kind)
    with pytest.raises(
        ReviewError, match=f"which text did you read\\? {kind.value} needs its mark: all@MARK"
    ):
        refuse_unread([parse_selection("all@0123456789ab"), parse_selection("all")], kind)


@pytest.mark.parametrize("kind", [EventKind.CLAIM, EventKind.REVOKE, EventKind.COMMENT])
def test_the_others_may_name_it(kind: EventKind) -> None:
    refuse_unread([parse_selection("all")], kind)
