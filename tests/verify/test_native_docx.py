"""Word files as verify reads them: what a reader sees, what hides it, and what is no Word file."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.config.project import DEFAULT_FALLBACK
from pipeline.model.disclaimer import Disclaimer, Placement
from pipeline.model.locale import Locale
from pipeline.verify.native import UnreadableError
from pipeline.verify.native_docx import read_docx_file
from pipeline.verify.native_inspection import NativeTask, inspect_document
from pipeline.verify.native_rules import Terms
from pipeline.verify.outline import Outline
from pipeline.verify.wording import Wording

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FRAME = "<w:pBdr><w:top/><w:left/><w:bottom/><w:right/></w:pBdr>"
SOURCE = ("Cramps at night", "Note", "This is no advice.", "They pass soon.")
TARGET = ("Calambres nocturnos", "Nota", "Esto no es un consejo.", "Pasan pronto.")


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def docx(*paragraphs: str, name: str = "word/document.xml") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        body = "".join(paragraphs)
        package.writestr(name, f"<w:document {SPACE}><w:body>{body}</w:body></w:document>")
    return data.getvalue()


def of_texts(texts: tuple[str, ...]) -> list[str]:
    styles = ('<w:pStyle w:val="Title"/>', '<w:pStyle w:val="Heading1"/>', "", "")
    return [paragraph(run(text), style) for text, style in zip(texts, styles, strict=True)]


def texts(data: bytes) -> list[str]:
    return [block.text for block in read_docx_file(data).blocks]


def rules(
    *paragraphs: str,
    is_release: bool = True,
    is_owed: bool = False,
    source: tuple[str, ...] = SOURCE,
) -> set[str]:
    """Return what is found in a built file with these paragraphs."""
    disclaimer = Disclaimer(id="note", version="1", heading="Note", text=SOURCE[2], placement=Placement.TOP)
    shown = (disclaimer.heading, disclaimer.text) if is_owed else TARGET[1:3]
    wording = Wording(
        id="note",
        version="1",
        heading=shown[0],
        text=shown[1],
        placement=Placement.TOP,
        lang="en" if is_owed else "es",
        dir="ltr",
        is_owed=is_owed,
        is_releasable=True,
        where="x",
    )
    terms = Terms(
        file="es/a.docx",
        locale=Locale("es"),
        source=Locale("en"),
        is_release=is_release,
        outline=Outline("a", (), ("note",), frozenset({"they pass soon and go."}), frozenset()),
        fallback=DEFAULT_FALLBACK,
        risks={},
        values=frozenset(),
        links={},
        canonical=frozenset(SOURCE[1:3]),
    )
    task = NativeTask(
        format="docx",
        data=docx(*paragraphs),
        source=docx(*of_texts(source)),
        terms=terms,
        disclaimers=(disclaimer,),
        wordings=(wording,),
        junk=(),
    )
    return {one.check for one in inspect_document(task)}


def test_the_untouched_translation_is_not_accused() -> None:
    assert rules(*of_texts(TARGET)) == set()


HIDDEN = (
    "<w:vanish/>",
    '<w:color w:val="FFFFFF"/>',
    '<w:sz w:val="2"/>',
    "<w:webHidden/>",
    "<w:strike/>",
    '<w:dstrike w:val="1"/>',
)


@pytest.mark.parametrize("properties", HIDDEN)
@pytest.mark.parametrize("at", [1, 2])
def test_a_hidden_disclaimer_is_found(properties: str, at: int) -> None:
    paragraphs = of_texts(TARGET)
    paragraphs[at] = paragraphs[at].replace("<w:rPr>", f"<w:rPr>{properties}")
    assert "disclaimer.hidden" in rules(*paragraphs)


@pytest.mark.parametrize(
    "properties", ['<w:vanish w:val="0"/>', '<w:color w:val="000000"/>', '<w:sz w:val="20"/>']
)
def test_a_property_that_hides_nothing_is_no_reason(properties: str) -> None:
    [block] = read_docx_file(docx(paragraph(run("Esto no es un consejo.", properties)))).blocks
    assert block.hidden == ()


def test_any_hidden_paragraph_is_found() -> None:
    paragraphs = of_texts(TARGET)
    paragraphs[3] = paragraphs[3].replace("<w:rPr>", "<w:rPr><w:vanish/>")
    assert rules(*paragraphs) == {"structure.changed"}


def test_a_disclaimer_that_is_gone_deleted_changed_or_moved_is_found() -> None:
    title, heading, text, last = of_texts(TARGET)
    deleted = paragraph(f"<w:del>{run(TARGET[2])}</w:del>")
    assert "disclaimer.missing" in rules(title, last)
    assert {"disclaimer.changed", "disclaimer.missing"} & rules(title, heading, deleted, last)
    assert "disclaimer.changed" in rules(title, heading, text.replace("no es", "es"), last)
    assert "disclaimer.misplaced" in rules(title, last, heading, text)
    assert "disclaimer.duplicated" in rules(title, heading, text, last, heading, text)
    assert "structure.changed" in rules(title, heading, text, last, last)


def test_a_heading_once_more_without_its_text_is_a_copy_too() -> None:
    title, heading, text, last = of_texts(TARGET)
    assert "disclaimer.duplicated" in rules(title, heading, text, heading, last)


def test_a_disclaimer_that_the_source_does_not_show_proves_nothing() -> None:
    source = (SOURCE[0], SOURCE[1], "This is some advice.", SOURCE[3])
    assert rules(*of_texts(TARGET), source=source) == {"disclaimer.misplaced"}


def test_one_notice_belongs_to_an_owed_disclaimer_and_a_second_one_to_nothing() -> None:
    title, _, _, last = of_texts(TARGET)
    notice = paragraph(run("Este aviso está en inglés."), FRAME)
    marked = of_texts(("", "[Inglés] Note", "[Inglés] This is no advice.", ""))[1:3]
    assert rules(title, notice, notice, *marked, last, is_owed=True) == {"structure.changed"}


def test_an_owed_disclaimer_has_a_framed_notice_and_marks_in_words() -> None:
    title, _, _, last = of_texts(TARGET)
    notice = paragraph(run("Este aviso está en inglés."), FRAME)
    marked = of_texts(("", "[Inglés] Note", "[Inglés] This is no advice.", ""))[1:3]
    assert rules(title, notice, *marked, last, is_owed=True) == set()
    assert "disclaimer.changed" in rules(title, *marked, last, is_owed=True)
    assert "disclaimer.language" in rules(title, notice, *of_texts(SOURCE)[1:3], last, is_owed=True)


def test_a_preview_has_a_framed_banner_and_a_release_has_none() -> None:
    banner = paragraph(run("Vista previa."), FRAME)
    assert rules(banner, *of_texts(TARGET), is_release=False) == set()
    assert rules(*of_texts(TARGET), is_release=False) == {"preview.unmarked"}
    assert rules(banner, *of_texts(TARGET)) == {"release.is-preview"}


def test_text_is_read_from_cells_links_and_boxes_and_not_from_deletions() -> None:
    cell = f"<w:tbl><w:tr><w:tc>{paragraph(run('cell'))}</w:tc></w:tr></w:tbl>"
    link = paragraph(f"<w:hyperlink>{run('linked')}</w:hyperlink><w:r><w:tab/><w:t>after</w:t></w:r>")
    box = paragraph(f"<w:r><w:pict><w:txbxContent>{paragraph(run('boxed'))}</w:txbxContent></w:pict></w:r>")
    moved = f"<w:moveFrom>{paragraph(run('moved'))}</w:moveFrom>"
    data = docx(cell, link, box, moved)
    assert texts(data) == ["cell", "linked after", "", "boxed"]
    assert read_docx_file(data).blocks[0].around == ("tbl", "tr", "tc")


def test_a_file_of_the_stricter_kind_is_read_too() -> None:
    space = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        body = f'<w:document xmlns:w="{space}"><w:body>{paragraph(run("text"))}</w:body></w:document>'
        package.writestr("word/document.xml", body)
    assert texts(data.getvalue()) == ["text"]


@pytest.mark.parametrize(
    "data",
    [
        b"no zip",
        docx(paragraph(run("x")), name="word/other.xml"),
        docx("<w:p>"),
        docx("<!DOCTYPE x [<!ENTITY a 'b'>]>"),
    ],
    ids=["no zip", "no document", "no XML", "entities"],
)
def test_what_is_no_word_file_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_docx_file(data)
