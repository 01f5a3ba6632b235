"""Structure: HTML and Markdown that stand in a text as they are written stay whole.

A project's own formats turn both into numbered tags; catalogs of others have them in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.inline import HIDDEN, hide_inline
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CATEGORY = "design-and-markup/markup"


def _rule(name: str, severity: Severity, description: str, hint: str) -> Rule:
    return Rule(
        id=f"structure.{name}", severity=severity, category=_CATEGORY, description=description, hint=hint
    )


_AROUND = "put it around the same words"
MISSING = _rule(
    "html-missing", Severity.WARNING, "An HTML element of the source is not in the target.", _AROUND
)
ADDED = _rule(
    "html-added", Severity.WARNING, "The target has an HTML element more often than the source.", "remove it"
)
UNCLOSED = _rule(
    "html-unclosed",
    Severity.ERROR,
    "An HTML element is opened and never closed, or closed and never opened, unlike in the source.",
    "close what is opened, the inner element first",
)
CODE = _rule(
    "code",
    Severity.WARNING,
    "A code span of the source is not in the target, or what looks like code in it is another one.",
    "copy it with its backticks",
)
LINK = _rule(
    "link",
    Severity.WARNING,
    "A Markdown link of the source is no link in the target.",
    "put the words in brackets, and the address in parentheses right behind them",
)
UNBALANCED = _rule(
    "emphasis-unbalanced",
    Severity.WARNING,
    "A mark of emphasis has no partner, so that readers see the mark.",
    "put the marks right before and right behind the words, without spaces inside",
)
PLAIN = _rule(
    "emphasis-missing",
    Severity.NOTICE,
    "Words of the source are emphasised, and none of the target are.",
    "emphasise the same words, if the language does that",
)

_ELEMENT: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,10})(?:\s[^<>]{0,500})?(/?)>")
_NAMES: Final = frozenset(
    [
        *("a", "abbr", "b", "big", "blockquote", "button", "center", "cite", "code", "dd", "del", "dfn"),
        *("div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "i", "ins", "kbd", "label"),
        *("li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strike", "strong", "sub"),
        *("sup", "table", "td", "th", "tr", "tt", "u", "ul", "var"),
    ]
)
"""Elements of text. Others may be placeholders, such as `<path>`."""
_ALIKE: Final = {"strong": "b", "em": "i"}
_OPTIONAL_END: Final = frozenset({"p", "li", "dd", "dt", "td", "th", "tr"})

_CODE: Final = re.compile(r"(?<![`\\])(`{1,2})(?!`)([^`\n]{1,200})(?<!`)\1(?!`)")
_LIKE_CODE: Final = re.compile(r"[_./\\()=$:{}<>\d-]|[a-z][A-Z]")
_LINK: Final = re.compile(r"(?<!\\)\[[^\[\]\n]{1,300}\]\([^()\s]{1,500}\)")
_STRONG: Final = re.compile(r"(?<![*\\])(\*\*|(?<!\w)__)(?=[^\s*_])([^\n]{1,300}?)(?<=[^\s*_\\])\1(?![*_])")
_EMPHASIS: Final = re.compile(r"(?<![\w*_\\])([*_])(?=[^\W_])([^\n*_]{1,300}?)(?<=[^\s*_\\])\1(?![\w*_])")
_LONE: Final = re.compile(r"\*\*|__|(?<![\w*_\\])[*_](?=[^\W_])|(?<=[^\s*_])[*_](?![\w*_])")


class StructureCheck:
    """HTML and Markdown as they are written."""

    name = "structure"
    rules = (MISSING, ADDED, UNCLOSED, CODE, LINK, UNBALANCED, PLAIN)
    examples = (
        Example("es", "Take <b>two</b> pills <i>daily</i>.", "Tome <i>cada día</i> <b>dos</b> pastillas."),
        Example("fr", "<strong>Never</strong> mix.", "Ne mélangez <b>jamais</b>.", note="as bold"),
        Example("ru", "Save as <path>.", "Сохранить как <путь>.", note="no element of HTML"),
        Example("es", "One.<p>Two.", "Uno.<p>Dos.", note="an end that HTML lets go"),
        Example("zh_Hans", "**Never** mix `a_b` and _ammonia_.", "**切勿**混合 `a_b` 和 _氨_。"),
        Example("hi", "Read [this](https://a.example/).", "[यह](https://a.example/) पढ़ें।"),
        Example("es", "the `name` of it", "el `nombre`", note="words in a code span may be translated"),
        Example("fr", "the `%(name)s` object", "l'objet « %(name)s »", note="the placeholder is kept"),
        Example("ar", "a * b * c, snake_case_name", "أ * ب * ج، snake_case_name", note="no emphasis"),
        Example("es", "Take <b>two</b> pills.", "Tome dos pastillas.", frozenset({MISSING.id})),
        Example("ru", "Take <b>two</b>.", "Примите <b>две</b> <b>таблетки</b>.", frozenset({ADDED.id})),
        Example("es", "Take it <i>daily</i>.", "Tómelo <i>a diario.", frozenset({UNCLOSED.id})),
        Example("ar", "Take <b>two</b>.", "خذ <b>اثنين</i>.", frozenset({UNCLOSED.id})),
        Example("de", "Run `a --b`.", "Führen Sie `a --c` aus.", frozenset({CODE.id})),
        Example("zh_Hans", "Never mix `bleach`.", "切勿混合漂白剂。", frozenset({CODE.id})),
        Example("fr", "Read [this](https://a.example/).", "Lisez ceci.", frozenset({LINK.id})),
        Example("es", "**Never** mix.", "**Nunca mezcle.", frozenset({UNBALANCED.id})),
        Example("hi", "It is _vital_.", "यह _ ज़रूरी_ है।", frozenset({UNBALANCED.id})),
        Example("es", "**Never** mix.", "Nunca mezcle.", frozenset({PLAIN.id})),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield what was lost, came in, or was left open."""
        source, target = hide_inline(subject.source), hide_inline(subject.target)
        if "<" in source:
            yield from _elements(source, target)
        if "`" in source:
            yield from _code(source, target)
        if "](" in subject.source:
            yield from _links(subject.source, subject.target)
        yield from _emphasis(_without_code(source), _without_code(target))


def _elements(source: str, target: str) -> Iterator[Issue]:
    wanted, found = _count_elements(source), _count_elements(target)
    broken = _find_unclosed(target) if _find_unclosed(source) is None else None
    if broken:
        yield UNCLOSED.issue(f"{broken[0]} has no partner", target_span=broken.span(), found=broken[0])
    for name in sorted(wanted - found):
        yield MISSING.issue(f"<{name}> is missing", expected=f"<{name}>")
    for name in sorted(found - wanted):
        if name in wanted:  # one that the source has nowhere is told as foreign markup
            yield ADDED.issue(f"<{name}> stands there more often than in the source", found=f"<{name}>")


def _name(element: re.Match[str]) -> str:
    name = element[2].lower()
    return _ALIKE.get(name, name)


def _count_elements(text: str) -> Counter[str]:
    return Counter(_name(one) for one in _ELEMENT.finditer(text) if not one[1] and one[2].lower() in _NAMES)


def _find_unclosed(text: str) -> re.Match[str] | None:
    """Return the first tag that closes nothing or the wrong element, or is never closed, or None."""
    opened: list[re.Match[str]] = []
    for tag in _ELEMENT.finditer(text):
        name = tag[2].lower()
        if name not in _NAMES or name in _OPTIONAL_END or tag[3]:
            continue
        if not tag[1]:
            opened.append(tag)
        elif not opened or opened.pop()[2].lower() != name:
            return tag
    return opened[-1] if opened else None


def _code(source: str, target: str) -> Iterator[Issue]:
    wanted, found = ([one[2] for one in _CODE.finditer(text)] for text in (source, target))
    lost = len(wanted) - len(found)
    for text in (Counter(wanted) - Counter(found)).elements():
        if HIDDEN in text:  # often a placeholder in what only looks like quotation marks
            continue
        if lost > 0 or _LIKE_CODE.search(text):
            lost -= 1
            yield CODE.issue(f"`{text}` is missing", expected=f"`{text}`")


def _links(source: str, target: str) -> Iterator[Issue]:
    wanted, found = (_LINK.findall(text) for text in (source, target))
    if len(wanted) > len(found):
        told = f"{len(wanted)} links became {len(found)}" if len(wanted) > 1 else f"{wanted[0]} is no link"
        yield LINK.issue(told, expected=wanted[0])


def _without_code(text: str) -> str:
    return _CODE.sub(lambda found: HIDDEN * len(found[0]), text) if "`" in text else text


def _emphasis(source: str, target: str) -> Iterator[Issue]:
    """Yield what is wrong with emphasis; only a source that has it, each mark with a partner, can tell."""
    wanted = _count_emphasis(source)
    if not wanted or _find_lone(source):
        return
    lone = _find_lone(target)
    if lone:
        yield UNBALANCED.issue(f"{lone[0]} has no partner", target_span=lone.span(), found=lone[0])
    elif not _count_emphasis(target):
        yield PLAIN.issue("nothing is emphasised")


def _count_emphasis(text: str) -> int:
    return sum(1 for one in (_STRONG, _EMPHASIS) for _ in one.finditer(text)) if _has_mark(text) else 0


def _find_lone(text: str) -> re.Match[str] | None:
    """Return the first mark of emphasis that none belongs to, or None."""
    if not _has_mark(text):
        return None
    for one in (_STRONG, _EMPHASIS):
        text = one.sub(lambda found: HIDDEN * len(found[0]), text)
    return _LONE.search(text)


def _has_mark(text: str) -> bool:
    return "*" in text or "_" in text


CHECK = StructureCheck()
