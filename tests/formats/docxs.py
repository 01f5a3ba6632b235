"""Word files for tests: made by python-docx or by hand; short ways to read and translate them."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import docx
from docx.enum.text import WD_BREAK

from pipeline.formats.base import Edition, rebuild
from pipeline.formats.docx import DocxFormat
from pipeline.formats.inline import Tag, parse_inline, render_inline
from pipeline.model.locale import Locale
from tests.formats.readings import make_reading
from tests.formats.zips import unzip, zipped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from docx.document import Document as WordDocument

    from pipeline.config.project import Profile
    from pipeline.model.disclaimer import Disclaimer
    from pipeline.model.document import Document, Occurrence

FORMAT = DocxFormat()
MAIN = "word/document.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = {
    "w": _W,
    "r": _OFFICE,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "v": "urn:schemas-microsoft-com:vml",
}
SPACES = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items())
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_KINDS = {"document": "document.main", "footnotes": "footnotes", "styles": "styles", "header1": "header"}


def styles(*extra: str) -> str:
    """Return the styles that the files here use, and others."""
    named = {
        "Title": "Title",
        "Heading1": "heading 1",
        "berschrift2": "heading 2",
        "Quelltext": "HTML Preformatted",
    }
    own = "".join(
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/></w:style>'
        for style, name in named.items()
    )
    own += '<w:style w:type="character" w:styleId="Code"><w:name w:val="HTML Code"/></w:style>'
    own += '<w:style w:type="character" w:styleId="Stark"><w:name w:val="Strong"/></w:style>'
    return f"{HEAD}<w:styles {SPACES}>{own}{''.join(extra)}</w:styles>"


def written(
    body: str, parts: Mapping[str, str] | None = None, links: Mapping[str, tuple[str, str]] | None = None
) -> bytes:
    """Return a Word file with a body, other parts by name, and links by id: kind and target."""
    related = {
        "rIdStyles": ("styles", "styles.xml"),
        **{f"rId{name}": (re.sub(r"\d", "", name), f"{name}.xml") for name in parts or {} if name != "core"},
        **(links or {}),
    }
    members = {
        "[Content_Types].xml": _content_types(parts or {}),
        "_rels/.rels": _rels(
            {
                "rId1": ("officeDocument", MAIN),
                **({"rId2": ("core-properties", "docProps/core.xml")} if "core" in (parts or {}) else {}),
            }
        ),
        MAIN: f"{HEAD}<w:document {SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/_rels/document.xml.rels": _rels(related),
        "word/styles.xml": styles(),
    }
    for name, text in (parts or {}).items():
        members["docProps/core.xml" if name == "core" else f"word/{name}.xml"] = text
    return zipped({name: text.encode() for name, text in members.items()})


def _content_types(parts: Mapping[str, str]) -> str:
    kinds = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}{kind}+xml"/>'
        for name, kind in _KINDS.items()
        if name in ("document", "styles") or name in parts
    )
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{kinds}</Types>'
    )


def _rels(links: Mapping[str, tuple[str, str]]) -> str:
    def one(number: str, kind: str, target: str) -> str:
        mode = ' TargetMode="External"' if ":" in target else ""
        return f'<Relationship Id="{number}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'

    inside = "".join(one(number, *link) for number, link in links.items())
    return f'{HEAD}<Relationships xmlns="{_RELS}">{inside}</Relationships>'


def core(title: str, subject: str = "") -> str:
    """Return the properties of a document."""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_RELS.replace("relationships", "metadata/core-properties")}" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
        f"<dc:subject>{subject}</dc:subject><dc:creator>Ann Author</dc:creator></cp:coreProperties>"
    )


def part(name: str, inside: str) -> str:
    """Return a part such as `hdr` or `footnotes`."""
    return f"{HEAD}<w:{name} {SPACES}>{inside}</w:{name}>"


def para(*runs: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph."""
    own = (f'<w:pStyle w:val="{style}"/>' if style else "") + properties
    return f"<w:p>{f'<w:pPr>{own}</w:pPr>' if own else ''}{''.join(runs)}</w:p>"


def run(text: str, look: str = "") -> str:
    """Return a run of text; `look` is what stands in its properties."""
    own = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{own}<w:t xml:space="preserve">{text}</w:t></w:r>'


BOLD, ITALIC = "<w:b/>", "<w:i/>"


def parse(
    data: bytes | str,
    profile: Profile | None = None,
    *,
    segmentation: str = "sentence",
    disclaimers: tuple[Disclaimer, ...] = (),
) -> Document:
    """Return the document in a Word file, or in one with a body."""
    reading = make_reading(
        FORMAT.name, "source/a.docx", profile, segmentation=segmentation, disclaimers=disclaimers
    )
    return FORMAT.parse(written(data) if isinstance(data, str) else data, reading)


def sources(data: bytes | str, *, segmentation: str = "sentence") -> list[str]:
    """Return the units' texts in order."""
    return [unit.key.source for unit in parse(data, segmentation=segmentation).occurrences()]


def notes(data: bytes | str, at: int = 0) -> list[str]:
    """Return what the tags of a unit are."""
    return [code.note for code in list(parse(data).occurrences())[at].codes]


def translate(data: bytes | str, *targets: str) -> bytes:
    """Return the file with its first units translated."""
    document = parse(data)
    units = list(document.occurrences())
    texts = {unit.range: text for unit, text in zip(units, targets, strict=False)}
    return rebuild(FORMAT, document, lambda unit: texts.get(unit.range, unit.key.source))


def body_of(data: bytes, name: str = MAIN) -> str:
    """Return what stands in the body of a Word file, or a whole other member."""
    text = unzip(data)[name].decode()
    return text.partition("<w:body>")[2].partition("<w:sectPr/>")[0] if name == MAIN else text


def localize(
    data: bytes | str,
    locale: str,
    text_of: Callable[[Occurrence], str],
    **decided: object,
) -> bytes:
    """Return the edition of a Word file in a locale."""
    document = parse(data)
    edition = Edition(locale=Locale(locale), source_locale=Locale("en"), text_of=text_of, **decided)  # type: ignore[arg-type]
    return FORMAT.localize(document, edition)


def in_texts(source: str, change: Callable[[str], str]) -> str:
    """Return a unit's source with its texts changed and its tags kept."""
    return render_inline([part if isinstance(part, Tag) else change(part) for part in parse_inline(source)])


def loud(unit: Occurrence) -> str:
    """Return a pseudo-translation: all in capitals."""
    return in_texts(unit.key.source, str.upper)


def made() -> WordDocument:
    """Return a document as python-docx makes it, with what people use most."""
    word = docx.Document()
    word.core_properties.title = "Leg cramps"
    word.core_properties.subject = "Muscles & nerves"
    word.add_heading("Leg cramps", 0)
    lead = word.add_paragraph("Take ")
    lead.add_run("500 mg").bold = True
    lead.add_run(" of magnesium. Do not take more than ")
    lead.add_run("two").italic = True
    lead.add_run(" a day & rest. See a doctor.")
    word.add_heading("Causes", 1)
    word.add_paragraph("Heat. Cold.", style="List Bullet")
    word.add_paragraph("Thirst", style="List Number")
    word.add_heading("In the night", 2)
    broken = word.add_paragraph("First line")
    broken.add_run().add_break(WD_BREAK.LINE)
    broken.add_run("second line.\tAfter a tab.")
    table = word.add_table(2, 2)
    for number, text in enumerate(("Dose", "Note. With two.", "5 mg", "“Quoted” text")):
        table.cell(number // 2, number % 2).text = text
    section = word.sections[0]
    section.header.paragraphs[0].text = "A header"
    section.footer.paragraphs[0].text = "A footer. With two sentences."
    return word


def saved(word: WordDocument) -> bytes:
    """Return a document's file."""
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def opened(data: bytes) -> WordDocument:
    """Return a file as python-docx reads it."""
    return docx.Document(io.BytesIO(data))


def read_texts(data: bytes) -> list[str]:
    """Return the paragraphs of a file as python-docx reads them, tables after them."""
    word = opened(data)
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return [one.text for one in word.paragraphs] + cells


def field(instruction: str, result: str = "") -> str:
    """Return a complex field, whose result is a run."""

    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return mark("begin") + code + (mark("separate") + run(result) if result else "") + mark("end")


def link(*runs: str, attributes: str = 'r:id="rId9"') -> str:
    """Return a hyperlink."""
    return f"<w:hyperlink {attributes}>{''.join(runs)}</w:hyperlink>"


def drawing(inside: str = "", *, descr: str = "", title: str = "") -> str:
    """Return a run with an image in it."""
    texts = f' descr="{descr}" title="{title}"'
    shown = f'<wp:inline><wp:docPr id="1" name="Picture 1"{texts}/>{inside}</wp:inline>'
    return f"<w:r><w:drawing>{shown}</w:drawing></w:r>"


def box(*paragraphs: str) -> str:
    """Return a run with a text box in it, and its copy for old programs."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    new = f'<w:drawing><wp:anchor><wp:docPr id="2" name="Box" descr="A box"/><wps:txbx>{content}</wps:txbx>'
    old = f'<w:pict><v:shape alt="A box"><v:textbox>{content}</v:textbox></v:shape></w:pict>'
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{new}</wp:anchor></w:drawing></mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


NOTE = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="1"/></w:r>'
TAB = "<w:r><w:tab/></w:r>"
DELETED = '<w:del w:id="5" w:author="Ann"><w:r><w:delText>old words</w:delText></w:r></w:del>'
CONTROL = "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
BODIES = (
    para(run("Leg cramps"), style="Title") + para(run("Text one. Text two."), style="Quote"),
    para(run("Take "), run("500 mg", BOLD), run(" of it. Do "), run("not. Never", ITALIC), run(" rest.")),
    para(run("See "), link(run("the list", '<w:rStyle w:val="Hyperlink"/>')), run(". Then go."), TAB),
    para(run("Page "), field("PAGE", "7"), run(" of "), field('HYPERLINK "x"', "all of it"), run(".")),
    para(run("One"), NOTE, run(" two."), NOTE, run(" Three "), drawing(descr="a leg"), run(" four. "), TAB),
    para(box(para(run("In the "), run("box", BOLD), run(". More."))), run("Before the box.")),
    para(run("Take "), DELETED, f'<w:ins w:id="6">{run("two, then")}</w:ins>', run(" three. Four.")),
    para('<w:bookmarkStart w:id="1" w:name="x"/>', run("A mark"), '<w:bookmarkEnd w:id="1"/>', run(" here.")),
    para(run("Use "), CONTROL.format(run("this control")), run(" now."))
    + CONTROL.format(para(run("Whole."))),
    f"<w:tbl><w:tr><w:tc>{para(run('Cell one. Two.'))}</w:tc><w:tc>{para()}</w:tc></w:tr></w:tbl>",
    para(
        "<w:r><w:t>Loose text. </w:t></w:r>",
        run("Bold. Then", BOLD),
        "<w:r><w:t> plain &amp; simple.</w:t></w:r>",
    ),
    para(
        run("secret", "<w:vanish/>"),
        run("&#8217;s &lt;1&gt; text"),
        "<w:r><w:t><![CDATA[ & more.]]></w:t></w:r>",
    ),
    para(run("print(x)"), style="Quelltext") + para(run("Second"), style="Heading1"),
    para(
        "<w:r><w:t>a</w:t><w:br/><w:t>line</w:t><w:noBreakHyphen/><w:t>end</w:t></w:r>", drawing(descr="x y")
    ),
)
"""Every construct, to be mutated."""
