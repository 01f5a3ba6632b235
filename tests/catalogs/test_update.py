from __future__ import annotations

import pytest

from pipeline.catalogs.po import parse_catalog, render_catalog
from pipeline.catalogs.update import CatalogUpdate, is_human_text, update_catalog
from pipeline.model.catalog import FUZZY, Catalog, Entry
from pipeline.model.unit import UnitKey
from tests.factories import DOCUMENT, ES, make_catalog, make_draft, make_entry, make_template

WALK, WALK_DAILY = "Walk a little in the evening.", "Walk a little in the morning."


def run(old: Catalog | None, *sources: str | UnitKey) -> CatalogUpdate:
    return update_catalog(old, make_template(*sources), DOCUMENT, ES)


def only(done: CatalogUpdate) -> Entry:
    [entry] = done.catalog.units()
    return entry


@pytest.mark.parametrize(
    ("entry", "is_human"),
    [
        (make_entry(), True),
        (make_entry(target=""), False),
        (make_draft(), False),
        (make_entry(flags=(FUZZY,)), True),
        (make_entry(comments=make_draft().comments), True),
        (make_entry(target="Descanse.", flags=(FUZZY,), comments=make_draft().comments), True),
        (make_entry(target=" "), True),
        (make_entry("", "Language: es\n"), False),
        (make_entry(plural="Rests.", targets=("", "b")), True),
    ],
)
def test_all_but_untouched_machine_text_is_a_persons(entry: Entry, is_human: bool) -> None:  # noqa: FBT001
    assert is_human_text(entry) is is_human


def test_a_new_catalog_has_the_header_and_empty_entries_in_order() -> None:
    done = run(None, "One.", "Two.")
    assert [entry.key.source for entry in done.catalog.entries] == ["", "One.", "Two."]
    assert "nplurals=2; plural=(n != 1);" in done.catalog.entries[0].target
    assert (done.added, done.kept) == (2, 0)


def test_the_bytes_of_the_template_do_not_reach_the_catalog() -> None:
    template = parse_catalog(render_catalog(make_template("One.")).replace(b"\n", b"\r\n"), "x.pot")
    data = render_catalog(update_catalog(None, template, DOCUMENT, ES).catalog)
    assert b"\r" not in data


def test_a_second_update_changes_nothing() -> None:
    old = make_catalog(make_entry(WALK, "Camine."), make_entry("Gone.", "Ido.", obsolete=True))
    first = run(old, WALK_DAILY, "New one.").catalog
    again = run(first, WALK_DAILY, "New one.")
    assert again.catalog == first
    assert (again.kept, again.added, again.stale, again.removed) == (2, 0, (), ())


def test_kept_entries_keep_their_own_bytes() -> None:
    data = render_catalog(make_template(WALK)).replace(
        b'msgid "Walk a little in the evening."\nmsgstr ""',
        b'msgid ""\n"Walk a little "\n"in the evening."\nmsgstr "Camine."',
    )
    old = parse_catalog(data, "x.po")
    assert render_catalog(run(old, WALK).catalog) == data


def test_a_changed_source_makes_the_target_stale_beside_the_old_source() -> None:
    done = run(make_catalog(make_entry(WALK, "Camine.", comments=("ask Ana",))), WALK_DAILY)
    entry = only(done)
    assert (entry.target, entry.flags, entry.comments) == ("Camine.", (FUZZY,), ("ask Ana",))
    assert entry.previous == UnitKey(None, WALK)
    assert (len(done.stale), done.added, done.removed) == (1, 0, ())


def test_a_source_that_changes_twice_still_shows_what_the_target_was_written_for() -> None:
    once = run(make_catalog(make_entry(WALK, "Camine.")), WALK_DAILY).catalog
    assert only(run(once, "Walk a little in the early morning.")).previous == UnitKey(None, WALK)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Take 5 ml after every meal.", "Take 50 ml after every meal."),
        ("Take 5 mg after every meal.", "Take 5 g after every meal."),
        ("Do not take it with alcohol at all.", "Do take it with alcohol at all."),
        ("You may take it with your meal.", "You must take it with your meal."),
    ],
)
def test_a_changed_meaning_leaves_the_target_empty_and_the_old_one_visible(old: str, new: str) -> None:
    done = run(make_catalog(make_entry(old, "Texto viejo.", comments=("ask Ana",))), new)
    entry = only(done)
    assert (entry.target, entry.flags, entry.previous) == ("", (), None)
    assert entry.comments[0] == "ask Ana"
    assert entry.comments[1].startswith("the meaning changed (")
    assert entry.comments[2].startswith("changed: ")
    assert entry.comments[3:] == (f"old source: {old}", "old target: Texto viejo.")
    assert len(done.guarded) == 1


def test_the_guard_says_what_changed_and_marks_it_in_the_text() -> None:
    done = run(make_catalog(make_entry("Take 5 ml after every meal.", "x")), "Take 50 ml after every meal.")
    assert only(done).comments[:2] == (
        "the meaning changed (number: 5 → 50)",
        "changed: Take [-5-]{+50+} ml after every meal.",
    )


def test_the_old_target_stays_visible_when_the_source_changes_again() -> None:
    once = run(
        make_catalog(make_entry("Take 5 ml after every meal.", "Vieja.")), "Take 50 ml after every meal."
    )
    for new in (
        "Take 50 ml after each meal.",
        "Take 50  ml after every meal.",
        "Take 80 ml after every meal.",
    ):
        assert "old target: Vieja." in only(run(once.catalog, new)).comments


def test_a_new_guard_replaces_the_lines_of_an_older_one() -> None:
    shown = ("the meaning changed (x)", "changed: [-o-]", "old source: older", "old target: antiguo")
    old = make_entry("Take 5 ml after every meal.", "Tome 5 ml.", comments=("keep me", *shown))
    entry = only(run(make_catalog(old), "Take 50 ml after every meal."))
    assert (len(entry.comments), entry.comments[0], entry.comments[-1]) == (
        5,
        "keep me",
        "old target: Tome 5 ml.",
    )


def test_a_stale_target_is_guarded_against_the_source_it_was_written_for() -> None:
    stale = make_entry(
        "Take 50 ml after each meal.",
        "Tome 5 ml.",
        flags=(FUZZY,),
        previous=UnitKey(None, "Take 5 ml after each meal."),
    )
    assert only(run(make_catalog(stale), "Take 50 ml after every meal.")).target == ""


def test_a_machines_old_target_is_not_shown_where_the_meaning_changed() -> None:
    done = run(make_catalog(make_draft("Take 5 ml after every meal.", "x")), "Take 50 ml after every meal.")
    assert (only(done).target, only(done).comments) == ("", ())


def test_a_comment_that_spans_lines_stays_one_line() -> None:
    done = run(
        make_catalog(make_entry("Take 5 ml after every meal.", "a\nb")), "Take 50 ml after every meal."
    )
    assert only(done).comments[-1] == "old target: a b"


def test_a_source_that_changed_in_form_only_keeps_target_and_flags() -> None:
    done = run(make_catalog(make_entry("It's  time.", "Es hora.")), "It’s time.")
    assert (only(done).target, only(done).flags, only(done).previous) == ("Es hora.", (), None)
    assert len(done.carried) == 1


def test_another_role_is_another_unit() -> None:
    done = run(make_catalog(make_entry(WALK, "Camine.")), UnitKey("heading", WALK))
    assert only(done).target == ""
    assert [entry.target for entry in done.removed] == ["Camine."]


def test_what_nothing_resembles_is_handed_back() -> None:
    done = run(
        make_catalog(make_entry(WALK, "Camine."), make_entry("x", "", comments=("ask Ana",))), "Quite other."
    )
    assert [(entry.target, entry.comments) for entry in done.removed] == [("Camine.", ()), ("", ("ask Ana",))]


def test_each_old_target_serves_one_new_source() -> None:
    done = run(make_catalog(make_entry(WALK, "Camine.")), WALK_DAILY, "Walk a little in the evenings.")
    targets = {entry.key.source: entry.target for entry in done.catalog.units()}
    assert targets == {WALK_DAILY: "", "Walk a little in the evenings.": "Camine."}


def test_an_obsolete_entry_comes_back_with_its_source_and_no_entry_stands_twice() -> None:
    old = make_catalog(
        make_entry("Back.", "De vuelta.", obsolete=True), make_entry("Away.", "Ido.", obsolete=True)
    )
    done = run(old, "Back.")
    assert [(e.key.source, e.target, e.obsolete) for e in done.catalog.entries[1:]] == [
        ("Back.", "De vuelta.", False),
        ("Away.", "Ido.", True),
    ]
    parse_catalog(render_catalog(done.catalog), "x.po")


@pytest.mark.parametrize("is_obsolete", [False, True])
def test_plural_forms_that_no_longer_fit_are_handed_back_whole(is_obsolete: bool) -> None:  # noqa: FBT001
    old = make_entry(plural="Rests.", targets=("uno", "dos"), obsolete=is_obsolete)
    done = run(make_catalog(old), "Rest well.")
    assert only(done).targets == ("",)
    assert [entry.targets for entry in done.removed] == [("uno", "dos")]


def test_a_catalog_without_a_header_gets_one() -> None:
    done = run(Catalog(entries=(make_entry(),), newline="\r\n", tail="# end\r\n"), "Rest well.")
    assert done.catalog.header is not None
    assert (done.catalog.newline, done.catalog.tail) == ("\r\n", "# end\r\n")
