from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.digest import digest_fields, digest_text, short
from pipeline.model.event import pair_key
from pipeline.model.unit import UnitKey
from tests.factories import make_event

FIELDS = st.lists(st.none() | st.text(st.sampled_from("a:-1"), max_size=3), max_size=4)


@given(FIELDS, FIELDS)
def test_two_lists_of_fields_never_share_a_digest(one: list[str | None], other: list[str | None]) -> None:
    assert (digest_fields(*one) == digest_fields(*other)) == (one == other)


def test_nothing_is_normalised() -> None:
    assert len({digest_text(text) for text in ("é", "e\u0301", "é ", "É")}) == 4
    assert short(digest_text("a")) == "ca978112ca1b"


def test_a_key_names_locale_document_role_source_and_target() -> None:
    base = ("es", "dose", UnitKey(None, "a"), "b")
    others = [
        ("fr", *base[1:]),
        ("es", "b", *base[2:]),
        ("es", "dose", UnitKey("", "a"), "b"),
        ("es", "dose", UnitKey(None, "A"), "b"),
        (*base[:3], "B"),
    ]
    assert len({pair_key(*one) for one in (base, *others)}) == 6


def test_every_field_of_an_event_is_in_its_id() -> None:
    changes = [
        {},
        {"by": "x"},
        {"on": "2026-01-01"},
        {"context": "t"},
        {"source": "s"},
        {"target": "t"},
        {"draft": "d"},
        {"after": ("a",)},
        {"after": ("a", "b")},
        {"carried_from": "k"},
        {"text": "w"},
        {"key": "k"},
    ]
    assert len({make_event(**change).id for change in changes}) == len(changes)
