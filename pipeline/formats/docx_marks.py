"""Marks of language and direction on paragraphs and runs, in the order that the standard demands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.formats.xml_ranges import escape_text, escape_value
from pipeline.language.names import direction
from pipeline.language.scripts import HAN, LATIN, scripts_of
from pipeline.model.document import ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.formats.base import Passage
    from pipeline.formats.xml_ranges import Node
    from pipeline.model.locale import Locale

_EAST_ASIAN: Final = frozenset({HAN, "Hira", "Kana", "Hang", "Bopo"})
_SIMPLE: Final = frozenset({LATIN, "Cyrl", "Grek", "Armn", "Geor"})
_AFTER_RTL: Final = ("w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath", "w:rPrChange")
"""What stands after `w:rtl` in run properties."""
_AFTER_LANG: Final = _AFTER_RTL[3:]
_AFTER_BIDI: Final = (
    "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
    "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl",
    "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip
"""What stands after `w:bidi` in paragraph properties."""
_TWINS: Final = {"w:b": b"bCs", "w:i": b"iCs", "w:sz": b"szCs"}
"""Properties that Word reads under another name in text that runs from right to left."""
_NESTED: Final = ("w:p", "w:del", "w:moveFrom")
_BORDER: Final = (b"top", b"left", b"bottom", b"right")


@dataclass(frozen=True, slots=True)
class Language:
    """How Word marks a language."""

    attribute: bytes
    """Which attribute of `w:lang` speaks of its script."""
    tag: bytes
    is_rtl: bool


def read_language(locale: Locale) -> Language:
    """Return how Word marks a locale."""
    scripts = scripts_of(locale)
    attribute = b"eastAsia" if scripts & _EAST_ASIAN else b"val" if scripts <= _SIMPLE else b"bidi"
    return Language(attribute, escape_value(locale.tag), direction(locale) == "rtl")


def prefix_of(node: Node) -> bytes:
    """Return the prefix with its colon under which the names of Word's elements are written here."""
    return next(
        prefix + b":" for prefix, space in node.scope.items() if prefix and node.names.get(space) == "w"
    )


def mark_paragraph(paragraph: Node, data: bytes, language: Language) -> Iterator[tuple[ByteRange, bytes]]:
    """Yield the edits that say which language a paragraph and its runs are in."""
    prefix = prefix_of(paragraph)
    if language.is_rtl:
        yield _mark_direction(paragraph, data, prefix)
    for run in _runs(paragraph):
        if run.close_start < run.stop:
            yield _mark_run(run, data, language, prefix)


def _runs(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.name == "w:r":
            yield child
        elif child.name not in _NESTED:
            yield from _runs(child)


def _mark_direction(paragraph: Node, data: bytes, prefix: bytes) -> tuple[ByteRange, bytes]:
    mark = b"<%bbidi/>" % prefix
    properties = paragraph.find("w:pPr")
    if properties is None:
        at = ByteRange(paragraph.open_stop, paragraph.open_stop)
        return at, b"<%bpPr>%b</%bpPr>" % (prefix, mark, prefix)
    kept = [child for child in properties.children if child.name != "w:bidi"]
    at_most = next((n for n, child in enumerate(kept) if child.name in _AFTER_BIDI), len(kept))
    parts = [child.range.cut(data) for child in kept]
    return properties.range, _element(properties, b"".join([*parts[:at_most], mark, *parts[at_most:]]))


def _element(node: Node, content: bytes) -> bytes:
    return b"<%b>%b</%b>" % (node.tag, content, node.tag)


def _mark_run(run: Node, data: bytes, language: Language, prefix: bytes) -> tuple[ByteRange, bytes]:
    properties = run.find("w:rPr")
    children = properties.children if properties else []
    old = next((child for child in children if child.name == "w:lang"), None)
    found = [(one.name, one.range.cut(data)) for one in children if one.name not in ("w:lang", "w:rtl")]
    if language.is_rtl:
        found = _with_twins(children, found, data, prefix)
        found = _insert(found, ("w:rtl", b"<%brtl/>" % prefix), _AFTER_RTL)
    found = _insert(found, ("w:lang", _lang(old, data, language, prefix)), _AFTER_LANG)
    content = b"".join(raw for _, raw in found)
    if properties is None:
        return ByteRange(run.open_stop, run.open_stop), b"<%brPr>%b</%brPr>" % (prefix, content, prefix)
    return properties.range, _element(properties, content)


def _insert(
    found: list[tuple[str, bytes]], one: tuple[str, bytes], after: tuple[str, ...]
) -> list[tuple[str, bytes]]:
    """Return the properties with one more, before those that must come after it and Word's own extensions."""
    late = (n for n, (name, _) in enumerate(found) if name in after or not name.startswith("w:"))
    at = next(late, len(found))
    return [*found[:at], one, *found[at:]]


def _with_twins(
    children: list[Node], found: list[tuple[str, bytes]], data: bytes, prefix: bytes
) -> list[tuple[str, bytes]]:
    """Return the properties with those that Word reads in text from right to left: bold stays bold."""
    names = {name for name, _ in found}
    both: list[tuple[str, bytes]] = []
    for name, raw in found:
        both.append((name, raw))
        twin = _TWINS.get(name)
        if twin and f"w:{twin.decode()}" not in names:
            value = next(child.get(data, "w:val") for child in children if child.name == name)
            own = b' %bval="%b"' % (prefix, escape_value(value)) if value else b""
            both.append((f"w:{twin.decode()}", b"<%b%b%b/>" % (prefix, twin, own)))
    return both


def _lang(old: Node | None, data: bytes, language: Language, prefix: bytes) -> bytes:
    values = {f"w:{language.attribute.decode()}": language.tag}
    if old is not None:
        values = {**{one.name: escape_value(one.value) for one in old.attributes(data)}, **values}
    names = {"w:val": b"val", "w:eastAsia": b"eastAsia", "w:bidi": b"bidi"}
    written = [b' %b%b="%b"' % (prefix, names[name], values[name]) for name in names if name in values]
    return b"<%blang%b/>" % (prefix, b"".join(written))


def write_paragraph(passage: Passage, prefix: bytes) -> bytes:
    """Return a passage as a paragraph in a frame, for what is said to readers besides the text."""
    language = read_language(passage.locale)
    borders = b"".join(
        b'<%b%b %bval="single" %bsz="8" %bspace="4" %bcolor="auto"/>' % (prefix, side, *[prefix] * 4)
        for side in _BORDER
    )
    frame = b"<%bpBdr>%b</%bpBdr>" % (prefix, borders, prefix)
    bidi, rtl = (b"<%bbidi/>" % prefix, b"<%brtl/>" % prefix) if language.is_rtl else (b"", b"")
    look = rtl + _lang(None, b"", language, prefix)
    text = escape_text(passage.text)
    return (
        b"<%(w)bp><%(w)bpPr>%(frame)b%(bidi)b</%(w)bpPr><%(w)br><%(w)brPr>%(look)b</%(w)brPr>"
        b'<%(w)bt xml:space="preserve">%(text)b</%(w)bt></%(w)br></%(w)bp>'
    ) % {b"w": prefix, b"frame": frame, b"bidi": bidi, b"look": look, b"text": text}
