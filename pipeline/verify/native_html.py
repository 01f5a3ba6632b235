"""Markup to what its reader sees: the blocks of an HTML tree, each with its containers and inline markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.verify.dom import Dom, attribute, classes, dir_of
from pipeline.verify.native import FIXED_KINDS, NativeBlock, NativeFile, fold_space
from pipeline.verify.native_languages import LANGUAGE, declared_texts, is_kept, is_other, is_own, tag_of
from pipeline.verify.stylesheet import parse_sheet
from pipeline.verify.visibility import Sights, survey

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selectolax.lexbor import LexborNode

_BLOCKS: Final = frozenset([
    "address", "article", "aside", "blockquote", "body", "caption", "center", "col", "colgroup", "dd",
    "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html",
    "iframe", "legend", "li", "link", "main", "menu", "meta", "nav", "noscript", "ol", "optgroup",
    "option", "p", "pre", "script", "search", "section", "select", "style", "summary", "table", "tbody",
    "td", "template", "textarea", "tfoot", "th", "thead", "title", "tr", "ul",
])  # fmt: skip
_LEAVES: Final = FIXED_KINDS | {"textarea", "title", "iframe", "template", "noscript"}
"""Elements whose content is read as text, whatever stands in it."""
_TEXT_ATTRIBUTES: Final = frozenset([
    "abbr", "alt", "aria-description", "aria-label", "aria-placeholder", "aria-roledescription",
    "aria-valuetext", "content", "download", "label", "placeholder", "srcdoc", "standby", "summary",
    "title", "value",
])  # fmt: skip
"""Attributes that a reader may be shown, so that a translation changes them."""
_QUOTE: Final = "blockquote"
_NOTICE: Final = "caveat-notice"
"""The class of what a build says before a text."""
_BANNER: Final = {
    "class": "caveat-banner",
    "style": "margin: 0 0 1em; border: 2px solid #8a5a00; padding: 0.75em 1em; background: #fff4d6;"
    " color: #3a2a00",
}
"""What a preview's banner is, besides its language."""
_OWN_LOOK: Final = "<div> has the attribute style"
"""What the search for hidden texts says of the banner."""
_ENCODINGS: Final = frozenset({"utf-8", "utf8", "unicode-1-1-utf-8"})
_ROBOTS: Final = {"name": "robots", "content": "noindex"}


@dataclass(slots=True)
class _Walk:
    """A tree being read."""

    dom: Dom
    sights: Sights
    has_lines: bool
    lang: str
    blocks: list[NativeBlock] = field(default_factory=list)
    values: list[tuple[str, str]] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    around: list[str] = field(default_factory=list)


def read_tree(dom: Dom, *, lang: str, has_lines: bool = True) -> NativeFile:
    """Return a tree's blocks; `lang` is the language of the file where the tree declares none."""
    sheets = [parse_sheet(node.text(), "style") for node in dom.tree.css("style")]
    root = dom.tree.css_first("html")
    found = dict(root.attributes) if root is not None else {}
    walk = _Walk(dom, survey(dom, sheets), has_lines, found.get("lang") or lang)
    starts = []
    for name in ("head", "body"):
        top = dom.tree.css_first(name)
        starts.append(len(walk.blocks))
        if top is not None:
            _enter(walk, top)
    declared = {name: value or "" for name, value in found.items() if name in ("lang", "dir")}
    if is_other(found.get("xml:lang"), found.get("lang")):
        declared["lang"] = found["xml:lang"] or ""
    if any(_is_robots(node) for node in dom.tree.css("head meta")):
        declared["robots"] = _ROBOTS["content"]
    foreign = next((one for one in dom.encodings() if one not in _ENCODINGS), None)
    if foreign:
        declared["encoding"] = foreign
    own = (f'html {name}="{value}"' for name, value in found.items() if name not in LANGUAGE)
    unread = tuple((name, "") for name in (*own, *dom.unseen()))
    blocks, values = tuple(walk.blocks), (*unread, *walk.values)
    return NativeFile(blocks=blocks, values=values, root=declared, top=starts[1])


def _is_robots(node: LexborNode) -> bool:
    """Return whether an element is what a preview tells search engines; that is a rule's own, no block."""
    return node.tag == "meta" and dict(node.attributes) == _ROBOTS


def _enter(walk: _Walk, node: LexborNode) -> None:
    """Read an element that is a block: its runs of text and the blocks in it, in order."""
    signature = _signature(walk, node)
    walk.opened.append(signature)
    walk.around.append(signature)
    if node.tag in _LEAVES:
        _add(walk, node, [node] if node.tag == "template" else list(node.iter(include_text=True)))
    else:
        _read_children(walk, node)
    walk.around.pop()


def _read_children(walk: _Walk, node: LexborNode) -> None:
    run: list[LexborNode] = []
    has_content = False
    for child in _children(node):
        if child.is_element_node and _is_robots(child):
            continue
        if child.is_element_node and _is_block(child):
            has_content |= _flush(walk, node, run)
            run = []
            has_content = True
            _enter(walk, child)
        elif child.is_text_node or child.is_element_node:
            run.append(child)
    has_content |= _flush(walk, node, run)
    if not has_content and node.tag not in ("head", "body"):
        _add(walk, node, [])


def _children(node: LexborNode) -> Iterator[LexborNode]:
    """Yield what stands in an element; a language mark around whole blocks is no container of its own."""
    for child in node.iter(include_text=True):
        if child.is_element_node and _is_mark(child) and _is_block(child):
            yield from _children(child)
        else:
            yield child


def _is_block(node: LexborNode) -> bool:
    """Return whether an element is a block, or holds one: `<a><div>…</div></a>`."""
    if node.tag in _BLOCKS:
        return True
    return any(one.tag in _BLOCKS for one in _elements(node))


def _flush(walk: _Walk, node: LexborNode, run: Sequence[LexborNode]) -> bool:
    is_blank = all(one.is_text_node and not one.text().strip() for one in run)
    if not is_blank:
        _add(walk, node, run)
    return not is_blank


def _add(walk: _Walk, node: LexborNode, run: Sequence[LexborNode]) -> None:
    inner = [one for top in run if top.is_element_node for one in (top, *_elements(top))]
    texts = [one for top in run for one in _texts(top)]
    text = fold_space("".join(one.text() for one in texts))
    languages = [(tag_of(one), dir_of(one)) for one in (node, *inner) if tag_of(one) and not is_own(one)]
    block = NativeBlock(
        kind=node.tag or "",
        text=text,
        fixed=_fixed(node, text),
        line=walk.dom.line_of(node) if walk.has_lines else None,
        around=tuple(walk.around),
        opened=tuple(walk.opened),
        marks=tuple(sorted(_signature(walk, one) for one in inner if not _is_mark(one))),
        declared=declared_texts(texts, walk.lang),
        languages=tuple(dict.fromkeys(languages)),
        hidden=(
            *_why_hidden(walk, node, inner),
            *walk.sights.why_displaced(node),
            *walk.sights.texts_inserted(node, *inner),
        ),
        is_aside=is_aside(node),
    )
    walk.blocks.append(block)
    walk.opened.clear()


def _fixed(node: LexborNode, text: str) -> str:
    """Return what no translation touches: code in a block of its own, scripts, styles."""
    if node.tag in FIXED_KINDS:
        return text
    if node.tag != "pre":
        return ""
    return fold_space(" ".join(one.text() for one in _elements(node) if one.tag == "code"))


def is_aside(node: LexborNode) -> bool:
    """Return whether an element is what a build inserts: of its class, or a quote of one paragraph."""
    if _NOTICE in classes(node) or _is_banner(node):
        return True
    parent = node.parent
    is_quoted = node.tag == "p" and parent is not None and parent.tag == _QUOTE
    return is_quoted and parent is not None and sum(1 for _ in parent.iter()) == 1


def _is_banner(node: LexborNode) -> bool:
    own = {name: value for name, value in node.attributes.items() if name not in ("lang", "dir")}
    return node.tag == "div" and own == _BANNER and next(node.iter(), None) is None


def _elements(node: LexborNode) -> Iterator[LexborNode]:
    return (one for one in node.traverse() if one.is_element_node and one.mem_id != node.mem_id)


def _texts(node: LexborNode) -> Iterator[LexborNode]:
    return (one for one in node.traverse(include_text=True) if one.is_text_node)


def _why_hidden(walk: _Walk, node: LexborNode, inner: Sequence[LexborNode]) -> Iterator[str]:
    """Yield why a text may not be seen; the banner has a look of its own, which is known to be seen."""
    known = _OWN_LOOK if _is_banner(node) else None
    return (reason for reason in walk.sights.why_hidden(node, *inner) if reason != known)


def _is_mark(node: LexborNode) -> bool:
    """Return whether an element only names a language."""
    return node.tag == "span" and bool(node.attributes) and node.attributes.keys() <= LANGUAGE


def _signature(walk: _Walk, node: LexborNode) -> str:
    """Return an element's tag with the attributes that no translation changes; its texts become values."""
    parts = [node.tag or ""]
    for name in sorted(node.attributes):
        value = attribute(node, name)
        if name in _TEXT_ATTRIBUTES and not _is_technical(node, name):
            if node.tag not in ("meta", "html") or name == "content":
                walk.values.append((f"{node.tag}@{name}", fold_space(value)))
            parts.append(name)
        elif node.tag == "meta" and (name == "charset" or "charset=" in value.lower()):
            parts.append(name)  # what is built is in UTF-8, whatever the source was in
        elif name not in LANGUAGE or is_kept(node):
            parts.append(f'{name}="{value}"')
    return " ".join(parts)


def _is_technical(node: LexborNode, name: str) -> bool:
    """Return whether an attribute with a name that readers may see holds something for machines here."""
    if node.tag == "meta":
        kind = (attribute(node, "name") or attribute(node, "property")).lower()
        return not kind.endswith(("description", "title", "keywords", "author", "site_name", "alt"))
    is_button = node.tag in ("input", "button") and attribute(node, "type").lower() in (
        "submit",
        "button",
        "reset",
    )
    return name == "value" and not is_button
