from __future__ import annotations

import pytest

from pipeline.catalogs.merge import Conflict, Merge, merge_catalogs, render_merge
from pipeline.catalogs.po import parse_catalog, render_catalog
from pipeline.errors import CatalogError
from pipeline.model.catalog import FUZZY, Catalog, Entry
from pipeline.model.unit import UnitKey
from tests.factories import make_catalog, make_draft, make_entry

FOUR, EIGHT = "Take one tablet every four hours.", "Take one tablet every eight hours."
REST, REST_TODAY = "Rest well in the evening.", "Rest well in the evening today."
TAKEN = "Tome una tableta cada cuatro horas."


def merged(base: list[Entry], ours: list[Entry], theirs: list[Entry]) -> Merge:
    """Merge both ways round, and see that it makes no difference."""
    before, here, there = (make_catalog(*entries) for entries in (base, ours, theirs))
    merge = merge_catalogs(before, here, there)
    other = merge_catalogs(before, there, here)
    assert [turned(part) for part in other.parts] == list(merge.parts)
    assert other.stale == merge.stale
    return merge


def turned(part: Entry | Conflict) -> Entry | Conflict:
    return part if isinstance(part, Entry) else Conflict(ours=part.theirs, theirs=part.ours)


def result(base: list[Entry], ours: list[Entry], theirs: list[Entry]) -> dict[str, Entry]:
    merge = merged(base, ours, theirs)
    assert not merge.conflicts
    again = parse_catalog(render_merge(merge), "x.po")
    assert again.entries == merge.parts
    return {entry.key.source: entry for entry in again.units()}


def test_what_one_side_changed_is_taken() -> None:
    base = [make_entry("a", ""), make_entry("b", "B"), make_entry("c", "C", comments=("old",))]
    ours = [make_entry("a", "A"), make_entry("b", "B"), make_entry("c", "C", comments=("old",))]
    theirs = [make_entry("a", ""), make_entry("b", "B2"), make_entry("c", "C", comments=("new",))]
    found = result(base, ours, theirs)
    assert [entry.target for entry in found.values()] == ["A", "B2", "C"]
    assert found["c"].comments == ("new",)


def test_what_either_side_added_is_there_behind_what_it_followed_and_what_one_removed_is_gone() -> None:
    base = [make_entry(name, name) for name in "abc"]
    ours = [make_entry(name, name) for name in "axbc"]
    theirs = [make_entry(name, name) for name in "abyz"]
    assert "".join(result(base, ours, theirs)) == "axbyz"


def test_fields_that_different_sides_changed_are_put_together() -> None:
    base = [make_entry("a", "A", comments=("one",), extracted=("x",), references=("r",))]
    ours = [make_entry("a", "A2", comments=("one", "two"), extracted=("x",), references=("s",))]
    theirs = [make_entry("a", "A", comments=("zero", "one"), extracted=("y",), references=("r",),
                         flags=("c-format",))]  # fmt: skip
    entry = result(base, ours, theirs)["a"]
    assert (entry.target, set(entry.comments)) == ("A2", {"zero", "one", "two"})
    assert (entry.extracted, entry.references, entry.flags) == (("y",), ("s",), ("c-format",))


def test_two_targets_by_people_are_a_conflict_that_no_reader_takes() -> None:
    merge = merged([make_entry("a", "A")], [make_entry("a", "A1")], [make_entry("a", "A2")])
    assert len(merge.conflicts) == 1
    data = render_merge(merge)
    assert data.decode().endswith(
        '\n<<<<<<< ours\nmsgid "a"\nmsgstr "A1"\n=======\nmsgid "a"\nmsgstr "A2"\n>>>>>>> theirs\n'
    )
    with pytest.raises(CatalogError, match="a merge conflict was left here"):
        parse_catalog(data, "x.po")


def test_a_solved_conflict_is_a_catalog_again() -> None:
    merge = merged([make_entry("a", "A"), make_entry("b")], [make_entry("a", "A1"), make_entry("b")],
                   [make_entry("a", "A2"), make_entry("b")])  # fmt: skip
    text = render_merge(merge).decode()
    start, middle, end = (text.index(mark) for mark in ("<<<<<<<", "=======", ">>>>>>>"))
    solved = text[:start] + text[middle:end].partition("\n")[2] + text[end:].partition("\n")[2]
    assert [entry.target for entry in parse_catalog(solved.encode(), "x.po").units()] == [
        "A2",
        "Descanse bien.",
    ]


def test_the_source_changed_on_one_side_and_the_target_on_the_other() -> None:
    """python-docs-fr#1908 with a harmless change: the target comes along as stale, never as current."""
    stale = make_entry(REST_TODAY, "Descanse.", flags=(FUZZY,), previous=UnitKey(None, REST))
    merge = merged([make_entry(REST, "Descanse.")], [stale], [make_entry(REST, "Descanse bien.")])
    assert merge.stale == 1
    [entry] = parse_catalog(render_merge(merge), "x.po").units()
    assert (entry.key.source, entry.target, entry.is_fuzzy) == (REST_TODAY, "Descanse bien.", True)
    assert entry.previous == UnitKey(None, REST)


@pytest.mark.parametrize("before", ["", "Descanse."])
def test_a_source_that_was_changed_by_hand_is_followed_too(before: str) -> None:
    merge = merged(
        [make_entry("a"), make_entry(REST, before)],
        [make_entry("a"), make_entry(REST_TODAY, before)],
        [make_entry("a"), make_entry(REST, "Descanse bien.")],
    )
    entry = parse_catalog(render_merge(merge), "x.po").by_key()[UnitKey(None, REST_TODAY)]
    assert (entry.target, entry.is_fuzzy, entry.previous) == ("Descanse bien.", True, UnitKey(None, REST))


def test_a_target_for_a_source_that_says_something_else_now_is_shown_and_kept() -> None:
    """Law 7: a match whose source differs in a number, unit, negation or modal is never filled in."""
    found = result([make_entry(FOUR, "")], [make_entry(EIGHT, "")], [make_entry(FOUR, TAKEN)])
    assert found[EIGHT].is_empty
    assert f"old target: {TAKEN}" in found[EIGHT].comments
    assert found[FOUR].target == TAKEN


def test_a_new_target_for_the_new_source_is_not_touched() -> None:
    found = result(
        [make_entry(REST, "Descanse.")],
        [make_entry(REST_TODAY, "Descanse hoy.")],
        [make_entry(REST, "Descanse bien.")],
    )
    assert (found[REST_TODAY].target, found[REST_TODAY].is_fuzzy) == ("Descanse hoy.", False)
    assert found[REST].target == "Descanse bien."


def test_a_text_that_one_side_removed_and_the_other_rewrote_stays() -> None:
    found = result([make_entry("a", "A")], [], [make_entry("a", "A2")])
    assert found["a"].target == "A2"


def test_a_text_that_one_side_removed_and_the_other_left_alone_is_gone() -> None:
    assert result([make_entry("a", "A")], [], [make_entry("a", "A")]) == {}


def test_a_persons_text_beats_a_machines_and_machines_do_not_quarrel() -> None:
    base = [make_entry("a", ""), make_entry("b", "")]
    ours = [make_entry("a", "A"), make_draft("b", "B1")]
    theirs = [make_draft("a", "machine"), make_draft("b", "B2")]
    found = result(base, ours, theirs)
    assert (found["a"].target, found["a"].comments) == ("A", ())
    assert found["b"].target in {"B1", "B2"}
    assert found["b"].comments == make_draft("b", found["b"].target).comments


def test_of_one_text_in_two_states_the_lower_is_taken() -> None:
    fuzzy = make_entry("a", "A2", flags=(FUZZY,), previous=UnitKey(None, "older"))
    entry = result([make_entry("a", "A")], [make_entry("a", "A2")], [fuzzy])["a"]
    assert (entry.is_fuzzy, entry.previous) == (True, UnitKey(None, "older"))


def test_a_doubt_about_the_old_text_marks_the_new_one() -> None:
    doubted = make_entry("a", "A", flags=(FUZZY,))
    entry = result([make_entry("a", "A")], [doubted], [make_entry("a", "A2")])["a"]
    assert (entry.target, entry.is_fuzzy) == ("A2", True)


def test_the_header_is_merged_field_by_field() -> None:
    def made(*lines: str) -> Catalog:
        return Catalog(entries=(make_entry("", "".join(f"{line}\n" for line in lines)),))

    base = made("Language: es", "PO-Revision-Date: 2026-01-01", "Last-Translator: Ana", "X-Generator: a")
    ours = made("Language: es", "PO-Revision-Date: 2026-01-03", "Last-Translator: Bea", "X-Generator: a")
    theirs = made(
        "Language: es", "PO-Revision-Date: 2026-01-02", "Last-Translator: Carl", "X-Generator: b", "X-N: 1"
    )
    merge = merge_catalogs(base, ours, theirs)
    assert merge.parts == merge_catalogs(base, theirs, ours).parts
    [header] = merge.parts
    assert isinstance(header, Entry)
    assert header.target == (
        "Language: es\nPO-Revision-Date: 2026-01-03\nLast-Translator: Bea\nX-Generator: b\nX-N: 1\n"
    )


def test_entries_that_are_taken_keep_their_bytes() -> None:
    wrapped = b'msgid ""\n"Rest "\n"well."\nmsgstr "Descanse."\n'
    base = parse_catalog(wrapped + b'\nmsgid "b"\nmsgstr ""\n', "x.po")
    ours = parse_catalog(wrapped + b'\nmsgid "b"\nmsgstr "B"\n', "x.po")
    theirs = parse_catalog(wrapped + b'\nmsgid "b"\nmsgstr ""\n\nmsgid "c"\nmsgstr ""\n', "x.po")
    assert render_merge(merge_catalogs(base, ours, theirs)) == (
        wrapped + b'\nmsgid "b"\nmsgstr "B"\n\nmsgid "c"\nmsgstr ""\n'
    )


def test_a_catalog_merged_with_its_own_past_is_itself() -> None:
    base = make_catalog(make_entry("a", "A"), make_entry("b", "B"))
    ours = make_catalog(
        make_entry("a", "A2"), make_entry("c", "C", flags=(FUZZY,)), newline="\r\n", tail="# end\r\n"
    )
    for merge in (merge_catalogs(base, ours, base), merge_catalogs(base, base, ours)):
        assert render_merge(merge) == render_catalog(ours)
