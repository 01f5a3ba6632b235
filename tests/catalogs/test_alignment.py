from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from pipeline.catalogs.alignment import MIN_SIMILARITY, rank_candidates
from pipeline.catalogs.update import update_catalog
from tests.factories import DOCUMENT, ES, make_catalog, make_entry, make_template

if TYPE_CHECKING:
    from pipeline.model.catalog import Entry
    from pipeline.model.unit import UnitKey

SUBJECTS = ("The nurse", "Your doctor", "A pharmacist", "The clinic", "Your family", "The hospital")
VERBS = ("explains", "repeats", "writes down", "checks", "prints", "discusses", "translates", "confirms")
THINGS = ("the plan", "the diet", "each exercise", "the bill", "a visit", "the letter", "your address")
TIMES = ("in the morning", "at home", "by telephone", "at lunch", "with your family", "on paper")


def sentences(number: int) -> list[str]:
    rng = random.Random(5)  # noqa: S311 - test data
    parts = (SUBJECTS, VERBS, THINGS, TIMES, ("and", "then"), VERBS, THINGS, TIMES)
    found: dict[str, None] = {}
    while len(found) < number:
        found[" ".join(rng.choice(part) for part in parts) + "."] = None
    return list(found)


def suggested(old: list[str], new: list[str]) -> dict[str, str]:
    """Update a catalog whose targets are the sources in capitals; return what each new source got."""
    catalog = make_catalog(*(make_entry(source, source.upper()) for source in old))
    done = update_catalog(catalog, make_template(*new), DOCUMENT, ES)
    return {entry.key.source: entry.target for entry in done.catalog.units()}


def test_an_edited_sentence_in_place_beats_a_more_alike_one_from_elsewhere() -> None:
    walk, other = "Walk slowly around the old park each day.", "Walk slowly around that park today."
    new = "Walk slowly around the park today."
    old = ["First stays.", walk, "Second stays.", "Third stays.", other]
    assert suggested(old, ["First stays.", new, "Second stays.", "Third stays."])[new] == walk.upper()


def test_where_two_sources_want_one_old_target_the_one_in_its_place_gets_it() -> None:
    walk, edited, other = (
        f"Walk slowly around {rest}." for rest in ("the park", "the old park", "the parks")
    )
    kept = ["First stays.", "Second stays.", "Third stays."]
    found = suggested([kept[0], walk, *kept[1:]], [kept[0], edited, *kept[1:], other])
    assert (found[edited], found[other]) == (walk.upper(), "")


def test_less_likeness_is_enough_in_place() -> None:
    """The two are 65 percent alike: enough between the same neighbours, too little anywhere else."""
    before, after = "Drink water through the day.", "Keep drinking your plain water through this sunny day."
    kept = ["First stays.", "Second stays."]
    assert suggested([kept[0], before, kept[1]], [kept[0], after, kept[1]])[after] == before.upper()
    assert suggested([kept[0], before, kept[1]], [*kept, after])[after] == ""


def test_a_sentence_that_was_moved_and_edited_is_found_by_its_words() -> None:
    old = sentences(300)
    moved = (
        old[150].replace("and", "and also") if " and " in old[150] else old[150].replace("then", "then also")
    )
    new = [*old[:150], *old[151:], moved]
    assert suggested(old, new)[moved] == old[150].upper()


def test_a_typo_in_a_short_heading_that_moved_is_found_by_its_letters() -> None:
    old = ["Symptons", *sentences(50)]
    assert suggested(old, [*old[1:], "Symptoms"])["Symptoms"] == "SYMPTONS"


def test_a_block_that_moved_keeps_its_sentences_and_the_edit_in_it_is_found() -> None:
    old = sentences(60)
    edited = old[12].replace(".", " gladly.")
    block = [*old[10:12], edited, *old[13:15]]
    found = suggested(old, [*old[:10], *old[15:], *block])
    assert found[edited] == old[12].upper()
    assert all(found[source] == source.upper() for source in found if source != edited)


@pytest.mark.parametrize("share", [0.1, 1.0])
def test_candidates_are_the_same_as_when_everything_is_compared_with_everything(share: float) -> None:
    """What the index leaves out is not what anybody would have wanted: the best one is always there."""
    old = sentences(150)
    rng = random.Random(3)  # noqa: S311 - test data
    edited = {
        source: source.replace(" the ", " your ", 1) + " Please." for source in old if rng.random() < share
    }
    new = [edited.get(source, source) for source in old]
    rng.shuffle(new)
    gone = {entry.key: entry for entry in map(make_entry, edited)}
    fresh = {entry.key: entry for entry in map(make_entry, edited.values())}
    before, after = ([make_entry(source) for source in side] for side in (old, new))
    best: dict[UnitKey, Entry] = {}
    for one in rank_candidates(before, after, gone=gone, fresh=fresh):
        assert one.score >= MIN_SIMILARITY or one.is_in_place
        best.setdefault(one.new.key, one.old)
    assert {key.source: entry.key.source for key, entry in best.items()} == {
        changed: source for source, changed in edited.items()
    }


def test_what_is_no_unit_any_more_and_says_nothing_is_no_neighbour() -> None:
    old = ["First stays.", "", "Drink water through the day.", "Second stays."]
    after = "Keep drinking your plain water through this sunny day."
    catalog = make_catalog(
        make_entry("First stays."), make_entry("Never translated.", ""), make_entry(old[2], "AGUA"),
        make_entry("Second stays."),
    )  # fmt: skip
    done = update_catalog(catalog, make_template("First stays.", after, "Second stays."), DOCUMENT, ES)
    assert [entry.target for entry in done.catalog.units()][1] == "AGUA"
