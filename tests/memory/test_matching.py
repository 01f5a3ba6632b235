from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from pipeline.language.guard import differences
from pipeline.memory.matching import MatchKind, Question, find_best_score, find_exact, find_matches
from pipeline.memory.pairs import SERVED, MemoryPair
from pipeline.memory.store import Store, open_store
from pipeline.model.state import State


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "m.sqlite") as opened:
        yield opened


def pair(source: str, target: str, state: State = State.APPROVED, **more: object) -> MemoryPair:
    fields = {"locale": "es", "document": "d", "state": state, **more}
    return MemoryPair(source=source, target=target, **fields)  # type: ignore[arg-type] # fields by name


def fill(store: Store, *pairs: MemoryPair) -> None:
    store.replace_shelf("es", "d", "1", pairs)


def ask(store: Store, source: str, **more: str) -> list[tuple[str, int, str]]:
    found = find_matches(store, Question(source=source, locale="es", **more))
    return [(match.kind.name, match.score, match.pair.target) for match in found]


def test_in_context_beats_exact_beats_form_beats_similar(store: Store) -> None:
    fill(
        store,
        pair("Rest the leg.", "in context", before="A.", after="B."),
        pair("Rest the leg.", "exact", before="X.", after="B."),
        pair("Rest  the leg.", "form"),
        pair("Rest the legs.", "similar"),
    )
    assert ask(store, "Rest the leg.", before="A.", after="B.") == [
        ("IN_CONTEXT", 101, "in context"),
        ("EXACT", 100, "exact"),
        ("FORM", 99, "form"),
        ("FUZZY", 92, "similar"),
    ]


def test_another_role_is_another_context(store: Store) -> None:
    fill(store, pair("Rest", "Reposo", context="heading"))
    assert ask(store, "Rest", context="heading") == [("IN_CONTEXT", 101, "Reposo")]
    assert ask(store, "Rest") == [("EXACT", 100, "Reposo")]


@pytest.mark.parametrize(
    ("state", "score"),
    [(State.APPROVED, 101), (State.REVIEWED, 100), (State.TRANSLATED, 99), (State.UNATTRIBUTED, 97)],
)
def test_only_approved_pairs_score_full(store: Store, state: State, score: int) -> None:
    fill(store, pair("Rest.", "Descanse.", state))
    assert ask(store, "Rest.") == [("IN_CONTEXT", score, "Descanse.")]


def test_what_has_left_its_catalog_is_never_in_context(store: Store) -> None:
    fill(store, pair("Rest.", "Descanse.", is_present=False))
    assert ask(store, "Rest.") == [("EXACT", 99, "Descanse.")]


def test_a_text_that_stands_twice_is_told_once_as_its_best(store: Store) -> None:
    fill(store, pair("Rest.", "Descanse.", State.TRANSLATED), pair("Rest.", "Descanse.", State.APPROVED))
    assert ask(store, "Rest.") == [("IN_CONTEXT", 101, "Descanse.")]


@pytest.mark.parametrize(
    ("known", "asked", "kind"),
    [
        ("Take 2 tablets every day.", "Take 3 tablets every day.", "number"),
        ("Take 5 mg every day.", "Take 5 g every day.", "unit"),
        ("You should not drive today.", "You should drive today.", "negation"),
        ("You must rest for two days.", "You may rest for two days.", "modal"),
    ],
)
def test_a_changed_meaning_is_told_and_never_filled_in(
    store: Store, known: str, asked: str, kind: str
) -> None:
    fill(store, pair(known, "t"))
    (match,) = find_matches(store, Question(source=asked, locale="es"))
    assert [one.kind.value for one in match.differences] == [kind]
    assert match.score <= 79
    assert not match.may_be_filled


def test_other_tags_or_placeholders_are_told(store: Store) -> None:
    fill(
        store,
        pair("Take <1>the tablets</1> with some water.", "t"),
        pair("Ask {name} about the tablets.", "u"),
    )
    for asked in ("Take the tablets with some water.", "Ask {doctor} about the tablets."):
        (match,) = find_matches(store, Question(source=asked, locale="es"))
        assert not match.has_same_tags
        assert match.score <= 79


def test_likeness_orders_those_that_score_alike(store: Store) -> None:
    fill(
        store, pair("Take 21 tablets now and rest.", "far"), pair("Take 2 tablets now and then rest.", "near")
    )
    found = find_matches(store, Question(source="Take 3 tablets now and then rest.", locale="es"))
    assert [match.pair.target for match in found] == ["near", "far"]


def test_limit_least_and_locale(store: Store) -> None:
    fill(store, *(pair(f"Rest the left leg well{'!' * n}", f"t{n}") for n in range(9)))
    question = Question(source="Rest the left leg well", locale="es")
    assert len(find_matches(store, question, limit=3)) == 3
    assert [m.pair.target for m in find_matches(store, question, limit=9, least=95)] == ["t0", "t1"]
    assert find_matches(store, Question(source="Rest the left leg well", locale="fr")) == ()


def test_words_that_stand_everywhere_still_find_the_sentence(store: Store) -> None:
    common = [pair(f"the of and {number}", f"t{number}") for number in range(2_000)]
    fill(store, *common, pair("the of and in a to", "wanted"))
    found = find_matches(store, Question(source="the of and in a so", locale="es"))
    assert found[0].pair.target == "wanted"


def test_a_rare_word_that_an_edit_put_in_hides_nothing(store: Store) -> None:
    many = [pair(f"policy number{n}", f"p{n}") for n in range(1_600)] + [
        pair(f"name number{n}", f"n{n}") for n in range(1_600)
    ]
    fill(store, *many, pair("secure", "s"), pair("Name the policy", "wanted"))
    found = find_matches(store, Question(source="Name the secure policy", locale="es"))
    assert [match.pair.target for match in found] == ["wanted"]


def test_find_exact_takes_the_best_of_the_same_source_only(store: Store) -> None:
    fill(store, pair("Rest.", "worse", State.TRANSLATED), pair("Rest.", "best"), pair("Rest!", "other"))
    match = find_exact(store, Question(source="Rest.", locale="es"))
    assert match is not None
    assert match.pair.target == "best"
    assert find_exact(store, Question(source="Rest!!", locale="es")) is None


@pytest.mark.parametrize("text", ["", "   ", "…", '" OR *', "a" * 5_000, "\0", "NEAR(a b)", "\ud800"])
def test_any_text_may_be_asked_for(store: Store, text: str) -> None:
    fill(store, pair("Rest.", "t"))
    assert find_matches(store, Question(source=text, locale="es")) == ()


WORDS = [
    "take",
    "two",
    "2",
    "3",
    "not",
    "must",
    "may",
    "mg",
    "g",
    "tablets",
    "rest",
    "water",
    "never",
    "<1/>",
]
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join)


@given(known=st.lists(SENTENCES, min_size=1, max_size=12, unique=True), asked=SENTENCES)
def test_law_7_a_match_whose_source_differs_in_a_number_unit_negation_or_modal_is_never_filled_in(
    tmp_path_factory: pytest.TempPathFactory, known: list[str], asked: str
) -> None:
    with open_store(tmp_path_factory.mktemp("m") / "m.sqlite") as store:
        fill(store, *(pair(source, f"target of {source}") for source in known))
        for match in find_matches(store, Question(source=asked, locale="es"), limit=20, least=1):
            assert match.differences == differences(match.pair.source, asked)
            assert not (match.may_be_filled and match.differences)
            assert not (match.may_be_filled and match.kind is MatchKind.FUZZY)


@given(known=st.lists(SENTENCES, min_size=1, max_size=25, unique=True), asked=SENTENCES)
def test_it_finds_what_a_look_at_every_source_finds(
    tmp_path_factory: pytest.TempPathFactory, known: list[str], asked: str
) -> None:
    with open_store(tmp_path_factory.mktemp("m") / "m.sqlite") as store:
        fill(store, *(pair(source, f"target of {source}") for source in known))
        found = find_matches(store, Question(source=asked, locale="es"), least=75)
        closest = max(Levenshtein.normalized_similarity(asked, one) for one in known)
        if closest >= 0.75:
            assert max(match.likeness for match in found) == pytest.approx(closest)


WORDS = ("rest", "the", "sore", "leg", "never", "5", "mg", "well", "often", "today")
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=2, max_size=9).map(" ".join)


@given(
    known=st.lists(st.tuples(SENTENCES, st.sampled_from(sorted(SERVED, key=str))), max_size=8),
    asked=SENTENCES,
    least=st.sampled_from([50, 60, 80, 95]),
)
def test_the_best_score_is_that_of_the_first_match(
    known: list[tuple[str, State]], asked: str, least: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with open_store(tmp_path_factory.mktemp("best") / "m.sqlite") as store:
        fill(store, *(pair(source, f"[{number}]", state) for number, (source, state) in enumerate(known)))
        question = Question(source=asked, locale="es")
        matches = find_matches(store, question, limit=1, least=least)
        assert find_best_score(store, question, least=least) == max((one.score for one in matches), default=0)


def test_the_best_score_knows_what_the_meaning_costs(store: Store) -> None:
    fill(store, pair("Take 5 mg of it with a glass of water every day.", "Tome 5 mg."))
    asked = Question(source="Take 6 mg of it with a glass of water every day.", locale="es")
    assert find_best_score(store, asked, least=50) == find_matches(store, asked, least=50)[0].score == 79


def test_behind_the_closest_that_means_something_else_the_next_one_counts(store: Store) -> None:
    fill(
        store,
        pair("Take 6 mg of the medicine with a glass of water every day.", "other number"),
        pair("Take 5 mg of the medicine with a glass of milk every day.", "same number"),
    )
    asked = Question(source="Take 5 mg of the medicine with a glass of water every day.", locale="es")
    assert find_best_score(store, asked, least=50) == find_matches(store, asked, least=50)[0].score > 79
