"""Stylesheet: CSS text to flat rules, each with one selector a parser of HTML can match.

A selector is only ever widened (`a:hover` becomes `a`): what a rule may do to an element counts as done.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import tinycss2
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GROUPS: Final = frozenset({"media", "supports", "layer", "container", "scope", "starting-style"})
_HARMLESS: Final = frozenset({"charset", "page", "namespace", "keyframes", "-webkit-keyframes"})
_STRUCTURAL: Final = frozenset(
    [
        "root",
        "empty",
        "first-child",
        "last-child",
        "only-child",
        "first-of-type",
        "last-of-type",
        "only-of-type",
    ]
)
_COUNTING: Final = frozenset(
    ["nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type", "not", "is", "where", "has"]
)
_OLD_PSEUDO_ELEMENTS: Final = frozenset({"before", "after", "first-line", "first-letter"})
_ANYTHING: Final = ":not(caveat-none)"
_PROBE: Final = LexborHTMLParser("<p>probe</p>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One property of a rule; `value` is in lower case."""

    name: str
    value: str
    is_important: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The declarations that elements matching one selector get."""

    selector: str
    pseudo: str
    """The pseudo-element they are for, or empty."""
    declarations: tuple[Declaration, ...]
    medium: str
    """The conditions under which the rule holds, empty for always."""
    where: str
    """File and line, to show."""
    weight: tuple[int, int, int]
    """The selector's specificity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Something in a stylesheet that can't be checked or must not be there."""

    line: int
    message: str
    is_outside: bool = False
    """It brings in what is not in the folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One stylesheet."""

    file: str
    rules: tuple[Rule, ...]
    flaws: tuple[Flaw, ...]
    urls: tuple[tuple[str, int], ...] = ()
    """Every address it names, with the line."""


@lru_cache(maxsize=64)
def parse_sheet(css: str, file: str) -> Sheet:
    """Return the rules of a stylesheet, and what of it can't be checked."""
    nodes = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    found = tuple(_walk(nodes, file, ""))
    return Sheet(
        file=file,
        rules=tuple(one for one in found if isinstance(one, Rule)),
        flaws=tuple(one for one in found if isinstance(one, Flaw)),
        urls=tuple(_urls(nodes)),
    )


def _walk(nodes: Sequence[Any], file: str, medium: str) -> Iterator[Rule | Flaw]:
    for node in nodes:
        if node.type == "qualified-rule":
            yield from _style_rule(node, file, medium)
        elif node.type == "at-rule":
            yield from _at_rule(node, file, medium)
        elif node.type == "error":
            yield Flaw(line=node.source_line, message=f"can't be parsed: {node.message}")


def _at_rule(node: Any, file: str, medium: str) -> Iterator[Rule | Flaw]:
    name = node.lower_at_keyword
    if name == "import":
        yield Flaw(line=node.source_line, message="@import brings in rules from elsewhere", is_outside=True)
    elif name in _GROUPS and node.content is not None:
        condition = f"@{name} {tinycss2.serialize(node.prelude).strip()}".strip()
        inner = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
        yield from _walk(inner, file, f"{medium} {condition}".strip())
    elif name not in _HARMLESS and name not in _GROUPS:
        yield Flaw(line=node.source_line, message=f"what @{name} does to the text can't be checked")


def _style_rule(node: Any, file: str, medium: str) -> Iterator[Rule | Flaw]:
    declarations = []
    for part in tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True):
        if part.type == "declaration":
            value = tinycss2.serialize(part.value).strip().lower()
            declarations.append(Declaration(name=part.lower_name, value=value, is_important=part.important))
        elif part.type == "error":
            yield Flaw(line=part.source_line, message=f"can't be parsed: {part.message}")
        else:
            yield Flaw(line=part.source_line, message="rules inside a rule can't be checked")
    for tokens in _split(node.prelude):
        selector, pseudo = _widen(tokens)
        state = " in some state or language" if _ANYTHING in selector and not pseudo else ""
        if not _is_matchable(selector):
            text = tinycss2.serialize(tokens).strip()
            yield Flaw(line=node.source_line, message=f'the selector "{text}" can\'t be checked')
            continue
        yield Rule(
            selector=selector,
            pseudo=pseudo,
            declarations=tuple(declarations),
            medium=f"{medium}{state}".strip(),
            where=f"{file}:{node.source_line}",
            weight=_weigh(tokens),
        )


def _split(tokens: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield the selectors of a comma-separated list."""
    current: list[Any] = []
    for part in tokens:
        if part == ",":
            yield current
            current = []
        else:
            current.append(part)
    yield current


def _widen(tokens: Sequence[Any]) -> tuple[str, str]:
    """Return a selector without states and languages, and the pseudo-element it ends in."""
    parts: list[str] = []
    pseudo, colons = "", 0
    for part in tokens:
        if part == ":":
            colons += 1
            continue
        if colons and (colons > 1 or (part.type == "ident" and part.lower_value in _OLD_PSEUDO_ELEMENTS)):
            pseudo = part.lower_value if part.type == "ident" else part.lower_name
            parts.append(_ANYTHING)
        elif colons:
            parts.append(_widen_class(part))
        elif part.type != "comment":
            parts.append(tinycss2.serialize([part]))
        colons = 0
    return "".join(parts).strip(), pseudo


def _widen_class(part: Any) -> str:
    if part.type == "ident" and part.lower_value in _STRUCTURAL:
        return f":{part.lower_value}"
    if part.type == "function" and part.lower_name in _COUNTING and not _has_state(part.arguments):
        return f":{tinycss2.serialize([part])}"
    return _ANYTHING


def _has_state(tokens: Sequence[Any]) -> bool:
    """Tell whether a selector inside `:not()` and the like depends on more than the tree."""
    after_colon = False
    for part in tokens:
        if after_colon and _widen_class(part) == _ANYTHING:
            return True
        after_colon = part == ":"
    return False


def _is_matchable(selector: str) -> bool:
    try:
        _PROBE.css(selector)
    except SelectolaxError:
        return False
    return bool(selector)


def _weigh(tokens: Sequence[Any]) -> tuple[int, int, int]:
    """Return a selector's specificity: ids, classes and the like, element names."""
    weights = [(0, 0, 0)]
    for before, part in zip([None, *tokens], tokens, strict=False):
        if part.type == "hash":
            weights.append((1, 0, 0))
        elif part == "." or part.type == "[] block":
            weights.append((0, 1, 0))
        elif part.type == "function" and part.lower_name in ("is", "not", "has"):
            weights.append(max(_weigh(piece) for piece in _split(part.arguments)))
        elif (part.type == "function" and part.lower_name != "where") or (
            part.type == "ident" and before == ":"
        ):
            weights.append((0, 1, 0))
        elif part.type == "ident" and before != ".":
            weights.append((0, 0, 1))
    ids, kinds, names = (sum(column) for column in zip(*weights, strict=True))
    return ids, kinds, names


def _urls(nodes: Sequence[Any]) -> Iterator[tuple[str, int]]:
    for node in nodes:
        if node.type == "url":
            yield node.value, node.source_line
        elif node.type == "function" and node.lower_name in (
            "url",
            "src",
            "image-set",
            "-webkit-image-set",
            "image",
        ):
            yield from ((one.value, one.source_line) for one in node.arguments if one.type == "string")
        for name in ("prelude", "content", "arguments"):
            yield from _urls(getattr(node, name, None) or ())
