"""Safety: a page is text and one stylesheet; nothing on it runs, loads or leads out of the folder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.verify.dom import Dom, attribute
from pipeline.verify.problem import problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from pipeline.model.finding import Finding
    from pipeline.verify.stylesheet import Sheet

RULE: Final = "safety.active-content"
_ELEMENTS: Final = frozenset(
    [
        "html",
        "head",
        "title",
        "meta",
        "link",
        "body",
        "header",
        "footer",
        "main",
        "nav",
        "aside",
        "section",
        "article",
        "div",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "a",
        "abbr",
        "b",
        "bdi",
        "br",
        "blockquote",
        "code",
        "details",
        "summary",
        "em",
        "hr",
        "i",
        "mark",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "wbr",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "template",
        "noscript",
        "select",
        "option",
        "del",
        "s",
    ]
)
"""What may stand on a page without running or loading anything; whether a reader sees it is another rule."""
_ADDRESSES: Final = frozenset(
    [
        "action",
        "archive",
        "background",
        "cite",
        "classid",
        "codebase",
        "data",
        "dynsrc",
        "formaction",
        "href",
        "icon",
        "longdesc",
        "lowsrc",
        "manifest",
        "ping",
        "poster",
        "profile",
        "src",
        "srcset",
        "usemap",
        "xlink:href",
    ]
)
_LINKS: Final = frozenset(
    {"stylesheet", "alternate", "canonical", "author", "license", "next", "prev", "icon"}
)
_OUTSIDE: Final = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//|\\\\|/\\|\\/)", re.IGNORECASE)
_MARKDOWN_TAG: Final = re.compile(r"(?<!\\)<(?:/?[a-zA-Z]|!|\?)[^>\n]*>?")
_MARKDOWN_DIV: Final = re.compile(
    r'</div>|<div lang="[\w-]+" dir="(?:ltr|rtl)"(?: data-disclaimer="[\w.-]+")?>', re.IGNORECASE
)
_MARKDOWN_LINK: Final = re.compile(r"(?<!\\)\](?:\(|:\s*)<?([^)>\s]*)")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e]")
_HINT: Final = "take it out of the page; text from a catalog is always escaped by the build"


def check_html(dom: Dom, file: str) -> Iterator[Finding]:
    """Yield everything on a page that runs, loads, submits or leads outside."""
    for node in dom.elements():
        for message in _element_faults(node):
            yield problem(RULE, file, message, line=dom.line_of(node), hint=_HINT)
    yield from check_controls(dom.text, file)


def _element_faults(node: LexborNode) -> Iterator[str]:
    if node.tag not in _ELEMENTS:
        yield f"<{node.tag}> does not belong on a page"
    if node.tag == "meta" and attribute(node, "http-equiv").strip().lower() not in (
        "",
        "content-security-policy",
    ):
        yield f'<meta http-equiv="{attribute(node, "http-equiv")}"> acts on the browser'
    if node.tag == "link" and not set(attribute(node, "rel").lower().split()) <= _LINKS:
        yield f'<link rel="{attribute(node, "rel")}"> does not belong on a page'
    for name, value in node.attributes.items():
        if name.startswith("on") or name in ("style", "srcdoc"):
            yield f"<{node.tag}> has the attribute {name}"
        elif name in _ADDRESSES and is_outside(value or ""):
            yield f'<{node.tag} {name}="{value}"> leads out of the folder'


def is_outside(address: str) -> bool:
    """Return whether an address names a scheme or a host; browsers ignore white space and controls in it."""
    return bool(_OUTSIDE.match(re.sub(r"[\x00-\x20]", "", address)))


def check_sheet(sheet: Sheet) -> Iterator[Finding]:
    """Yield what a stylesheet brings in from outside, and what of it could hide a disclaimer unnoticed."""
    for flaw in sheet.flaws:
        rule = RULE if flaw.is_outside else "disclaimer.hidden"
        hint = "write plain rules: what can't be checked could hide a disclaimer"
        yield problem(rule, sheet.file, flaw.message, line=flaw.line, hint=hint)
    for address, line in sheet.urls:
        if is_outside(address):
            yield problem(
                RULE, sheet.file, f'loads "{address[:80]}"', line=line, hint="keep every file in the folder"
            )
    for rule_ in sheet.rules:
        for one in rule_.declarations:
            if one.name in ("behavior", "-moz-binding") or "expression(" in one.value:
                path, _, line_text = rule_.where.rpartition(":")
                yield problem(RULE, path, f"{one.name} can run code", line=int(line_text), hint=_HINT)


def check_markdown(text: str, file: str) -> Iterator[Finding]:
    """Yield raw HTML other than the `div`s that name a language, and links that lead outside."""
    for number, line in enumerate(text.split("\n"), 1):
        for tag in _MARKDOWN_TAG.findall(line):
            if not _MARKDOWN_DIV.fullmatch(tag) and not tag.startswith("<!--"):
                yield problem(RULE, file, f'raw HTML: "{tag[:60]}"', line=number, hint=_HINT)
        for address in _MARKDOWN_LINK.findall(line):
            if is_outside(address):
                yield problem(RULE, file, f'a link leads to "{address[:80]}"', line=number, hint=_HINT)
    yield from check_controls(text, file)


def check_controls(text: str, file: str) -> Iterator[Finding]:
    """Yield control characters, which can hide or turn round what a reader sees."""
    found = _CONTROLS.search(text.replace("\r\n", "\n"))
    if found:
        line = text.count("\n", 0, found.start()) + 1
        message = f"holds the control character U+{ord(found[0]):04X}"
        yield problem(RULE, file, message, line=line, hint="take it out of the translation")
