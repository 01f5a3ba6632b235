from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.drafting.base import Context, Draft, Request
from pipeline.drafting.memory_engine import MemoryEngine, MemorySession
from pipeline.memory.pairs import MemoryPair
from pipeline.memory.store import Store, open_store
from pipeline.model.state import State
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import make_setting

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "memory.sqlite3") as store:
        yield store


def pair(source: str = "Rest well.", target: str = "Descanse.", **fields: object) -> MemoryPair:
    usual = {"locale": "es", "document": "a", "state": State.APPROVED}
    return MemoryPair(source=source, target=target, **{**usual, **fields})  # type: ignore[arg-type]


def ask(
    store: Store, *pairs: MemoryPair, source: str = "Rest well.", context: Context | None = None
) -> Draft:
    store.replace_shelf("es", "a", "1", pairs)
    request = Request(id="1", text=source, key=UnitKey(None, source), context=context or Context())
    (draft,) = MemorySession(store, "es").draft([request], 0.0)
    return draft


def test_an_approved_target_of_the_same_source_is_the_draft(store: Store) -> None:
    draft = ask(store, pair())
    assert (draft.text, draft.note, draft.confidence) == ("Descanse.", "approved in a", 1.0)
    assert draft.is_exempt


@pytest.mark.parametrize("state", sorted(set(State) - {State.APPROVED}, key=str))
def test_only_what_people_approved_is_taken(store: Store, state: State) -> None:
    draft = ask(store, pair(state=state))
    assert (draft.text, draft.reason) == (None, "nobody approved a translation of it elsewhere")


def test_a_text_that_has_left_its_catalog_is_not_taken(store: Store) -> None:
    assert ask(store, pair(is_present=False)).text is None


def test_another_locale_is_not_asked(store: Store) -> None:
    assert ask(store, pair(locale="pt_BR")).text is None


def test_between_the_same_sentences_comes_first_and_others_are_mentioned(store: Store) -> None:
    pairs = (pair(target="Reposo.", document="a"), pair(target="Descanse.", before="Before.", after="After."))
    around = Context(before=("Far.", "Before."), after=("After.", "Far."))
    draft = ask(store, *pairs, context=around)
    assert draft.text == "Descanse."
    assert (
        draft.note == "approved in a between the same sentences, where 1 other translation can be found too"
    )


EDITS = (
    ("Take 5 mg twice.", "Take 50 mg twice."),
    ("Take 5 mg twice.", "Take 5 g twice."),
    ("Do not drink.", "Do drink."),
    ("You must rest.", "You may rest."),
    ("Rest well.", "rest well."),
    ("Rest “well”.", 'Rest "well".'),
    ("10²", "102"),
)


@pytest.mark.parametrize(("known", "asked"), EDITS)
def test_law_7_holds_by_itself(store: Store, known: str, asked: str) -> None:
    assert ask(store, pair(known), source=known).text == "Descanse."
    assert ask(store, pair(known), source=asked).text is None


TEXTS = st.text(st.sampled_from("ab 5²“\"'.mgnot"), min_size=1, max_size=8)


@given(TEXTS, TEXTS)
def test_a_source_that_differs_in_anything_is_another_source(known: str, asked: str) -> None:
    """A source that differs in anything is another source, and nothing similar is taken."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "m.sqlite3") as store:
        assert (ask(store, pair(known), source=asked).text is not None) == (known == asked)


def test_outside_of_a_project_it_says_so() -> None:
    health = MemoryEngine().probe(make_setting())
    assert (health.works, health.reason) == (False, "there is no memory here")
