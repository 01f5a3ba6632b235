from __future__ import annotations

from pipeline.model.document import Block, BlockKind, ByteRange, Document, Occurrence
from pipeline.model.unit import Risk, UnitKey
from pipeline.review.passages import heading_of, paragraph_of, section_of


def block(kind: BlockKind, *texts: str, section: str | None = None) -> Block:
    units = tuple(
        Occurrence(key=UnitKey(None, text), range=ByteRange(0, 0), risk=Risk.STANDARD) for text in texts
    )
    return Block(kind=kind, line=1, occurrences=units, section=section)


DOCUMENT = Document(
    id="x",
    path="x",
    data=b"",
    blocks=(
        block(BlockKind.TITLE, "Title"),
        block(BlockKind.PARAGRAPH, "Zero."),
        block(BlockKind.HEADING, "One"),
        block(BlockKind.PARAGRAPH, "A.", "B.", section="One"),
        block(BlockKind.PARAGRAPH, "C.", "A.", section="One"),
        block(BlockKind.HEADING, "Two"),
        block(BlockKind.PARAGRAPH, "D.", section="Two"),
    ),
)


def words(keys: tuple[UnitKey, ...]) -> list[str]:
    return [key.source for key in keys]


def of(text: str) -> UnitKey:
    return UnitKey(None, text)


def test_a_paragraph_is_the_first_one_the_unit_stands_in() -> None:
    assert words(paragraph_of(DOCUMENT, of("B."))) == ["A.", "B."]
    assert words(paragraph_of(DOCUMENT, of("A."))) == ["A.", "B."]
    assert words(paragraph_of(DOCUMENT, of("C."))) == ["C.", "A."]


def test_a_section_is_its_heading_and_what_stands_under_it() -> None:
    for text in ("One", "B.", "C."):
        assert words(section_of(DOCUMENT, of(text))) == ["One", "A.", "B.", "C."]
    assert words(section_of(DOCUMENT, of("D."))) == ["Two", "D."]
    assert words(section_of(DOCUMENT, of("Zero."))) == ["Title", "Zero."]


def test_a_unit_that_is_nowhere_has_no_passage() -> None:
    assert paragraph_of(DOCUMENT, of("X")) == section_of(DOCUMENT, of("X")) == ()
    assert heading_of(DOCUMENT, of("X")) is None
    assert heading_of(DOCUMENT, of("D.")) == "Two"
