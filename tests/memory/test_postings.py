"""Sources by their words, remembered: the same answers as from the store."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.memory.matching import Question, find_best_score
from pipeline.memory.postings import Postings
from pipeline.memory.store import open_store
from tests.memory.test_matching import fill, pair

WORDS = ("rest", "drink", "water", "often", "the", "day")
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


@given(
    known=st.lists(SENTENCES, max_size=12),
    words=st.lists(st.sampled_from((*WORDS, "never")), min_size=1, unique=True),
    sizes=st.tuples(st.integers(0, 20), st.integers(0, 40)),
    most=st.sampled_from((1, 3, 100)),
)
def test_the_answers_are_those_of_the_store_however_little_is_remembered(
    known: list[str],
    words: list[str],
    sizes: tuple[int, int],
    most: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with (
        pytest.MonkeyPatch.context() as patch,
        open_store(tmp_path_factory.mktemp("p") / "m.sqlite") as store,
    ):
        patch.setattr("pipeline.memory.postings._MOST_KEPT", most)
        fill(store, *(pair(source, f"[{number}]") for number, source in enumerate(known)))
        postings = Postings(store)
        for _ in range(2):
            found = postings.sources_with_any(words, sizes)
            assert list(found.items()) == list(store.sources_with_any(words, sizes).items())
            assert postings.word_counts(words) == store.word_counts(words)


def test_a_word_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(tmp_path / "m.sqlite") as store:
        fill(store, pair("Rest often.", "[1]"), pair("Drink water.", "[2]"))
        postings, asked = Postings(store), []
        read = store.sources_with_word
        monkeypatch.setattr(store, "sources_with_word", lambda word: asked.append(word) or read(word))
        for words in (["rest"], ["rest", "water"], ["water"]):
            postings.sources_with_any(words, (0, 99))
        assert asked == ["rest", "water"]


@given(known=st.lists(SENTENCES, max_size=12), asked=SENTENCES, least=st.sampled_from((50, 75, 95)))
def test_the_best_score_is_the_same_with_postings(
    known: list[str], asked: str, least: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with open_store(tmp_path_factory.mktemp("b") / "m.sqlite") as store:
        fill(store, *(pair(source, f"[{number}]") for number, source in enumerate(known)))
        question = Question(source=asked, locale="es")
        scores = {
            find_best_score(store, question, least=least, postings=one) for one in (None, Postings(store))
        }
        assert len(scores) == 1
