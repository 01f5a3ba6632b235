"""Law 3 when a text comes back: nothing comes out as finished that the person did not write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs.po import parse_catalog, render_catalog
from pipeline.catalogs.received import Outcome, Setting, merged_catalog, receive_catalog
from pipeline.model.catalog import FUZZY
from pipeline.model.digest import digest_text
from pipeline.model.job import JobUnit
from tests.factories import make_catalog, make_entry

if TYPE_CHECKING:
    from pipeline.model.catalog import Catalog, Entry

SOURCES = ("Rest well.", "Take 5 ml.", "Drink water now.")
TARGETS = st.sampled_from(("", "uno", "dos", "tres"))
FLAGS = st.sampled_from(((), (FUZZY,)))
CATALOGS = st.tuples(*(st.tuples(TARGETS, FLAGS) for _ in SOURCES)).map(
    lambda rows: make_catalog(
        *(
            make_entry(source, target, flags=flags if target else ())
            for source, (target, flags) in zip(SOURCES, rows, strict=True)
        )
    )
)


def handed(catalog: Catalog) -> dict[str, JobUnit]:
    return {
        one.key.id: JobUnit(
            id=one.key.id,
            source=digest_text(one.key.source),
            target=digest_text(one.whole_target),
            is_fuzzy=one.is_fuzzy,
            is_asked=True,
        )
        for one in catalog.units()
    }


def setting(base: Catalog | None) -> Setting:
    return Setting(
        handed=handed(base) if base else None,
        refuse=lambda _: None,
        is_settled=lambda entry: not entry.is_fuzzy,
        unreadable={},
        drops_unfinished=False,
    )


def by_source(catalog: Catalog) -> dict[str, Entry]:
    return {one.key.source: one for one in catalog.units()}


@given(CATALOGS, CATALOGS, CATALOGS)
def test_every_text_here_or_there_is_accounted_for(base: Catalog, ours: Catalog, theirs: Catalog) -> None:
    received = receive_catalog(ours, theirs, setting(base))
    after, before = by_source(merged_catalog(ours, received)), by_source(ours)
    assert [one.theirs.key for one in received] == [one.key for one in theirs.units()]
    for one in received:
        source = one.theirs.key.source
        new, old = after[source], before[source]
        if new.targets != old.targets:
            assert one.outcome in (Outcome.TAKEN, Outcome.FUZZY)
            assert new.targets == one.theirs.targets != by_source(base)[source].targets
            assert one.replaced == old
        elif old.is_fuzzy and not new.is_fuzzy:
            assert one.outcome is Outcome.CLEARED
            assert by_source(base)[source].is_fuzzy
        if not new.is_fuzzy and new != old:
            assert not one.theirs.is_fuzzy


@given(CATALOGS, CATALOGS)
def test_what_was_not_touched_changes_nothing(base: Catalog, ours: Catalog) -> None:
    received = receive_catalog(ours, base, setting(base))
    assert {one.outcome for one in received} == {Outcome.UNCHANGED}
    assert merged_catalog(ours, received) == ours


@given(CATALOGS, CATALOGS, CATALOGS)
def test_the_second_time_changes_nothing(base: Catalog, ours: Catalog, theirs: Catalog) -> None:
    once = merged_catalog(ours, receive_catalog(ours, theirs, setting(base)))
    once = parse_catalog(render_catalog(once), "x.po")
    assert merged_catalog(once, receive_catalog(once, theirs, setting(base))) == once


@given(CATALOGS, CATALOGS)
def test_a_catalog_alone_never_replaces_what_is_settled(ours: Catalog, theirs: Catalog) -> None:
    after = by_source(merged_catalog(ours, receive_catalog(ours, theirs, setting(None))))
    for old in ours.units():
        if not old.is_fuzzy and not old.is_empty:
            assert after[old.key.source] == old


def test_other_plural_forms_are_refused() -> None:
    ours = make_catalog(make_entry("One pill.", plural="Pills.", targets=("a", "b")))
    theirs = make_catalog(make_entry("One pill.", plural="Pills.", targets=("x", "y", "z")))
    (one,) = receive_catalog(ours, theirs, setting(ours))
    assert (one.outcome, one.reason) == (Outcome.REFUSED, "it has other plural forms than the catalog")


def test_the_old_source_that_an_editor_made_a_comment_of_is_no_note() -> None:
    ours = make_catalog(make_entry("Rest well.", "uno"))
    theirs = make_catalog(make_entry("Rest well.", "uno", comments=('| msgid "Rest."', "why?")))
    (one,) = receive_catalog(ours, theirs, setting(ours))
    assert one.made is not None
    assert one.made.comments == ("why?",)
