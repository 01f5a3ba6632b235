"""Law 4: a file whose content did not change is not rewritten, and an entry that did not change keeps its
own bytes."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import polib
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.catalogs import po_scan
from pipeline.catalogs.po import canonical, parse_catalog, render_catalog, revise, write_catalog
from pipeline.catalogs.po_scan import parse_entries
from pipeline.catalogs.po_syntax import Place, read_entry
from pipeline.errors import CatalogError
from pipeline.ledger.ledger_file import parse_ledger, render_ledger, write_ledger
from pipeline.model.digest import digest_text
from tests.factories import make_catalog, make_header
from tests.properties.effort import MODEST, PROCESS
from tests.properties.po_texts import SOURCES, entries, po_bytes, po_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pipeline.model.catalog import Catalog, Entry

needs_gettext = pytest.mark.skipif(shutil.which("msgcat") is None, reason="gettext's msgcat is not installed")


def rows(catalog: Catalog) -> list[tuple[object, ...]]:
    return [
        (one.key.context, one.key.source, one.plural, one.targets, one.is_fuzzy, one.obsolete)
        for one in catalog.entries
        if not one.is_header
    ]


@MODEST
@given(po_bytes())
def test_reading_and_rendering_is_identity(data: bytes) -> None:
    """Law 4: a file whose content did not change is not rewritten, and an entry that did not change keeps
    its own bytes."""
    assert render_catalog(parse_catalog(data, "x.po")) == data


@MODEST
@given(po_bytes(), st.data())
def test_revising_one_entry_leaves_all_other_bytes(data: bytes, draw: st.DataObject) -> None:
    """Law 4: a file whose content did not change is not rewritten, and an entry that did not change keeps
    its own bytes."""
    catalog = parse_catalog(data, "x.po")
    at = draw.draw(st.integers(0, len(catalog.entries) - 1))
    changed = tuple(
        revise(entry, targets=tuple(f"{target}!" for target in entry.targets)) if number == at else entry
        for number, entry in enumerate(catalog.entries)
    )
    after = render_catalog(replace(catalog, entries=changed))
    before, behind = _around(catalog, at)
    assert after.startswith(before)
    assert after.endswith(behind)
    again = parse_catalog(after, "x.po")
    assert [e for n, e in enumerate(again.entries) if n != at] == [
        e for n, e in enumerate(catalog.entries) if n != at
    ]
    assert again.entries[at].targets == changed[at].targets


def _around(catalog: Catalog, at: int) -> tuple[bytes, bytes]:
    raws = [(entry.raw or "").encode() for entry in catalog.entries]
    bom = b"\xef\xbb\xbf" if catalog.has_bom else b""
    return bom + b"".join(raws[:at]), b"".join(raws[at + 1 :]) + catalog.tail.encode()


@MODEST
@given(st.lists(SOURCES, max_size=4, unique=True).flatmap(lambda texts: st.tuples(*map(entries, texts))))
def test_what_was_rendered_is_read_back(made: tuple[Entry, ...]) -> None:
    catalog = make_catalog(*made)
    data = render_catalog(catalog)
    assert parse_catalog(data, "x.po") == catalog
    assert render_catalog(parse_catalog(data, "x.po")) == data


@MODEST
@given(po_bytes())
def test_the_canonical_form_keeps_every_text_and_is_its_own(data: bytes) -> None:
    catalog = parse_catalog(data, "x.po")
    once = render_catalog(canonical(catalog))
    again = parse_catalog(once, "x.po")
    assert rows(again) == rows(catalog)
    assert [e.comments for e in again.entries] == [
        tuple(c.rstrip() for c in e.comments) for e in catalog.entries
    ]
    assert again.tail.split() == catalog.tail.split()
    assert render_catalog(canonical(again)) == once
    assert b"\r\n" not in once


@MODEST
@given(po_bytes(), st.integers(0, 2000), st.sampled_from(["cut", "drop", "flip"]))
def test_a_damaged_file_is_read_or_refused_but_never_crashes(data: bytes, at: int, how: str) -> None:
    at = at % (len(data) + 1)
    damaged = {
        "cut": data[:at],
        "drop": data[:at] + data[at + 1 :],
        "flip": data[:at] + bytes(byte ^ 0x15 for byte in data[at : at + 1]) + data[at + 1 :],
    }[how]
    line = None
    try:
        rendered = render_catalog(parse_catalog(damaged, "x.po"))
    except CatalogError as error:
        line, rendered = error.at and error.at.line, b""
    assert rendered == damaged or line


def strictly(data: bytes) -> tuple[list[Entry], str]:
    """Read every entry with the strict reader alone."""
    text = data.decode().removeprefix("\ufeff")
    place, found = Place("x.po", 0, 1), []
    while (read := read_entry(text, place, is_last=True)) is not None:
        found.append(read[0])
        place = read[1]
    return found, text[place.position :]


def outcome(read: Callable[[], tuple[Iterable[Entry], str]]) -> object:
    try:
        entries, tail = read()
    except CatalogError as error:
        return str(error)
    return [(entry, entry.line, entry.raw) for entry in entries], tail


MENDED = st.sampled_from(
    ["", "\n", " ", '"', "\\", "\\x41", "#~ ", "#| ", "#~| ", "# x\n", '"more"\n', "msgid ", "\f\n", "\t"]
)
MENDS = st.lists(st.tuples(st.integers(0, 2000), MENDED), max_size=2)


@MODEST
@given(po_bytes(), MENDS, st.sampled_from([1, 40, 1 << 16]))
def test_both_readers_agree_on_every_entry_and_every_error(
    data: bytes, edits: list[tuple[int, str]], chunk: int
) -> None:
    """The fast reader is the strict one in a hurry: same entries, lines and bytes, and the same errors."""
    text = data.decode().removeprefix("\ufeff")
    for number, edit in edits:
        at = number % (len(text) + 1)
        text = text[:at] + edit + text[at:]
    assume(not re.search(r"\r(?!\n)", text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(po_scan, "_CHUNK", chunk)
        fast = outcome(lambda: parse_entries(text.encode(), "x.po"))
    assert fast == outcome(lambda: strictly(text.encode()))


@MODEST
@given(po_bytes())
def test_an_unchanged_catalog_leaves_the_file_alone(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    """Law 4: a file whose content did not change is not rewritten, and an entry that did not change keeps
    its own bytes."""
    path: Path = tmp_path_factory.mktemp("law4") / "x.po"
    path.write_bytes(data)
    inode = path.stat().st_ino
    assert not write_catalog(path, parse_catalog(data, "x.po"))
    assert path.stat().st_ino == inode


def test_an_unchanged_ledger_leaves_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    text = '{{"digest":"{}","kind":"text","text":"a","v":1}}\n'.format(digest_text("a"))
    path.write_text(text)
    inode = path.stat().st_ino
    ledger = parse_ledger(text, "x")
    assert render_ledger(ledger) == text
    assert not write_ledger(path, ledger)
    assert path.stat().st_ino == inode


@PROCESS
@given(po_files(has_second_flags=False))
def test_polib_reads_the_same(text: str) -> None:
    """polib 1.2 knows no `#=`, ends lines at U+2028, and takes an empty msgid_plural for none."""
    assume(not re.search("[\u2028\u2029\x85]", text))
    theirs = [
        (e.msgctxt, e.msgid, e.msgid_plural or None, _forms(e), e.fuzzy, bool(e.obsolete))
        for e in polib.pofile(text)
    ]
    ours = rows(parse_catalog(text.encode(), "x.po"))
    assume(all(row[2] != "" for row in ours))
    assert sorted(theirs, key=repr) == sorted(ours, key=repr)


def _forms(entry: polib.POEntry) -> tuple[str, ...]:
    return tuple(entry.msgstr_plural[n] for n in sorted(entry.msgstr_plural)) or (entry.msgstr,)


@needs_gettext
@PROCESS
@given(po_files(has_second_flags=False))
def test_msgcat_reads_the_same(text: str) -> None:
    done = subprocess.run(["msgcat", "--no-wrap", "-"], input=text.encode(), capture_output=True, check=True)
    ours, theirs = parse_catalog(text.encode(), "x.po"), parse_catalog(done.stdout, "msgcat")
    assert sorted(_with_text(theirs), key=repr) == sorted(_with_text(ours), key=repr)


def _with_text(catalog: Catalog) -> list[tuple[object, ...]]:
    """Leave out entries whose first form is empty: msgcat drops obsolete ones and their fuzzy flags."""
    return rows(replace(catalog, entries=tuple(entry for entry in catalog.entries if entry.target)))


@needs_gettext
@PROCESS
@given(st.lists(SOURCES, max_size=4, unique=True).flatmap(lambda texts: st.tuples(*map(entries, texts))))
def test_msgfmt_accepts_what_we_render(made: tuple[Entry, ...]) -> None:
    plain = [replace(e, flags=tuple(f for f in e.flags if f == "fuzzy")) for e in made]
    data = render_catalog(replace(make_catalog(*plain), entries=(make_header(), *plain)))
    done = subprocess.run(["msgfmt", "-o", "/dev/null", "-"], input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
