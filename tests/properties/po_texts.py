"""Strategies that write PO files as people and editors leave them: valid for gettext, rarely canonical."""

from __future__ import annotations

from hypothesis import strategies as st

from pipeline.catalogs.po_strings import quote
from pipeline.model.catalog import Entry
from pipeline.model.unit import UnitKey

HEADER = (
    'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
)
TEXTS = st.text(
    st.one_of(
        st.sampled_from('ab é٣中"\\\n\t\u2028\x85\u00a0’'),
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"),
    ),
    max_size=12,
)
SOURCES = TEXTS.filter(lambda text: text.strip() != "")
LINES = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff"), max_size=12
)
NOTES = LINES.map(str.strip)


@st.composite
def literals(draw: st.DrawFn, text: str) -> str:
    """Write a text as one literal, or wrapped the way editors wrap."""
    if not draw(st.booleans()):
        return quote(text)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=3)))
    parts = [text[start:stop] for start, stop in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return "\n".join(['""', *(quote(part) for part in parts)])


@st.composite
def entry_texts(draw: st.DrawFn, source: str, *, has_second_flags: bool = True) -> str:
    """Write one entry of PO text."""
    is_obsolete = draw(st.booleans())
    is_plural = draw(st.booleans())
    lines = [
        f"#{kind}{draw(LINES)}".rstrip()
        for kind in draw(st.lists(st.sampled_from([" ", ". ", ": "]), max_size=3))
    ]
    flags = [", fuzzy", ", c-format,  fuzzy", ", no-wrap", *(["= fuzzy"] if has_second_flags else [])]
    lines += [f"#{flag}" for flag in draw(st.lists(st.sampled_from(flags), max_size=1))]
    strings = [("msgid", source)]
    if is_plural:
        strings += [("msgid_plural", draw(TEXTS)), ("msgstr[0]", draw(TEXTS)), ("msgstr[1]", draw(TEXTS))]
    else:
        strings.append(("msgstr", draw(TEXTS)))
    mark = "#~ " if is_obsolete else ""
    if draw(st.booleans()):
        old = f"msgid {draw(literals(draw(TEXTS)))}"
        lines += [f"#{'~' if is_obsolete else ''}| {line}" for line in old.split("\n")]
    for keyword, text in strings:
        lines += [mark + line for line in f"{keyword} {draw(literals(text))}".split("\n")]
    return "\n".join(lines) + "\n"


@st.composite
def po_files(draw: st.DrawFn, *, has_second_flags: bool = True) -> str:
    """Write a PO file with LF line ends: header, entries that differ in source, closing comments."""
    sources = draw(st.lists(SOURCES, max_size=4, unique=True))
    entries = [draw(entry_texts(source, has_second_flags=has_second_flags)) for source in sources]
    blank = draw(st.sampled_from(["\n", "\n\n", "\n \t\n"]))
    closing = draw(st.sampled_from(["", "\n", "\n# closing words\n"]))
    return blank.join([HEADER, *entries]) + closing


@st.composite
def po_bytes(draw: st.DrawFn) -> bytes:
    """Write a PO file as bytes, with or without BOM, CRLF and a last line end."""
    text = draw(po_files())
    text = text.removesuffix("\n") if draw(st.booleans()) else text
    text = text.replace("\n", "\r\n") if draw(st.booleans()) else text
    return (draw(st.sampled_from(["", "\ufeff"])) + text).encode()


@st.composite
def entries(draw: st.DrawFn, source: str) -> Entry:
    """Make an entry as code would make it."""
    is_plural = draw(st.booleans())
    previous = draw(st.none() | st.builds(UnitKey, st.none() | TEXTS, TEXTS))
    return Entry(
        key=UnitKey(draw(st.none() | TEXTS), source),
        targets=draw(st.tuples(TEXTS, TEXTS) if is_plural else st.tuples(TEXTS)),
        plural=draw(TEXTS) if is_plural else None,
        comments=draw(st.lists(NOTES, max_size=2).map(tuple)),
        extracted=draw(st.lists(NOTES, max_size=2).map(tuple)),
        references=draw(st.lists(NOTES, max_size=2).map(tuple)),
        flags=draw(st.lists(st.sampled_from(["fuzzy", "c-format", "range: 0..9"]), unique=True).map(tuple)),
        previous=previous,
        previous_plural=draw(st.none() | TEXTS) if is_plural and previous else None,
        obsolete=draw(st.booleans()),
    )
