"""Units that are cut differently: joined, split, shifted. What people wrote stays in sight."""

from __future__ import annotations

import pytest

from pipeline.catalogs import resegment
from pipeline.catalogs.resegment import MOST_UNITS, RECUT, find_recuts, suggest
from pipeline.catalogs.update import CatalogUpdate, update_catalog
from pipeline.model.catalog import Catalog, Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import UnitKey
from tests.factories import ES, make_catalog, make_draft, make_entry, make_template

ONE, TWO, THREE = make_entry("A one.", "Uno."), make_entry("B two.", "Dos."), make_entry("C three.", "Tres.")
BOTH = make_entry("A one. B two.", "Uno y dos.")


def updated(old: tuple[Entry, ...], *sources: str, locale: Locale = ES) -> CatalogUpdate:
    return update_catalog(make_catalog(*old), make_template(*sources), "dose", locale)


def entry_of(catalog: Catalog, source: str) -> Entry:
    entry = catalog.find(UnitKey(None, source))
    assert entry is not None
    return entry


def test_joined_sentences_get_the_joined_targets_as_a_suggestion() -> None:
    done = updated((ONE, TWO, THREE), "A one. B two.", "C three.")
    joined = entry_of(done.catalog, "A one. B two.")
    assert joined.targets == ("Uno. Dos.",)
    assert joined.is_fuzzy
    assert joined.previous == UnitKey(None, "A one. B two.")
    assert done.removed == (ONE, TWO)
    assert len(done.stale) == 1
    same = entry_of(done.catalog, "C three.")
    assert (same.targets, same.flags, same.comments) == (("Tres.",), (), ())


def test_targets_are_joined_as_their_language_writes() -> None:
    old = make_entry("A one.", "很痛。"), make_entry("B two.", "请休息。")
    done = updated(old, "A one. B two.", locale=Locale("zh_Hans"))
    assert entry_of(done.catalog, "A one. B two.").target == "很痛。请休息。"


def test_tags_are_numbered_on() -> None:
    old = make_entry("A <1>one</1><2/>.", "Uno <1>x</1><2/>."), make_entry("B <1>two</1>.", "<1>Dos</1>.")
    done = updated(old, "A <1>one</1><2/>. B <3>two</3>.")
    joined = entry_of(done.catalog, "A <1>one</1><2/>. B <3>two</3>.")
    assert joined.target == "Uno <1>x</1><2/>. <3>Dos</3>."
    assert joined.previous == joined.key


def test_a_split_sentence_shows_its_old_translation_and_is_kept() -> None:
    done = updated((BOTH,), "A one.", "B two.")
    comments = (RECUT, "old source: A one. B two.", "old target: Uno y dos.")
    for source in ("A one.", "B two."):
        entry = entry_of(done.catalog, source)
        assert (entry.is_empty, entry.is_fuzzy, entry.comments) == (True, False, comments)
    assert BOTH in done.removed
    assert len(done.guarded) == 2


def test_a_shifted_boundary_shows_every_old_translation_that_it_touches() -> None:
    old = BOTH, THREE
    done = updated(old, "A one.", "B two. C three.")
    first, second = entry_of(done.catalog, "A one."), entry_of(done.catalog, "B two. C three.")
    assert [note for note in first.comments if "target" in note] == ["old target: Uno y dos."]
    assert [note for note in second.comments if "target" in note] == [
        "old target: Uno y dos.",
        "old target: Tres.",
    ]
    assert second.is_empty
    assert set(done.removed) == set(old)


def test_a_part_that_stays_a_unit_is_not_touched() -> None:
    done = updated((ONE, BOTH), "A one.", "B two.")
    assert entry_of(done.catalog, "A one.").targets == ("Uno.",)
    assert not entry_of(done.catalog, "A one.").comments
    assert RECUT in entry_of(done.catalog, "B two.").comments


def test_a_sentence_that_stands_in_two_new_units_serves_both() -> None:
    done = updated((ONE, TWO, THREE), "A one. B two.", "A one. C three.")
    assert entry_of(done.catalog, "A one. B two.").target == "Uno. Dos."
    assert entry_of(done.catalog, "A one. C three.").target == "Uno. Tres."
    assert done.removed == (ONE, TWO, THREE)


@pytest.mark.parametrize(
    "second", [make_entry("B two.", ""), make_draft("B two.", "Dos.")], ids=["empty", "machine draft"]
)
def test_a_join_with_a_part_that_nobody_wrote_is_not_filled_in(second: Entry) -> None:
    joined = entry_of(updated((ONE, second), "A one. B two.").catalog, "A one. B two.")
    assert joined.is_empty
    assert joined.comments == (RECUT, "old source: A one.", "old target: Uno.")


def test_machine_drafts_alone_leave_nothing_behind() -> None:
    done = updated((make_draft("A one.", "Uno."), make_draft("B two.", "Dos.")), "A one. B two.")
    joined = entry_of(done.catalog, "A one. B two.")
    assert (joined.is_empty, joined.comments, joined.flags) == (True, (), ())


def test_notes_of_people_go_along() -> None:
    old = make_entry("A one.", "", comments=("ask Ana",)), TWO
    joined = entry_of(updated(old, "A one. B two.").catalog, "A one. B two.")
    assert joined.comments[0] == "ask Ana"
    done = updated((make_entry("A one. B two.", "", comments=("ask Ana",)),), "A one.", "B two.")
    assert entry_of(done.catalog, "B two.").comments == ("ask Ana",)


def test_law_7_a_stale_part_with_another_dose_is_not_joined() -> None:
    stale = make_entry("Take 5 ml.", "Tome 50 ml.", flags=("fuzzy",), previous=UnitKey(None, "Take 50 ml."))
    done = updated((stale, TWO), "Take 5 ml. B two.")
    joined = entry_of(done.catalog, "Take 5 ml. B two.")
    assert joined.is_empty
    assert "old source: Take 50 ml." in joined.comments
    assert "old target: Tome 50 ml." in joined.comments


def test_a_stale_part_without_a_change_of_meaning_is_joined_with_what_it_was_written_for() -> None:
    stale = make_entry("A cold one.", "Uno.", flags=("fuzzy",), previous=UnitKey(None, "A one."))
    joined = entry_of(updated((stale, TWO), "A cold one. B two.").catalog, "A cold one. B two.")
    assert joined.target == "Uno. Dos."
    assert joined.previous == UnitKey(None, "A one. B two.")


def test_roles_are_not_mixed() -> None:
    heading = make_entry("A one.", "Uno.", context="heading")
    done = updated((heading, TWO), "A one. B two.")
    assert entry_of(done.catalog, "A one. B two.").targets != ("Uno. Dos.",)


def test_a_second_update_changes_nothing() -> None:
    template = make_template("A one. B two.", "C", "three.")
    first = update_catalog(make_catalog(ONE, TWO, THREE), template, "dose", ES)
    again = update_catalog(first.catalog, template, "dose", ES)
    assert again.catalog == first.catalog
    assert (again.removed, again.stale, again.guarded) == ((), (), ())


def test_there_and_back_shows_what_was_written_at_first() -> None:
    joined = updated((ONE, TWO), "A one. B two.")
    back = update_catalog(joined.catalog, make_template("A one.", "B two."), "dose", ES)
    assert "old target: Uno. Dos." in entry_of(back.catalog, "A one.").comments


def keys(*sources: str) -> list[Entry]:
    return [Entry(key=UnitKey(None, source)) for source in sources]


def test_nothing_is_compared_where_nothing_left_or_nothing_came(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(resegment, "_find_groups", refuse)
    old, new = keys("A.", "B."), keys("A.", "B.", "A. B.")
    assert find_recuts(old, new, {new[2].key}) == ()
    assert find_recuts(old, new[:1], ()) == ()


def test_a_group_is_as_short_as_can_be() -> None:
    old, new = keys("A.", "B.", "C.", "D."), keys("A. B.", "C. D.")
    found = find_recuts(old, new, {entry.key for entry in new})
    assert [[one.key.source for one in recut.old] for recut in found] == [["A.", "B."], ["C.", "D."]]


def test_the_work_for_many_units_alike_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Units that begin alike could each be tried with each; they are not."""
    calls = 0
    agree = resegment._agree

    def counting(one: str, other: str) -> bool:
        nonlocal calls
        calls += 1
        return agree(one, other)

    monkeypatch.setattr(resegment, "_agree", counting)
    count = 1500
    old = keys(*("Take one now, " * 3 + f"{number} x." for number in range(count)))
    new = keys(*("Take one now, " * 3 + f"{number} y." for number in range(count)))
    assert find_recuts(old, new, {entry.key for entry in new}) == ()
    assert calls <= count * 80


def test_a_passage_of_too_many_units_is_none() -> None:
    old = keys(*(f"{number} x." for number in range(MOST_UNITS + 10)))
    new = keys(" ".join(entry.key.source for entry in old))
    assert find_recuts(old, new, {new[0].key}) == ()


def test_a_suggestion_names_people_only() -> None:
    [recut] = find_recuts([ONE, TWO], keys("A one. B two."), {UnitKey(None, "A one. B two.")})
    assert recut.is_whole
    assert suggest(recut, {ONE.key, TWO.key}, ES).is_fuzzy
    assert suggest(recut, {ONE.key}, ES).comments == (RECUT, "old source: A one.", "old target: Uno.")
    assert suggest(recut, (), ES) == recut.new


def test_units_that_all_stay_are_no_passage_that_was_cut() -> None:
    done = updated((ONE, TWO, THREE), "A one.", "B two.", "A one. B two.")
    assert entry_of(done.catalog, "A one. B two.").target != "Uno. Dos."


def test_units_with_plural_forms_are_left_out() -> None:
    forms = make_entry("A one.", plural="A many.", targets=("Uno.", "Unos."))
    done = updated((forms, TWO), "A one. B two.")
    assert entry_of(done.catalog, "A one. B two.").target != "Uno. Dos."
    assert forms in done.removed


def test_a_target_that_was_joined_serves_no_other_unit() -> None:
    rest = make_entry("Rest well in the garden.", "Descanse.")
    done = updated((rest, TWO), "Rest well in the garden. B two.", "Rest well in the gardens.")
    assert entry_of(done.catalog, "Rest well in the garden. B two.").target == "Descanse. Dos."
    other = entry_of(done.catalog, "Rest well in the gardens.")
    assert (other.target, other.comments) == ("", ())
