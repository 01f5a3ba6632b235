"""Run properties: which of them a reader sees, and how to name them to a translator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.formats.docx_styles import value_of

if TYPE_CHECKING:
    from pipeline.formats.docx_styles import Styles
    from pipeline.formats.xml_ranges import Node

Look = tuple[tuple[str, str], ...]
"""What a run looks like: its properties, without those that show nothing."""

_UNSEEN: Final = frozenset(
    {
        "w:lang", "w:noProof", "w:rPrChange", "w:webHidden", "w:rtl", "w:cs", "w:bCs", "w:iCs", "w:szCs",
        "w:kern", "w:snapToGrid", "w:ins", "w:del",
    }
)  # fmt: skip
"""Properties that differ from run to run because of how people type, or that follow another one."""
_FONTS: Final = ("w:ascii", "w:hAnsi", "w:asciiTheme", "w:hAnsiTheme")
_OFF: Final = ("0", "false", "off", "none")
_ON: Final = ("", "1", "true", "on")
_DEFAULT_STYLE: Final = "default paragraph font"
_WORDS: Final = {
    "w:b": "bold",
    "w:i": "italic",
    "w:u": "underlined",
    "w:strike": "strikethrough",
    "w:dstrike": "strikethrough",
    "w:caps": "capitals",
    "w:smallCaps": "small capitals",
    "w:vertAlign": "{}",
    "w:highlight": "highlighted",
    "w:shd": "shaded",
    "w:color": "colour {}",
    "w:sz": "size {}",
    "w:rFonts": "font {}",
    "w:rStyle": "style {}",
}
_SHOWN_ON_SPACES: Final = frozenset(
    {"w:u", "w:highlight", "w:shd", "w:strike", "w:dstrike", "w:bdr", "w:rStyle"}
)


def is_hidden(properties: Node | None, data: bytes) -> bool:
    """Return whether a run is hidden text."""
    node = properties.find("w:vanish", "w:specVanish") if properties else None
    return node is not None and node.get(data, "w:val") not in _OFF


def read_look(properties: Node | None, data: bytes, styles: Styles) -> Look:
    """Return what the properties of a run look like."""
    if properties is None:
        return ()
    found = {node.name: _value(node, data) for node in properties.children if node.name not in _UNSEEN}
    style = value_of(properties, "w:rStyle", data)
    if style:
        found["w:rStyle"] = styles.name(style)
        if found["w:rStyle"].lower() == _DEFAULT_STYLE:
            del found["w:rStyle"]
    if not found.get("w:rFonts", "x"):
        del found["w:rFonts"]
    return tuple(sorted(found.items()))


def _value(node: Node, data: bytes) -> str:
    values = {one.name: one.value for one in node.attributes(data)}
    if node.name == "w:rFonts":
        fonts = dict.fromkeys(values[name] for name in _FONTS if name in values)
        return "/".join(fonts)
    if node.children:
        return data[node.open_stop : node.close_start].decode()
    value = values.pop("w:val", "")
    first = "on" if value in _ON else "off" if value in _OFF else value
    return " ".join([first, *(f"{name}={text}" for name, text in sorted(values.items()))])


def has_seen_spaces(look: Look) -> bool:
    """Return whether a space in this look is seen: underlined, on a coloured ground."""
    return any(name in _SHOWN_ON_SPACES for name, _ in look)


def describe(look: Look, around: Look) -> str:
    """Return how a look differs from that of the text around it, in words for a translator."""
    there = dict(around)
    own = dict(look)
    words = [_word(name, value) for name, value in look if there.get(name) != value]
    words += [f"not {_word(name, value)}" for name, value in around if name not in own]
    return ", ".join(dict.fromkeys(filter(None, words))) or "formatting"


def _word(name: str, value: str) -> str:
    first = value.partition(" ")[0]
    word = _WORDS.get(name, "")
    if first == "off":
        return f"not {word}" if word else ""
    return word.format(value if name == "w:rStyle" else first)


def is_code(look: Look, styles: Styles) -> bool:
    """Return whether a run's style is one for code."""
    return any(name == "w:rStyle" and styles.is_code(value) for name, value in look)
