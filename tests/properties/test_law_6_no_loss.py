"""Law 6: after `update` or `receive` every human text is still active, stale, or in the ledger; the stage
proves it and fails otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs.po import read_catalog, write_catalog
from pipeline.catalogs.update import is_human_text
from pipeline.ledger.ledger_file import read_ledger
from pipeline.model.catalog import Entry
from pipeline.model.unit import UnitKey
from pipeline.stages.update import update
from tests.factories import ES, TODAY, make_catalog, make_draft, make_template
from tests.properties.effort import MODEST
from tests.stages.projects import make_project

if TYPE_CHECKING:
    import pytest

SOURCES = (
    "Take 5 ml now.",
    "Take 50 ml now.",
    "Take 5 ml soon.",
    "It's “time”.",
    'It’s "time".',
    "Rest.",
    "Rest well today.",
)
KEYS = st.builds(UnitKey, st.sampled_from([None, "heading"]), st.sampled_from(SOURCES))
TARGETS = st.sampled_from(["uno", "dos", "tres\ncuatro", " ", "seis\u2028", "siete"])


@st.composite
def old_entries(draw: st.DrawFn, key: UnitKey) -> Entry:
    if draw(st.integers(0, 5)) == 0:
        return make_draft(key.source, draw(TARGETS), context=key.context)
    is_plural = draw(st.integers(0, 4)) == 0
    flags = draw(st.sampled_from([(), ("fuzzy",)]))
    return Entry(
        key=key,
        targets=draw(st.tuples(TARGETS, TARGETS) if is_plural else st.tuples(TARGETS | st.just(""))),
        plural="Many." if is_plural else None,
        flags=flags,
        previous=draw(st.none() | KEYS) if flags else None,
        comments=draw(st.sampled_from([(), ("ask Ana",)])),
        obsolete=draw(st.integers(0, 3)) == 0,
    )


OLD = st.lists(KEYS, unique=True, max_size=5).flatmap(lambda keys: st.tuples(*map(old_entries, keys)))


@MODEST
@given(OLD, st.lists(st.lists(KEYS, unique=True, max_size=5), min_size=1, max_size=3))
def test_no_human_text_is_ever_lost(
    tmp_path_factory: pytest.TempPathFactory, old: tuple[Entry, ...], templates: list[list[UnitKey]]
) -> None:
    """Law 6: after `update` or `receive` every human text is still active, stale, or in the ledger; the
    stage proves it and fails otherwise."""
    workspace = make_project(tmp_path_factory.mktemp("law6"))
    path = workspace.catalog(ES, "dose")
    write_catalog(path, make_catalog(*old))
    human = {target for entry in old if is_human_text(entry) for target in entry.targets}
    for keys in templates:
        write_catalog(workspace.template("dose"), make_template(*keys))
        update(workspace, locales=[ES], today=TODAY)
        shown = {target for entry in read_catalog(path, "x").entries for target in entry.targets}
        texts = read_ledger(workspace.ledger(ES, "dose"), "x").texts.values()
        kept = {form for text in texts for form in text.split("\0")}
        assert human <= shown | kept


@MODEST
@given(OLD, st.lists(KEYS, unique=True, max_size=5))
def test_an_update_fills_no_unit_with_text_for_another(
    tmp_path_factory: pytest.TempPathFactory, old: tuple[Entry, ...], keys: list[UnitKey]
) -> None:
    workspace = make_project(tmp_path_factory.mktemp("law6"))
    path = workspace.catalog(ES, "dose")
    write_catalog(path, make_catalog(*old))
    write_catalog(workspace.template("dose"), make_template(*keys))
    update(workspace, locales=[ES], today=TODAY)
    before = {(entry.key, entry.targets) for entry in old}
    for entry in read_catalog(path, "x").units():
        is_its_own = (entry.key, entry.targets) in before
        is_form = "time" in entry.key.source
        assert is_its_own or is_form or entry.is_fuzzy or entry.is_empty
