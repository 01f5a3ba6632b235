"""Law 3 when a text comes back: nothing comes out as finished that the person did not write."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs.exchange_rows import texts_mark
from pipeline.catalogs.handed import HandedInFile, HandedInJob
from pipeline.catalogs.po import parse_catalog, render_catalog
from pipeline.catalogs.received import Outcome, Setting, merged_catalog, receive_catalog
from pipeline.model.catalog import FUZZY
from pipeline.model.digest import digest_text
from pipeline.model.job import JobUnit
from tests.factories import make_catalog, make_entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.catalogs.handed import Handed
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


def in_job(one: Entry) -> HandedInJob:
    unit = JobUnit(
        id=one.key.id,
        source=digest_text(one.key.source),
        target=digest_text(one.whole_target),
        is_fuzzy=one.is_fuzzy,
        is_asked=True,
    )
    return HandedInJob(unit)


def in_file(one: Entry) -> HandedInFile:
    return HandedInFile(one.key.source, texts_mark(one.key.source, one.whole_target, is_fuzzy=one.is_fuzzy))


WAYS = pytest.mark.parametrize("way", [in_job, in_file])


def setting(base: Catalog | None, way: Callable[[Entry], Handed] = in_job) -> Setting:
    return Setting(
        handed={one.key.id: way(one) for one in base.units()} if base else None,
        is_whole=True,
        refuse=lambda _: None,
        is_settled=lambda entry: not entry.is_fuzzy,
        unreadable={},
        drops_unfinished=False,
    )


def by_source(catalog: Catalog) -> dict[str, Entry]:
    return {one.key.source: one for one in catalog.units()}


@WAYS
@given(base=CATALOGS, ours=CATALOGS, theirs=CATALOGS)
def test_every_text_here_or_there_is_accounted_for(
    way: Callable[[Entry], Handed], base: Catalog, ours: Catalog, theirs: Catalog
) -> None:
    received = receive_catalog(ours, theirs, setting(base, way))
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


@WAYS
@given(base=CATALOGS, ours=CATALOGS)
def test_what_was_not_touched_changes_nothing(
    way: Callable[[Entry], Handed], base: Catalog, ours: Catalog
) -> None:
    received = receive_catalog(ours, base, setting(base, way))
    assert {one.outcome for one in received} == {Outcome.UNCHANGED}
    assert merged_catalog(ours, received) == ours


@WAYS
@given(base=CATALOGS, ours=CATALOGS, theirs=CATALOGS)
def test_the_second_time_changes_nothing(
    way: Callable[[Entry], Handed], base: Catalog, ours: Catalog, theirs: Catalog
) -> None:
    once = merged_catalog(ours, receive_catalog(ours, theirs, setting(base, way)))
    once = parse_catalog(render_catalog(once), "x.po")
    assert merged_catalog(once, receive_catalog(once, theirs, setting(base, way))) == once


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


def test_a_text_whose_mark_is_as_it_was_sent_is_told_from_one_that_was_written() -> None:
    sent = make_entry("Rest well.", "uno", flags=(FUZZY,))
    unit = in_file(sent)
    assert unit.has_target(sent)
    assert unit.was_fuzzy(sent)
    assert unit.has_target(make_entry("Rest well.", "uno"))
    assert not unit.has_target(make_entry("Rest well.", "dos"))
    assert not in_file(make_entry("Rest well.", "uno")).was_fuzzy(sent)


def test_only_what_nobody_settled_can_be_what_a_text_that_is_gone_was_edited_to() -> None:
    """A file holds a part of a catalog: what is not in it may be as old as what is."""
    theirs = make_catalog(make_entry("Rest really well now.", "uno"))
    known = setting(theirs, in_file)
    known = replace(
        known,
        is_whole=False,
        handed={one.key.id: in_file(make_entry(one.key.source, "")) for one in theirs.units()},
    )
    for ours, outcome in (
        (make_entry("Rest really very well now.", "dos"), Outcome.KEPT),
        (make_entry("Rest really very well now.", ""), Outcome.STALE),
    ):
        (one,) = receive_catalog(
            make_catalog(ours), theirs, replace(known, is_settled=lambda entry: bool(entry.target))
        )
        assert one.outcome is outcome


def test_an_unfinished_text_takes_no_finished_ones_place() -> None:
    ours = make_catalog(make_entry("Rest well.", "uno"))
    theirs = make_catalog(make_entry("Rest well.", "dos", flags=(FUZZY,)))
    (one,) = receive_catalog(ours, theirs, setting(ours))
    assert (one.outcome, one.made) == (Outcome.REFUSED, None)
    assert "unfinished" in one.reason
