"""Markup: the target has the source's tags, placeholders and addresses, nested alike, and no other markup."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.inline import PLACEHOLDER, TAG, URL
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CATEGORY = "design-and-markup/markup"


def _rule(name: str, description: str, hint: str) -> Rule:
    return Rule(
        id=f"markup.{name}", severity=Severity.ERROR, category=_CATEGORY, description=description, hint=hint
    )


MISSING = _rule(
    "tag-missing", "A numbered tag of the source is not in the target.", "put it around the same words"
)
EXTRA = _rule("tag-extra", "The target has a tag that the source has not, or has it more often.", "remove it")
NESTING = _rule(
    "nesting", "A tag is closed before it is opened, or across another.", "close the inner tag first"
)
PLACEHOLDERS = _rule(
    "placeholder", "The placeholders of source and target are not the same.", "copy each placeholder as it is"
)
INJECTION = _rule(
    "injection", "The target has markup or script that the source has not.", "write text and tags only"
)
URL_ADDED = _rule(
    "url-added", "The target has an address that the source has not.", "use the source's address"
)
URL_MISSING = _rule("url-missing", "An address of the source is not in the target.", "copy the address")

_ELEMENT = re.compile(
    r"</?[A-Za-z][^<>]{0,200}>|<!--|<\?|<!\[|<\s*/?\s*(?:script|iframe|object|embed|svg|img|style|link|meta|base|form)\b"
    r"|\bjavascript\s*:|\bdata:text/html|\bon(?:error|load|click|mouse\w+|focus)\s*=",
    re.IGNORECASE,
)


class MarkupCheck:
    """Tags, placeholders, addresses, foreign markup."""

    name = "markup"
    rules = (MISSING, EXTRA, NESTING, PLACEHOLDERS, INJECTION, URL_ADDED, URL_MISSING)
    examples = (
        Example("es", "<1>500 mg</1> of <2/>", "<1>500 mg</1> de <2/>"),
        Example(
            "ar", "Read <1>this</1> and <2>that</2>.", "اقرأ <2>ذلك</2> و<1>هذا</1>.", note="order is free"
        ),
        Example("zh_Hans", "p < 0.05 and x > 3", "p < 0.05 且 x > 3"),
        Example("hi", "Hello {name}, %(count)s of 5%", "नमस्ते {name}, 5% में से %(count)s"),
        Example("ru", "See https://www.who.int.", "См. https://www.who.int."),
        Example(
            "zh_Hans", "See https://www.who.int.", "请访问https://www.who.int。", note="no space after it"
        ),
        Example("es", "<1>500 mg</1> a day", "500 mg al día", frozenset({MISSING.id})),
        Example("zh_Hans", "<1>500 mg</1> a day", "每天<1>500毫克", frozenset({MISSING.id, NESTING.id})),
        Example("ar", "Take it.", "<1>خذه</1>.", frozenset({EXTRA.id})),
        Example("ru", "<1>a</1> <2>b</2>", "<1>а <2>б</1></2>", frozenset({NESTING.id})),
        Example("fr", "<1>a</1>", "</1>a<1>", frozenset({NESTING.id})),
        Example("hi", "Hello {name}", "नमस्ते {नाम}", frozenset({PLACEHOLDERS.id})),
        Example("es", "Hello %(name)s", "Hola", frozenset({PLACEHOLDERS.id})),
        Example("pt_BR", "Take it.", "Tome <script>alert(1)</script>.", frozenset({INJECTION.id})),
        Example("ar", "Take it.", "<img src=x onerror=a>خذه", frozenset({INJECTION.id})),
        Example("de", "Read on.", "Lies weiter: https://example.org/x", frozenset({URL_ADDED.id})),
        Example("zh_Hans", "See https://www.who.int.", "请访问网站。", frozenset({URL_MISSING.id})),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield everything that is not as in the source."""
        source, target = subject.source, subject.target
        if not any(mark in source + target for mark in "<{%:") and "www." not in source + target:
            return
        yield from _tags(source, target)
        yield from _placeholders(source, target)
        known = {_plain(match[0]) for match in _ELEMENT.finditer(source)}
        found = next((match for match in _ELEMENT.finditer(target) if _plain(match[0]) not in known), None)
        if found:
            yield INJECTION.issue(
                f"{found[0]} is not in the source", target_span=found.span(), found=found[0]
            )
        yield from _urls(source, target)


def _plain(markup: str) -> str:
    return " ".join(markup.lower().split())


def _tags(source: str, target: str) -> Iterator[Issue]:
    wanted = Counter(match[0] for match in TAG.finditer(source))
    found = Counter(match[0] for match in TAG.finditer(target))
    for tag in sorted(wanted - found):
        yield MISSING.issue(f"{tag} is missing", expected=tag)
    for tag in sorted(found - wanted):
        yield EXTRA.issue(f"{tag} is not in the source", found=tag)
    broken = _find_broken_nesting(target)
    if broken and _find_broken_nesting(source) is None:
        yield NESTING.issue(f"{broken} is not nested as it should be", found=broken)


def _find_broken_nesting(text: str) -> str | None:
    """Return the first tag that closes nothing or the wrong one or is never closed, or None."""
    opened: list[tuple[str, str]] = []
    for tag in TAG.finditer(text):
        is_closing, number, is_single = tag.groups()
        if is_closing:
            if not opened or opened.pop()[0] != number:
                return tag[0]
        elif not is_single:
            opened.append((number, tag[0]))
    return opened[-1][1] if opened else None


def _placeholders(source: str, target: str) -> Iterator[Issue]:
    wanted = Counter(match[0] for match in PLACEHOLDER.finditer(source))
    found = Counter(match[0] for match in PLACEHOLDER.finditer(target))
    if wanted != found:
        gone, come = sorted((wanted - found).elements()), sorted((found - wanted).elements())
        parts = [f"{' '.join(gone)} is missing"] * bool(gone) + [
            f"{' '.join(come)} is not in the source"
        ] * bool(come)
        yield PLACEHOLDERS.issue("; ".join(parts), expected=" ".join(gone), found=" ".join(come))


def _urls(source: str, target: str) -> Iterator[Issue]:
    wanted, found = ({match[0].rstrip(".,;:!?") for match in URL.finditer(text)} for text in (source, target))
    for address in sorted(found - wanted):
        yield URL_ADDED.issue(f"{address} is not in the source", found=address)
    for address in sorted(wanted - found):
        yield URL_MISSING.issue(f"{address} is missing", expected=address)


CHECK = MarkupCheck()
