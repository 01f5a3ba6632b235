"""What a document obliges a page to, from a document built by hand."""

from __future__ import annotations

from pipeline.model.document import Block, BlockKind, ByteRange, Document, Junk, Occurrence
from pipeline.model.locale import Locale
from pipeline.model.unit import Risk, UnitKey
from pipeline.verify.outline import outline
from pipeline.verify.page import Kind, Medium, Seen, VerifiedPage
from pipeline.verify.structure import check_structure
from pipeline.verify.text import read_text_page

DATA = b"Cramps\nNullBasics\nDrink a lot of water. Rest.\nCauses (English): Too little sleep at night.\n"


def block(kind: BlockKind, text: str, line: int, level: int = 0) -> Block:
    start = DATA.index(text.encode())
    where = ByteRange(start, start + len(text.encode()))
    unit = Occurrence(key=UnitKey(None, text), range=where, risk=Risk.STANDARD)
    return Block(kind=kind, line=line, occurrences=(unit,), level=level)


DOCUMENT = Document(
    id="cramps",
    path="source/cramps.txt",
    data=DATA,
    blocks=(
        block(BlockKind.TITLE, "Cramps", 1),
        block(BlockKind.HEADING, "NullBasics", 2, level=1),
        block(BlockKind.PARAGRAPH, "Drink a lot of water. Rest.", 3),
        block(BlockKind.LABEL, "Causes", 4),
        block(BlockKind.PARAGRAPH, "Too little sleep at night.", 4),
    ),
    junk=(Junk(range=ByteRange(7, 11), line=2, text="Null"),),
)


def test_junk_inside_a_block_is_not_expected_on_a_page() -> None:
    assert [one.text for one in outline(DOCUMENT).blocks][1] == "Basics"


def test_labels_come_right_after_the_title_of_a_page() -> None:
    assert [one.kind for one in outline(DOCUMENT).flowing()] == [
        Kind.TITLE,
        Kind.LABEL,
        Kind.HEADING,
        Kind.PARAGRAPH,
        Kind.PARAGRAPH,
    ]


def test_only_sentences_of_four_words_or_more_are_told_apart() -> None:
    assert outline(DOCUMENT).sentences == {
        "drink a lot of water.",
        "drink a lot of water. rest.",
        "too little sleep at night.",
    }


def test_a_label_and_its_text_on_one_line_are_one_line_of_the_record() -> None:
    text = "Calambres\nLo básico\nBeba mucha agua.\nCausas (español): Dormir poco.\n"
    page = read_text_page(text, file="x.txt", document="cramps", locale=Locale("es"), wordings=(), labels=0)
    assert list(check_structure(page, outline(DOCUMENT), (), Locale("en"))) == []
    shorter = read_text_page(
        text.rsplit("\n", 2)[0], file="x.txt", document="cramps", locale=Locale("es"), wordings=(), labels=0
    )
    (finding,) = check_structure(shorter, outline(DOCUMENT), (), Locale("en"))
    assert "block 4 is missing" in finding.message


def test_a_block_declared_as_the_source_language_must_be_the_source() -> None:
    shape = outline(DOCUMENT).flowing()
    texts = ["Calambres", "Causas:", "Basics", "Drink a lot of wine. Rest.", "Dormir poco."]
    langs = ["es", "es", "en", "en", "es"]
    blocks = tuple(
        Seen(kind=one.kind, level=one.level, text=text, line=n, lang=lang, dir="ltr")
        for n, (one, text, lang) in enumerate(zip(shape, texts, langs, strict=True), 1)
    )
    page = VerifiedPage(
        file="x.html", medium=Medium.HTML, document="cramps", locale=Locale("es"), blocks=blocks
    )
    (finding,) = check_structure(page, outline(DOCUMENT), (), Locale("en"))
    assert (finding.check, finding.line) == ("structure.changed", 4)
    assert '"Drink a lot of wine. Rest." instead of "Drink a lot of water. Rest."' in finding.message
