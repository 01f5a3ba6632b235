import pytest

from pipeline.formats.base import rebuild, splice, write_units
from pipeline.formats.record import RecordFormat
from pipeline.model.document import Block, BlockKind, ByteRange, Code, Document, Occurrence
from pipeline.model.unit import Risk, UnitKey
from tests.formats.records import parse


def test_pieces_replace_their_ranges_in_whatever_order_they_come() -> None:
    assert splice(b"abcdef", [(ByteRange(4, 5), b"EE"), (ByteRange(0, 2), b"")]) == b"cdEEf"


def test_ranges_that_touch_do_not_overlap() -> None:
    assert splice(b"abc", [(ByteRange(0, 1), b"1"), (ByteRange(1, 3), b"2")]) == b"12"


def test_overlapping_ranges_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap at byte 1"):
        splice(b"abc", [(ByteRange(0, 2), b""), (ByteRange(1, 3), b"")])


def test_the_skeleton_stays_when_units_are_replaced() -> None:
    document = parse("  Títle \r\n\r\n\tOne.  Two.\r\nX")
    back = rebuild(RecordFormat(), document, lambda unit: f"<{unit.key.source}>")
    assert back.decode() == "  <Títle> \r\n\r\n\t<One.>  <Two.>\r\n<X>"


def nested(data: bytes, *ranges: tuple[int, int], opening: bytes = b"") -> Document:
    """Return a document whose first unit has a tag, in which the others stand."""
    units = [
        Occurrence(
            key=UnitKey(None, f"u{number}"),
            range=ByteRange(*where),
            risk=Risk.STANDARD,
            codes=(Code(number=1, opening=opening, closing=None, note=""),) if opening and not number else (),
        )
        for number, where in enumerate(ranges)
    ]
    block = Block(kind=BlockKind.PARAGRAPH, line=1, occurrences=tuple(units))
    return Document(id="a", path="a", data=data, blocks=(block,))


def test_a_unit_in_a_tag_is_written_into_that_tag_wherever_it_goes() -> None:
    document = nested(b"ab<t alt=x>cd e", (0, 13), (9, 10), opening=b"<t alt=x>")

    def write(unit: Occurrence) -> bytes:
        return unit.codes[0].opening + b"!" if unit.codes else b"YY"

    assert splice(document.data, write_units(document, write)) == b"<t alt=YY>! e"


def test_a_unit_in_a_tag_is_written_though_the_text_around_it_stays() -> None:
    document = nested(b"ab<t alt=x>cd e", (0, 13), (9, 10), opening=b"<t alt=x>")
    pieces = write_units(document, lambda unit: unit.range.cut(document.data) if unit.codes else b"YY")
    assert splice(document.data, pieces) == b"ab<t alt=YY>cd e"


def test_edits_stand_beside_units_inside_of_their_tags_or_in_place_of_them() -> None:
    document = nested(b"ab<t alt=x>cd e", (0, 13), opening=b"<t alt=x>")
    edits = [(ByteRange(0, 0), b"["), (ByteRange(13, 13), b"]"), (ByteRange(4, 4), b" k")]
    pieces = write_units(document, lambda unit: unit.codes[0].opening, edits)
    assert splice(document.data, pieces) == b"[<t k alt=x>] e"
    pieces = write_units(document, lambda _: b"gone", [(ByteRange(0, 14), b"")])
    assert splice(document.data, pieces) == b"e"
