from __future__ import annotations

import gettext
import io
from dataclasses import replace

import pytest

from pipeline.catalogs.mo import render_mo
from pipeline.catalogs.po import parse_catalog, render_catalog
from pipeline.model.catalog import FUZZY, Catalog, Entry
from tests.factories import make_catalog, make_draft, make_entry

NOT_SHOWN = [
    make_draft(),
    make_entry(flags=(FUZZY,)),
    make_entry(obsolete=True),
    make_entry(target=""),
    make_entry(target=" "),
    make_entry(plural="Rests.", targets=("Descanse.", "")),
]


def read(catalog: Catalog) -> gettext.GNUTranslations:
    data = render_mo(catalog, {entry.key for entry in catalog.entries})
    return gettext.GNUTranslations(io.BytesIO(data))


def test_a_program_finds_texts_contexts_and_plural_forms() -> None:
    found = read(
        make_catalog(
            make_entry("Rest.", "Descanse “ya”.\n"),
            make_entry("Rest.", "Descanso", context="heading"),
            make_entry("a pill", plural="{n} pills", targets=("una pastilla", "{n} pastillas")),
        )
    )
    assert found.gettext("Rest.") == "Descanse “ya”.\n"
    assert found.pgettext("heading", "Rest.") == "Descanso"
    assert [found.ngettext("a pill", "{n} pills", n) for n in (1, 2)] == ["una pastilla", "{n} pastillas"]
    assert found.info()["language"] == "es"


@pytest.mark.parametrize("entry", NOT_SHOWN)
def test_what_must_not_be_shown_is_not_there_though_it_was_asked_for(entry: Entry) -> None:
    found = read(make_catalog(entry))
    assert found.gettext(entry.key.source) == entry.key.source
    assert found.ngettext(entry.key.source, "Rests.", 1) == entry.key.source


def test_what_was_not_asked_for_is_not_there() -> None:
    one, other = make_entry("a", "A"), make_entry("b", "B")
    data = render_mo(make_catalog(one, other), {one.key})
    assert gettext.GNUTranslations(io.BytesIO(data)).gettext("b") == "b"
    assert b"B" not in data


def test_the_same_catalog_gives_the_same_bytes_and_bytes_kept_from_a_file_do_not_matter() -> None:
    catalog = make_catalog(make_entry("b", "B"), make_entry("a", "A"))
    again = parse_catalog(render_catalog(catalog), "x.po")
    keys = {entry.key for entry in catalog.entries}
    assert render_mo(catalog, keys) == render_mo(again, keys)


def test_a_catalog_without_a_header_can_be_compiled() -> None:
    assert read(replace(make_catalog(), entries=(make_entry("a", "A"),))).gettext("a") == "A"
