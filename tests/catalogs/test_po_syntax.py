from __future__ import annotations

import pytest

from pipeline.catalogs.po import parse_catalog
from pipeline.errors import CatalogError
from pipeline.model.unit import UnitKey

HEAD = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
A = b'msgid "a"\nmsgstr "b"\n'
KEYWORDS = "a line starts with #, msgctxt, msgid, msgid_plural, msgstr or a quote"
ORDER = "the order is msgctxt, msgid, msgid_plural, msgstr"
UTF8 = "catalogs are UTF-8: convert it with `msgconv --to-code=UTF-8`"
CUT = "the file is cut off; restore it or save it again"
RESTORE = "add it, or restore the file from version control"
BLANK = "separate the entries by a blank line"
JOIN = "join it to the string it belongs to, or delete it"
MARKERS = "keep one side of each conflict and delete the markers"
FORMS = "msgstr[0], msgstr[1] … go with msgid_plural"
PREVIOUS = "delete the line, or restore it from version control"
HALF = 'only a part of the entry is marked obsolete by "#~"'
PLURAL = b'msgid "a"\nmsgid_plural "as"\n'

TABLE = [
    (
        b'msgid "a\nmsgstr "b"\n',
        4,
        "the string is not closed by a double quote",
        "correct the string on line 4",
    ),
    (
        b'msgid "a"\nmsgstr "b',
        5,
        "the string is not closed by a double quote",
        "correct the string on line 5",
    ),
    (b'msgid "a"\n', 4, 'the entry has no "msgstr": the file ends inside it', CUT),
    (b'# note\n\nmsgctxt "x"\n', 4, 'the entry has no "msgstr": the file ends inside it', CUT),
    (b'msgid "a"\n\n# next\nmsgid "b"\nmsgstr ""\n', 4, 'the entry has no "msgstr"', RESTORE),
    (b'msgid "\xe9"\nmsgstr "b"\n', 4, "not UTF-8: byte 0xe9 can't be read", UTF8),
    (b'msgid "a"\nmsgstr "\xc3', 5, "not UTF-8: byte 0xc3 can't be read", UTF8),
    (A + b"\n" + A, 7, "the same msgctxt and msgid stand on line 4 too", "keep one of the two entries"),
    (
        b"#~ " + A.replace(b"\n", b"\n#~ ", 1) + A,
        6,
        "the same msgctxt and msgid stand on line 4 too",
        "keep one of the two entries",
    ),
    (
        A + b'\nmsgid ""\nmsgstr "x"\n',
        7,
        "the same msgctxt and msgid stand on line 1 too",
        "keep one of the two entries",
    ),
    (A + b"hello there\n", 6, '"hello" is not a PO keyword', KEYWORDS),
    (b'msgidx "a"\n', 4, '"msgidx" is not a PO keyword', KEYWORDS),
    (b'msgid[0] "a"\n', 4, '"msgid[0]" is not a PO keyword', KEYWORDS),
    (b"#~ lost words\n", 4, '"lost" is not a PO keyword', KEYWORDS),
    (b'msgid "a\\q"\nmsgstr ""\n', 4, '"\\q" is not an escape', "correct the string on line 4"),
    (
        b'msgid "a" "b"\nmsgstr ""\n',
        4,
        "a double quote inside the string is not escaped",
        "correct the string on line 4",
    ),
    (
        b'msgid\n"a"\nmsgstr ""\n',
        4,
        "a string must start with a double quote",
        "correct the string on line 4",
    ),
    (
        b'msgid "a" \xc2\xa0\nmsgstr ""\n',
        4,
        "the string is not closed by a double quote",
        "correct the string on line 4",
    ),
    (b'msgstr "b"\nmsgid "a"\n', 4, '"msgstr" is out of order', ORDER),
    (b'msgid "a"\nmsgctxt "x"\nmsgstr "b"\n', 5, '"msgctxt" is out of order', ORDER),
    (A + b'msgid_plural "as"\n', 6, '"msgid_plural" is out of order', ORDER),
    (A + b'msgstr "c"\n', 6, '"msgstr" stands twice in one entry', BLANK),
    (b'msgid "a"\nmsgid "b"\nmsgstr "c"\n', 5, '"msgid" stands twice in one entry', BLANK),
    (PLURAL + b'msgstr[1] "b"\n', 6, '"msgstr[1]" is out of order', "plural forms count up from 0"),
    (
        PLURAL + b'msgstr[0] "b"\nmsgstr[2] "c"\n',
        7,
        '"msgstr[2]" is out of order',
        "plural forms count up from 0",
    ),
    (PLURAL + b'msgstr[x] "b"\n', 6, '"msgstr[x]" is not a PO keyword', KEYWORDS),
    (PLURAL + b'msgstr "b"\n', 6, '"msgstr" does not fit the entry', FORMS),
    (b'msgid "a"\nmsgstr[0] "b"\n', 5, '"msgstr[0]" does not fit the entry', FORMS),
    (b"<<<<<<< HEAD\n" + A, 4, "a merge conflict was left here", MARKERS),
    (b'msgid "a"\n=======\nmsgstr "b"\n', 5, "a merge conflict was left here", MARKERS),
    (A + b">>>>>>> other\n", 6, "a merge conflict was left here", MARKERS),
    (
        b'msgid "a\0"\nmsgstr "b"\n',
        4,
        "a NUL character stands here",
        "the file is damaged; restore it from version control",
    ),
    (
        b'msgid "a"\rmsgstr "b"\n',
        4,
        "a carriage return stands without a line feed",
        "save the file with LF line ends",
    ),
    (b'msgid "a"\n\n"b"\nmsgstr ""\n', 6, "a string stands without msgid or msgstr before it", JOIN),
    (A + b'\nmsgstr "b"\n', 7, '"msgstr" is out of order', ORDER),
    (b'"loose"\n', 4, "a string stands without msgid or msgstr before it", JOIN),
    (
        b'#| msgid "old"\n"more"\nmsgid "a"\nmsgstr ""\n',
        5,
        "a string stands without msgid or msgstr before it",
        JOIN,
    ),
    (
        b'#| msgid "old"\n# note\n#| "more"\nmsgid "a"\nmsgstr ""\n',
        6,
        "a string stands without msgid or msgstr before it",
        JOIN,
    ),
    (A + b'#~ "more"\n', 6, "a string stands without msgid or msgstr before it", JOIN),
    (b'#~ msgid "a"\n#~ msgstr "b"\n"more"\n', 6, "a string stands without msgid or msgstr before it", JOIN),
    (b'msgid "a"\n#~ msgstr "b"\n', 5, HALF, BLANK),
    (b'#~| msgid "old"\nmsgid "a"\nmsgstr "b"\n', 5, HALF, BLANK),
    (b'#| msgstr "b"\n' + A, 4, 'a "#|" line must hold msgctxt, msgid or msgid_plural', PREVIOUS),
    (b"#| old words\n" + A, 4, 'a "#|" line must hold msgctxt, msgid or msgid_plural', PREVIOUS),
    (
        b'#| msgid "o"\n#| msgid "p"\n' + A,
        5,
        '"#| msgid" stands twice or out of order',
        "keep one old source",
    ),
    (
        b'#| msgctxt "o"\n' + A,
        4,
        '"#| msgctxt" stands without "#| msgid"',
        "delete the line, or restore both",
    ),
]


@pytest.mark.parametrize(("body", "line", "message", "hint"), TABLE)
def test_a_broken_catalog_is_refused_with_place_and_hint(
    body: bytes, line: int, message: str, hint: str
) -> None:
    with pytest.raises(CatalogError) as error:
        parse_catalog(HEAD + body, "locales/es/dose.po")
    assert str(error.value) == f"locales/es/dose.po:{line}: {message}\n  hint: {hint}"


@pytest.mark.parametrize(("body", "line", "message", "hint"), TABLE)
def test_crlf_changes_neither_message_nor_line(body: bytes, line: int, message: str, hint: str) -> None:
    data = (HEAD + body).replace(b"\n", b"\r\n")
    with pytest.raises(CatalogError) as error:
        parse_catalog(data, "x.po")
    assert str(error.value) == f"x.po:{line}: {message}\n  hint: {hint}"


def test_another_charset_in_the_header_is_refused() -> None:
    with pytest.raises(CatalogError) as error:
        parse_catalog(HEAD.replace(b"UTF-8", b"ISO-8859-1"), "x.po")
    assert str(error.value) == f'x.po:1: the header declares the charset "ISO-8859-1"\n  hint: {UTF8}'


def test_every_line_kind_is_read() -> None:
    text = (
        "#  indented note\n#:  a.txt\n#. section: Dose\n#= fuzzy\n#, c-format, range: 0..10 no-wrap\n"
        '#| msgctxt "old role"\n#| msgid "old"\n#| "er"\nmsgctxt "role"\nmsgid ""\n"a\\n"\n"b"\nmsgstr "c"\n'
        '\n#~| msgid "was"\n#~ msgid "gone"\n#~ msgstr ""\n#~ "weg"\n# closing words\n'
    )
    catalog = parse_catalog(HEAD + text.encode(), "x.po")
    _, entry, gone = catalog.entries
    assert entry.key == UnitKey("role", "a\nb")
    assert (entry.targets, entry.comments, entry.extracted) == (
        ("c",),
        (" indented note",),
        ("section: Dose",),
    )
    assert (entry.references, entry.previous) == (("a.txt",), UnitKey("old role", "older"))
    assert entry.flags == ("fuzzy", "c-format", "range: 0..10", "no-wrap")
    assert (gone.obsolete, gone.target, gone.previous) == (True, "weg", UnitKey(None, "was"))
    assert (entry.line, gone.line) == (4, 18)
    assert catalog.tail == "# closing words\n"


@pytest.mark.parametrize(
    "line", ["#, fuzzy c-format", "#,c-format,fuzzy", "#= fuzzy", "#=fuzzy,x", "#, c-format\n#= fuzzy"]
)
def test_fuzzy_is_seen_however_gettext_may_write_it(line: str) -> None:
    entry = parse_catalog(f'{line}\nmsgid "a"\nmsgstr "b"\n'.encode(), "x.po").entries[0]
    assert entry.is_fuzzy


def test_a_separator_of_unicode_ends_no_line() -> None:
    data = 'msgid "a\u2028b\x85c\x1cd"\nmsgstr "e\u2029"\n'.encode()
    assert parse_catalog(data, "x.po").entries[0].key.source == "a\u2028b\x85c\x1cd"
