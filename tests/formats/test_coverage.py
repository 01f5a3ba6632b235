"""Coverage: every letter of a document is counted once, as what it is."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats.coverage import Coverage, measure_coverage
from pipeline.model.document import (
    Block,
    BlockKind,
    ByteRange,
    Code,
    Document,
    Occurrence,
    Package,
    Untranslated,
    UntranslatedKind,
)
from pipeline.model.unit import Risk, UnitKey
from tests.formats.markdowns import parse as parse_markdown
from tests.formats.records import parse as parse_record

CODE, METADATA, EXCLUDED, UNKNOWN = UntranslatedKind


def document(
    text: str,
    units: list[tuple[int, int]],
    others: list[tuple[int, int, UntranslatedKind]],
    *,
    codes: tuple[Code, ...] = (),
    package: Package | None = None,
) -> Document:
    """Return a document with units and other ranges where they are said to be."""
    blocks = tuple(
        Block(
            kind=BlockKind.PARAGRAPH,
            line=1,
            occurrences=(
                Occurrence(key=UnitKey(None, "x"), range=ByteRange(*where), risk=Risk.STANDARD, codes=codes),
            ),
        )
        for where in units
    )
    untranslated = tuple(Untranslated(range=ByteRange(a, b), kind=kind) for a, b, kind in others)
    return Document(
        id="a", path="a", data=text.encode(), blocks=blocks, untranslated=untranslated, package=package
    )


def test_each_kind_is_counted() -> None:
    found = document("ab1 cde fghi jk lm no", [(0, 3)], [(4, 7, CODE), (8, 12, METADATA), (13, 15, EXCLUDED)])
    assert measure_coverage(found) == Coverage(
        letters=15, text=2, code=3, metadata=4, excluded=2, markup=4, unknown=0, line=None
    )


def test_letters_are_unicode_letters_and_no_bytes() -> None:
    assert measure_coverage(document("é字1 ²_ü", [(0, 5)], [])).letters == 3
    assert measure_coverage(document("é字1 ²_ü", [(0, 5)], [])).text == 2


def test_what_is_not_understood_is_told_with_its_first_line_of_letters() -> None:
    text = "ab\n12\n\r\n3é\rx\n"
    found = measure_coverage(document(text, [(0, 2)], [(3, 5, UNKNOWN), (6, len(text) + 1, UNKNOWN)]))
    assert (found.unknown, found.line) == (2, 4)
    assert measure_coverage(document("ab\n12\n", [(0, 2)], [(3, 5, UNKNOWN)])).line is None


def test_a_line_of_a_package_is_one_of_its_member() -> None:
    members = (("a.xml", ByteRange(0, 4)), ("b.xml", ByteRange(5, 9)))
    package = Package(data=b"", members=members)
    found = document("a\nb\n\0c\nd\n", [], [(7, 8, UNKNOWN)], package=package)
    assert measure_coverage(found).line == 2


def test_letters_of_tags_are_markup() -> None:
    codes = (Code(number=1, opening=b"<b>", closing=b"</b>", note=""),)
    found = measure_coverage(document("<b>word</b>", [(0, 11)], [], codes=codes))
    assert (found.text, found.markup) == (4, 2)


def test_a_letter_is_counted_once_and_first_in_a_unit() -> None:
    others = [(0, 10, EXCLUDED), (2, 12, CODE), (5, 6, UNKNOWN)]
    found = measure_coverage(document("abcdefghijklmn", [(1, 3), (4, 5)], others))
    assert found == Coverage(letters=14, text=3, excluded=7, code=2, markup=2)


def test_the_sum_adds_everything_but_lines() -> None:
    one = Coverage(letters=21, text=1, code=2, markup=3, metadata=4, excluded=5, unknown=6, line=7)
    assert one.plus(one) == Coverage(
        letters=42, text=2, code=4, markup=6, metadata=8, excluded=10, unknown=12, line=None
    )


RANGES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted), max_size=6)


@given(RANGES, st.lists(st.sampled_from(UntranslatedKind), min_size=6, max_size=6), st.integers(3, 30))
@settings(max_examples=300, deadline=None)
def test_the_kinds_add_up_to_the_letters(
    ranges: list[list[int]], kinds: list[UntranslatedKind], cut: int
) -> None:
    others = [(a, b, kind) for (a, b), kind in zip(ranges, kinds, strict=False)]
    units = [(0, cut // 2), (cut // 2 + 1, cut)]
    found = measure_coverage(document("x" * 30, units, others))
    parts = (found.text, found.code, found.markup, found.metadata, found.excluded, found.unknown)
    assert sum(parts) == found.letters == 30
    in_units = {at for a, b in units for at in range(a, b)}
    in_others = {at for a, b, _ in others for at in range(a, b)} - in_units
    assert (found.text, found.markup) == (len(in_units), 30 - len(in_units | in_others))


def test_a_record_tells_what_it_leaves_out() -> None:
    found = measure_coverage(parse_record("T\nCauses (English):\nNullTips\nRest.\n"))
    assert (found.text, found.excluded, found.metadata, found.markup) == (1 + 6 + 4 + 4, 4, 7, 0)


def test_markdown_tells_what_it_leaves_out() -> None:
    text = (
        "---\nkey: v\n---\n# T\n\nSee [it](http).\n\n```sh\nls\n```\n\n<!-- caveat: skip -->\nnot\n\n"
        "<div a='b'>\n<b>ra</b>w\n</div>\n\n> <p>q\n> r</p>\n\n- x\n\n      co\n"
    )
    found = measure_coverage(parse_markdown(text))
    assert (found.metadata, found.code, found.excluded, found.unknown) == (4, 2 + 2 + 2, 3, 2)
    assert (found.text, found.line) == (1 + 3 + 2 + 3 + 1, 19)
    assert measure_coverage(parse_markdown("<p>\n1\n</p>\n\n<!-- no -->\n\n!!! note\n    x\n")).unknown == 0
