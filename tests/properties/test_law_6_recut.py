"""Law 6 where nothing but the cut of the text changes: sentences to paragraphs, other rules, and back."""

from __future__ import annotations

from itertools import pairwise
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

SENTENCES = (
    "Rest.",
    "Take 5 ml now.",
    "Take 50 ml now.",
    "Do not run.",
    "Eat <1>well</1>.",
    "<1>Sleep</1> a lot <2/>.",
    "Call a doctor at once if it hurts.",
)
TEXTS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6)


@st.composite
def cuts(draw: st.DrawFn, sentences: list[str]) -> list[str]:
    """Cut a text into units: any number of its sentences each; a unit that occurs again stands once."""
    inner = draw(st.sets(st.integers(1, len(sentences))))
    ends = sorted({0, len(sentences), *inner})
    return list(dict.fromkeys(" ".join(sentences[start:stop]) for start, stop in pairwise(ends)))


@st.composite
def entries(draw: st.DrawFn, source: str) -> Entry:
    kind = draw(st.sampled_from(["human", "human", "empty", "draft", "stale", "noted"]))
    target = f"[{source}]"
    if kind == "draft":
        return make_draft(source, target)
    return Entry(
        key=UnitKey(None, source),
        targets=("" if kind in ("empty", "noted") else target,),
        flags=("fuzzy",) if kind == "stale" else (),
        previous=UnitKey(None, "Rest well.") if kind == "stale" else None,
        comments=("ask Ana",) if kind == "noted" else (),
    )


@st.composite
def histories(draw: st.DrawFn, *, is_repeating: bool) -> tuple[list[Entry], list[list[str]]]:
    sentences = draw(TEXTS)
    sentences = sentences if is_repeating else list(dict.fromkeys(sentences))
    first, *later = draw(st.lists(cuts(sentences), min_size=2, max_size=4))
    return [draw(entries(source)) for source in first], later


@MODEST
@given(histories(is_repeating=True))
def test_no_human_text_is_lost_or_current_where_it_was_not(
    tmp_path_factory: pytest.TempPathFactory, history: tuple[list[Entry], list[list[str]]]
) -> None:
    """Law 6: after `update` or `receive` every human text is still active, stale, or in the ledger; the
    stage proves it and fails otherwise."""
    old, later = history
    workspace = make_project(tmp_path_factory.mktemp("recut"))
    path = workspace.catalog(ES, "dose")
    write_catalog(path, make_catalog(*old))
    human = {entry.target for entry in old if is_human_text(entry)}
    current = {(entry.key, entry.target) for entry in old if not entry.is_fuzzy}
    for sources in later:
        before = {entry.key: entry for entry in read_catalog(path, "x").units()}
        write_catalog(workspace.template("dose"), make_template(*sources))
        update(workspace, locales=[ES], today=TODAY)
        after = list(read_catalog(path, "x").units())
        texts = set(read_ledger(workspace.ledger(ES, "dose"), "x").texts.values())
        assert human <= {entry.target for entry in after} | texts
        for entry in after:
            same = before.get(entry.key)
            if same is not None:  # identical units stay untouched
                assert (entry.targets, entry.flags, entry.previous) == (
                    same.targets,
                    same.flags,
                    same.previous,
                )
            assert entry.is_empty or entry.is_fuzzy or (entry.key, entry.target) in current


@MODEST
@given(histories(is_repeating=False))
def test_what_people_wrote_for_a_text_is_in_sight_wherever_it_stands_now(
    tmp_path_factory: pytest.TempPathFactory, history: tuple[list[Entry], list[list[str]]]
) -> None:
    old, [sources, *_] = history
    workspace = make_project(tmp_path_factory.mktemp("recut"))
    path = workspace.catalog(ES, "dose")
    write_catalog(path, make_catalog(*old))
    write_catalog(workspace.template("dose"), make_template(*sources))
    update(workspace, locales=[ES], today=TODAY)
    after = list(read_catalog(path, "x").units())
    shown = "\n".join(text for entry in after for text in (*entry.targets, *entry.comments))
    numbers = str.maketrans("", "", "0123456789")  # joined, tags are numbered on
    for entry in old:
        if is_human_text(entry) and entry.key.source not in sources:
            assert entry.target.translate(numbers) in shown.translate(numbers)
