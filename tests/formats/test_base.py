import pytest

from pipeline.formats.base import rebuild, splice
from pipeline.formats.record import RecordFormat
from pipeline.model.document import ByteRange
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
