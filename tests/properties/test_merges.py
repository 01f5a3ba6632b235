"""What every three-way merge of catalogs keeps, whoever wrote what on which branch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs.merge import Conflict, Merge, merge_catalogs, render_merge
from pipeline.catalogs.po import parse_catalog, render_catalog
from pipeline.catalogs.update import is_human_text
from pipeline.language.guard import differences
from pipeline.model.catalog import FUZZY, Catalog, Entry
from pipeline.model.unit import UnitKey
from tests.factories import make_catalog, make_draft
from tests.properties.effort import MODEST

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCES = (
    "Take 5 ml in the evening.",
    "Take 50 ml in the evening.",
    "Take 5 ml in the late evening.",
    "Rest well at home today.",
    "Rest well at home.",
)
KEYS = st.builds(UnitKey, st.sampled_from([None, "heading"]), st.sampled_from(SOURCES))
TARGETS = st.sampled_from(["", "uno", "dos", "tres"])


@st.composite
def entries(draw: st.DrawFn, key: UnitKey) -> Entry:
    if draw(st.integers(0, 4)) == 0:
        return make_draft(key.source, draw(st.sampled_from(["uno", "dos"])), context=key.context)
    flags = draw(st.sampled_from([(), (), (FUZZY,), ("c-format",)]))
    return Entry(
        key=key,
        targets=(draw(TARGETS),),
        flags=flags,
        previous=draw(st.none() | KEYS) if FUZZY in flags else None,
        comments=draw(st.sampled_from([(), ("ask Ana",), ("ask Bea", "ask Ana")])),
        references=draw(st.sampled_from([(), ("a.md",)])),
        obsolete=draw(st.integers(0, 5)) == 0,
    )


CATALOGS = (
    st.lists(KEYS, unique=True, max_size=4)
    .flatmap(lambda keys: st.tuples(*map(entries, keys)))
    .map(lambda made: parse_catalog(render_catalog(make_catalog(*made)), "x.po"))
)


def parts_of(merge: Merge) -> Iterator[Entry]:
    """Yield every entry of a merge, both sides of a conflict included."""
    for part in merge.parts:
        yield from (part.ours, part.theirs) if isinstance(part, Conflict) else (part,)


@MODEST
@given(CATALOGS, CATALOGS)
def test_a_side_that_did_nothing_takes_what_the_other_made(base: Catalog, side: Catalog) -> None:
    for merge in (merge_catalogs(base, side, base), merge_catalogs(base, base, side)):
        assert not merge.conflicts
        assert merge.parts == side.entries


@MODEST
@given(CATALOGS, CATALOGS, CATALOGS)
def test_which_side_is_called_ours_makes_no_difference(base: Catalog, ours: Catalog, theirs: Catalog) -> None:
    one, other = merge_catalogs(base, ours, theirs), merge_catalogs(base, theirs, ours)
    turned = tuple(
        Conflict(ours=part.theirs, theirs=part.ours) if isinstance(part, Conflict) else part
        for part in other.parts
    )
    assert one.parts == turned


@MODEST
@given(CATALOGS, CATALOGS, CATALOGS)
def test_no_merge_raises_a_state(base: Catalog, ours: Catalog, theirs: Catalog) -> None:
    """Law 3: no tool, editor or merge can raise a state by accident."""
    current = {
        (entry.key, entry.targets) for side in (ours, theirs) for entry in side.entries if not entry.is_fuzzy
    }
    for entry in parts_of(merge_catalogs(base, ours, theirs)):
        assert entry.is_fuzzy or entry.is_empty or (entry.key, entry.targets) in current


@MODEST
@given(CATALOGS, CATALOGS, CATALOGS)
def test_no_text_that_a_person_wrote_on_either_side_is_lost(
    base: Catalog, ours: Catalog, theirs: Catalog
) -> None:
    """Law 6: what one side wrote is in the merge; what both had before, one of them may have replaced."""
    merge = merge_catalogs(base, ours, theirs)
    shown = {(entry.key.context, entry.targets) for entry in parts_of(merge)}
    before = {(entry.key.context, entry.targets) for entry in base.entries}
    for side in (ours, theirs):
        for entry in side.entries:
            if is_human_text(entry) and (entry.key.context, entry.targets) not in before:
                assert (entry.key.context, entry.targets) in shown


@MODEST
@given(CATALOGS, CATALOGS, CATALOGS)
def test_no_merge_fills_in_a_text_for_a_source_that_says_something_else(
    base: Catalog, ours: Catalog, theirs: Catalog
) -> None:
    """Law 7: a match whose source differs in a number, unit, negation or modal is never filled in as text to
    accept."""
    known = {(entry.key, entry.targets) for side in (ours, theirs) for entry in side.entries}
    for entry in parts_of(merge_catalogs(base, ours, theirs)):
        if not entry.is_empty and (entry.key, entry.targets) not in known:
            assert entry.previous is not None
            assert not differences(entry.previous.source, entry.key.source)


@MODEST
@given(CATALOGS, CATALOGS, CATALOGS)
def test_a_merge_without_conflicts_can_be_read_again(base: Catalog, ours: Catalog, theirs: Catalog) -> None:
    merge = merge_catalogs(base, ours, theirs)
    if not merge.conflicts:
        assert parse_catalog(render_merge(merge), "x.po").entries == merge.parts
