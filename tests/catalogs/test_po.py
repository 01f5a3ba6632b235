from __future__ import annotations

import contextlib
import gc
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.catalogs import po_scan
from pipeline.catalogs.po import canonical, parse_catalog, read_catalog, render_catalog, revise, write_catalog
from pipeline.errors import CatalogError, CaveatError
from pipeline.model.unit import UnitKey
from tests.factories import make_catalog, make_draft, make_entry

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.catalog import Catalog, Entry

WRAPPED = (
    "\ufeff# A file as editors leave it.\r\n"
    'msgid ""\r\nmsgstr ""\r\n"POT-Creation-Date: 2026-01-01 10:00+0000\\n"\r\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\r\n'
    '\r\n\r\n#: a.txt:12 b.txt:3\r\n#: a.txt:14\r\nmsgid ""\r\n"Rest "\r\n"well."\r\nmsgstr "Descanse."\r\n'
    '\r\nmsgid "Stop."\r\nmsgstr "Pare."\r\n'
    "# Closing words of a person.\r\n"
)


def test_a_file_that_was_only_read_is_rendered_byte_for_byte() -> None:
    data = WRAPPED.encode()
    assert render_catalog(parse_catalog(data, "x.po")) == data


def test_one_revised_entry_leaves_all_other_bytes() -> None:
    catalog = parse_catalog(WRAPPED.encode(), "x.po")
    header, rest, stop = catalog.entries
    changed = render_catalog(make_like(catalog, header, rest, revise(stop, targets=("Deténgase.",))))
    assert changed.decode() == WRAPPED.replace('"Pare."', '"Deténgase."')


def make_like(catalog: Catalog, *entries: Entry) -> Catalog:
    return replace(catalog, entries=entries)


def test_a_file_without_a_last_line_end_keeps_it_so() -> None:
    data = b'msgid "a"\nmsgstr "b"'
    assert render_catalog(parse_catalog(data, "x.po")) == data


def test_an_entry_after_a_file_without_a_last_line_end_starts_on_its_own_line() -> None:
    catalog = parse_catalog(b'msgid "a"\nmsgstr "b"', "x.po")
    longer = make_like(catalog, *catalog.entries, make_entry())
    assert render_catalog(longer) == b'msgid "a"\nmsgstr "b"\n\nmsgid "Rest well."\nmsgstr "Descanse bien."\n'


def test_revising_to_the_same_changes_nothing() -> None:
    entry = parse_catalog(b'msgid "a"\nmsgstr ""\n"b"\n', "x.po").entries[0]
    assert revise(entry, targets=("b",)) is entry
    assert revise(entry, targets=("c",)).raw is None


def test_the_canonical_form_has_no_wrapping_line_numbers_or_creation_date() -> None:
    text = render_catalog(canonical(parse_catalog(WRAPPED.encode(), "x.po"))).decode()
    assert text == (
        '# A file as editors leave it.\nmsgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '\n#: a.txt b.txt\n#: a.txt\nmsgid "Rest well."\nmsgstr "Descanse."\n'
        '\nmsgid "Stop."\nmsgstr "Pare."\n'
        "\n# Closing words of a person.\n"
    )


def test_the_canonical_form_is_its_own() -> None:
    once = render_catalog(canonical(parse_catalog(WRAPPED.encode(), "x.po")))
    assert render_catalog(canonical(parse_catalog(once, "x.po"))) == once


def test_an_unchanged_file_is_not_rewritten(tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    path.write_bytes(WRAPPED.encode())
    before = path.stat().st_mtime_ns, path.stat().st_ino
    assert not write_catalog(path, read_catalog(path, "x.po"))
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before
    assert write_catalog(path, canonical(read_catalog(path, "x.po")))


@pytest.mark.parametrize("held", [b"", b"# A", WRAPPED.encode()[:-1], WRAPPED.encode() + b"\n"])
def test_a_file_that_holds_only_the_start_or_more_is_rewritten(held: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    path.write_bytes(held)
    assert write_catalog(path, parse_catalog(WRAPPED.encode(), "x.po"))
    assert path.read_bytes() == WRAPPED.encode()


def test_a_line_end_inside_a_comment_can_not_become_a_line_of_the_catalog() -> None:
    entry = make_entry(
        comments=('note\nmsgid "forged"\r\nmsgstr "x"',), extracted=("a\rb",), references=("c\nd",)
    )
    catalog = parse_catalog(render_catalog(make_catalog(entry)), "x.po")
    assert [one.key.source for one in catalog.units()] == ["Rest well."]
    assert catalog.entries[1].comments == ("note", 'msgid "forged"', 'msgstr "x"')


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (make_entry(target="a\0b"), "a text holds a NUL character, which a catalog can't"),
        (make_entry(target="\ud800"), "a text holds half of a surrogate pair, which a catalog can't"),
        (make_entry(targets=("a", "b")), '"Rest well." has 2 targets, but no plural source'),
    ],
)
def test_what_no_catalog_can_hold_is_never_written(entry: Entry, message: str, tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    path.write_bytes(b"old")
    with pytest.raises(CatalogError) as error:
        write_catalog(path, make_catalog(entry, path="es/x.po"))
    assert (error.value.message, str(error.value.at)) == (message, "es/x.po")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("data", [WRAPPED.encode(), b'msgid "a'])
def test_the_collector_of_cycles_is_on_after_reading_where_it_was_on_before(data: bytes) -> None:
    for is_on in (False, True):
        (gc.enable if is_on else gc.disable)()
        with contextlib.suppress(CatalogError):
            parse_catalog(data, "x.po")
        assert gc.isenabled() is is_on
    gc.enable()


def test_a_missing_file_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(CaveatError, match=r"^locales/es/x\.po: no such file$"):
        read_catalog(tmp_path / "x.po", "locales/es/x.po")


def test_plural_forms_obsolete_and_previous_are_rendered_as_gettext_does() -> None:
    plural = make_entry(
        "a", plural="as", targets=("b", "bs"), previous=UnitKey("r", "o"), previous_plural="os"
    )
    gone = make_draft("gone", obsolete=True, previous=UnitKey(None, "was"))
    text = render_catalog(make_catalog(plural, gone)).decode().split("\n\n", 1)[1]
    assert text.startswith(
        '#| msgctxt "r"\n#| msgid "o"\n#| msgid_plural "os"\nmsgid "a"\nmsgid_plural "as"\n'
        'msgstr[0] "b"\nmsgstr[1] "bs"\n'
    )
    assert text.endswith('#, fuzzy\n#~| msgid "was"\n#~ msgid "gone"\n#~ msgstr "Descanse bien."\n')


MANY = "".join(f'msgid "Unit {number}."\nmsgstr ""\n\n' for number in range(6000)).encode()


def test_what_was_read_is_not_looked_at_by_the_collector_at_once() -> None:
    gc.collect()
    catalog = parse_catalog(MANY, "a.po")
    assert gc.get_count()[0] < gc.get_threshold()[0]
    assert gc.get_freeze_count() == 0
    assert len(catalog.entries) == 6000


def test_what_somebody_froze_stays_frozen() -> None:
    gc.freeze()
    try:
        before = gc.get_freeze_count()
        parse_catalog(MANY, "a.po")
        assert gc.get_freeze_count() == before > 0
    finally:
        gc.unfreeze()


def test_of_a_small_file_nobody_counts_what_is_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc, "get_freeze_count", lambda: pytest.fail("counted one by one"))
    assert len(parse_catalog(b'msgid "A"\nmsgstr ""\n', "a.po").entries) == 1


def test_the_lines_of_a_wrapped_source_are_one_text() -> None:
    [entry] = parse_catalog(b'msgid ""\n"Drink "\n"water."\nmsgstr ""\n"Beba "\n"agua."\n', "x.po").entries
    assert (entry.key.source, entry.target) == ("Drink water.", "Beba agua.")


def test_an_entry_knows_its_line_however_many_blank_ones_stand_before_it() -> None:
    text = b'\n\n\nmsgid "a"\nmsgstr "b"\n\n\nmsgid "c"\nmsgstr "d"\n'
    assert [entry.line for entry in parse_catalog(text, "x.po").entries] == [4, 8]


def test_a_target_that_goes_on_in_the_next_part_that_is_read_is_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(po_scan, "_CHUNK", 1)
    [entry] = parse_catalog(b'msgid "a"\nmsgstr "b"\n"c"\n', "x.po").entries
    assert entry.target == "bc"


def test_a_comment_leaves_no_white_space_at_the_end_of_a_line() -> None:
    catalog = parse_catalog(b'msgid "a"\nmsgstr "b"\n', "x.po")
    [entry] = catalog.entries
    changed = make_like(catalog, revise(entry, comments=("", "Ask Ana. "), extracted=("",)))
    assert render_catalog(changed) == b'#\n# Ask Ana.\n#.\nmsgid "a"\nmsgstr "b"\n'
