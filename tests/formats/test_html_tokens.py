import pytest

from pipeline.formats.html_tokens import Context, Piece, decode, read_pieces
from tests.formats.htmls import SNIPPETS, mutate


def pieces(text: str, *, is_foreign: bool = False, is_xml: bool = False) -> list[tuple[str, str]]:
    data = text.encode()
    found = read_pieces(data, 0, Context(is_foreign=is_foreign, is_xml=is_xml))
    return [(one.kind, data[one.start : one.stop].decode()) for one in found]


def attributes(text: str) -> list[tuple[str, str, str, bool, str]]:
    data = text.encode()
    piece = next(iter(read_pieces(data, 0, Context())))
    return [
        (one.name, one.value, one.quote, one.has_value, one.range.cut(data).decode())
        for one in piece.attributes(data)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a < b <1> </", [("text", "a < b <1> </")]),
        ("<A HREF=x>y</a >", [("open", "<A HREF=x>"), ("text", "y"), ("close", "</a >")]),
        ("<a b='>' c=\">\">d", [("open", "<a b='>' c=\">\">"), ("text", "d")]),
        ("<a/b/>c", [("open", "<a/b/>"), ("text", "c")]),
        ("<!-->a", [("comment", "<!-->"), ("text", "a")]),
        ("<!--->a", [("comment", "<!--->"), ("text", "a")]),
        ("<!-- > -- --!>a", [("comment", "<!-- > -- --!>"), ("text", "a")]),
        ("<!-- a", [("comment", "<!-- a")]),
        (
            "<!--[if IE]><p>x</p><![endif]-->y",
            [("comment", "<!--[if IE]><p>x</p><![endif]-->"), ("text", "y")],
        ),
        ("<![CD>a", [("other", "<![CD>"), ("text", "a")]),
        ("<![CDATA[a>b]]>", [("other", "<![CDATA[a>"), ("text", "b]]>")]),
        ("<!doctype html>a", [("other", "<!doctype html>"), ("text", "a")]),
        (
            "<?x y?>a</ b>c</>",
            [("other", "<?x y?>"), ("text", "a"), ("other", "</ b>"), ("text", "c"), ("other", "</>")],
        ),
        ('a<b c="d>e', [("text", "a"), ("other", '<b c="d>e')]),
        ("a<b c", [("text", "a"), ("other", "<b c")]),
        (
            "<title>a<b>&amp;</TITLE>c",
            [("open", "<title>"), ("text", "a<b>&amp;"), ("close", "</TITLE>"), ("text", "c")],
        ),
        ("<style></styles></style>", [("open", "<style>"), ("text", "</styles>"), ("close", "</style>")]),
        (
            "<script><!--<script></script>--></script>x",
            [
                ("open", "<script>"),
                ("text", "<!--<script></script>-->"),
                ("close", "</script>"),
                ("text", "x"),
            ],
        ),
        (
            "<script><!--</script>x",
            [("open", "<script>"), ("text", "<!--"), ("close", "</script>"), ("text", "x")],
        ),
        ("<plaintext>a</plaintext>", [("open", "<plaintext>"), ("text", "a</plaintext>")]),
    ],
)
def test_bytes_are_cut_where_a_browser_cuts_them(text: str, found: list[tuple[str, str]]) -> None:
    assert pieces(text) == found


def test_names_mean_less_in_svg_and_xml() -> None:
    assert pieces("<title>a<b>", is_foreign=True) == [("open", "<title>"), ("text", "a"), ("open", "<b>")]
    assert pieces("<![CDATA[a>b]]>c", is_foreign=True) == [("other", "<![CDATA[a>b]]>"), ("text", "c")]
    assert pieces("<script/><b>", is_xml=True) == [("open", "<script/>"), ("open", "<b>")]
    assert pieces("<script/><b>") == [("open", "<script/>"), ("text", "<b>")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<a b=c>", [("b", "c", "", True, "c")]),
        ("<a B = 'c d'e=\"f\">", [("b", "c d", "'", True, "c d"), ("e", "f", '"', True, "f")]),
        ("<a b c=>", [("b", "", "", False, ""), ("c", "", "", True, "")]),
        ("<a b=1 b=2>", [("b", "1", "", True, "1")]),
        ("<a href=x/>", [("href", "x/", "", True, "x/")]),
        ("<a =b>", [("=b", "", "", False, "")]),
        ("<a b='x&amp;y&copy=1&copy;&lt'>", [("b", "x&y&copy=1©<", "'", True, "x&amp;y&copy=1&copy;&lt")]),
        ("<a b=é>", [("b", "é", "", True, "é")]),
        ("<br/>", []),
    ],
)
def test_attributes_are_read_as_a_browser_reads_them(
    text: str, found: list[tuple[str, str, str, bool, str]]
) -> None:
    assert attributes(text) == found


@pytest.mark.parametrize(
    ("text", "is_it"),
    [("<a/>", True), ("<a b/>", True), ("<a b='c'/>", True), ("<a b=c/>", False), ("<a>", False)],
)
def test_a_tag_that_ends_itself_is_told_from_an_address_that_ends_in_a_slash(
    text: str, is_it: object
) -> None:
    assert Piece("open", 0, len(text), "a").is_self_closing(text.encode()) is is_it


def test_references_are_decoded() -> None:
    assert decode("&amp;&#65;&#x42;&nbsp;&bogus;&copy", is_value=False) == "&AB\xa0&bogus;©"
    assert decode("&copyx &copy=", is_value=True) == "&copyx &copy="


def test_pieces_cover_the_file_whatever_it_is() -> None:
    for text in mutate(SNIPPETS, 1000, 5):
        assert "".join(raw for _, raw in pieces(text)) == text
