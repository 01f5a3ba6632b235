"""What authors say in a record: directives on lines of their own, for translators and never for readers."""

from __future__ import annotations

import pytest

from pipeline.errors import DocumentError
from pipeline.formats.base import Passage, rebuild
from pipeline.formats.record import RecordFormat
from pipeline.model.document import UntranslatedKind
from pipeline.model.unit import Risk
from tests.formats.editions import ES, make_edition
from tests.formats.records import parse, shape

FORMAT = RecordFormat()
TEXT = (
    "[caveat: note The name of the page.]\r\nCramps\r\n[caveat: skip]\r\nEditors only.\r\nHeat\r\n"
    "[caveat: critical]\r\n[caveat: context sun]\r\n[caveat: paragraph]\r\nRest. Drink.\r\nWalk. Sleep.\r\n"
    "[caveat: skip-start]\r\nOne.\r\nTwo.\r\n[caveat: skip-end]\r\n"
)


def test_directives_are_about_the_next_line_and_no_text() -> None:
    document = parse(TEXT)
    assert shape(document) == [
        ("title", 0, ["Cramps"]),
        ("heading", 1, ["Heat"]),
        ("paragraph", 0, ["Rest. Drink."]),
        ("paragraph", 0, ["Walk.", "Sleep."]),
    ]
    title, heading, rest, walk, _ = document.occurrences()
    assert (title.notes, heading.notes) == (("The name of the page.",), ())
    assert (rest.key.context, rest.risk, rest.reasons) == ("sun", Risk.CRITICAL, ("author",))
    assert (walk.key.context, walk.risk) == (None, Risk.STANDARD)


def test_directives_and_what_is_skipped_are_for_no_reader() -> None:
    document = parse(TEXT)
    lines = TEXT.encode().splitlines(keepends=True)
    shown = (b"Cramps", b"Heat", b"Rest.", b"Walk.")
    assert [one.range.cut(document.data) for one in document.junk] == [
        line for line in lines if not line.startswith(shown)
    ]
    skipped = [b"Editors only.\r\n", b"One.\r\n", b"Two.\r\n"]
    assert [one.range.cut(document.data) for one in document.untranslated] == skipped
    assert {one.kind for one in document.untranslated} == {UntranslatedKind.EXCLUDED}


def test_the_file_comes_back_and_an_edition_holds_what_readers_get() -> None:
    document = parse(TEXT)
    assert rebuild(FORMAT, document, lambda unit: unit.key.source) == TEXT.encode()
    edition = make_edition(
        document, text=lambda unit: unit.key.source.upper(), banner=Passage("Vista previa.", ES), locale=ES
    )
    assert FORMAT.localize(document, edition).decode() == (
        "CRAMPS\r\n[Vista previa.]\r\nHEAT\r\nREST. DRINK.\r\nWALK. SLEEP.\r\n"
    )


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[caveat: skp]\na", 2, '"skp" is no directive for authors'),
        ("[caveat: note]\na", 2, 'the directive "note" says nothing'),
        ("a\n[caveat: skip-end]", 3, "skip-end ends nothing"),
        ("a\n[caveat: skip-start]\nb", 3, "skip-start is never ended"),
        ("a\n[caveat: skip]", 3, 'no block comes after the directive "[caveat: skip]"'),
    ],
)
def test_a_wrong_directive_is_told_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(f"T\n{text}")
    assert (str(caught.value.at), caught.value.message) == (f"source/a.txt:{line}", message)
    assert caught.value.hint


@pytest.mark.parametrize("text", ["[caveat: note x]\n", "[caveat: skip-start]\n[caveat: skip-end]\n"])
def test_directives_alone_are_an_empty_document(text: str) -> None:
    with pytest.raises(DocumentError, match="empty"):
        parse(text)


def test_a_target_that_would_be_a_directive_is_refused() -> None:
    """Law 2: any translation that passes the markup check leaves the document's structure unchanged."""
    document = parse("T\nRest here.\n")
    with pytest.raises(DocumentError, match="it would be a directive for authors") as caught:
        rebuild(FORMAT, document, lambda _: " [caveat: skip]")
    assert str(caught.value.at).startswith("source/a.txt:")


def test_a_line_with_more_than_a_directive_is_text() -> None:
    text = "T\nSee [caveat: skip] here.\n[caveat: skip] now.\n"
    document = parse(text)
    assert shape(document)[1:] == [
        ("paragraph", 0, ["See [caveat: skip] here."]),
        ("paragraph", 0, ["[caveat: skip] now."]),
    ]
    assert rebuild(FORMAT, document, lambda unit: unit.key.source) == text.encode()
